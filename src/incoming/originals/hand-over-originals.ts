import type { Clock } from '../../clock.ts';
import { calendarDate } from '../../clock.ts';
import { Refusal, type Words } from '../../errors.ts';
import { longDate } from '../../letters/long-date.ts';
import { type Actor, loadActor } from '../../people/actor.ts';
import { officeTimeZone } from '../../people/office-store.ts';
import { demand, may } from '../../people/permissions.ts';
import { isSecret } from '../../people/security-class.ts';
import { findUnit } from '../../people/units-store.ts';
import type { Database, Transaction } from '../../postgres/database.ts';
import { handoverText, readHandover, readMoment, type TypedHandover, wrongHandover } from '../../sending/handover.ts';
import { findMover } from '../events-store.ts';
import { type Incoming, lockIncoming, refuseUnknownIncoming } from '../incoming-store.ts';
import { incomingSubject } from '../incoming-subject.ts';
import { getOpenPost } from '../registering/register.ts';
import { listHoldings } from '../tree/holdings-store.ts';
import { courseOf, demandMayTake, type Move, movesFrom, outSince, whereabouts } from './original-course.ts';
import { addHandover, type HandoverLine, listHandovers, readOriginal, storeOriginal } from './originals-store.ts';

export interface OriginalDeps {
  db: Database;
  clock: Clock;
}

/** For which post, or for which unit's front desk, somebody takes papers. */
export type Taker = { positionId: number } | { unitId: number };

export interface TypedMove extends TypedHandover {
  kind: Move;
  /** Undefined where it goes to nobody: to the desk or into the archive. */
  to: Taker | undefined;
  /** Where in the archive. */
  place: string;
  note: string;
  proofSha256: Buffer | null;
}

export type TypedCorrection = { reason: string } & (TypedMove | { kind: 'struck' });

/** Each is locked while the person waits. */
export const MOST_AT_ONCE = 100;
const LONGEST = { place: 150, note: 300, reason: 300 };

/**
 * Several originals go from the desk into the hands of one receiver, or into the archive, each by a line of the book. All or none.
 * @throws Refusal `original-moved` (conflict) where one has left, `original-by-name` on `to`, `handover-invalid` on the fields
 */
export async function handOverOriginals(
  deps: OriginalDeps,
  actor: Actor,
  { unitId, incomingIds, ...typed }: { unitId: number; incomingIds: readonly number[] } & TypedMove,
): Promise<void> {
  if (incomingIds.length === 0 || incomingIds.length > MOST_AT_ONCE) throw wrongHandover('letters', CHOOSE);
  await deps.db.transaction(async (tx) => {
    const desks: AtOriginal[] = [];
    // In one order, as every act that locks several letters, and all before the first line: whoever writes one holds the book.
    for (const incomingId of [...new Set(incomingIds)].sort((a, b) => a - b)) {
      const desk = await atOriginal(deps, tx, actor, incomingId);
      if (desk.letter.unitId !== unitId) refuseUnknownIncoming();
      if (desk.where !== 'desk' || !movesFrom('desk').includes(typed.kind)) throw movedMeanwhile(desk.letter);
      desks.push(desk);
    }
    for (const desk of desks) await write(tx, desk, typed, desk.course.at(-1));
  });
}

/**
 * One original goes on: from hand to hand, back to the desk, into the archive.
 * @param seen the last line that the actor saw, 0 for none: on what somebody else wrote meanwhile nothing is built
 * @throws Refusal `original-moved` (conflict), `original-by-name` on `to`, `handover-invalid` on the fields
 */
export async function moveOriginal(
  deps: OriginalDeps,
  actor: Actor,
  { incomingId, seen, ...typed }: { incomingId: number; seen: number } & TypedMove,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const desk = await atOriginal(deps, tx, actor, incomingId);
    if ((desk.lines.at(-1)?.id ?? 0) !== seen || !movesFrom(desk.where).includes(typed.kind))
      throw movedMeanwhile(desk.letter);
    await write(tx, desk, typed, desk.course.at(-1));
  });
}

