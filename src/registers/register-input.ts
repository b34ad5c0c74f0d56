import { Refusal, type Words } from '../errors.ts';
import type { Actor } from '../people/actor.ts';
import type { Sql } from '../postgres/database.ts';
import { findRegister, type Register } from './register-store.ts';

const LONGEST_REASON = 300;

/** @throws Refusal `register-unknown` */
export async function getRegister(db: Sql, id: number): Promise<Register> {
  const register = await findRegister(db, id);
  if (register !== undefined) return register;
  throw new Refusal('not-found', 'register-unknown', {
    id: 'Buku nomor itu tidak ada.',
    en: 'There is no such register.',
  });
}

/** A reason that a register shows for good: one line, 1 to 300 characters. @throws Refusal `reason-invalid` on `reason` */
export function checkReason(raw: string): string {
  const reason = raw.normalize('NFC').replace(/\s+/gu, ' ').trim();
  const words =
    reason === ''
      ? { id: 'Tulis alasannya.', en: 'Write the reason.' }
      : reason.length > LONGEST_REASON
        ? { id: `Paling banyak ${LONGEST_REASON} karakter.`, en: `At most ${LONGEST_REASON} characters.` }
        : /\p{C}/u.test(reason)
          ? { id: 'Ada karakter tak terlihat. Ketik ulang.', en: 'It holds invisible characters. Type it again.' }
          : undefined;
  if (words === undefined) return reason;
  throw new Refusal('invalid-input', 'reason-invalid', words, { reason: words });
}

/** Something wrong with one field of a form. */
export function badField(code: string, field: string, words: Words): Refusal {
  return new Refusal('invalid-input', code, words, { [field]: words });
}

/** As what somebody acts on a register: the post that they work from, or their duty without one. */
export function capacityOf(actor: Actor): string {
  return actor.acting?.capacity ?? (actor.isAdministrator ? 'Administrator' : 'Petugas buku nomor');
}
