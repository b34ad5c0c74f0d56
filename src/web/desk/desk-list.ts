const AGAIN_MS = 3_000;

/**
 * What lies at the desk, brought up to date in place: after something arrived, and while something is being prepared. Whoever has one
 * of its lines in the focus keeps it.
 */
export function deskList(list: HTMLElement) {
  let later: ReturnType<typeof setTimeout> | undefined;
  let stale = false;

  async function renew(): Promise<void> {
    clearTimeout(later);
    const answer = await fetch(location.pathname, { redirect: 'manual' }).catch(() => undefined);
    stale = answer?.ok !== true || list.contains(document.activeElement);
    if (!stale) {
      const page = new DOMParser().parseFromString((await answer?.text()) ?? '', 'text/html');
      const fresh = page.getElementById(list.id);
      if (fresh !== null) list.replaceChildren(...fresh.childNodes);
      list.dataset.working = fresh?.dataset.working ?? '';
    }
    watch();
  }

  function watch(): void {
    clearTimeout(later);
    if (stale || list.dataset.working === 'yes') later = setTimeout(document.hidden ? watch : renew, AGAIN_MS);
  }

  watch();
  return { renew };
}
