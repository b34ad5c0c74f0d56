// The receiver signs with a finger, a pen or the mouse; what was drawn goes with the form as a picture.
const glass = document.getElementById('glass');
const pad = glass.querySelector('canvas');
const pen = pad.getContext('2d');
const files = document.getElementById('files');
let drawn = false;

function clear() {
  // A page is white: a picture with nothing behind its strokes would be dark on dark.
  pen.fillStyle = '#ffffff';
  pen.fillRect(0, 0, pad.width, pad.height);
  pen.strokeStyle = '#14213d';
  pen.lineWidth = 5;
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  drawn = false;
}

function at(event) {
  const box = pad.getBoundingClientRect();
  return [((event.clientX - box.left) * pad.width) / box.width, ((event.clientY - box.top) * pad.height) / box.height];
}

pad.addEventListener('pointerdown', (event) => {
  pad.setPointerCapture(event.pointerId);
  pen.beginPath();
  pen.moveTo(...at(event));
});
pad.addEventListener('pointermove', (event) => {
  if (event.buttons === 0) return;
  pen.lineTo(...at(event));
  pen.stroke();
  drawn = true;
});
glass.querySelector('button').addEventListener('click', clear);

// A refused form comes back as a new page, and whoever signed has gone with the paper: what was drawn waits for that page in this tab.
// One picture at most, of the form that was sent last.
const shelf = 'layang.glass';

function keep() {
  try {
    sessionStorage.setItem(shelf, JSON.stringify({ form: files.form.action, picture: pad.toDataURL('image/png') }));
  } catch {
    // Where nothing may be kept the pad comes back clean.
  }
}

async function bringBack() {
  let kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(shelf));
    sessionStorage.removeItem(shelf);
  } catch {}
  if (kept?.form !== files.form.action || document.querySelector('.govuk-error-summary') === null) return;
  const bytes = Uint8Array.from(atob(kept.picture.slice(kept.picture.indexOf(',') + 1)), (one) => one.charCodeAt(0));
  pen.drawImage(await createImageBitmap(new Blob([bytes], { type: 'image/png' })), 0, 0);
  drawn = true;
}

// Before the form is sent, unless a photo was chosen: a photo says more.
files.form.addEventListener('submit', (event) => {
  if (!drawn || files.files.length > 0) return;
  event.preventDefault();
  keep();
  const { submitter } = event;
  pad.toBlob((picture) => {
    const chosen = new DataTransfer();
    chosen.items.add(new File([picture], 'tanda-tangan.png', { type: 'image/png' }));
    files.files = chosen.files;
    files.form.requestSubmit(submitter);
  }, 'image/png');
});

clear();
glass.hidden = false;
await bringBack();
