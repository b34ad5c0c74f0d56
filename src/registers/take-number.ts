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
  findSameText,
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
 * The number for this letter, reserved within the caller's transaction (the caller has locked the letter's row).
 * A letter that already holds a reserved number of this register and year gets the same one again, its text made anew
 * for the new date. A number belongs to the year in which it was taken: on a date of another year, or in another
 * register, the old one is cancelled with that reason and the next one of the new year is taken; one that a clerk gave to
 * the letter is not thrown away in silence, the signing is refused. A number that would read like another one of its
 * register and year is cancelled with that reason. If the transaction ends without commit nothing was counted.
 * @throws Refusal `already-numbered` when the letter was issued; `assigned-number-elsewhere`, `number-text-taken`; the
 *   refusals of `renderNumber`
 */
export async function takeNumber(tx: Transaction, wanted: NumberWanted): Promise<LetterNumber> {
  const { letterId, personId: by, at } = wanted;
  const year = Number(wanted.values.date.slice(0, 4));
  const register = await registerFor(tx, wanted.unitId, wanted.registerCode);
  const held = await lockNumberOfLetter(tx, letterId);
  if (held?.state === 'issued') throw alreadyNumbered(held);
  if (held !== undefined) {
    const given = held.sub !== '' || held.blockId !== null;
    const here = held.registerId === register.id && held.year === year;
    if (here) {
      const text = renderNumber(wanted.format, { ...wanted.values, urut: held.number, sub: held.sub });
      const same = await findSameText(tx, { registerId: register.id, year, text }, held.id);
      if (same === undefined) return changeReserved(tx, held.id, { text, by, at });
      if (given) throw textTaken(text);
    } else if (given) throw givenElsewhere(held);
    const reason = here
      ? LIKE_ANOTHER
      : held.registerId === register.id
        ? `Tidak dipakai: penandatanganan baru selesai pada tahun ${year}`
        : 'Tidak dipakai: surat pindah ke buku nomor lain';
    await changeReserved(tx, held.id, { state: 'cancelled', reason, by, at });
  }
  return nextNumber(tx, wanted, register, year);
}

const LIKE_ANOTHER = 'Tidak dipakai: tulisannya sama dengan nomor lain dalam buku dan tahun ini';
/** Formats that read alike meet now and then; so often only when nothing tells the numbers apart. */
const MOST_SKIPPED = 20;

async function nextNumber(
  tx: Transaction,
  { letterId, format, values, personId: by, at }: NumberWanted,
  register: Register,
  year: number,
): Promise<LetterNumber> {
  for (let tries = 0; tries <= MOST_SKIPPED; tries++) {
    const number = await countOn(tx, register.id, year);
    const text = renderNumber(format, { ...values, urut: number });
    const taken = { registerId: register.id, year, number, text, letterId, by, at };
    if ((await findSameText(tx, taken, 0)) === undefined) return addNumber(tx, taken);
    await addNumber(tx, { ...taken, state: 'cancelled', reason: LIKE_ANOTHER });
  }
  throw textTaken(renderNumber(format, { ...values, urut: 1 }));
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

function alreadyNumbered({ text }: LetterNumber): Refusal {
  return new Refusal('wrong-state', 'already-numbered', {
    id: `Surat ini sudah terbit dengan nomor ${text}.`,
    en: `This letter was already issued with number ${text}.`,
  });
}

function givenElsewhere({ text, year }: LetterNumber): Refusal {
  return new Refusal('wrong-state', 'assigned-number-elsewhere', {
    id: `Petugas memberi surat ini nomor ${text} tahun ${year}, yang tidak cocok dengan tanggal atau buku nomor surat ini sekarang. Surat belum ditandatangani. Minta petugas buku nomor membatalkan nomor itu, atau memberi tanggal surat dalam tahun ${year}.`,
    en: `A clerk gave this letter number ${text} of ${year}, which does not fit its date or register any more. Nothing was signed. Ask the registry clerk to cancel that number, or for a letter date in ${year}.`,
  });
}

function textTaken(text: string): Refusal {
  return new Refusal('conflict', 'number-text-taken', {
    id: `Nomor "${text}" akan sama tulisannya dengan nomor lain dalam buku ini. Surat belum ditandatangani. Hubungi administrator: format nomornya perlu diubah.`,
    en: `Number "${text}" would read like another one of this register. Nothing was signed. Ask the administrator: its number format has to change.`,
  });
}
