import type { Actor } from '../people/actor.ts';
import { demand, may } from '../people/permissions.ts';
import { listBlocks, type NumberBlock } from './block-store.ts';
import { withoutSecrets } from './blocks.ts';
import type { RegistersDeps } from './deps.ts';
import { foldNumber } from './letter-number.ts';
import { getRegister } from './register-input.ts';
import {
  countByCounter,
  countLines,
  findOnPaper,
  listAllLines,
  listLines,
  listYears,
  type PaperLetter,
  type RegisterCounts,
  type RegisterLine,
} from './register-lines-store.ts';
import { listRegisters, type Register } from './register-store.ts';

const LINES_A_PAGE = 50;

export interface RegisterPage {
  register: Register;
  year: number;
  years: number[];
  counts: RegisterCounts;
  /** Newest first. The subject of a rahasia or sangat rahasia letter is left empty: a register is read by the whole unit. */
  lines: RegisterLine[];
  /** Blocks with numbers that nobody has accounted for. */
  openBlocks: NumberBlock[];
  page: number;
  pages: number;
  may: { cancel: boolean; insert: boolean; backdate: boolean; block: boolean; account: boolean };
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
  const register = await getRegister(deps.db, registerId);
  demand(actor, 'register.read', register);
  const asked = { registerId, year, find: find.slice(0, 100) };
  const counts = await countByCounter(deps.db, registerId, year);
  const isAll = foldNumber(asked.find) === '';
  const found = isAll ? counts.last + counts.inserted : await countLines(deps.db, asked);
  const pages = Math.max(1, Math.ceil(found / LINES_A_PAGE));
  const shown = Math.min(Math.max(1, page), pages);
  const stretch = { ...asked, limit: LINES_A_PAGE, offset: (shown - 1) * LINES_A_PAGE };
  const lines = isAll ? await listAllLines(deps.db, stretch, counts) : await listLines(deps.db, stretch);
  return {
    register,
    year,
    years: [...new Set([year, ...(await listYears(deps.db, registerId))])].sort((a, b) => b - a),
    counts,
    lines: lines.map((line) => withoutSecrets(line, actor)),
    openBlocks: (await listBlocks(deps.db, registerId, year)).filter(({ open }) => open > 0),
    page: shown,
    pages,
    may: {
      cancel: may(actor, 'number.cancel', register),
      insert: may(actor, 'number.insert', register),
      backdate: may(actor, 'number.backdate', register),
      block: may(actor, 'number.block', register),
      account: may(actor, 'number.account', register),
    },
  };
}

/** Letters on paper that carry a number like this one, of the registers that the actor may read. */
export async function searchPaper(deps: RegistersDeps, actor: Actor, typed: string): Promise<PaperLetter[]> {
  const unitIds = (await listReadable(deps, actor)).map(({ unitId }) => unitId);
  return unitIds.length === 0 ? [] : findOnPaper(deps.db, typed.slice(0, 200), { unitIds, personId: actor.personId });
}
