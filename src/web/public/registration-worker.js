// Answers for the registration page alone, and only when nobody else does: with the page that `desk/keep-page.ts` has put here, which is
// the same for everybody, and with its files. Its scope is that page: no other navigation comes by here.
const KEPT = 'layang.pendaftaran';
const PAGE = '/incoming/new';
const KEPT_PAGE = '/incoming/offline';
/** A network that leads nowhere takes minutes to say so. */
const PATIENCE_MS = 10_000;
/** What a proxy says while Layang is not there, and Layang while its database is not. */
const AWAY = [502, 503, 504];

self.addEventListener('install', () => self.skipWaiting());

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (request.mode === 'navigate' && pathname === PAGE) event.respondWith(page(request));
  // The address of a file changes with its content, so one that is here is the one that was asked for.
  else if (pathname.startsWith('/assets/')) event.respondWith(file(request));
});

async function page(request) {
  const fresh = fetch(request);
  const answer = await Promise.race([fresh.catch(() => undefined), later(PATIENCE_MS)]);
  if (answer !== undefined && !AWAY.includes(answer.status)) return answer;
  return (await keptPage()) ?? fresh;
}

/** The newest: an earlier one goes only when it is there. */
async function keptPage() {
  const cache = await caches.open(KEPT);
  const newest = (await cache.keys()).findLast(({ url }) => new URL(url).pathname === KEPT_PAGE);
  return newest && cache.match(newest, { ignoreVary: true });
}

async function file(request) {
  const cache = await caches.open(KEPT);
  return (await cache.match(request, { ignoreVary: true })) ?? fetch(request);
}

const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
