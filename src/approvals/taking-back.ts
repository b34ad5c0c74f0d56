import { Refusal } from '../errors.ts';
import { withoutPosition } from '../letters/drafting.ts';
import { demandReading } from '../letters/letter-subject.ts';
import { lockLetter, storeState } from '../letters/letters-store.ts';
import { type Actor, loadActor } from '../people/actor.ts';
import { demand } from '../people/permissions.ts';
import { addDecision } from './approvals-store.ts';
import { mayTakeBack } from './chain.ts';
import { demandNoSigning } from './deciding.ts';
import type { ApprovalsDeps } from './deps.ts';
import { appointmentOfDrafter } from './submitting.ts';
import { findStanding } from './turn-of.ts';
import { findVacantPosts } from './vacant-posts.ts';

/** The drafter takes the letter back while nobody has signed; it is a draft again, and the version stays as it was. */
export async function takeBack(
  deps: ApprovalsDeps,
  actor: Actor,
  input: { letterId: number; remark?: string },
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const now = deps.clock();
    const letter = await lockLetter(tx, input.letterId);
    await demandReading(tx, actor, letter);
    const standing = await findStanding(tx, letter);
    if (standing === undefined || !mayTakeBack(standing.steps, standing.decided)) throw nothingToTakeBack();
    const present = await loadActor({ sql: tx, now }, actor.personId, actor.acting?.id);
    if (present === undefined) throw withoutPosition();
    demand(present, 'letter.take-back', standing.subject);
    await demandNoSigning(tx, letter.id);
    const appointment = appointmentOfDrafter(present, letter.drafterId);
    await addDecision(tx, {
      letterId: letter.id,
      versionId: standing.version.id,
      stepId: null,
      outcome: 'taken_back',
      personId: actor.personId,
      appointmentId: appointment.id,
      capacity: appointment.capacity,
      versionSha256: standing.version.sha256,
      remark: '',
      at: now,
    });
    await storeState(tx, letter.id, 'draft', now);
  });
}

/**
 * An administrator hands a letter back to its drafter when it waits for a post that nobody holds or stands in for: otherwise
 * it would lie there when the drafter is gone as well. Of the letter's content the administrator learns nothing.
 * @throws Refusal `letter-unknown`, `nothing-to-take-back`, `not-stuck`, `signing-under-way`, `not-allowed`
 */
export async function releaseLetter(deps: ApprovalsDeps, actor: Actor, letterId: number): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const now = deps.clock();
    const letter = await lockLetter(tx, letterId);
    const standing = await findStanding(tx, letter);
    if (standing === undefined || standing.turn.holder !== 'stage') throw nothingToTakeBack();
    demand(actor, 'letter.release', standing.subject);
    await demandNoSigning(tx, letterId);
    const vacant = await findVacantPosts(tx, letter, standing.turn, now);
    if (vacant.length === 0) throw notStuck();
    const names = vacant.map(({ positionName }) => positionName).join(', ');
    await addDecision(tx, {
      letterId,
      versionId: standing.version.id,
      stepId: null,
      outcome: 'taken_back',
      personId: actor.personId,
      appointmentId: null,
      capacity: 'Administrator',
      versionSha256: standing.version.sha256,
      remark: `Dikembalikan kepada konseptor karena ${names} tidak ada pejabatnya.`,
      at: now,
    });
    await storeState(tx, letterId, 'draft', now);
  });
}

function notStuck(): Refusal {
  return new Refusal('wrong-state', 'not-stuck', {
    id: 'Surat ini tidak tertahan: jabatan yang ditunggu ada pejabat atau penggantinya.',
    en: 'This letter is not stuck: somebody holds or stands in for the post it waits for.',
  });
}

function nothingToTakeBack(): Refusal {
  return new Refusal('wrong-state', 'nothing-to-take-back', {
    id: 'Surat ini tidak dapat ditarik kembali: sudah ada pada konseptor, sudah terbit, atau ditolak.',
    en: 'This letter cannot be taken back: it is back already, issued or rejected.',
  });
}
