import type { Clock } from '../clock.ts';
import { Fault, Refusal, type Words } from '../errors.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { tellAnswerMoved } from '../letters/answer-moved.ts';
import { withoutPosition } from '../letters/drafting.ts';
import { followersOf, needsSuccessor, type StatusCode, successorFlaw } from '../letters/letter-status.ts';
import { findLastStatus, insertStatus, listStatusReasons, type StatusReason } from '../letters/letter-status-store.ts';
import { demandReading, letterSubject } from '../letters/letter-subject.ts';
import { checkParagraphs } from '../letters/letter-text.ts';
import { findIssued, getLetter, type Letter, lockLetter } from '../letters/letters-store.ts';
import { type Actor, appointmentFor, loadActor } from '../people/actor.ts';
import { demand, type LetterSubject, may } from '../people/permissions.ts';
import type { Database, Sql, Transaction } from '../postgres/database.ts';
import { findSignerOf } from './issue-store.ts';

export interface ChangeStatusDeps {
  db: Database;
  clock: Clock;
}

export interface StatusChange {
  letterId: number;
  /** The last change that the official had before them; null for a letter that stands as issued. */
  seen: number | null;
  code: StatusCode;
  /** The letter that supersedes or corrects it; undefined for every other change. */
  successorId: number | undefined;
  /** Of the office's list. */
  reason: number;
  /** For the office; no check page shows it. */
  remark: string;
}

const LONGEST_REMARK = 1_000;

/** Whether an official may change this letter's status now, and to what: the page that asks. */
export async function statusChoices(
  deps: ChangeStatusDeps,
  actor: Actor,
  letterId: number,
): Promise<{
  seen: number | null;
  last: StatusCode | undefined;
  codes: readonly StatusCode[];
  reasons: StatusReason[];
  /** The signing post, where it is vacant and the official answers for it. */
  vacant: string | null;
}> {
  const letter = await getLetter(deps.db, letterId);
  await demandReading(deps.db, actor, letter);
  demandIssued(letter);
  const subject = await letterSubject(deps.db, letter);
  demand(actor, 'letter.recall', subject);
  const last = await findLastStatus(deps.db, letterId);
  const codes = codesFor(actor, subject, last?.code);
  if (codes.length === 0) throw cannotFollow();
  const reasons = await listStatusReasons(deps.db);
  const vacant = vacancyOf(actor, subject)?.positionName ?? null;
  return { seen: last?.id ?? null, last: last?.code, codes, reasons, vacant };
}

/** What the official may make of a letter as it stands: the registry of a vacant post recalls it and does no more. */
export function codesFor(actor: Actor, subject: LetterSubject, last: StatusCode | undefined): readonly StatusCode[] {
  return followersOf(last).filter((code) =>
    may(actor, code === 'recalled' ? 'letter.recall' : 'letter.change-status', subject),
  );
}

/**
 * Withdraws, recalls, supersedes, corrects or restores an issued letter. The letter's row is locked, and the change must
 * follow the one that the official saw: of two at once, and of a form sent twice, the second is refused. The signed letter,
 * its number and its LETTER entry stay as they are. The row is the log's queue: its STATUS entry, signed by the office's
 * status key, needs the letter's place in the log and is made when that is known.
 * @throws Refusal `status-changed` (conflict), `status-cannot-follow`, `letter-not-issued` (wrong-state), `not-allowed`,
 *   `no-position`, as for an unknown letter, and `invalid-input` on `successor`, `reason`, `remark`
 */
export async function changeStatus(deps: ChangeStatusDeps, actor: Actor, change: StatusChange): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const now = deps.clock();
    const { letter, successor } = await lockBoth(tx, change);
    const present = await loadActor({ sql: tx, now }, actor.personId, actor.acting?.id);
    if (present === undefined) throw withoutPosition();
    await demandReading(tx, present, letter);
    demandIssued(letter);
    const subject = await letterSubject(tx, letter);
    demand(present, change.code === 'recalled' ? 'letter.recall' : 'letter.change-status', subject);
    const last = await findLastStatus(tx, letter.id);
    if ((last?.id ?? null) !== change.seen) throw changedMeanwhile();
    if (!followersOf(last?.code).includes(change.code)) throw cannotFollow();
    const remark = await checkReason(tx, change);
    const otherId = await checkSuccessor(tx, present, letter, change, successor);
    await insertStatus(tx, {
      letterId: letter.id,
      prevId: last?.id ?? null,
      code: change.code,
      otherId,
      reason: change.reason,
      remark,
      at: now,
      ...(await actingOn(tx, present, letter.id, subject)),
    });
    await enqueue(tx, { name: 'tell-status', payload: { letterId: letter.id }, key: `tell:${letter.id}` }, now);
    await tellAnswerMoved(tx, letter.id, now);
  });
}

/** Both rows in one order, whichever replaces which: two changes at once never wait for each other. */
async function lockBoth(
  tx: Transaction,
  { letterId, successorId, code }: StatusChange,
): Promise<{ letter: Letter; successor: Letter | undefined }> {
  const otherId = needsSuccessor(code) && successorId !== letterId ? successorId : undefined;
  if (otherId === undefined) return { letter: await lockLetter(tx, letterId), successor: undefined };
  const [first, second] = letterId < otherId ? [letterId, otherId] : [otherId, letterId];
  const locked = [await lockLetter(tx, first), await lockLetter(tx, second)];
  const letter = locked.find(({ id }) => id === letterId);
  if (letter === undefined) throw new Fault(`letter ${letterId} was not locked`);
  return { letter, successor: locked.find(({ id }) => id === otherId) };
}

