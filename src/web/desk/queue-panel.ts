import type { Standing } from './queue.ts';
import type { Waiting } from './waiting.ts';
import { say } from './words.ts';

interface Row {
  item: HTMLLIElement;
  state: HTMLElement;
  bar: HTMLProgressElement;
  acts: HTMLElement;
}

/** What the script has to say, above everything else of the page; nothing while there is nothing. */
export function queuePanel(place: HTMLElement) {
  const notes = document.createElement('div');
  notes.setAttribute('role', 'status');
  const card = Object.assign(document.createElement('section'), {
    className: 'layang-card',
    id: 'queue',
    hidden: true,
  });
  const title = Object.assign(document.createElement('h2'), { className: 'govuk-heading-s' });
  title.textContent = say('kept.queue');
  const lead = document.createElement('div');
  const list = Object.assign(document.createElement('ul'), { className: 'layang-list layang-list--plain' });
  card.append(title, lead, list);
  place.append(notes, card);
  const rows = new Map<string, Row>();

  function begin({ title }: Waiting): Row {
    const item = Object.assign(document.createElement('li'), { className: 'layang-list__item' });
    const text = Object.assign(document.createElement('div'), { className: 'layang-list__link' });
    const name = Object.assign(document.createElement('span'), { className: 'layang-list__main', textContent: title });
    const state = Object.assign(document.createElement('span'), { className: 'layang-list__sub' });
    const bar = Object.assign(document.createElement('progress'), { className: 'layang-file__progress', max: 1 });
    bar.setAttribute('aria-label', title);
    bar.hidden = true;
    const acts = Object.assign(document.createElement('span'), { className: 'layang-list__tags' });
    text.append(name, state, bar);
    item.append(text, acts);
    return { item, state, bar, acts };
  }

  function fill({ state, bar, acts }: Row, waiting: Waiting): void {
    state.textContent = {
      keeping: say('kept.keeping'),
      waiting: say('kept.waiting'),
      refused: say('kept.refused', { why: waiting.why }),
    }[waiting.state];
    bar.hidden = true;
    // Not anew while they are there: whoever has one of them under the finger or the focus keeps it.
    if (acts.childElementCount !== waiting.acts.length)
      acts.replaceChildren(...waiting.acts.map(({ text, run }) => quietButton(text, () => void run())));
  }

  return {
    /** Stands there as long as the page. */
    warn: (text: string) => place.prepend(paragraph(text, 'layang-flash')),
    note(text: string, action?: { text: string; run: () => void }): void {
      const line = paragraph(text, 'layang-flash');
      if (action !== undefined) line.append(' ', quietButton(action.text, action.run));
      notes.replaceChildren(...(text === '' ? [] : [line]));
    },

    /** How much of one has left. */
    progress(key: string, share: number): void {
      const row = rows.get(key);
      if (row === undefined) return;
      row.bar.hidden = false;
      row.bar.value = share;
      row.state.textContent = share < 1 ? say('kept.leaving', { percent: Math.floor(share * 100) }) : say('kept.left');
    },

    show(all: readonly Waiting[], standing: Standing): void {
      for (const [key, { item }] of rows) {
        if (all.some((each) => each.key === key)) continue;
        item.remove();
        rows.delete(key);
      }
      for (const each of all) {
        const row = rows.get(each.key) ?? begin(each);
        if (!rows.has(each.key)) list.append(row.item);
        rows.set(each.key, row);
        fill(row, each);
      }
      const lines = leadOf(all, standing);
      const said = lines.map(({ textContent }) => textContent).join('');
      if (said !== lead.textContent) lead.replaceChildren(...lines);
      card.hidden = all.length === 0;
    },
  };
}
export type QueuePanel = ReturnType<typeof queuePanel>;

function leadOf(all: readonly Waiting[], { kind, why = '' }: Standing): HTMLElement[] {
  const lines: HTMLElement[] = [];
  if (all.some(({ fleeting }) => fleeting)) lines.push(paragraph(say('kept.tab'), 'layang-flash'));
  const waits = all.some(({ state, fleeting }) => state === 'waiting' && !fleeting);
  if (kind === 'stranger') {
    const line = paragraph(say('kept.sign-in'));
    const href = `/sign-in?next=${encodeURIComponent(location.pathname)}`;
    line.append(' ', Object.assign(document.createElement('a'), { className: 'govuk-link', href }));
    if (line.lastElementChild !== null) line.lastElementChild.textContent = say('kept.sign-in.link');
    lines.push(line);
  } else if (kind === 'elsewhere' && waits) lines.push(paragraph(say('kept.elsewhere')));
  else if (kind === 'offline' && waits) lines.push(paragraph(why === '' ? say('kept.later') : why));
  return lines;
}

function paragraph(text: string, className = 'govuk-body'): HTMLParagraphElement {
  return Object.assign(document.createElement('p'), { textContent: text, className });
}

function quietButton(text: string, run: () => void): HTMLButtonElement {
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: text });
  button.className = 'layang-quiet';
  button.addEventListener('click', run);
  return button;
}
