// Switches notices on in this browser. Without script, or where the browser cannot, the part says so and stays as it is.
const part = document.querySelector('[data-push-key]');

function say(word) {
  const line = part.querySelector('[data-push-line]');
  line.textContent = part.dataset[word];
  line.hidden = false;
}

const base64url = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

async function subscribe(form) {
  if ((await Notification.requestPermission()) !== 'granted') return say('pushDenied');
  await navigator.serviceWorker.register('/service-worker.js');
  const { pushManager } = await navigator.serviceWorker.ready;
  // Made under another key, of another office or an earlier one, it would be of no use.
  const earlier = await pushManager.getSubscription();
  if (earlier && base64url(earlier.options.applicationServerKey) !== part.dataset.pushKey) await earlier.unsubscribe();
  const subscription = await pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: part.dataset.pushKey,
  });
  form.elements.endpoint.value = subscription.endpoint;
  form.elements.p256dh.value = base64url(subscription.getKey('p256dh'));
  form.elements.auth.value = base64url(subscription.getKey('auth'));
  form.submit();
}

if (part && 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window) {
  const form = part.querySelector('[data-push-form]');
  const button = form.querySelector('[data-push-on]');
  form.hidden = false;
  part.querySelector('[data-push-line]').hidden = true;
  if (Notification.permission === 'denied') say('pushDenied');
  button.addEventListener('click', async () => {
    button.disabled = true;
    await subscribe(form).catch(() => say('pushFailed'));
    button.disabled = false;
  });
} else if (part) {
  // Only Safari on iPhone and iPad knows the word; there a page can show notices once it stands on the home screen.
  say(navigator.standalone === false ? 'pushHome' : 'pushCannot');
}
