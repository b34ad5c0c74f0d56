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

// Before the form is sent, unless a photo was chosen: a photo says more.
files.form.addEventListener('submit', (event) => {
  if (!drawn || files.files.length > 0) return;
  event.preventDefault();
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
