/*
 * The script of the clerk's desk: suggestions while somebody types, letters and files that survive a lost connection, dozens of files
 * dropped at once. Without it the pages are forms like any other.
 */
import { sealing } from '../browser/sealing.ts';
import { deskList } from './desk-list.ts';
import { dropping } from './drop.ts';
import { deskOf, keepForOffline } from './keep-page.ts';
import { keptLetters } from './kept-letters.ts';
import { BESIDE_LETTERS, DROPPED, keptParcels } from './kept-parcels.ts';
import { deskKeys } from './keys.ts';
import { letterFiles } from './letter-files.ts';
import { letterSource } from './letters.ts';
import { noteTime } from './now-there.ts';
import { openOffline } from './offline-page.ts';
import { parcels } from './parcels.ts';
import { watchPreparing } from './preparing.ts';
import { queue } from './queue.ts';
import { queuePanel } from './queue-panel.ts';
import { registration } from './registration.ts';
import { sameLetter } from './same-letter.ts';
import { suggestFor } from './suggest.ts';
import { say } from './words.ts';

// Before what follows looks at the page: it is filled in with what is kept of its person, or emptied.
const kept = document.getElementById('offline');
if (kept !== null) await openOffline(kept);
else noteTime();
for (const input of document.querySelectorAll<HTMLInputElement>('input[data-suggest]')) suggestFor(input);
const desk = document.getElementById('desk');
const form = desk?.querySelector('form') ?? null;
const unsent = document.getElementById('unsent');
const { offline } = unsent?.dataset ?? {};
if (unsent !== null && desk !== null && form !== null && offline !== undefined) {
  const opens = document.getElementById('opens-offline');
  // A browser may have no room or no database for us; then the page is as it was.
  void keepForOffline(offline, deskOf(unsent, desk, form)).then(
    (is) => opens?.toggleAttribute('hidden', !is),
    () => {},
  );
}
// Before the form is sent by what follows: a year of two digits is made whole first.
if (form !== null) deskKeys(form, document.querySelector('.layang-intake__pages'));
if (unsent !== null) {
  const { person = '', key = '' } = unsent.dataset;
  const seal = sealing(key);
  const letters = keptLetters(person, seal);
  const panel = queuePanel(unsent);
  const files = parcels(keptParcels(DROPPED, person, seal), () => void sending.run());
  const beside = letterFiles(keptParcels(BESIDE_LETTERS, person, seal));
  const lying = document.getElementById('lying');
  const list = lying === null ? undefined : deskList(lying);
  // Letters before files: an agenda number does not wait behind a large scan.
  const sources = [letterSource(letters, beside), files.source];
  const sending = queue({ person, panel, sources }, () => void list?.look());
  if (desk !== null && form !== null)
    registration({ place: desk, form }, { person, letters, files: beside, panel, sending, same: sameLetter(form) });
  const drop = document.getElementById('drop')?.querySelector('form') ?? null;
  if (drop !== null) dropping(drop, files);
  if (!seal.possible) panel.warn(say('kept.insecure'));
  void sending.run();
}
// How a page will stand, beside the field that turns it.
for (const turn of document.querySelectorAll<HTMLSelectElement>('.layang-arrange select[name="turn"]')) {
  const picture = turn.closest('li')?.querySelector('img');
  turn.addEventListener('change', () => {
    if (picture) picture.className = `layang-arrange__picture layang-arrange__picture--${turn.value}`;
  });
}
const preparing = document.querySelector<HTMLElement>('[data-preparing]');
if (preparing !== null) watchPreparing(preparing, form);
