import { Refusal } from '../errors.ts';
import type { Transaction } from '../postgres/database.ts';
import { checkKind, checkKindCode } from './check-kind.ts';
import type { KindDefinition } from './letter-kind.ts';
import {
  getKind,
  insertKind,
  insertKindVersion,
  listNumberingVersions,
  lockKinds,
  storeRetirement,
} from './letter-kind-store.ts';
import { collidingKind } from './number-formats-collide.ts';

export interface NewKindVersion {
  code: string;
  /** The version that the maker had before them: one made meanwhile by somebody else is not passed over. */
  basedOn: number;
  /** Checked here (`checkKind`). */
  definition: unknown;
  /** What was changed and why. */
  note: string;
  /** The person who made it. */
  by: number;
  at: Date;
}

/**
 * The next version of a kind, at once the present one; letters begun under an earlier one keep it. A `source` of the
 * office's own is tried by the caller before, outside the transaction (`typesetter.tryTemplate`).
 * @returns its number
 * @throws Refusal `kind-invalid` with fields, `kind-changed` when there is a newer version, `number-formats-collide`
 */
export async function addKindVersion(tx: Transaction, made: NewKindVersion): Promise<number> {
  const definition = checkKind(made.definition);
  await lockKinds(tx);
  const present = await getKind(tx, made.code);
  if (present.version !== made.basedOn) throw changed(present.version);
  await demandOwnNumbers(tx, made.code, definition);
  const version = present.version + 1;
  await insertKindVersion(tx, { ...made, definition, version });
  return version;
}

/**
 * A kind that the office did not have, in version 1.
 * @throws Refusal `kind-invalid` with fields, `kind-code-taken`, `number-formats-collide`
 */
export async function addKind(tx: Transaction, made: Omit<NewKindVersion, 'basedOn'>): Promise<void> {
  const code = checkKindCode(made.code);
  const definition = checkKind(made.definition);
  await lockKinds(tx);
  await demandOwnNumbers(tx, code, definition);
  if (!(await insertKind(tx, code))) throw codeTaken(code);
  await insertKindVersion(tx, { ...made, code, definition, version: 1 });
}

/** No letter of it is begun from `at` on; `null` takes it back into use. Letters begun before go their way. */
export async function retireKind(tx: Transaction, code: string, at: Date | null): Promise<void> {
  await lockKinds(tx);
  const kind = await getKind(tx, code);
  if (at === null) await demandOwnNumbers(tx, code, kind);
  await storeRetirement(tx, code, at);
}

/** Also against earlier versions, of this kind too: what was printed once stays printed. */
async function demandOwnNumbers(tx: Transaction, code: string, definition: KindDefinition): Promise<void> {
  const { name, nameEn, registerCode, numberFormat } = definition;
  const found = collidingKind({ code, name, nameEn, registerCode, numberFormat }, await listNumberingVersions(tx));
  if (found === undefined) return;
  const { other, example } = found;
  const words = {
    id: `Nomor "${example}" dapat tercetak dua kali: ${other.name} (register "${other.registerCode}") memakai format ${other.numberFormat}. Pakai register yang sama, atau format yang dapat dibedakan.`,
    en: `The number "${example}" could be printed twice: ${other.nameEn} (register "${other.registerCode}") uses the format ${other.numberFormat}. Use the same register, or a format that can be told apart.`,
  };
  throw new Refusal('invalid-input', 'number-formats-collide', words, { numberFormat: words });
}

function changed(version: number): Refusal {
  const words = {
    id: `Jenis ini sudah diubah orang lain (sekarang versi ${version}). Belum ada yang disimpan; bandingkan, lalu simpan lagi.`,
    en: `Somebody else has changed this kind (version ${version} now). Nothing was stored; compare, then store it again.`,
  };
  return new Refusal('conflict', 'kind-changed', words, { '': words });
}

function codeTaken(code: string): Refusal {
  const words = { id: `Kode "${code}" sudah dipakai.`, en: `The code "${code}" is taken.` };
  return new Refusal('conflict', 'kind-code-taken', words, { code: words });
}
