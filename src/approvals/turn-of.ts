import { Fault, Refusal } from '../errors.ts';
import { changedSinceRead } from '../letters/drafting.ts';
import { demandReading, letterSubject } from '../letters/letter-subject.ts';
import { findVersion, type Letter, type LetterVersion } from '../letters/letters-store.ts';
import { type Actor, appointmentFor, type HeldAppointment, loadActor } from '../people/actor.ts';
import { listAppointmentsOf } from '../people/appointments-store.ts';
import { demand, type LetterSubject, may } from '../people/permissions.ts';
import type { Sql } from '../postgres/database.ts';
import { listDecided, listSteps, type NamedStep } from './approvals-store.ts';
import { type Decided, isHeld, type Turn, whoseTurn } from './chain.ts';

/** A submitted letter with its chain as it stands now. */
export interface Standing {
  letter: Letter;
  version: LetterVersion;
  steps: NamedStep[];
  decided: Decided[];
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
 *   `decided-by-another` (conflict), `appointment-over`, `not-allowed`, or as for an unknown letter
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
  if (await hasLeftSinceReading(db, actor, standing, versionSha256)) throw appointmentOver();
  await demandReading(db, actor, letter);
  if (standing === undefined) throw notSubmitted();
  if (Buffer.compare(standing.version.sha256, versionSha256) !== 0) throw changedSinceRead();
  const { turn, steps, decided, subject } = standing;
  if (turn.holder !== 'stage') throw finishedOrBack(turn);
  const present = (await loadActor({ sql: db, now }, actor.personId, actor.acting?.id)) ?? {
    ...actor,
    appointments: [],
  };
  const step = stepHeldBy(present, turn.steps);
  const appointment = step && appointmentFor(present, step.positionId);
  if (step === undefined || appointment === undefined) {
    if (stepHeldBy(actor, turn.steps) !== undefined) throw appointmentOver();
    const own = steps.filter(({ positionId }) => appointmentFor(present, positionId) !== undefined);
    if (own.some((each) => isHeld(each) || decided.some(({ stepId }) => stepId === each.id))) throw alreadyDecided();
    if (own.some(({ mode, ordinal }) => mode === 'one-of' && ordinal < turn.stage)) throw decidedByAnother();
  }
  demand(present, action, subject);
  if (step === undefined || appointment === undefined) throw new Fault(`step of letter ${letter.id} without a holder`);
  return { ...standing, step, appointment };
}

/** Of several open steps the one of the post that the actor works from; otherwise the first that they hold. */
export function stepHeldBy<S extends { positionId: number }>(actor: Actor, open: readonly S[]): S | undefined {
  const held = open.filter(({ positionId }) => appointmentFor(actor, positionId) !== undefined);
  return held.find(({ positionId }) => positionId === actor.acting?.positionId) ?? held[0];
}

/**
 * Whoever names the version's hash has read it, so an appointment that ended between reading and acting is told as that. To
 * everybody else the letter stays unknown.
 */
async function hasLeftSinceReading(
  db: Sql,
  actor: Actor,
  standing: Standing | undefined,
  versionSha256: Uint8Array,
): Promise<boolean> {
  if (standing?.turn.holder !== 'stage' || Buffer.compare(standing.version.sha256, versionSha256) !== 0) return false;
  const { steps } = standing.turn;
  if (stepHeldBy(actor, steps) !== undefined || may(actor, 'letter.read', standing.subject)) return false;
  const held = await listAppointmentsOf(db, actor.personId);
  return held.some(({ positionId }) => steps.some((step) => step.positionId === positionId));
}

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
