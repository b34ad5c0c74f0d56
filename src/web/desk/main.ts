/*
 * The script of the clerk's desk: suggestions while somebody types, and letters that survive a lost connection. Without it the
 * pages are forms like any other.
 */
import { registration } from './registration.ts';
import { suggestFor } from './suggest.ts';

for (const input of document.querySelectorAll<HTMLInputElement>('input[data-suggest]')) suggestFor(input);
const place = document.getElementById('desk');
const form = place?.querySelector('form');
if (place !== null && form) registration(place, form);