/**
 * A line that was written wrongly is said anew, or taken back: by a further line with the reason. The proof stays the old one where
 * none is brought.
 * @throws Refusal `original-moved` (conflict) for a line that was corrected already; as `moveOriginal`
 */
export async function correctHandover(
  deps: OriginalDeps,
  actor: Actor,
  { incomingId, lineId, ...typed }: { incomingId: number; lineId: number } & TypedCorrection,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const desk = await atOriginal(deps, tx, actor, incomingId);
    const at = desk.course.findIndex(({ id }) => id === lineId);
    const wrong = desk.course[at];
    if (wrong === undefined) throw movedMeanwhile(desk.letter);
    const reason = handoverText('reason', typed.reason, LONGEST.reason);
    if (reason === '') throw wrongHandover('reason', WHY);
    const correction = { id: wrong.id, reason, next: desk.course[at + 1] };
    if (typed.kind === 'struck') return strike(tx, desk, wrong, correction);
    const kept = typed.kind === 'handed' && wrong.kind === 'handed' ? wrong.proofSha256 : null;
    await write(tx, desk, { ...typed, proofSha256: typed.proofSha256 ?? kept }, desk.course[at - 1], correction);
  });
}

async function atOriginal({ clock }: OriginalDeps, tx: Transaction, actor: Actor, incomingId: number) {
  const now = clock();
  const letter = await lockIncoming(tx, incomingId);
  const clerk = await loadActor({ sql: tx, now }, actor.personId, actor.acting?.id);
  const subject = await incomingSubject(tx, letter);
  if (clerk === undefined || !may(clerk, 'incoming.see-line', subject)) refuseUnknownIncoming();
  demand(clerk, 'incoming.keep-original', subject);
  const lines = await listHandovers(tx, incomingId);
  const timeZone = await officeTimeZone(tx);
  const { original, onPaper } = await readOriginal(tx, incomingId);
  if (!onPaper && lines.length === 0) throw withoutPaper(letter);
  return { letter, lines, course: courseOf(lines), where: original, timeZone, now, personId: clerk.personId };
}
type AtOriginal = Awaited<ReturnType<typeof atOriginal>>;

interface Correction {
  id: number;
  reason: string;
  next: HandoverLine | undefined;
}

async function write(
  tx: Transaction,
  desk: AtOriginal,
  typed: TypedMove,
  before: HandoverLine | undefined,
  correction?: Correction,
): Promise<void> {
  const { letter, timeZone, now } = desk;
  const isHanded = typed.kind === 'handed';
  const to = isHanded ? await taker(tx, desk, typed.to) : NOBODY;
  const after = before === undefined || before.takenAt < letter.receivedAt ? letter.receivedAt : before.takenAt;
  const earliest = { after, now, timeZone };
  const taken = isHanded ? readHandover(typed, earliest) : { receiver: '', at: readMoment(typed, earliest) };
  demandBefore(correction?.next, taken.at, timeZone);
  await add(tx, desk, {
    kind: typed.kind,
    ...to,
    place: isHanded ? to.place : handoverText('place', typed.place, LONGEST.place),
    receiver: taken.receiver,
    takenAt: taken.at,
    proofSha256: isHanded ? typed.proofSha256 : null,
    note: handoverText('note', typed.note, LONGEST.note),
    ...correcting(correction),
  });
}

async function strike(tx: Transaction, desk: AtOriginal, wrong: HandoverLine, correction: Correction): Promise<void> {
  const { takenAt } = wrong;
  const nothing = { receiver: '', proofSha256: null, note: '', ...NOBODY };
  await add(tx, desk, { kind: 'struck', ...nothing, takenAt, ...correcting(correction) });
}

