import type { KeptLetter } from './kept-letters.ts';
import { say } from './words.ts';

/** What the script has to say, above the form; nothing while there is nothing. */
export function queuePanel(place: HTMLElement) {
  const notes = document.createElement('div');
  notes.setAttribute('role', 'status');
  const waiting = document.createElement('div');
  place.prepend(notes, waiting);

  function paragraph(text: string, className = 'govuk-body'): HTMLParagraphElement {
    return Object.assign(document.createElement('p'), { textContent: text, className });
  }
  function act(text: string, run: () => void): HTMLButtonElement {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: text });
    button.className = 'layang-quiet';
    button.addEventListener('click', run);
    return button;
  }

  return {
    note(text: string, action?: { text: string; run: () => void }): void {
      const line = paragraph(text, 'layang-flash');
      if (action !== undefined) line.append(' ', act(action.text, action.run));
      notes.replaceChildren(...(text === '' ? [] : [line]));
    },
    show(
      letters: readonly [key: string, letter: KeptLetter][],
      { stranger, open }: { stranger: boolean; open: (key: string) => void },
    ): void {
      if (letters.length === 0) {
        waiting.replaceChildren();
        return;
      }
      const list = Object.assign(document.createElement('ul'), { className: 'layang-list layang-list--plain' });
      for (const [key, letter] of letters) {
        const item = Object.assign(document.createElement('li'), { className: 'layang-list__item' });
        const sender = letter.values.senderName?.[0] ?? '';
        const state = letter.state === 'refused' ? say('kept.refused', { why: letter.why }) : say('kept.waiting');
        item.append(paragraph(`${sender}: ${state}`));
        if (letter.state === 'refused') item.append(act(say('kept.open', { sender }), () => open(key)));
        list.append(item);
      }
      const card = Object.assign(document.createElement('section'), { className: 'layang-card', id: 'queue' });
      const title = Object.assign(document.createElement('h2'), { className: 'govuk-heading-s' });
      title.textContent = say('kept.queue');
      card.append(title, ...(stranger ? [paragraph(say('kept.sign-in'))] : []), list);
      waiting.replaceChildren(card);
    },
  };
}
export type QueuePanel = ReturnType<typeof queuePanel>;
