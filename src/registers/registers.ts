import type { Clock } from '../clock.ts';
import { Refusal } from '../errors.ts';
import type { Actor } from '../people/actor.ts';
import { demand, may } from '../people/permissions.ts';
import type { Database } from '../postgres/database.ts';
import {
  changeReserved,
  countLines,
  countRegister,
  findNumber,
  findRegister,
  type LetterNumber,
  listGaps,
  listLines,
  listRegisters,
  listYears,
  lockLetterOf,
  type Register,
  type RegisterCounts,
  type RegisterGap,
  type RegisterLine,
  signingIsOpen,
} from './register-store.ts';

export interface RegistersDeps {
  db: Database;
  clock: Clock;
}

const LINES_A_PAGE = 50;
const LONGEST_REASON = 300;

export interface RegisterPage {
  register: Register;
  year: number;
  years: number[];
  counts: RegisterCounts;
  /** Newest first. The subject of a rahasia or sangat rahasia letter is left empty: a register is read by the whole unit. */
  lines: RegisterLine[];
  page: number;
  pages: number;
  mayCancel: boolean;
}

/** The registers that the actor may read. */
export async function listReadable(deps: RegistersDeps, actor: Actor): Promise<Register[]> {
  return (await listRegisters(deps.db)).filter((register) => may(actor, 'register.read', register));
}

/** A year of a register: every number 1…n with its letter, state and reason. `find` is part of a number as printed. */
export async function readRegister(
  deps: RegistersDeps,
  actor: Actor,
  { registerId, year, page, find }: { registerId: number; year: number; page: number; find: string },
): Promise<RegisterPage> {
  const register = await getRegister(deps, registerId);
  demand(actor, 'register.read', register);
  const counts = await countRegister(deps.db, registerId, year);
  const found = await countLines(deps.db, { registerId, year, find: find.slice(0, 100) });
  const pages = Math.max(1, Math.ceil(found / LINES_A_PAGE));
  const shown = Math.min(Math.max(1, page), pages);
  const lines = await listLines(deps.db, {
    registerId,
    year,
    find: find.slice(0, 100),
    limit: LINES_A_PAGE,
    offset: (shown - 1) * LINES_A_PAGE,
  });
  return {
    register,
    year,
    years: [...new Set([year, ...(await listYears(deps.db, registerId))])].sort((a, b) => b - a),
    counts,
    lines: lines.map((line) => (line.security === 'R' || line.security === 'SR' ? { ...line, subject: '' } : line)),
    page: shown,
    pages,
    mayCancel: may(actor, 'number.cancel', register),
  };
}

/** A number with its register, for the page that asks whether to cancel it. */
export async function getCancellable(
  deps: RegistersDeps,
  actor: Actor,
  { registerId, numberId }: { registerId: number; numberId: number },
): Promise<{ register: Register; number: LetterNumber }> {
  const register = await getRegister(deps, registerId);
  demand(actor, 'number.cancel', register);
  const number = await findNumber(deps.db, numberId);
  if (number === undefined || number.registerId !== registerId) {
    throw new Refusal('not-found', 'number-unknown', {
      id: 'Nomor itu tidak ada dalam buku ini.',
      en: 'There is no such number in this register.',
    });
  }
  if (number.state !== 'reserved') throw notReserved(number);
  return { register, number };
}

/**
 * Cancels a reserved number for the reason that the register then shows for good; the letter takes another one when it is
 * signed. Refused while a signing is under way, because that number may already stand in signed bytes.
 */
export async function cancelNumber(
  deps: RegistersDeps,
  actor: Actor,
  input: { registerId: number; numberId: number; reason: string },
): Promise<void> {
  const { number } = await getCancellable(deps, actor, input);
  const reason = checkReason(input.reason);
  await deps.db.transaction(async (tx) => {
    await lockLetterOf(tx, number.letterId);
    if (await signingIsOpen(tx, number.letterId)) {
      throw new Refusal('conflict', 'signing-under-way', {
        id: 'Surat ini sedang ditandatangani. Coba lagi setelah selesai.',
        en: 'This letter is being signed. Try again when that is done.',
      });
    }
    const now = await findNumber(tx, number.id);
    if (now?.state !== 'reserved') throw notReserved(now ?? number);
    await changeReserved(tx, number.id, { state: 'cancelled', reason, by: actor.personId, at: deps.clock() });
  });
}

/** Numbers of any register that nobody can account for: always empty, or something outside this program wrote. */
export async function explainGaps(deps: Pick<RegistersDeps, 'db'>): Promise<RegisterGap[]> {
  return listGaps(deps.db);
}

async function getRegister(deps: RegistersDeps, id: number): Promise<Register> {
  const register = await findRegister(deps.db, id);
  if (register !== undefined) return register;
  throw new Refusal('not-found', 'register-unknown', {
    id: 'Buku nomor itu tidak ada.',
    en: 'There is no such register.',
  });
}

function checkReason(raw: string): string {
  const reason = raw.normalize('NFC').replace(/\s+/gu, ' ').trim();
  const words =
    reason === ''
      ? { id: 'Tulis alasan pembatalan.', en: 'Write why it is cancelled.' }
      : reason.length > LONGEST_REASON
        ? { id: `Paling banyak ${LONGEST_REASON} karakter.`, en: `At most ${LONGEST_REASON} characters.` }
        : /\p{C}/u.test(reason)
          ? { id: 'Ada karakter tak terlihat. Ketik ulang.', en: 'It holds invisible characters. Type it again.' }
          : undefined;
  if (words === undefined) return reason;
  throw new Refusal('invalid-input', 'reason-invalid', words, { reason: words });
}

function notReserved(number: LetterNumber): Refusal {
  return new Refusal('wrong-state', 'number-not-reserved', {
    id: `Nomor ${number.text} sudah ${number.state === 'issued' ? 'terbit' : 'dibatalkan'}; hanya nomor dipesan yang dapat dibatalkan.`,
    en: `Number ${number.text} is ${number.state} already; only a reserved number can be cancelled.`,
  });
}

/** The room with its dependencies filled in. */
export function openRegisters(deps: RegistersDeps) {
  return {
    listReadable: (actor: Actor) => listReadable(deps, actor),
    readRegister: (actor: Actor, input: Parameters<typeof readRegister>[2]) => readRegister(deps, actor, input),
    getCancellable: (actor: Actor, input: Parameters<typeof getCancellable>[2]) => getCancellable(deps, actor, input),
    cancelNumber: (actor: Actor, input: Parameters<typeof cancelNumber>[2]) => cancelNumber(deps, actor, input),
    explainGaps: () => explainGaps(deps),
  };
}
export type Registers = ReturnType<typeof openRegisters>;
