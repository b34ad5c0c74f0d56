import { element } from './elements.ts';
import { say } from './words.ts';

/** Whether what is typed is saved, and who else is here: one line that stays in view and is read out politely. */
export function statusLine(place: HTMLElement) {
  const state = element('span', { class: 'layang-status__state' });
  const present = element('span', { class: 'layang-status__present' });
  const dom = element('div', { class: 'layang-status', role: 'status', 'aria-live': 'polite' }, state, present);
  place.prepend(dom);
  return {
    dom,
    tell(sentence: string, sort: 'calm' | 'waiting' | 'trouble' = 'calm', link?: { href: string; text: string }): void {
      dom.dataset.sort = sort;
      if (state.textContent === sentence + (link === undefined ? '' : ` ${link.text}`)) return;
      state.textContent = sentence;
      if (link !== undefined) {
        state.append(
          ' ',
          element('a', { class: 'govuk-link', href: link.href, target: '_blank', rel: 'noopener' }, link.text),
        );
      }
    },
    tellPresent(others: readonly { name: string; own: boolean }[]): void {
      const names = others.map(({ name, own }) => (own ? say('draft.present.own') : name)).join(', ');
      const sentence = names === '' ? '' : say('draft.present', { names });
      if (present.textContent !== sentence) present.textContent = sentence;
    },
  };
}
export type StatusLine = ReturnType<typeof statusLine>;
