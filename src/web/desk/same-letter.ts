import { element } from '../editor/elements.ts';

interface Said {
  title: string;
  lines: { id: number; href: string; title: string; about: string }[];
  different: string;
}

const PAUSE_MS = 400;
const ASKED = ['senderName', 'number'];

/**
 * Says beside sender and number, while they are typed, that such a letter stands in the agenda already, with the box that saving asks
 * for. Nothing waits for it: where nobody answers, saving says it.
 */
export function sameLetter(form: HTMLFormElement) {
  const place = form.querySelector<HTMLElement>('[data-same]');
  const said = place?.querySelector('[role=status]') ?? null;
  const typed = (name: string) => (form.elements.namedItem(name) as HTMLInputElement | null)?.value.trim() ?? '';
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let asking: AbortController | undefined;
  let shown = '';

  function stop(): void {
    clearTimeout(waiting);
    asking?.abort();
  }

  async function look(): Promise<void> {
    stop();
    const [senderName = '', number = ''] = ASKED.map(typed);
    if (place === null || senderName === '' || number === '') return show(undefined);
    asking = new AbortController();
    const { signal } = asking;
    const address = `${place.dataset.same}?${new URLSearchParams({ senderName, number })}`;
    const answer = await fetch(address, { signal, redirect: 'manual' })
      .then((each) => (each.ok ? (each.json() as Promise<Said>) : undefined))
      .catch(() => undefined);
    if (!signal.aborted) show(answer);
  }

  /** Boxes that the server has put there. */
  function ofThePage(): HTMLInputElement[] {
    const boxes = form.querySelectorAll<HTMLInputElement>('input[name=differentFrom]');
    return [...boxes].filter((each) => place?.contains(each) === false);
  }

  /** What the page says of sender and number since it was refused is not said twice; that the paper is the same says nothing of these. */
  function show(answer: Said | undefined): void {
    const known = ofThePage().flatMap(({ value }) => value.split(','));
    const lines = (answer?.lines ?? []).filter(({ id }) => !known.includes(String(id)));
    const ids = lines.map(({ id }) => id).join(',');
    // Not anew while it is the same: a tick stays, and nothing is read out again.
    if (ids === shown) return;
    shown = ids;
    place?.classList.toggle('layang-same--said', ids !== '');
    place?.querySelector('.govuk-checkboxes')?.remove();
    said?.replaceChildren(...(answer === undefined || ids === '' ? [] : sentences(answer.title, lines)));
    if (answer !== undefined && ids !== '') place?.append(box(ids, answer.different));
  }

  form.addEventListener('input', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !ASKED.includes(target.name)) return;
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE_MS);
  });

  return {
    look,
    /** The form begins another letter. */
    clear(): void {
      stop();
      show(undefined);
      for (const each of ofThePage()) (each.closest('form section') ?? each).remove();
    },
  };
}
export type SameLetter = ReturnType<typeof sameLetter>;

function sentences(title: string, lines: Said['lines']): HTMLElement[] {
  const shown = lines.map((line) => {
    const main = element('span', { class: 'layang-list__main' }, line.title);
    const about = element('span', { class: 'layang-list__sub' }, line.about);
    const link = { class: 'layang-list__link', href: line.href, target: '_blank', rel: 'noopener' };
    return element('li', { class: 'layang-list__item' }, element('a', link, main, about));
  });
  return [
    element('p', { class: 'govuk-body layang-label' }, title),
    element('ul', { class: 'layang-list layang-list--plain' }, ...shown),
  ];
}

function box(ids: string, text: string): HTMLElement {
  const id = 'different-typed';
  const input = { class: 'govuk-checkboxes__input', id, name: 'differentFrom', type: 'checkbox', value: ids };
  const label = element('label', { class: 'govuk-label govuk-checkboxes__label', for: id }, text);
  const item = element('div', { class: 'govuk-checkboxes__item' }, element('input', input), label);
  return element('div', { class: 'govuk-checkboxes govuk-checkboxes--small' }, item);
}
