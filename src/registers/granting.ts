import { calendarDate } from '../clock.ts';
import { Fault, Refusal } from '../errors.ts';
import type { Actor } from '../people/actor.ts';
import { findOffice } from '../people/office-store.ts';
import { demand } from '../people/permissions.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { leaveBlock } from './block-store.ts';
import type { RegistersDeps } from './deps.ts';
import { addGrant, findGrantedDate } from './grant-store.ts';
import { findDateProblem } from './printed-date.ts';
import { badField, capacityOf, checkReason, getRegister } from './register-input.ts';
import { addNumber, listSubs, lockCounter, lockNumber, lockNumberOfLetter } from './register-store.ts';
import { lockWaiting } from './waiting-letter.ts';

interface ToLetter {
  registerId: number;
  letterId: number;
  reason: string;
}

/**
 * Gives an unsigned letter the next insertion after a number of the register: 15.a, 15.b … It stays reserved for the letter
 * until that is signed. Two clerks at once get one after the other.
 * @throws Refusal of `lockWaiting`; `letter-holds-number`; on `after`: `insertion-after-unknown`, `insertions-full`
 */
export async function grantInsertion(
  deps: RegistersDeps,
  actor: Actor,
  input: ToLetter & { year: number; after: number },
): Promise<{ text: string }> {
  const { letterId, year, after } = input;
  const register = await getRegister(deps.db, input.registerId);
  demand(actor, 'number.insert', register);
  const reason = checkReason(input.reason);
  return deps.db.transaction(async (tx) => {
    await lockWaiting(tx, register, letterId);
    await demandNoNumber(tx, letterId);
    if (after < 1 || after > (await lockCounter(tx, register.id, year))) {
      throw badField('insertion-after-unknown', 'after', {
        id: `Nomor urut ${after} tidak ada dalam buku ini tahun ${year}.`,
        en: `There is no number ${after} in this register in ${year}.`,
      });
    }
    const sub = nextSub(await listSubs(tx, register.id, year, after));
    const at = deps.clock();
    const text = `${after}.${sub}`;
    const number = await addNumber(tx, {
      registerId: register.id,
      year,
      number: after,
      sub,
      text,
      letterId,
      by: actor.personId,
      at,
    });
    await addGrant(tx, {
      letterId,
      registerId: register.id,
      what: 'insertion',
      numberId: number.id,
      reason,
      ...by(actor, at),
    });
    return { text };
  });
}

/** a, b, c …: never one that was given before, cancelled or not. */
function nextSub(taken: readonly string[]): string {
  const last = taken.at(-1);
  if (last === undefined) return 'a';
  if (last === 'z') {
    throw badField('insertions-full', 'after', {
      id: 'Sudah ada 26 nomor sisipan setelah nomor itu. Pilih nomor lain.',
      en: 'There are 26 insertions after that number already. Choose another number.',
    });
  }
  return String.fromCharCode(last.charCodeAt(0) + 1);
}

/**
 * Gives a number of a block to a letter that will be signed here. No number of a block ever comes to a letter in another way.
 * @throws Refusal of `lockWaiting`; `letter-holds-number`; `number-not-held`
 */
export async function assignBlockNumber(
  deps: RegistersDeps,
  actor: Actor,
  input: ToLetter & { numberId: number },
): Promise<void> {
  const { letterId } = input;
  const register = await getRegister(deps.db, input.registerId);
  demand(actor, 'number.account', register);
  const reason = checkReason(input.reason);
  await deps.db.transaction(async (tx) => {
    await lockWaiting(tx, register, letterId);
    await demandNoNumber(tx, letterId);
    const number = await lockNumber(tx, input.numberId);
    if (number?.registerId !== register.id || number.state !== 'held') {
      throw badField('number-not-held', 'numberId', {
        id: 'Nomor itu bukan nomor cadangan yang masih kosong dalam buku ini.',
        en: 'That is not an open number of a block of this register.',
      });
    }
    const at = deps.clock();
    await leaveBlock(tx, number.id, { state: 'reserved', letterId, by: actor.personId, at });
    await addGrant(tx, {
      letterId,
      registerId: register.id,
      what: 'block',
      numberId: number.id,
      reason,
      ...by(actor, at),
    });
  });
}

/**
 * Grants that an unsigned letter carries this earlier date, `YYYY-MM-DD`. The time of the signature stays what it is.
 * @throws Refusal of `lockWaiting`; on `date` those of `findDateProblem`
 */
export async function grantDate(deps: RegistersDeps, actor: Actor, input: ToLetter & { date: string }): Promise<void> {
  const { letterId, date } = input;
  const register = await getRegister(deps.db, input.registerId);
  demand(actor, 'number.backdate', register);
  const reason = checkReason(input.reason);
  const timeZone = await officeZone(deps.db);
  await deps.db.transaction(async (tx) => {
    const letter = await lockWaiting(tx, register, letterId);
    const held = await lockNumberOfLetter(tx, letterId);
    const at = deps.clock();
    const problem = findDateProblem(date, {
      today: calendarDate(at, timeZone),
      created: calendarDate(letter.createdAt, timeZone),
      insertedIn: held !== undefined && held.sub !== '' ? held.year : undefined,
    });
    if (problem !== undefined) throw badField(problem.code, 'date', problem.words);
    await addGrant(tx, { letterId, registerId: register.id, what: 'date', letterDate: date, reason, ...by(actor, at) });
  });
}

/** The letter carries the day of its signature again. @throws Refusal of `lockWaiting`; `no-granted-date` */
export async function takeBackDate(deps: RegistersDeps, actor: Actor, input: ToLetter): Promise<void> {
  const { letterId } = input;
  const register = await getRegister(deps.db, input.registerId);
  demand(actor, 'number.backdate', register);
  const reason = checkReason(input.reason);
  await deps.db.transaction(async (tx) => {
    await lockWaiting(tx, register, letterId);
    if ((await findGrantedDate(tx, letterId)) === undefined) {
      throw new Refusal('wrong-state', 'no-granted-date', {
        id: 'Surat ini tidak memegang tanggal yang lebih awal.',
        en: 'No earlier date was granted to this letter.',
      });
    }
    await addGrant(tx, { letterId, registerId: register.id, what: 'date_over', reason, ...by(actor, deps.clock()) });
  });
}

async function demandNoNumber(tx: Transaction, letterId: number): Promise<void> {
  const held = await lockNumberOfLetter(tx, letterId);
  if (held === undefined) return;
  throw new Refusal('conflict', 'letter-holds-number', {
    id: `Surat ini sudah memegang nomor ${held.text}. Batalkan nomor itu dahulu dengan alasannya.`,
    en: `This letter already holds number ${held.text}. First cancel that number with a reason.`,
  });
}

function by(actor: Actor, at: Date) {
  return { personId: actor.personId, capacity: capacityOf(actor), at };
}

/** @throws Fault without an office: then there is no letter either */
export async function officeZone(db: Sql): Promise<string> {
  const office = await findOffice(db);
  if (office === undefined) throw new Fault('registers without an office');
  return office.timeZone;
}
