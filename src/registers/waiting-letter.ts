import { Refusal } from '../errors.ts';
import { isSecret } from '../people/security-class.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { findCountingUnit, type Register } from './register-store.ts';
import { findWaiting, listWaiting, lockState, signingIsOpen, type WaitingLetter } from './waiting-store.ts';

const MOST_SHOWN = 100;

/** Letters on their way to the signature that will be counted in this register, the newest first. Secret ones without subject. */
export async function listWaitingFor(db: Sql, register: Register): Promise<WaitingLetter[]> {
  const letters = await listWaiting(db, register.code, MOST_SHOWN * 5);
  const counting = new Map<number, number>();
  const mine: WaitingLetter[] = [];
  for (const letter of letters) {
    const unitId = counting.get(letter.unitId) ?? (await findCountingUnit(db, letter.unitId, register.code));
    counting.set(letter.unitId, unitId);
    if (unitId === register.unitId) mine.push(veiled(letter));
  }
  return mine.slice(0, MOST_SHOWN);
}

/**
 * One of these letters.
 * @throws Refusal `letter-issued`, `letter-not-waiting`, `letter-of-another-register`
 */
export async function getWaiting(db: Sql, register: Register, letterId: number): Promise<WaitingLetter> {
  const letter = await findWaiting(db, letterId);
  if (letter === undefined) throw notWaiting();
  if (
    letter.registerCode !== register.code ||
    (await findCountingUnit(db, letter.unitId, register.code)) !== register.unitId
  ) {
    throw new Refusal('wrong-state', 'letter-of-another-register', {
      id: 'Surat ini dinomori dalam buku nomor lain.',
      en: 'This letter is numbered in another register.',
    });
  }
  return veiled(letter);
}

/**
 * The same with the letter's row locked, so that no signing begins before the caller's transaction ends. Its number may stand
 * in signed bytes already while a signing is under way: then nothing is granted.
 * @throws Refusal as `getWaiting`, and `signing-under-way`
 */
export async function lockWaiting(tx: Transaction, register: Register, letterId: number): Promise<WaitingLetter> {
  const state = await lockState(tx, letterId);
  if (state === 'issued') {
    throw new Refusal('wrong-state', 'letter-issued', {
      id: 'Surat ini sudah ditandatangani dan terbit. Nomor dan tanggalnya tidak berubah lagi.',
      en: 'This letter is signed and issued. Its number and date do not change any more.',
    });
  }
  if (await signingIsOpen(tx, letterId)) throw signingUnderWay();
  return getWaiting(tx, register, letterId);
}

export function signingUnderWay(): Refusal {
  return new Refusal('conflict', 'signing-under-way', {
    id: 'Surat ini sedang ditandatangani. Coba lagi setelah selesai.',
    en: 'This letter is being signed. Try again when that is done.',
  });
}

function notWaiting(): Refusal {
  return new Refusal('wrong-state', 'letter-not-waiting', {
    id: 'Surat itu tidak sedang menunggu tanda tangan: masih konsep, sudah terbit, atau ditolak.',
    en: 'That letter does not wait for a signature: it is a draft, issued, or rejected.',
  });
}

function veiled(letter: WaitingLetter): WaitingLetter {
  return isSecret(letter.security) ? { ...letter, subject: '' } : letter;
}