async function checkReason(db: Sql, { reason, remark }: StatusChange): Promise<string> {
  const known = (await listStatusReasons(db)).find(({ code }) => code === reason);
  if (known === undefined) throw wrongInput('reason', { id: 'Pilih alasannya.', en: 'Choose the reason.' });
  const checked = checkParagraphs(remark, LONGEST_REMARK);
  if ('problem' in checked) throw wrongInput('remark', checked.problem);
  if (known.needsRemark && checked.text.trim() === '') {
    throw wrongInput('remark', {
      id: 'Alasan ini memerlukan keterangan: sebutkan dasarnya.',
      en: 'This reason needs a note: say what it rests on.',
    });
  }
  return checked.text;
}

async function checkSuccessor(
  tx: Transaction,
  actor: Actor,
  letter: Letter,
  { code, successorId }: StatusChange,
  successor: Letter | undefined,
): Promise<number | null> {
  if (!needsSuccessor(code)) return null;
  if (successorId === letter.id) throw wrongInput('successor', SUCCESSOR_FLAWS.itself);
  if (successor === undefined) throw wrongInput('successor', SUCCESSOR_FLAWS.missing);
  await demandReading(tx, actor, successor);
  const [issued, other] = [await findIssued(tx, letter.id), await findIssued(tx, successor.id)];
  if (issued === undefined) throw new Fault(`issued letter ${letter.id} has no issue`);
  if (other === undefined) throw wrongInput('successor', SUCCESSOR_FLAWS.missing);
  const last = (await findLastStatus(tx, successor.id))?.code;
  const flaw = successorFlaw(
    { id: letter.id, issuedAt: issued.issuedAt },
    { id: successor.id, issuedAt: other.issuedAt, last },
  );
  if (flaw !== undefined) throw wrongInput('successor', SUCCESSOR_FLAWS[flaw]);
  return successor.id;
}

/** As whom, and by what right: written down in words, because posts and persons change. */
async function actingOn(tx: Transaction, actor: Actor, letterId: number, subject: LetterSubject) {
  const { signatoryPositionId } = subject;
  const held = signatoryPositionId === undefined ? undefined : appointmentFor(actor, signatoryPositionId);
  if (held === undefined) return answeringFor(actor, letterId, subject);
  const signedByActor = (await findSignerOf(tx, letterId)) === actor.personId;
  const authority = signedByActor ? 'Penanda tangan surat' : `Pemangku jabatan penanda tangan: ${held.positionName}`;
  return { personId: actor.personId, appointmentId: held.id, capacity: held.capacity, authority };
}

/** For a vacant signing post: from a post of their own, which the record names. */
function answeringFor(actor: Actor, letterId: number, subject: LetterSubject) {
  const vacancy = vacancyOf(actor, subject);
  if (vacancy === undefined) throw new Fault(`status of letter ${letterId} by nobody who answers for its post`);
  const { fromPositionId, positionName } = vacancy;
  const own = fromPositionId === null ? actor.acting : appointmentFor(actor, fromPositionId);
  if (own === undefined) throw withoutPosition();
  const authority =
    vacancy.as === 'superior'
      ? `Atasan jabatan penanda tangan yang kosong: ${positionName}`
      : `Petugas persuratan, karena jabatan penanda tangan kosong: ${positionName}`;
  return { personId: actor.personId, appointmentId: own.id, capacity: own.capacity, authority };
}

/** The superior's before the registry's. */
function vacancyOf({ vacancies }: Actor, { signatoryPositionId }: LetterSubject) {
  const found = vacancies.filter(({ positionId }) => positionId === signatoryPositionId);
  return found.find(({ as }) => as === 'superior') ?? found[0];
}

const SUCCESSOR_FLAWS = {
  missing: {
    id: 'Tulis nomor surat terbit yang menggantikan atau meralatnya, seperti tercetak. Surat itu harus dapat Anda baca.',
    en: 'Write the number of the issued letter that supersedes or corrects it, as printed. You must be able to read it.',
  },
  itself: { id: 'Surat tidak dapat menggantikan dirinya sendiri.', en: 'A letter cannot replace itself.' },
  older: {
    id: 'Surat itu lebih lama. Hanya surat yang terbit kemudian dapat menggantikan atau meralat.',
    en: 'That letter is older. Only a letter issued later can supersede or correct.',
  },
  'not-in-force': {
    id: 'Surat itu sendiri sudah dicabut, ditarik, atau digantikan.',
    en: 'That letter is itself withdrawn, recalled or superseded.',
  },
} as const satisfies Record<string, Words>;

function wrongInput(field: string, words: Words): Refusal {
  return new Refusal('invalid-input', 'status-invalid', words, { [field]: words });
}

function demandIssued(letter: Letter): void {
  if (letter.state === 'issued') return;
  throw new Refusal('wrong-state', 'letter-not-issued', {
    id: 'Surat ini belum terbit.',
    en: 'This letter was not issued.',
  });
}

function changedMeanwhile(): Refusal {
  const words = {
    id: 'Keadaan surat ini sudah diubah sejak Anda membukanya. Belum ada yang dicatat; periksa, lalu putuskan lagi.',
    en: 'The status of this letter has changed since you opened it. Nothing was recorded; look at it and decide again.',
  };
  return new Refusal('conflict', 'status-changed', words, { '': words });
}

function cannotFollow(): Refusal {
  return new Refusal('wrong-state', 'status-cannot-follow', {
    id: 'Perubahan ini tidak dapat dilakukan pada keadaan surat sekarang.',
    en: 'This change is not possible as the letter stands now.',
  });
}
