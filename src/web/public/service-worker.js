// Shows what the office's server tells this browser: one line, and the page to which it leads. It keeps and asks nothing else.
self.addEventListener('push', (event) => {
  const { title, path } = event.data?.json() ?? {};
  if (typeof title !== 'string' || typeof path !== 'string') return;
  // One notice for each page: what is told twice stands there once.
  event.waitUntil(self.registration.showNotification(title, { tag: path, data: { path } }));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const page = new URL(event.notification.data.path, self.location.origin);
  if (page.origin === self.location.origin) event.waitUntil(self.clients.openWindow(page.href));
});
