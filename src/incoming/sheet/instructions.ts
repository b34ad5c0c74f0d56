import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import { Refusal, type Words } from '../../errors.ts';
import type { Actor } from '../../people/actor.ts';
import { checked, line, optionalLine } from '../../people/input.ts';
import { demand } from '../../people/permissions.ts';
import { listSettingChanges, recordSettingChange } from '../../people/settings-changes-store.ts';
import type { Database, Transaction } from '../../postgres/database.ts';
import { instructionCode } from './instruction-code.ts';
import {
  countRecentUses,
  type Instruction,
  insertInstruction,
  listAllInstructions,
  lockInstructions,
  storeInstructionClosed,
  storeInstructionOrder,
} from './instructions-store.ts';

export const instructionInput = z.object({
  name: line(80),
  nameEn: optionalLine(80),
  forInformation: z.boolean().default(false),
});
type InstructionInput = z.infer<typeof instructionInput>;

/** More than one sheet has room for, and fewer than would make the page heavy. */
const MOST = 60;

/** What a disposition may ask: the office's list, as administrators keep it and disposers tick it. */
export function openInstructions({ db, clock }: { db: Database; clock: Clock }) {
  /** One change of the list at a time, so that two administrators do not undo each other. */
  const change = <T>(actor: Actor, work: (tx: Transaction, list: Instruction[]) => Promise<T>): Promise<T> => {
    demand(actor, 'instruction.manage');
    return db.transaction(async (tx) => {
      await lockInstructions(tx);
      return work(tx, await listAllInstructions(tx));
    });
  };
  const record = (tx: Transaction, actor: Actor, code: string, before: object | null, after: object | null) =>
    recordSettingChange(tx, { about: 'instruction', name: code, before, after, personId: actor.personId, at: clock() });

  return {
    /** Those in use, what this person asks most first, the rest in the order of the list. */
    async offered(actor: Actor): Promise<Instruction[]> {
      const [list, uses] = [await listAllInstructions(db), await countRecentUses(db, actor.personId)];
      return mostUsedFirst(list.filter(isOpen), uses);
    },
    async list(actor: Actor): Promise<Instruction[]> {
      demand(actor, 'instruction.manage');
      return listAllInstructions(db);
    },
    async history(actor: Actor) {
      demand(actor, 'instruction.manage');
      return listSettingChanges(db, 'instruction');
    },
    async get(actor: Actor, code: string): Promise<Instruction> {
      demand(actor, 'instruction.manage');
      return openOf(await listAllInstructions(db), code);
    },

    /** At the end of the list. Refuses `instruction-name-taken`, `instructions-full`. */
    add: (actor: Actor, input: z.input<typeof instructionInput>) =>
      change(actor, async (tx, list) => {
        const words = checked(instructionInput, input);
        demandNewName(list, words, undefined);
        if (list.filter(isOpen).length >= MOST) throw full();
        const code = instructionCode(words.name, codesOf(list));
        await insertInstruction(tx, { ...words, code, sort: Math.max(0, ...list.map(({ sort }) => sort)) + 10 });
        await record(tx, actor, code, null, words);
        return code;
      }),

    /** Closes it and puts another in its place: what old sheets asked keeps its own words and its own code. */
    rename: (actor: Actor, code: string, input: z.input<typeof instructionInput>) =>
      change(actor, async (tx, list) => {
        const [old, words] = [openOf(list, code), checked(instructionInput, input)];
        const before = { name: old.name, nameEn: old.nameEn, forInformation: old.forInformation };
        if (isDeepStrictEqual(before, words)) return code;
        demandNewName(list, words, code);
        const next = instructionCode(words.name, codesOf(list));
        await storeInstructionClosed(tx, code, clock());
        await insertInstruction(tx, { ...words, code: next, sort: old.sort });
        await record(tx, actor, next, before, words);
        return next;
      }),

    /** One place towards the beginning or the end. */
    move: (actor: Actor, code: string, towards: 'up' | 'down') =>
      change(actor, async (tx, list) => {
        const { name } = openOf(list, code);
        const codes = list.filter(isOpen).map((each) => each.code);
        const from = codes.indexOf(code);
        const to = from + (towards === 'up' ? -1 : 1);
        const other = codes[to];
        if (other === undefined) return;
        await storeInstructionOrder(tx, codes.with(from, other).with(to, code));
        await record(tx, actor, code, { name, place: from + 1 }, { name, place: to + 1 });
      }),

    /** No longer offered. Refuses to take the last one: `instructions-empty`. */
    close: (actor: Actor, code: string) =>
      change(actor, async (tx, list) => {
        const { name } = openOf(list, code);
        if (list.filter(isOpen).length === 1) throw lastOne();
        await storeInstructionClosed(tx, code, clock());
        await record(tx, actor, code, { name }, null);
      }),
  };
}
export type Instructions = ReturnType<typeof openInstructions>;

export function mostUsedFirst(list: readonly Instruction[], uses: ReadonlyMap<string, number>): Instruction[] {
  return list.toSorted((a, b) => (uses.get(b.code) ?? 0) - (uses.get(a.code) ?? 0) || a.sort - b.sort);
}

const isOpen = ({ closedAt }: Instruction) => closedAt === null;
const codesOf = (list: readonly Instruction[]) => new Set(list.map(({ code }) => code));

function openOf(list: readonly Instruction[], code: string): Instruction {
  const found = list.filter(isOpen).find((each) => each.code === code);
  if (found !== undefined) return found;
  throw new Refusal('not-found', 'instruction-unknown', {
    id: 'Arahan itu tidak ada atau sudah tidak dipakai. Buka daftarnya kembali.',
    en: 'There is no such instruction, or it is no longer used. Open the list again.',
  });
}

/** Two of one name could not be told apart by whoever ticks them. */
function demandNewName(list: readonly Instruction[], { name }: InstructionInput, own: string | undefined): void {
  const others = list.filter(isOpen).filter(({ code }) => code !== own);
  if (!others.some((each) => each.name.toLowerCase() === name.toLowerCase())) return;
  const taken: Words = { id: 'Sudah ada arahan dengan nama ini.', en: 'There is an instruction of this name already.' };
  throw new Refusal('invalid-input', 'instruction-name-taken', taken, { name: taken });
}

function full(): Refusal {
  return new Refusal('invalid-input', 'instructions-full', {
    id: `Daftar arahan sudah penuh: paling banyak ${MOST}. Tutup yang tidak terpakai lebih dahulu.`,
    en: `The list is full: at most ${MOST} instructions. Close one that nobody uses first.`,
  });
}

function lastOne(): Refusal {
  return new Refusal('wrong-state', 'instructions-empty', {
    id: 'Ini arahan terakhir yang masih dipakai. Tambahkan yang lain dahulu: lembar disposisi memerlukan daftar arahan.',
    en: 'This is the last instruction in use. Add another first: the disposition sheet needs its list.',
  });
}
