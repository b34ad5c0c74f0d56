// A press on the page's picture puts the chosen mark there: its top left corner, in millimetres of the sheet.
const sheet = document.getElementById('sheet');
const buttons = [...document.querySelectorAll('[data-put]')];
let chosen;

for (const button of buttons) {
  button.parentElement.hidden = false;
  button.addEventListener('click', () => {
    chosen = chosen === button.dataset.put ? undefined : button.dataset.put;
    for (const each of buttons) each.setAttribute('aria-pressed', String(each.dataset.put === chosen));
    sheet.classList.toggle('layang-aim', chosen !== undefined);
    if (chosen !== undefined) sheet.scrollIntoView({ block: 'nearest' });
  });
}

sheet.addEventListener('click', (event) => {
  if (chosen === undefined) return;
  const box = sheet.getBoundingClientRect();
  const set = (name, value) => {
    document.getElementById(`${chosen}.${name}`).value = value;
  };
  set('page', sheet.dataset.page);
  set('corner', 'top-left');
  set('x', Math.round(((event.clientX - box.left) / box.width) * Number(sheet.dataset.width)));
  set('y', Math.round(((event.clientY - box.top) / box.height) * Number(sheet.dataset.height)));
  const off = document.getElementById(`${chosen}.off`);
  if (off) off.checked = false;
  showSpot(event.clientX - box.left, event.clientY - box.top);
});

function showSpot(x, y) {
  const spot = document.getElementById('spot') ?? document.createElement('span');
  spot.id = 'spot';
  spot.className = 'layang-spot';
  sheet.parentElement.append(spot);
  // Measured against the picture's own frame; set by script, which the page's content policy allows.
  spot.style.left = `${sheet.offsetLeft + x}px`;
  spot.style.top = `${sheet.offsetTop + y}px`;
}
