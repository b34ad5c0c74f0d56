import { freshPage, renew } from './fresh-page.ts';

const AGAIN_MS = 1_000;

/** How far the files of an item have come; when they are ready the page is shown anew, or its pages alone where somebody types. */
export function watchPreparing(place: HTMLElement, form: HTMLFormElement | null): void {
  const bar = place.querySelector('progress');
  let typed = false;
  form?.addEventListener('input', () => {
    typed = true;
  });

  async function look(): Promise<void> {
    const answer = await fetch(place.dataset.preparing ?? '', { redirect: 'manual' }).catch(() => undefined);
    const said = answer?.ok ? await answer.json() : undefined;
    if (said === undefined || said.working) {
      if (bar !== null && said !== undefined) bar.value = said.files[0]?.percent ?? 0;
      setTimeout(look, AGAIN_MS);
    } else if (typed) {
      place.hidden = true;
      const fresh = await freshPage();
      for (const part of document.querySelectorAll('[data-prepared]'))
        renew(part, fresh?.querySelector(`[data-prepared="${part.getAttribute('data-prepared')}"]`) ?? null);
    } else location.reload();
  }
  setTimeout(look, AGAIN_MS);
}
