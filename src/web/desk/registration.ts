import { drawKey } from '../browser/draw-key.ts';
import { chosenFiles } from './chosen-files.ts';
import { type Answer, askToken, sendLetter, type Values } from './desk-server.ts';
import type { KeptLetters } from './kept-letters.ts';
import type { LetterFiles } from './letter-files.ts';
import { REGISTER } from './letters.ts';
import { nowHere, timeThere } from './now-there.ts';
import { MOST_AT_ONCE_BYTES } from './parcels.ts';
import type { Queue } from './queue.ts';
import type { QueuePanel } from './queue-panel.ts';
import type { SameLetter } from './same-letter.ts';
import { say } from './words.ts';

/** Of this sending, not of the letter. */
const NOT_KEPT = ['_csrf', '_once', 'person'];
/** What the next letter has in common with this one. */
const STAYS = ['unitId', 'channel', 'receivedOn', 'receivedTime'];
const PAUSE_MS = 300;

interface Desk {
  person: string;
  letters: KeptLetters;
  files: LetterFiles;
  panel: QueuePanel;
  sending: Queue;
  same: SameLetter;
}

/**
 * The registration form with script: what is typed is kept in the browser until the server has it; saved without a connection
 * it is sent later, once only. When the server says no, the form is sent as it is, so that its page shows what is wrong.
 */
export function registration(
  { place, form }: { place: HTMLElement; form: HTMLFormElement },
  { person, letters, files, panel, sending, same }: Desk,
): void {
  const { zone = 'Asia/Jakarta', register: address = REGISTER } = place.dataset;
  const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement | null;
  const submissionKey = () => field('submissionKey')?.value ?? '';
  let later: ReturnType<typeof setTimeout> | undefined;
  let busy = false;

  const keepNow = (state: 'typing' | 'queued', after = '') => {
    clearTimeout(later);
    const values = { ...valuesOf(form), ...(after === '' ? {} : { after: [after] }), address: [address] };
    const letter = { values, files: chosen.list().length, state, why: '', at: nowHere() };
    return letters.keep(submissionKey(), letter);
  };
  const chosen = chosenFiles(form, {
    kept: files,
    key: submissionKey,
    changed(isKept) {
      if (!isKept && letters.possible) panel.note(say('kept.files-here'));
    },
  });
  const forget = async (key: string) => {
    await letters.forget(key);
    await files.forget(key);
  };

  function beginNext(): void {
    for (const each of form.elements) {
      if (!(each instanceof HTMLInputElement || each instanceof HTMLTextAreaElement)) continue;
      if (each.type === 'hidden' || STAYS.includes(each.name)) continue;
      if (each instanceof HTMLInputElement && each.type === 'checkbox') each.checked = false;
      else each.value = '';
    }
    const next = field('submissionKey');
    if (next !== null) next.value = drawKey();
    const time = field('receivedTime');
    if (time !== null) time.value = timeThere(zone);
    same.clear();
    field('senderName')?.focus();
  }

  async function save(after: string): Promise<void> {
    if (busy) return;
    const scan = chosen.list();
    if (scan.reduce((sum, { size }) => sum + size, 0) > MOST_AT_ONCE_BYTES)
      return panel.note(say('kept.letter-too-large'));
    busy = true;
    panel.note(say('kept.sending'));
    await keepNow('typing', after);
    const letter = { values: { ...valuesOf(form), after: [after] }, files: scan };
    const send = () => sendLetter(address, letter, { person, token: field('_csrf')?.value ?? '' });
    // A page that the browser kept has no token until the server answers.
    let answer: Answer = field('_csrf')?.value === '' ? { kind: 'offline', why: '' } : await send();
    // Whoever has signed in again in another tab since has another token.
    if (answer.kind === 'stranger' && (await renewToken())) answer = await send();
    busy = false;
    if (answer.kind === 'taken') {
      await forget(submissionKey());
      return location.assign(answer.next ?? '/incoming');
    }
    panel.note('');
    if (answer.kind === 'refused' && answer.unasked) return panel.note(answer.message);
    // A form that is kept over a sign-in comes back without its files; the queue keeps them.
    const waits = answer.kind === 'offline' || (answer.kind === 'stranger' && scan.length > 0);
    if (!waits) return sendAsAnyForm(form, after);
    if (!(await chosen.kept())) return answer.kind === 'offline' ? panel.note(say('kept.files-here')) : askToSignIn();
    const isKept = await keepNow('queued', after);
    if (!isKept) return answer.kind === 'offline' ? panel.note(say('kept.full')) : sendAsAnyForm(form, after);
    if (answer.kind === 'offline') panel.note(say('kept.queued'));
    if (address === REGISTER) beginNext();
    void sending.run();
  }

  async function renewToken(): Promise<boolean> {
    const token = await askToken(person);
    const own = field('_csrf');
    if (own === null || token === undefined || token === 'stranger') return false;
    own.value = token;
    return true;
  }

  /** In another tab: the files are in this one alone. */
  function askToSignIn(): void {
    const run = () => void open('/sign-in');
    panel.note(`${say('kept.sign-in')} ${say('kept.files-here')}`, { text: say('kept.sign-in.link'), run });
  }

  form.addEventListener('input', ({ target }) => {
    clearTimeout(later);
    // Files are chosen in one go; letters come one by one.
    if (target instanceof HTMLInputElement && target.type === 'file') void keepNow('typing');
    else later = setTimeout(() => void keepNow('typing'), PAUSE_MS);
  });
  form.addEventListener('submit', (event) => {
    if (!letters.possible) return;
    event.preventDefault();
    const pressed = (event as SubmitEvent).submitter;
    void save(pressed instanceof HTMLButtonElement && pressed.value !== '' ? pressed.value : 'next');
  });
  void findAgain();

  /** What an earlier visit left behind comes back, unless this page has something to show of its own. */
  async function findAgain(): Promise<void> {
    // Beside an item of the desk the server fills in what it found; what was typed for that very item is more.
    const isFresh = address !== REGISTER || field('senderName')?.value === '';
    // What the server sent back stands in its fields, whatever was wrong with it: a letter that is there already has no field at fault.
    if (!isFresh || document.querySelector('.govuk-error-summary') !== null) return void chosen.comeBack();
    const left = (await letters.list()).filter(
      ([, { state, values, files = 0 }]) =>
        state === 'typing' && values.address?.[0] === address && (isTyped(values) || files > 0),
    );
    const [kept, letter] = left.at(-1) ?? [];
    if (kept === undefined || letter === undefined) return;
    fill(form, letter.values);
    void same.look();
    const isWhole = (letter.files ?? 0) === 0 || (await chosen.comeBack());
    const discard = async () => {
      await forget(kept);
      location.reload();
    };
    panel.note(say(isWhole ? 'kept.found' : 'kept.found-without'), {
      text: say('kept.discard'),
      run: () => void discard(),
    });
  }
}

function sendAsAnyForm(form: HTMLFormElement, after: string): void {
  form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'after', value: after }));
  form.submit();
}

export function valuesOf(form: HTMLFormElement): Values {
  const values: Values = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== 'string' || NOT_KEPT.includes(name)) continue;
    values[name] = [...(values[name] ?? []), value];
  }
  return values;
}

function isTyped(values: Values): boolean {
  return ['senderName', 'number', 'subject', 'addresseePositionId'].some((name) => (values[name]?.[0] ?? '') !== '');
}

function fill(form: HTMLFormElement, values: Values): void {
  for (const [name, [value = '']] of Object.entries(values)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement && field.type === 'checkbox') field.checked = value === field.value;
    else if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
  }
}
