/*
 * The script of the pages on which a number format is written: the numbers that it prints, while somebody types. They are made
 * by the same rules as on the server. Without it a button shows them.
 */
import type { Words } from '../../errors.ts';
import { NUMBER_PRESETS } from '../../registers/letter-number.ts';
import { examplesOf } from '../../registers/number-examples.ts';
import { element } from './elements.ts';

/** A pause between words, so that a screen reader is not told of every key. */
const PAUSE_MS = 250;

const place = document.getElementById('examples');
const field = document.querySelector<HTMLInputElement>('#format, #numberFormat');
if (place !== null && field !== null) start(place, field);

function start(place: HTMLElement, field: HTMLInputElement): void {
  const { unit = '', position = '', longestUnit = '', longestPosition = '' } = place.dataset;
  const codes = { unit, position, longestUnit, longestPosition };
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const show = () => {
    const source = formatOf(field);
    place.replaceChildren(...(source === '' ? [] : shown(examplesOf(source, codes))));
  };
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, PAUSE_MS);
  };
  field.addEventListener('input', later);
  for (const choice of choices()) choice.addEventListener('change', later);
}

/** Where usual formats are offered, the chosen one; otherwise what is typed. */
function formatOf(field: HTMLInputElement): string {
  const chosen = [...choices()].find(({ checked }) => checked)?.value;
  return NUMBER_PRESETS.find(({ code }) => code === chosen)?.format ?? field.value.trim();
}

function choices(): NodeListOf<HTMLInputElement> {
  return document.querySelectorAll<HTMLInputElement>('input[name=preset]');
}

/** As views/settings/_examples.njk prints them. */
function shown({ examples, problem }: ReturnType<typeof examplesOf>): HTMLElement[] {
  if (problem !== undefined) return [element('p', { class: 'govuk-error-message' }, inWords(problem))];
  const lines = examples.map(({ about, text, problem: none }) =>
    element(
      'div',
      {},
      element('dt', {}, inWords(about)),
      element(
        'dd',
        {},
        none === undefined
          ? element('span', { class: 'layang-examples__number' }, text)
          : element('span', { class: 'layang-examples__problem' }, inWords(none)),
      ),
    ),
  );
  return [element('dl', { class: 'layang-examples' }, ...lines)];
}

function inWords({ id, en }: Words): string {
  return document.documentElement.lang === 'en' ? en : id;
}
