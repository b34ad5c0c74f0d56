import { Refusal } from '../errors.ts';
import type { Actor } from '../people/actor.ts';
import { demand } from '../people/permissions.ts';
import { leaveBlock } from './block-store.ts';
import type { RegistersDeps } from './deps.ts';
import { checkReason, getRegister } from './register-input.ts';
import { changeReserved, findNumber, type LetterNumber, lockNumber, type Register } from './register-store.ts';
import { signingUnderWay } from './waiting-letter.ts';
import { lockLetterOf, signingIsOpen } from './waiting-store.ts';

/** A number with its register, for the page that asks whether to cancel it. */
export async function getCancellable(
  deps: RegistersDeps,
  actor: Actor,
  { registerId, numberId }: { registerId: number; numberId: number },
): Promise<{ register: Register; number: LetterNumber }> {
  const register = await getRegister(deps.db, registerId);
  demand(actor, 'number.cancel', register);
  const number = await findNumber(deps.db, numberId);
  if (number === undefined || number.registerId !== registerId) {
    throw new Refusal('not-found', 'number-unknown', {
      id: 'Nomor itu tidak ada dalam buku ini.',
      en: 'There is no such number in this register.',
    });
  }
  if (!isCancellable(number)) throw notReserved(number);
  return { register, number };
}

/** Reserved for a letter, or of a block and not accounted for. */
export function isCancellable({ state }: Pick<LetterNumber, 'state'>): boolean {
  return state === 'reserved' || state === 'held';
}

/**
 * Cancels a reserved number, or a held one of a block, for the reason that the register then shows for good; a letter takes
 * another one when it is signed. Refused while a signing is under way, because that number may already stand in signed bytes.
 */
export async function cancelNumber(
  deps: RegistersDeps,
  actor: Actor,
  input: { registerId: number; numberId: number; reason: string },
): Promise<void> {
  const { number } = await getCancellable(deps, actor, input);
  const reason = checkReason(input.reason);
  await deps.db.transaction(async (tx) => {
    if (number.letterId !== null) {
      await lockLetterOf(tx, number.letterId);
      if (await signingIsOpen(tx, number.letterId)) throw signingUnderWay();
    }
    const now = (await lockNumber(tx, number.id)) ?? number;
    // A held number that was given to a letter meanwhile is cancelled as that letter's, or not at all.
    if (!isCancellable(now) || now.state !== number.state) throw notReserved(now);
    const by = { by: actor.personId, at: deps.clock() };
    if (now.state === 'held') await leaveBlock(tx, now.id, { state: 'cancelled', reason, ...by });
    else await changeReserved(tx, now.id, { state: 'cancelled', reason, ...by });
  });
}

const STATES: Record<LetterNumber['state'], { id: string; en: string }> = {
  reserved: { id: 'dipesan untuk sebuah surat', en: 'reserved for a letter' },
  issued: { id: 'terbit', en: 'issued' },
  cancelled: { id: 'dibatalkan', en: 'cancelled' },
  held: { id: 'cadangan', en: 'held' },
  paper: { id: 'dipakai di kertas', en: 'used on paper' },
};

function notReserved(number: LetterNumber): Refusal {
  return new Refusal('wrong-state', 'number-not-reserved', {
    id: `Nomor ${number.text} sudah ${STATES[number.state].id}; hanya nomor dipesan atau cadangan yang dapat dibatalkan.`,
    en: `Number ${number.text} is ${STATES[number.state].en} already; only a reserved or held number can be cancelled.`,
  });
}
