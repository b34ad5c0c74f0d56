import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { Refusal, type Words } from '../errors.ts';
import type { Actor } from '../people/actor.ts';
import { checked, line } from '../people/input.ts';
import { demand } from '../people/permissions.ts';
import { listSettingChanges, recordSettingChange } from '../people/settings-changes-store.ts';
import type { Database, Transaction } from '../postgres/database.ts';
import {
  insertReason,
  type KeptReason,
  listAllReasons,
  lockReasons,
  type ReasonWords,
  storeReason,
  storeReasonOrder,
  storeReasonRetirement,
} from './reasons-store.ts';

export interface ReasonsDeps {
  db: Database;
  clock: Clock;
}

export const reasonInput = z.object({ name: line(80), nameEn: line(80), needsRemark: z.boolean() });

/** The reason byte of a STATUS entry (seal-and-log 8.1): 0 says none, 255 is "other" of the list every office begins with. */
const LAST_OWN_CODE = 254;

/** The office's reasons for withdrawing a letter or changing its status otherwise, as administrators keep them. */
export function openReasons(deps: ReasonsDeps) {
  const { db, clock } = deps;

  /** One change of the list at a time; each is written down with what was there before. */
  const change = <T>(actor: Actor, work: (tx: Transaction, list: KeptReason[]) => Promise<T>): Promise<T> => {
    demand(actor, 'office.manage');
    return db.transaction(async (tx) => {
      await lockReasons(tx);
      return work(tx, await listAllReasons(tx));
    });
  };
  const record = (tx: Transaction, actor: Actor, code: number, before: object | null, after: object) =>
    recordSettingChange(tx, {
      about: 'reason',
      name: String(code),
      before,
      after,
      personId: actor.personId,
      at: clock(),
    });

  return {
    async list(actor: Actor) {
      demand(actor, 'office.manage');
      return listAllReasons(db);
    },
    async history(actor: Actor) {
      demand(actor, 'office.manage');
      return listSettingChanges(db, 'reason');
    },
    async get(actor: Actor, code: number): Promise<KeptReason> {
      demand(actor, 'office.manage');
      return reasonOf(await listAllReasons(db), code);
    },

    /** At the end of the list, under a code that no reason ever had. Refuses `reason-name-taken`, `reasons-full`. */
    add: (actor: Actor, input: ReasonWords) =>
      change(actor, async (tx, list) => {
        const words = checked(reasonInput, input);
        demandNewName(list, words, undefined);
        const code = Math.max(0, ...list.map((each) => each.code).filter((each) => each <= LAST_OWN_CODE)) + 1;
        if (code > LAST_OWN_CODE) throw full();
        await insertReason(tx, { ...words, code, sort: Math.max(0, ...list.map(({ sort }) => sort)) + 1 });
        await record(tx, actor, code, null, words);
        return code;
      }),

    /**
     * Other words for the same reason. `seen` is what stood in the form when it was opened: of two administrators the second
     * is told, with what they typed.
     */
    rename: (actor: Actor, code: number, seen: ReasonWords, input: ReasonWords) =>
      change(actor, async (tx, list) => {
        const [reason, words] = [reasonOf(list, code), checked(reasonInput, input)];
        const before = wordsOf(reason);
        if (JSON.stringify(before) !== JSON.stringify(wordsOf(seen))) throw changedMeanwhile();
        demandNewName(list, words, code);
        if (JSON.stringify(before) === JSON.stringify(wordsOf(words))) return;
        await storeReason(tx, code, words);
        await record(tx, actor, code, before, words);
      }),

    /** One place towards the beginning or the end, among those that are offered. */
    move: (actor: Actor, code: number, towards: 'up' | 'down') =>
      change(actor, async (tx, list) => {
        reasonOf(list, code);
        const offered = list.filter(({ retiredAt }) => retiredAt === null).map((each) => each.code);
        const from = offered.indexOf(code);
        const to = from + (towards === 'up' ? -1 : 1);
        const other = offered[to];
        if (from < 0 || other === undefined) return;
        const moved = offered.with(from, other).with(to, code);
        await storeReasonOrder(tx, [
          ...moved,
          ...list.map((each) => each.code).filter((each) => !offered.includes(each)),
        ]);
        await record(tx, actor, code, { place: from + 1 }, { place: to + 1 });
      }),

    /** No longer offered, or again; letters that name it keep it. Refuses to take the last one: `reasons-empty`. */
    retire: (actor: Actor, code: number, retired: boolean) =>
      change(actor, async (tx, list) => {
        const reason = reasonOf(list, code);
        if ((reason.retiredAt !== null) === retired) return;
        if (retired && list.filter(({ retiredAt }) => retiredAt === null).length === 1) throw lastOne();
        await storeReasonRetirement(tx, code, retired ? clock() : null);
        await record(tx, actor, code, { retired: !retired }, { retired });
      }),
  };
}
export type Reasons = ReturnType<typeof openReasons>;

function wordsOf({ name, nameEn, needsRemark }: ReasonWords): ReasonWords {
  return { name, nameEn, needsRemark };
}

function reasonOf(list: readonly KeptReason[], code: number): KeptReason {
  const reason = list.find((each) => each.code === code);
  if (reason !== undefined) return reason;
  throw new Refusal('not-found', 'reason-unknown', {
    id: 'Alasan itu tidak ada. Pilih dari daftar.',
    en: 'There is no such reason. Choose one from the list.',
  });
}

/** Two of one name could not be told apart by whoever chooses. */
function demandNewName(list: readonly KeptReason[], words: ReasonWords, own: number | undefined): void {
  const others = list.filter(({ code }) => code !== own);
  const fields: Record<string, Words> = {};
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  const taken = { id: 'Sudah ada alasan dengan nama ini.', en: 'There is a reason of this name already.' };
  if (others.some(({ name }) => same(name, words.name))) fields.name = taken;
  if (others.some(({ nameEn }) => same(nameEn, words.nameEn))) fields.nameEn = taken;
  if (Object.keys(fields).length > 0) throw new Refusal('invalid-input', 'reason-name-taken', taken, fields);
}

function changedMeanwhile(): Refusal {
  const words = {
    id: 'Alasan ini baru saja diubah orang lain. Belum ada yang disimpan; bandingkan dengan yang sekarang, lalu simpan lagi.',
    en: 'Somebody has just changed this reason. Nothing was stored; compare with what it says now, then save again.',
  };
  return new Refusal('conflict', 'reason-changed', words, { '': words });
}

function full(): Refusal {
  const words = {
    id: 'Daftar alasan sudah penuh: paling banyak 254, termasuk yang tidak dipakai lagi. Ubah yang sudah ada.',
    en: 'The list of reasons is full: at most 254, retired ones too. Change one that is there.',
  };
  return new Refusal('invalid-input', 'reasons-full', words);
}

function lastOne(): Refusal {
  return new Refusal('wrong-state', 'reasons-empty', {
    id: 'Ini alasan terakhir yang masih dipakai. Tambahkan yang lain dahulu: tanpa alasan, surat tidak dapat dicabut.',
    en: 'This is the last reason in use. Add another first: without one, no letter can be withdrawn.',
  });
}
