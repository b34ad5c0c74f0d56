import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../clock.ts';
import { Refusal, type Words } from '../errors.ts';
import type { Actor } from '../people/actor.ts';
import { line } from '../people/input.ts';
import { demand } from '../people/permissions.ts';
import type { Database, Sql, Transaction } from '../postgres/database.ts';
import { collisionFlaw, kindFlaws } from './kind-flaws.ts';
import { KindDefinition } from './letter-kind.ts';
import {
  getKind,
  getKindVersion,
  insertKind,
  insertKindVersion,
  listNumberingVersions,
  lockKinds,
  storeRetirement,
} from './letter-kind-store.ts';

export interface ChangeKindDeps {
  db: Database;
  clock: Clock;
  /**
   * Sets a page of the definition with sample content, to see whether it can be set at all.
   * @throws Refusal `template-invalid` with the line and what is wrong
   */
  trySample(definition: KindDefinition): Promise<unknown>;
}

export interface KindChangeInput {
  code: string;
  /** The version that was being changed: of two administrators at once the second is refused. */
  seen: number;
  definition: KindDefinition;
  note: string;
}

const LONGEST_NOTE = 300;

/**
 * A new version of a kind; letters begun before keep theirs. A definition that says what the present one says makes none: then
 * undefined. The page is set outside the transaction; the number formats are compared within it, while no other kind can change.
 * @throws Refusal `kind-invalid` (a message a field), `template-invalid`, `kind-changed` (conflict), `kind-unknown`
 */
export async function changeKind(
  deps: ChangeKindDeps,
  actor: Actor,
  input: KindChangeInput,
): Promise<number | undefined> {
  demand(actor, 'office.manage');
  const definition = demandSound(input.definition);
  const note = noteOf(input.note);
  await deps.trySample(definition);
  return deps.db.transaction(async (tx) => {
    await lockKinds(tx);
    const present = await getKind(tx, input.code);
    if (present.version !== input.seen) throw changedMeanwhile();
    const { code, version, retiredAt, ...said } = present;
    if (isDeepStrictEqual(said, definition)) return undefined;
    await demandOwnNumbers(tx, code, definition, retiredAt !== null);
    const made = { code, version: version + 1, definition, note, by: actor.personId, at: deps.clock() };
    await insertKindVersion(tx, made);
    return made.version;
  });
}

/**
 * Whether a definition could become a version as things stand: refuses as `changeKind` would, and changes nothing.
 * The answer is of this moment; `changeKind` asks again.
 */
export async function tryKind(deps: ChangeKindDeps, actor: Actor, code: string, definition: unknown): Promise<void> {
  demand(actor, 'office.manage');
  const sound = demandSound(definition);
  const { retiredAt } = await getKind(deps.db, code);
  await demandOwnNumbers(deps.db, code, sound, retiredAt !== null);
  await deps.trySample(sound);
}

/** A new version that says what an old one said. Refuses as `changeKind`: what it said may collide with what others say now. */
export async function useKindVersionAgain(
  deps: ChangeKindDeps,
  actor: Actor,
  input: { code: string; seen: number; version: number },
): Promise<number | undefined> {
  demand(actor, 'office.manage');
  const { code: _code, version: _version, ...definition } = await getKindVersion(deps.db, input.code, input.version);
  const note = `Sama dengan versi ${input.version}`;
  return changeKind(deps, actor, { code: input.code, seen: input.seen, definition, note });
}

/**
 * A kind that begins as another one is, under names of its own. No letter of it can be begun until it is taken into the list
 * (`retireKind` with false): its maker changes it first. Its code, from which the address is made.
 */
export async function addKind(
  deps: ChangeKindDeps,
  actor: Actor,
  input: { from: string; name: string; nameEn: string },
): Promise<string> {
  demand(actor, 'office.manage');
  const names = { name: checkedName('name', input.name), nameEn: checkedName('nameEn', input.nameEn) };
  return deps.db.transaction(async (tx) => {
    await lockKinds(tx);
    const { code: _code, version: _version, retiredAt: _retired, ...model } = await getKind(tx, input.from);
    const definition = { ...model, ...names };
    const at = deps.clock();
    const code = await insertUnderOwnCode(tx, codeOf(names.name));
    await insertKindVersion(tx, { code, version: 1, definition, note: '', by: actor.personId, at });
    await storeRetirement(tx, code, at);
    return code;
  });
}

