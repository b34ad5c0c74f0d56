import { type DraftForm, isMerged, type MergedField, unitText, withMerged } from '../../letters/merge-draft.ts';
import { isSettled } from '../../letters/merge-units.ts';
import { element, pushButton } from './elements.ts';
import { say } from './words.ts';

type Choice = 'mine' | 'theirs' | 'both';
const CHOICES: readonly Choice[] = ['mine', 'theirs', 'both'];

/**
 * Both versions side by side wherever two persons changed the same. Nothing is replaced until every one is chosen; then `chosen`
 * gets the form that came of it.
 */
export function askWhichText(
  place: HTMLElement,
  parts: { mine: DraftForm; fields: readonly MergedField[]; labelOf(field: string): string },
  chosen: (form: DraftForm) => void,
): HTMLElement {
  const { mine, fields, labelOf } = parts;
  const choices = new Map<string, Choice>();
  const title = element(
    'h2',
    { class: 'govuk-heading-m', id: 'conflict-title', tabindex: '-1' },
    say('conflict.title'),
  );
  const panel = element('section', { class: 'layang-card layang-conflict', 'aria-labelledby': title.id }, title);
  panel.append(element('p', { class: 'govuk-body' }, say('conflict.lead')));
  let count = 0;
  for (const merged of fields.filter((field) => !isMerged(field))) {
    for (const [at, chunk] of merged.chunks.entries()) {
      if (isSettled(chunk)) continue;
      count += 1;
      const key = `${merged.field} ${at}`;
      choices.set(key, 'mine');
      const legend = say('conflict.part', { n: count, field: labelOf(merged.field) });
      const set = element('fieldset', { class: 'layang-conflict__part' }, element('legend', {}, legend));
      for (const choice of CHOICES) {
        const units = choice === 'both' ? undefined : chunk[choice];
        const id = `conflict-${count}-${choice}`;
        const radio = element('input', { type: 'radio', id, name: `conflict-${count}`, value: choice });
        radio.checked = choice === 'mine';
        radio.addEventListener('change', () => choices.set(key, choice));
        const shown = units?.map((unit) => unitText(merged.field, unit)).join('\n\n');
        const text =
          shown === undefined
            ? []
            : [element('span', { class: 'layang-conflict__text' }, shown === '' ? say('conflict.deleted') : shown)];
        const label = element('label', { for: id }, element('strong', {}, say(`conflict.${choice}`)), ...text);
        set.append(element('div', { class: 'layang-conflict__choice' }, radio, label));
      }
      panel.append(set);
    }
  }
  panel.append(
    pushButton(say('conflict.use'), 'govuk-button', () => {
      panel.remove();
      chosen(
        fields.reduce(
          (form, field) =>
            withMerged(form, field, (chunk, at) => {
              const choice = choices.get(`${field.field} ${at}`) ?? 'mine';
              return choice === 'both' ? [...chunk.mine, ...chunk.theirs] : chunk[choice];
            }),
          mine,
        ),
      );
    }),
  );
  place.prepend(panel);
  title.focus();
  return panel;
}
