import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import { hideLetter } from '../../notifications/hide-letter.ts';
import { type Actor, loadActor } from '../../people/actor.ts';
import { checked, line } from '../../people/input.ts';
import { officeTimeZone } from '../../people/office-store.ts';
import { type Action, demand, may } from '../../people/permissions.ts';
import { isSecret } from '../../people/security-class.ts';
import type { Transaction } from '../../postgres/database.ts';
import { addIncomingEvent } from '../events-store.ts';
import {
  type Incoming,
  type LineFields,
  lockIncoming,
  refuseUnknownIncoming,
  storeIncomingState,
} from '../incoming-store.ts';
import { incomingSubject } from '../incoming-subject.ts';
import { listScans } from '../scans/scans-store.ts';
import { carryOut } from '../tree/carry-out.ts';
import { listHoldings } from '../tree/holdings-store.ts';
import { strikeAll } from '../tree/tree.ts';
import { listInHand, storeCorrected, storeOwnLetter } from './desk-store.ts';
import { findOwnLetter } from './own-letter.ts';
import { asClerk, type RegisterDeps } from './register-letter.ts';
import { checkLine, LONGEST, lineInput } from './registration-input.ts';
import { forgetStruck, mendSender } from './remembered-sender.ts';

export type MendDeps = Pick<RegisterDeps, 'db' | 'clock' | 'appOrigin' | 'intakes'>;

const correction = lineInput.extend({ incomingId: z.number(), revision: z.number().int().nonnegative() });
export type Correction = z.input<typeof correction>;

/**
 * Mends what was typed at the registration. The subject of a secret letter is shown to no clerk: left empty it stays as it is.
 * @throws Refusal not-found for a line that the actor may not see; `not-allowed`; `line-changed` (conflict); on fields those of the
 *   registration, and `class-lowered`
 */
export async function correctLine(deps: MendDeps, actor: Actor, input: Correction): Promise<void> {
  const typed = checked(correction, input);
  await onLine(deps, actor, 'incoming.correct', typed.incomingId, async (tx, letter, at, clerk, timeZone) => {
    if (letter.revision !== typed.revision) throw lineChanged();
    const wasSecret = isSecret(letter.security);
    const { receivedAt, letterDate } = checkLine(typed, { now: at, timeZone, subjectMayLack: wasSecret });
    if (wasSecret && !isSecret(typed.security)) await demandUnread(tx, letter);
    const subject = typed.subject === '' ? letter.subject : typed.subject;
    const { senderName, senderAddress, number, security, urgency, classification } = typed;
    const fields = { senderName, senderAddress, number, letterDate, subject, security, urgency, classification };
    const channel = letter.origin === 'desk' ? (typed.channel ?? letter.channel) : letter.channel;
    const changed = changedFields(letter, { ...fields, channel, receivedAt });
    if (changed.length === 0) return;
    // Of a restricted one those above were told which line it is; of a secret one they are not to know.
    const rises = (letter.security === 'B' && security !== 'B') || (!wasSecret && isSecret(security));
    const senderId = await mendSender(tx, letter, fields, at);
    await storeCorrected(tx, letter.id, { ...fields, channel, receivedAt, senderId });
    if (rises) await hideLetter(tx, { incomingId: letter.id, subject: letter.subject }, deps.appOrigin, at);
    const by = asClerk(clerk);
    await addIncomingEvent(tx, { incomingId: letter.id, kind: 'corrected', by, note: changed.join(', '), at });
  });
}

const striking = z.object({ incomingId: z.number(), reason: line(LONGEST.reason) });

/**
 * Strikes a line that should not have been registered. Its number stays, void, with the reason, and what was registered lies at the
 * front desk again; not so the pages of a secret letter, which are none of the other clerks'.
 */
export async function strikeLine(deps: MendDeps, actor: Actor, input: z.input<typeof striking>): Promise<void> {
  const { incomingId, reason } = checked(striking, input);
  await onLine(deps, actor, 'incoming.void', incomingId, async (tx, letter, at, clerk, timeZone) => {
    const holdings = await listHoldings(tx, letter.id);
    const plan = strikeAll({ state: letter.state, holdings });
    await carryOut(tx, deps, { incoming: letter, holdings, now: at, timeZone }, plan);
    await storeIncomingState(tx, letter.id, { state: 'void', at, reason });
    if (!isSecret(letter.security))
      await deps.intakes.backToDesk(tx, { incomingId: letter.id, intakeId: letter.intakeId }, at);
    await forgetStruck(tx, letter);
    const by = asClerk(clerk);
    await addIncomingEvent(tx, { incomingId: letter.id, kind: 'voided', by, note: reason, at });
  });
}

/**
 * Links a registered letter to the letter of ours whose QR its scan bears, or takes that back where the paper turned out to be
 * another one. What came within the office is that letter, and stays so.
 * @throws Refusal as `correctLine`; `not-our-letter`, `came-by-itself` (wrong-state)
 */
