// A form that signs in begins a new session. Of two clicks the browser would follow the second, which was sent with the
// session that the first has just ended: whoever clicks twice would never come in. Without script they sign in once more.
const PATIENCE_MS = 10_000;
let sent = new WeakMap();

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute('method') !== 'post') return;
  const since = performance.now() - (sent.get(form) ?? Number.NEGATIVE_INFINITY);
  if (since < PATIENCE_MS) event.preventDefault();
  else sent.set(form, performance.now());
});

// Somebody has come back to the page.
addEventListener('pageshow', () => {
  sent = new WeakMap();
});
