import { Refusal, type Words } from '../errors.ts';
import { lockLetter, storeState } from '../letters/letters-store.ts';
import type { Actor } from '../people/actor.ts';
import type { Sql } from '../postgres/database.ts';
import { giveUpNumber } from '../registers/take-number.ts';
import { signingIsOpen } from '../registers/waiting-store.ts';
import { addDecision } from './approvals-store.ts';
import { allowedOutcomes, sameStage, stateOf, whoseTurn } from './chain.ts';
import type { ApprovalsDeps } from './deps.ts';
import { checkRemark } from './remark.ts';
import { demandStep } from './turn-of.ts';

export interface DecideInput {
  letterId: number;
  /** Of the version that the official had before them. */
  versionSha256: Uint8Array;
  outcome: 'approved' | 'returned' | 'rejected';
  /** Why, when it is returned or rejected; a note otherwise. */
  remark: string;
}

/**
 * An official's decision on the step that waits for them. The letter's row is locked first, so of two at once the second
 * finds the turn gone; the table allows one decision a step besides.
 * @throws the refusals of `demandStep`; `remark-required`, `outcome-not-possible`, `signing-under-way`
 */
export async function decide(deps: ApprovalsDeps, actor: Actor, input: DecideInput): Promise<void> {
  const remark = checkRemark(input.remark, input.outcome === 'approved' ? undefined : NEEDS_A_REASON);
  await deps.db.transaction(async (tx) => {
    const now = deps.clock();
    const letter = await lockLetter(tx, input.letterId);
    const { versionSha256 } = input;
    const held = await demandStep(tx, actor, letter, { action: 'letter.decide', versionSha256, now });
    if (!allowedOutcomes(held.step).includes(input.outcome)) throw notPossible();
    if (held.step.task === 'sign') await demandNoSigning(tx, letter.id);
    const { appointment, step, version } = held;
    await addDecision(tx, {
      letterId: letter.id,
      versionId: version.id,
      stepId: step.id,
      outcome: input.outcome,
      personId: actor.personId,
      appointmentId: appointment.id,
      capacity: appointment.capacity,
      mandateId: appointment.mandateId,
      versionSha256: version.sha256,
      remark,
      at: now,
    });
    if (input.outcome === 'rejected') {
      // A number from an unfinished signing will never be used: the register says why.
      await giveUpNumber(tx, { letterId: letter.id, reason: 'Surat ditolak', personId: actor.personId, at: now });
    }
    const turn = whoseTurn(held.steps, [...held.decided, { stepId: step.id, outcome: input.outcome }]);
    // The others of a stage have waited since it began, not since one of them decided.
    if (!sameStage(held.turn, turn)) await storeState(tx, letter.id, stateOf(turn), now);
  });
}

/** From T1 on the bytes may be signed already: until the act is finished or given up, nothing else moves the letter. */
export async function demandNoSigning(tx: Sql, letterId: number): Promise<void> {
  if (!(await signingIsOpen(tx, letterId))) return;
  throw new Refusal('conflict', 'signing-under-way', {
    id: 'Surat ini sedang ditandatangani. Tunggu sampai selesai.',
    en: 'This letter is being signed. Wait until that is done.',
  });
}

const NEEDS_A_REASON: Words = {
  id: 'Tulis alasannya, supaya konseptor tahu apa yang harus diperbaiki.',
  en: 'Write why, so that the drafter knows what to correct.',
};

function notPossible(): Refusal {
  return new Refusal('wrong-state', 'outcome-not-possible', {
    id: 'Langkah ini diselesaikan dengan tanda tangan, bukan paraf.',
    en: 'This step is done by signing, not by an initial.',
  });
}