export async function linkOwnLetter(
  deps: MendDeps,
  actor: Actor,
  { incomingId, linked }: { incomingId: number; linked: boolean },
): Promise<void> {
  await onLine(deps, actor, 'incoming.correct', incomingId, async (tx, letter, at, clerk) => {
    if (letter.deliveryId !== null) throw cameByItself();
    const letterId = linked ? await findOwnLetter(tx, letter.findings) : null;
    if (letterId === undefined) throw notOurLetter();
    if (letterId === letter.letterId) return;
    await storeOwnLetter(tx, letter.id, letterId);
    const by = asClerk(clerk);
    await addIncomingEvent(tx, { incomingId: letter.id, kind: linked ? 'linked' : 'unlinked', by, at });
  });
}

type LineAction = Extract<Action, 'incoming.correct' | 'incoming.void' | 'incoming.see-line'>;

/** One act on an open line by whoever sees it. Locked first, so that two at once take turns, then asked with what the actor holds at this moment. */
export async function onLine(
  { db, clock }: MendDeps,
  actor: Actor,
  action: LineAction,
  incomingId: number,
  act: (tx: Transaction, letter: Incoming, at: Date, clerk: Actor, timeZone: string) => Promise<void>,
): Promise<void> {
  await db.transaction(async (tx) => {
    const at = clock();
    const letter = await lockIncoming(tx, incomingId);
    const clerk = await loadActor({ sql: tx, now: at }, actor.personId, actor.acting?.id);
    const subject = await incomingSubject(tx, letter);
    if (clerk === undefined || !may(clerk, 'incoming.see-line', subject)) refuseUnknownIncoming();
    if (letter.state !== 'open') throw lineOver(letter.state);
    demand(clerk, action, subject);
    const timeZone = await officeTimeZone(tx);
    await act(tx, letter, at, clerk, timeZone);
  });
}

/** Names of the fields alone: the timeline is read by more people than a secret's subject. */
function changedFields(before: Incoming, after: LineFields): string[] {
  const names: Record<keyof typeof after, string> = {
    senderName: 'pengirim',
    senderAddress: 'alamat pengirim',
    number: 'nomor surat',
    letterDate: 'tanggal surat',
    subject: 'hal',
    receivedAt: 'waktu terima',
    channel: 'cara datang',
    security: 'sifat',
    urgency: 'urgensi',
    classification: 'klasifikasi',
  };
  const told = (value: string | Date | null) => (value instanceof Date ? value.toISOString() : value);
  return (Object.keys(names) as (keyof typeof after)[])
    .filter((field) => told(before[field]) !== told(after[field]))
    .map((field) => names[field]);
}

/** Otherwise a registrar could open by a correction what they may not read. */
async function demandUnread(tx: Transaction, letter: Incoming): Promise<void> {
  const [only, ...others] = await listInHand(tx, letter.id, '1000-01-01');
  const fresh = others.length === 0 && only?.first === true && only.state === 'unread';
  // What was scanned later may come from whoever opened the envelope.
  if (fresh && !letter.withheld && (await listScans(tx, letter.id)).length === 0) return;
  const words = {
    id: 'Surat rahasia yang sudah dibuka, atau yang didaftarkan tanpa isi, tetap rahasia.',
    en: 'A secret letter that was opened, or registered without its content, stays secret.',
  };
  throw new Refusal('invalid-input', 'class-lowered', words, { security: words });
}

function lineChanged(): Refusal {
  return new Refusal('conflict', 'line-changed', {
    id: 'Baris ini baru saja diperbaiki orang lain. Buka kembali halamannya; yang Anda ketik belum disimpan.',
    en: 'Somebody else has just mended this line. Open the page again; what you typed was not saved.',
  });
}

function lineOver(state: 'closed' | 'void'): Refusal {
  return new Refusal(
    'wrong-state',
    'line-over',
    state === 'void'
      ? { id: 'Baris agenda ini sudah dicoret.', en: 'This line of the agenda was struck already.' }
      : {
          id: 'Surat ini sudah selesai, jadi barisnya tidak diubah lagi.',
          en: 'This letter is finished: its line is not changed any more.',
        },
  );
}

function cameByItself(): Refusal {
  return new Refusal('wrong-state', 'came-by-itself', {
    id: 'Surat ini datang langsung dari pengiriman di kantor ini, jadi tautannya tetap.',
    en: 'This letter came by its delivery within the office, so the link stays.',
  });
}

function notOurLetter(): Refusal {
  return new Refusal('wrong-state', 'not-our-letter', {
    id: 'Pada pindaian surat ini tidak ditemukan tanda QR dari surat kita sendiri.',
    en: 'No QR of a letter of ours was found on the scan of this letter.',
  });
}
