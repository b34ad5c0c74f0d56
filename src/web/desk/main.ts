/*
 * The script of the clerk's desk: suggestions while somebody types, letters that survive a lost connection, dozens of files
 * dropped at once. Without it the pages are forms like any other.
 */
import { dropping } from './drop.ts';
import { watchPreparing } from './preparing.ts';
import { registration } from './registration.ts';
import { suggestFor } from './suggest.ts';

for (const input of document.querySelectorAll<HTMLInputElement>('input[data-suggest]')) suggestFor(input);
const desk = document.getElementById('desk');
const form = desk?.querySelector('form') ?? null;
if (desk !== null && form !== null) registration(desk, form);
const drop = document.getElementById('drop');
const files = drop?.querySelector('form') ?? null;
if (drop !== null && files !== null) dropping(drop, files);
// How a page will stand, beside the field that turns it.
for (const turn of document.querySelectorAll<HTMLSelectElement>('.layang-arrange select[name="turn"]')) {
  const picture = turn.closest('li')?.querySelector('img');
  turn.addEventListener('change', () => {
    if (picture) picture.className = `layang-arrange__picture layang-arrange__picture--${turn.value}`;
  });
}
const preparing = document.querySelector<HTMLElement>('[data-preparing]');
if (preparing !== null) watchPreparing(preparing, form);