/** Takes a kind out of the list of those of which letters may be begun, or back into it. Letters begun before go their way. */
export async function retireKind(
  deps: Pick<ChangeKindDeps, 'db' | 'clock'>,
  actor: Actor,
  code: string,
  retired: boolean,
): Promise<void> {
  demand(actor, 'office.manage');
  await deps.db.transaction(async (tx) => {
    await lockKinds(tx);
    const { retiredAt, ...kind } = await getKind(tx, code);
    if ((retiredAt !== null) === retired) return;
    // Meanwhile others may have come to print the same numbers.
    if (!retired) await demandOwnNumbers(tx, code, kind, false);
    await storeRetirement(tx, code, retired ? deps.clock() : null);
  });
}

/** Shaped and bounded, and nothing in it that a letter could not be made of. */
export function demandSound(definition: unknown): KindDefinition {
  const shaped = KindDefinition.safeParse(definition);
  if (shaped.success) {
    const flaws = kindFlaws(shaped.data);
    if (Object.keys(flaws).length === 0) return shaped.data;
    throw invalid(flaws);
  }
  const wrong = shaped.error.issues.map(({ path, code }) => [path.join('.'), ISSUES[code] ?? NOT_VALID]);
  // Everything is told at once: what is wrong with the parts that are shaped as they must be, too.
  const broken = new Set(shaped.error.issues.map(({ path }) => path[0]));
  const whole = KindDefinition.partial().safeParse(
    Object.fromEntries(Object.entries(definition ?? {}).filter(([name]) => !broken.has(name))),
  );
  throw invalid({ ...(whole.success ? kindFlaws(whole.data) : {}), ...Object.fromEntries(wrong) });
}

async function demandOwnNumbers(db: Sql, code: string, definition: KindDefinition, retired: boolean): Promise<void> {
  // Nothing new is counted by a kind of which no letter can be begun; it is looked at when it comes back.
  if (retired) return;
  const flaws = collisionFlaw({ ...definition, code }, await listNumberingVersions(db));
  if (Object.keys(flaws).length > 0) throw invalid(flaws);
}

async function insertUnderOwnCode(tx: Transaction, wanted: string): Promise<string> {
  for (let n = 1; ; n++) {
    const code = n === 1 ? wanted : `${wanted.slice(0, 28)}-${n}`;
    if (await insertKind(tx, code)) return code;
  }
}

/** `Surat Izin Cuti` is `surat-izin-cuti`. */
function codeOf(name: string): string {
  const code = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 32)
    .replace(/-+$/, '');
  return code === '' || code === 'new' ? 'naskah' : code;
}

function checkedName(field: string, text: string): string {
  const result = line(80).safeParse(text);
  if (result.success) return result.data;
  throw invalid({
    [field]: { id: 'Isi namanya, paling banyak 80 karakter.', en: 'Write the name, at most 80 characters.' },
  });
}

function noteOf(text: string): string {
  if (text.trim() === '') return '';
  const result = line(LONGEST_NOTE).safeParse(text);
  if (result.success) return result.data;
  const words = {
    id: `Catatan paling banyak ${LONGEST_NOTE} karakter, dalam satu baris.`,
    en: `The note has at most ${LONGEST_NOTE} characters, on one line.`,
  };
  throw new Refusal('invalid-input', 'kind-invalid', words, { note: words });
}

const NOT_VALID: Words = { id: 'Isian ini belum benar.', en: 'This entry is not valid.' };
const ISSUES: Readonly<Record<string, Words>> = {
  too_small: { id: 'Isian ini wajib.', en: 'This field is required.' },
  too_big: { id: 'Terlalu panjang.', en: 'Too long.' },
};

function invalid(fields: Record<string, Words>): Refusal {
  const words = { id: 'Ada isian yang harus diperbaiki.', en: 'Some entries need correction.' };
  return new Refusal('invalid-input', 'kind-invalid', words, fields);
}

function changedMeanwhile(): Refusal {
  return new Refusal('conflict', 'kind-changed', {
    id: 'Jenis naskah ini baru saja diubah orang lain. Belum ada yang disimpan.',
    en: 'Somebody has just changed this kind. Nothing was stored.',
  });
}
