import { Fault, Refusal } from '../errors.ts';
import { changedSinceRead } from '../letters/drafting.ts';
import { demandReading, letterSubject } from '../letters/letter-subject.ts';
import { findVersion, type Letter, type LetterVersion } from '../letters/letters-store.ts';
import { type Actor, appointmentFor, type HeldAppointment, loadActor } from '../people/actor.ts';
import { listAppointmentsOf } from '../people/appointments-store.ts';
import type { StandInAsk } from '../people/mandate.ts';
import { listMandatesTo } from '../people/mandates-store.ts';
import { demand, type LetterSubject, may } from '../people/permissions.ts';
import type { Sql } from '../postgres/database.ts';
import { listDecided, listSteps, type NamedStep } from './approvals-store.ts';
import { type Decided, isHeld, type Turn, whoseTurn } from './chain.ts';

/** A submitted letter with its chain as it stands now. */
export interface Standing {
  letter: Letter;
  version: LetterVersion;
  steps: NamedStep[];
  decided: (Decided & { id: number })[];
  turn: Turn<NamedStep>;
  subject: LetterSubject;
}

/** The chain of a letter's current version; undefined for a draft never submitted. */
export async function findStanding(db: Sql, letter: Letter): Promise<Standing | undefined> {
  if (letter.currentVersionId === null) return undefined;
  const version = await findVersion(db, letter.currentVersionId);
  if (version === undefined) throw new Fault(`letter ${letter.id} has no version ${letter.currentVersionId}`);
  const steps = await listSteps(db, version.id);
  const decided = await listDecided(db, version.id);
  const turn = whoseTurn(steps, decided);
  const holder =
    turn.holder === 'stage'
      ? { positionIds: turn.steps.map(({ positionId }) => positionId), task: turn.task }
      : undefined;
  return { letter, version, steps, decided, turn, subject: await letterSubject(db, letter, holder) };
}

/** A step in the hands of the actor, and the appointment from which they act. */
export interface HeldStep extends Standing {
  step: NamedStep;
  appointment: HeldAppointment;
}

/**
 * The step that waits for the actor, who has seen the version with this hash. The appointments are read anew at `now`: one
 * that ended a minute ago does not act, whatever the session remembers.
 * @throws Refusal `letter-changed`, `already-decided` (conflict), `not-submitted`, `letter-finished` (wrong-state),
 *   `decided-by-another` (conflict), `appointment-over`, `mandate-over`, `not-allowed`, or as for an unknown letter
 */
export async function demandStep(
  db: Sql,
  actor: Actor,
  letter: Letter,
  {
    action,
    versionSha256,
    now,
  }: { action: 'letter.decide' | 'letter.sign' | 'letter.correct'; versionSha256: Uint8Array; now: Date },
): Promise<HeldStep> {
  const standing = await findStanding(db, letter);
  const left = await findLeaving(db, actor, standing, versionSha256);
  if (left !== undefined) throw left;
  if (standing?.turn.holder === 'drafter' && names(standing, versionSha256)) {
    // Of the chain and with the version's hash in hand: it was returned or taken back while they read it.
    if (stepHeldBy(actor, standing.steps) !== undefined) throw notSubmitted();
  }
  await demandReading(db, actor, letter);
  if (standing === undefined) throw notSubmitted();
  if (!names(standing, versionSha256)) throw changedSinceRead();
  const { turn, steps, decided, subject } = standing;
  if (turn.holder !== 'stage') throw finishedOrBack(turn);
  const present = (await loadActor({ sql: db, now }, actor.personId, actor.acting?.id)) ?? {
    ...actor,
    appointments: [],
    mandates: [],
    vacancies: [],
  };
  const standIn = action === 'letter.decide' ? standInFor(actor, subject) : undefined;
  const step = stepHeldBy(present, turn.steps, standIn);
  const appointment = step && appointmentFor(present, step.positionId, standIn);
  if (step === undefined || appointment === undefined) {
    if (stepHeldBy(actor, turn.steps) !== undefined) throw appointmentOver();
    if (stepHeldBy(actor, turn.steps, standIn) !== undefined) throw mandateOver();
    const own = steps.filter(({ positionId }) => appointmentFor(present, positionId) !== undefined);
    if (own.some((each) => isHeld(each) || decided.some(({ stepId }) => stepId === each.id))) throw alreadyDecided();
    if (own.some(({ mode, ordinal }) => mode === 'one-of' && ordinal < turn.stage)) throw decidedByAnother();
  }
  demand(present, action, subject);
  if (step === undefined || appointment === undefined) throw new Fault(`step of letter ${letter.id} without a holder`);
  return { ...standing, step, appointment };
}

