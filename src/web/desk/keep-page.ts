import { inOneTab } from '../browser/one-tab.ts';
import { type KeptDesk, keptDesks } from './kept-desk.ts';

/** Names known to `public/registration-worker.js`. */
const WORKER = '/incoming/registration-worker.js';
const SCOPE = '/incoming/new';
const KEPT = 'layang.pendaftaran';

/**
 * Makes this browser able to open the registration page when nobody answers: the page of this version from `address`, its files, and
 * what it needs of its person. False where browsers cannot (no secure connection), or not all of it was to be had.
 */
export async function keepForOffline(address: string, desk: KeptDesk): Promise<boolean> {
  if (!('serviceWorker' in navigator) || !(await keptDesks().keep(desk))) return false;
  await navigator.serviceWorker.register(WORKER, { scope: SCOPE, updateViaCache: 'none' });
  return (await inOneTab(KEPT, () => keepPage(address))) ?? false;
}

/** Page and files are of one version at every moment: those before go when the page of this one is whole. */
async function keepPage(address: string): Promise<boolean> {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(address);
  // As nobody: what everybody gets.
  const page = kept ?? (await fetch(address, { credentials: 'omit', redirect: 'manual' }));
  if (!page.ok) return false;
  const files = filesOf(await page.clone().text());
  if (kept === undefined) {
    await cache.addAll(files);
    await cache.put(address, page);
  }
  for (const { url } of await cache.keys()) {
    const { pathname, search } = new URL(url);
    if (![address, ...files].includes(pathname + search)) await cache.delete(url);
  }
  return true;
}

function filesOf(html: string): string[] {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const named = [...page.querySelectorAll('link, script, img')].map(
    (each) => each.getAttribute('href') ?? each.getAttribute('src') ?? '',
  );
  return [...new Set(named.filter((each) => each.startsWith('/assets/')))];
}

/** What the page that the server has shown says. */
export function deskOf(unsent: HTMLElement, place: HTMLElement, form: HTMLFormElement): KeptDesk {
  const { person = '', key = '' } = unsent.dataset;
  const unit = form.elements.namedItem('unitId');
  const units =
    unit instanceof HTMLSelectElement
      ? [...unit.options].map(({ value, text }) => ({ id: value, name: text }))
      : unit instanceof HTMLInputElement
        ? [{ id: unit.value, name: unit.dataset.name ?? '' }]
        : [];
  const field = (name: string) => String(new FormData(form).get(name) ?? '');
  return {
    ...{ person, key, units },
    name: document.querySelector('.layang-who__name')?.textContent ?? '',
    zone: place.dataset.zone ?? '',
    unitId: field('unitId'),
    channel: field('channel'),
    posts: [...document.querySelectorAll<HTMLOptionElement>('#posts option')].map(({ value }) => value),
  };
}
