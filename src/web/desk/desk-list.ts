import { freshPage, renew } from './fresh-page.ts';

const AGAIN_MS = 3_000;

/**
 * What lies at the desk, brought up to date in place: after something arrived, and while something is being prepared. Whoever has one
 * of its lines in the focus keeps it.
 */
export function deskList(list: HTMLElement) {
  let later: ReturnType<typeof setTimeout> | undefined;
  let stale = false;

  async function look(): Promise<void> {
    clearTimeout(later);
    const fresh = (await freshPage())?.getElementById(list.id) ?? null;
    stale = fresh === null || list.contains(document.activeElement);
    if (fresh !== null && !stale) {
      renew(list, fresh);
      list.dataset.working = fresh.dataset.working ?? '';
    }
    watch();
  }

  function watch(): void {
    clearTimeout(later);
    if (stale || list.dataset.working === 'yes') later = setTimeout(document.hidden ? watch : look, AGAIN_MS);
  }

  watch();
  return { look };
}