function names({ version }: Standing, versionSha256: Uint8Array): boolean {
  return Buffer.compare(version.sha256, versionSha256) === 0;
}

/**
 * Of several open steps the one of the post that the actor works from, otherwise the first that they hold; then, where that
 * will do, one for which they stand in by mandate.
 */
export function stepHeldBy<S extends { positionId: number }>(
  actor: Actor,
  open: readonly S[],
  standIn?: StandInAsk,
): S | undefined {
  const held = open.filter(({ positionId }) => appointmentFor(actor, positionId) !== undefined);
  const own = held.find(({ positionId }) => positionId === actor.acting?.positionId) ?? held[0];
  return own ?? open.find(({ positionId }) => appointmentFor(actor, positionId, standIn) !== undefined);
}

/** An initial may be given by mandate, by anybody but the drafters: what `letter.decide` of the permissions says as well. */
export function standInFor(actor: Actor, letter: LetterSubject): StandInAsk | undefined {
  const drafters = [letter.drafterPersonId, ...letter.coDrafterPersonIds];
  return letter.turn?.task === 'initial' && !drafters.includes(actor.personId) ? letter : undefined;
}

/**
 * Whoever names the version's hash has read it, so an appointment or a mandate that ended between reading and acting is told
 * as that. To everybody else the letter stays unknown.
 */
async function findLeaving(
  db: Sql,
  actor: Actor,
  standing: Standing | undefined,
  versionSha256: Uint8Array,
): Promise<Refusal | undefined> {
  if (standing?.turn.holder !== 'stage' || !names(standing, versionSha256)) return undefined;
  const { steps } = standing.turn;
  if (stepHeldBy(actor, steps) !== undefined || may(actor, 'letter.read', standing.subject)) return undefined;
  const waitsFor = (id: number) => steps.some(({ positionId }) => positionId === id);
  const held = await listAppointmentsOf(db, actor.personId);
  if (held.some(({ positionId }) => waitsFor(positionId))) return appointmentOver();
  const positionIds = held.map(({ positionId }) => positionId);
  const given = await listMandatesTo(db, { personId: actor.personId, positionIds }, LONG_AGO);
  return given.some(({ fromPositionId }) => waitsFor(fromPositionId)) ? mandateOver() : undefined;
}

/** Whether such a mandate rests is not asked: it was given once. */
const LONG_AGO = '1970-01-01';

function finishedOrBack(turn: Turn): Refusal {
  if (turn.holder === 'drafter') return notSubmitted();
  return new Refusal('wrong-state', 'letter-finished', {
    id: 'Surat ini sudah selesai: sudah terbit atau ditolak.',
    en: 'This letter is finished: issued or rejected.',
  });
}

function notSubmitted(): Refusal {
  return new Refusal('wrong-state', 'not-submitted', {
    id: 'Surat ini sedang berada pada konseptor.',
    en: 'This letter is with its drafter at the moment.',
  });
}

function alreadyDecided(): Refusal {
  return new Refusal('conflict', 'already-decided', {
    id: 'Keputusan untuk langkah ini sudah tercatat.',
    en: 'A decision on this step is already recorded.',
  });
}

function decidedByAnother(): Refusal {
  return new Refusal('conflict', 'decided-by-another', {
    id: 'Langkah ini cukup diputuskan satu pejabat, dan pejabat lain baru saja memutuskannya. Keputusan Anda tidak diperlukan lagi.',
    en: 'One official decides this step, and another has just done so. Your decision is not needed any more.',
  });
}

function appointmentOver(): Refusal {
  return new Refusal('not-allowed', 'appointment-over', {
    id: 'Masa jabatan Anda untuk langkah ini sudah berakhir atau belum dimulai.',
    en: 'Your appointment for this step is over or has not begun.',
  });
}

function mandateOver(): Refusal {
  return new Refusal('not-allowed', 'mandate-over', {
    id: 'Mandat Anda untuk langkah ini sudah berakhir, sehingga Anda tidak lagi memaraf sebagai pengganti. Surat ini menunggu pemegang jabatannya.',
    en: 'Your mandate for this step has ended, so you no longer initial in another’s place. The letter waits for whoever holds the post.',
  });
}
