import type { Actor } from '../people/actor.ts';
import { demand, may } from '../people/permissions.ts';
import { listHeld } from './block-store.ts';
import type { RegistersDeps } from './deps.ts';
import { findGrantedDate, listGrants, type NumberGrant } from './grant-store.ts';
import { getRegister } from './register-input.ts';
import {
  findCountingUnit,
  findNumberOfLetter,
  findRegisterOfUnit,
  type LetterNumber,
  type Register,
} from './register-store.ts';
import { getWaiting, listWaitingFor } from './waiting-letter.ts';
import { findWaiting, type WaitingLetter } from './waiting-store.ts';

/** What was granted to a letter beside what signing gives every letter. */
export interface Numbering {
  /** The earlier date that it is to carry, `YYYY-MM-DD`. */
  date: string | undefined;
  /** The inserted number, or that of a block, which a clerk gave it. */
  number: LetterNumber | undefined;
  /** Who granted what and why, oldest first. */
  grants: NumberGrant[];
}

/** For the pages of a letter; the caller has asked whether the reader may read it. */
export async function readNumbering({ db }: Pick<RegistersDeps, 'db'>, letterId: number): Promise<Numbering> {
  const held = await findNumberOfLetter(db, letterId);
  const given = held !== undefined && (held.sub !== '' || held.blockId !== null);
  return {
    date: await findGrantedDate(db, letterId),
    number: given ? held : undefined,
    grants: await listGrants(db, letterId),
  };
}

export interface RegisterGrants {
  insert: boolean;
  backdate: boolean;
  account: boolean;
}

function grantsOf(actor: Actor, register: Register): RegisterGrants {
  return {
    insert: may(actor, 'number.insert', register),
    backdate: may(actor, 'number.backdate', register),
    account: may(actor, 'number.account', register),
  };
}

/** Letters on their way to the signature that this register will number, for those who grant numbers and dates. */
export async function listWaitingLetters(
  deps: RegistersDeps,
  actor: Actor,
  registerId: number,
): Promise<{ register: Register; letters: WaitingLetter[]; may: RegisterGrants }> {
  const register = await getRegister(deps.db, registerId);
  demandToGrant(actor, register);
  return { register, letters: await listWaitingFor(deps.db, register), may: grantsOf(actor, register) };
}

/** One of them, with what it holds and the open numbers of blocks that it could be given. */
export async function readToLetter(
  deps: RegistersDeps,
  actor: Actor,
  { registerId, letterId }: { registerId: number; letterId: number },
) {
  const register = await getRegister(deps.db, registerId);
  demandToGrant(actor, register);
  const letter = await getWaiting(deps.db, register, letterId);
  return {
    register,
    letter,
    may: grantsOf(actor, register),
    holds: await findNumberOfLetter(deps.db, letterId),
    numbering: await readNumbering(deps, letterId),
    open: await listHeld(deps.db, registerId),
  };
}

/**
 * Where the actor grants numbers and dates to this letter: the register that will number it, while it waits for its signature.
 * Undefined when they grant nothing there, or nothing was counted there yet.
 */
export async function findGranting(
  { db }: Pick<RegistersDeps, 'db'>,
  actor: Actor,
  letterId: number,
): Promise<{ registerId: number; may: RegisterGrants } | undefined> {
  const letter = await findWaiting(db, letterId);
  if (letter === undefined) return undefined;
  const unitId = await findCountingUnit(db, letter.unitId, letter.registerCode);
  const register = await findRegisterOfUnit(db, unitId, letter.registerCode);
  if (register === undefined) return undefined;
  const granted = grantsOf(actor, register);
  return Object.values(granted).includes(true) ? { registerId: register.id, may: granted } : undefined;
}

function demandToGrant(actor: Actor, register: Register): void {
  if (!may(actor, 'number.backdate', register)) demand(actor, 'number.insert', register);
}