async function add(
  tx: Transaction,
  { letter, lines, timeZone, now, personId }: AtOriginal,
  line: Omit<Parameters<typeof addHandover>[1], 'incomingId' | 'unitId' | 'year' | 'closed' | 'personId' | 'at'>,
): Promise<void> {
  const year = Number(calendarDate(now, timeZone).slice(0, 4));
  const closed = isSecret(letter.security);
  await addHandover(tx, { ...line, incomingId: letter.id, unitId: letter.unitId, year, closed, personId, at: now });
  // Its number is not looked at by the rule.
  const { kind, correctsId, takenAt } = line;
  const course = courseOf([...lines, { id: Number.MAX_SAFE_INTEGER, kind, correctsId, takenAt }]);
  await storeOriginal(tx, letter.id, { original: whereabouts(course), since: outSince(course) });
}

const NOBODY = { positionId: null, toUnitId: null, place: '' };

async function taker(
  tx: Transaction,
  { letter, personId }: Pick<AtOriginal, 'letter' | 'personId'>,
  to: Taker | undefined,
) {
  if (to === undefined) throw wrongHandover('to', FOR_WHOM);
  const first = (await listHoldings(tx, letter.id)).find(({ parentId }) => parentId === null);
  const mover = first && (await findMover(tx, { incomingId: letter.id, holdingId: first.id }));
  // Where somebody else gave it, or it went by itself, a refusal would tell this clerk by its absence.
  const known = mover === undefined || mover === personId ? first?.positionId : undefined;
  demandMayTake(letter, known, 'positionId' in to ? to.positionId : undefined);
  if ('positionId' in to) {
    const post = await getOpenPost(tx, to.positionId, 'to');
    return { positionId: post.id, toUnitId: null, place: post.name };
  }
  const unit = await findUnit(tx, to.unitId);
  if (unit === undefined) throw wrongHandover('to', FOR_WHOM);
  return { positionId: null, toUnitId: unit.id, place: unit.name };
}

const correcting = (correction: Correction | undefined) => ({
  correctsId: correction?.id ?? null,
  reason: correction?.reason ?? '',
});

/** What is corrected stays before that which came after it. */
function demandBefore(next: HandoverLine | undefined, takenAt: Date, timeZone: string): void {
  if (next === undefined) return;
  const latest = calendarDate(next.takenAt, timeZone);
  if (calendarDate(takenAt, timeZone) <= latest) return;
  throw wrongHandover('receivedAt', {
    id: `Baris sesudahnya tertanggal ${longDate(latest)}: isi tanggal yang tidak lebih lambat.`,
    en: `The line after it is of ${longDate(latest, 'en')}: write a day that is no later.`,
  });
}

const CHOOSE: Words = {
  id: `Pilih surat yang diserahkan, paling banyak ${MOST_AT_ONCE}.`,
  en: `Choose what is handed over, at most ${MOST_AT_ONCE}.`,
};
const FOR_WHOM: Words = { id: 'Isi jabatan atau unit yang menerima.', en: 'Write the post or unit that receives it.' };
const WHY: Words = { id: 'Tulis mengapa baris itu dibetulkan.', en: 'Write why that line is corrected.' };

function movedMeanwhile({ agenda, year }: Pick<Incoming, 'agenda' | 'year'>): Refusal {
  return new Refusal('conflict', 'original-moved', {
    id: `Naskah asli agenda ${agenda}/${year} sudah dicatat berpindah oleh orang lain. Buka kembali halamannya dan periksa.`,
    en: `Somebody else has recorded where the original of agenda ${agenda}/${year} went. Open the page again and look.`,
  });
}

function withoutPaper({ agenda, year }: Pick<Incoming, 'agenda' | 'year'>): Refusal {
  return new Refusal('wrong-state', 'original-none', {
    id: `Agenda ${agenda}/${year} tidak datang di atas kertas.`,
    en: `Agenda ${agenda}/${year} did not come on paper.`,
  });
}
