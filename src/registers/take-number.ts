import { Fault, Refusal } from '../errors.ts';
import type { Transaction } from '../postgres/database.ts';
import { type NumberFormat, type NumberValues, renderNumber } from './letter-number.ts';
import {
  addNumber,
  addRegister,
  changeReserved,
  countOn,
  findCountingUnit,
  findRegisterOfUnit,
  type LetterNumber,
  lockNumberOfLetter,
  type Register,
} from './register-store.ts';

export interface NumberWanted {
  letterId: number;
  /** The unit in whose name the letter is numbered; which register that is, `findCountingUnit` says. */
  unitId: number;
  registerCode: string;
  format: NumberFormat;
  values: Omit<NumberValues, 'urut'>;
  personId: number;
  at: Date;
}

/**
 * The next number for this letter, reserved within the caller's transaction (the caller has locked the letter's row).
 * A letter that already holds a reserved number of this register and year gets the same one again, its text made anew
 * for the new date. A number belongs to the year in which it was taken: on a date of another year, or in another
 * register, the old one is cancelled with that reason and the next one of the new year is taken.
 * If the transaction ends without commit nothing was counted.
 * @throws Refusal `already-numbered` when the letter was issued; the refusals of `renderNumber`
 */
export async function takeNumber(tx: Transaction, wanted: NumberWanted): Promise<LetterNumber> {
  const { letterId, personId: by, at } = wanted;
  const year = Number(wanted.values.date.slice(0, 4));
  const register = await registerFor(tx, wanted.unitId, wanted.registerCode);
  const held = await lockNumberOfLetter(tx, letterId);
  const render = (urut: number) => renderNumber(wanted.format, { ...wanted.values, urut });
  if (held !== undefined) {
    if (held.state === 'issued') {
      throw new Refusal('wrong-state', 'already-numbered', {
        id: `Surat ini sudah terbit dengan nomor ${held.text}.`,
        en: `This letter was already issued with number ${held.text}.`,
      });
    }
    if (held.registerId === register.id && held.year === year) {
      return changeReserved(tx, held.id, { text: render(held.number), by, at });
    }
    const reason =
      held.registerId === register.id
        ? `Tidak dipakai: penandatanganan baru selesai pada tahun ${year}`
        : 'Tidak dipakai: surat pindah ke buku nomor lain';
    await changeReserved(tx, held.id, { state: 'cancelled', reason, by, at });
  }
  const number = await countOn(tx, register.id, year);
  return addNumber(tx, { registerId: register.id, year, number, text: render(number), letterId, by, at });
}

async function registerFor(tx: Transaction, signingUnitId: number, code: string): Promise<Register> {
  const unitId = await findCountingUnit(tx, signingUnitId, code);
  const found = await findRegisterOfUnit(tx, unitId, code);
  if (found !== undefined) return found;
  // Two first letters of a unit at once: the second insert waits, does nothing, and both find the same row.
  await addRegister(tx, { unitId, code, name: `Register ${code}` });
  const made = await findRegisterOfUnit(tx, unitId, code);
  if (made === undefined) throw new Fault(`unit ${unitId} has no register ${code} after making one`);
  return made;
}

/** The number is on a letter that is issued in the same transaction. */
export async function markIssued(
  tx: Transaction,
  { numberId, personId, at }: { numberId: number; personId: number; at: Date },
): Promise<void> {
  await changeReserved(tx, numberId, { state: 'issued', by: personId, at });
}

/** Gives up the number that a letter may hold, with the reason that the register shows. Nothing happens without one. */
export async function giveUpNumber(
  tx: Transaction,
  { letterId, reason, personId, at }: { letterId: number; reason: string; personId: number; at: Date },
): Promise<void> {
  const held = await lockNumberOfLetter(tx, letterId);
  if (held?.state === 'reserved') await changeReserved(tx, held.id, { state: 'cancelled', reason, by: personId, at });
}
