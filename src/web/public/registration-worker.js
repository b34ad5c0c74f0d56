// Answers for the registration page alone, and only when nobody else does: with the page that `desk/keep-page.ts` has put here, which is
// the same for everybody, and with its files. Its scope is that page: no other navigation comes by here.
const KEPT = 'layang.pendaftaran';
const PAGE = '/incoming/new';
const KEPT_PAGE = '/incoming/offline';
/** A network that leads nowhere takes minutes to say so. */
const PATIENCE_MS = 10_000;
/** In the address where the kept page leads back, because Layang has just answered it: slow is better than the kept page once more. */
const WAITS = 'complete';
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
  const heard = fresh.catch(() => undefined);
  const waits = new URL(request.url).searchParams.has(WAITS);
  const answer = await (waits ? heard : Promise.race([heard, later(PATIENCE_MS)]));
  if (answer !== undefined && !AWAY.includes(answer.status)) return answer;
  return (await keptPage()) ?? fresh;
}

/** The newest: an earlier one goes only when it is there. */
function keptPage() {
  return orNothing(async (cache) => {
    const newest = (await cache.keys()).findLast(({ url }) => new URL(url).pathname === KEPT_PAGE);
    return newest && cache.match(newest, { ignoreVary: true });
  });
}

async function file(request) {
  return (await orNothing((cache) => cache.match(request, { ignoreVary: true }))) ?? fetch(request);
}

/** A browser whose store is damaged, or whose disk is full, has kept nothing: the page comes from the network as ever. */
async function orNothing(look) {
  try {
    return await look(await caches.open(KEPT));
  } catch {
    return undefined;
  }
}

const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
