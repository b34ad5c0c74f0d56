import { z } from 'zod';
import { Refusal } from '../errors.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';
import { KindDefinition, type LetterKind } from './letter-kind.ts';

const KindRow = z
  .object({ code: z.string(), version: z.number(), definition: KindDefinition })
  .transform(({ code, version, definition }): LetterKind => ({ ...definition, code, version }));

const kindColumns = sql`v.code, v.version, v.definition`;
const present = sql`letter_kind k JOIN letter_kind_version v ON (v.code, v.version) = (k.code, k.current_version)`;

/** The present version of every kind of which letters may be begun, in the order of the list. */
export async function listKinds(db: Sql): Promise<LetterKind[]> {
  return db.many(
    KindRow,
    sql`SELECT ${kindColumns} FROM ${present} WHERE k.retired_at IS NULL ORDER BY k.sort, k.code`,
  );
}

const StandingRow = z
  .object({ code: z.string(), version: z.number(), definition: KindDefinition, retiredAt: z.date().nullable() })
  .transform(({ code, version, definition, retiredAt }) => ({ ...definition, code, version, retiredAt }));
export type StandingKind = z.infer<typeof StandingRow>;

/** The present version, retired or not. */
export async function getKind(db: Sql, code: string): Promise<StandingKind> {
  const kind = await db.maybe(
    StandingRow,
    sql`SELECT ${kindColumns}, k.retired_at FROM ${present} WHERE k.code = ${code}`,
  );
  return kind ?? refuseUnknownKind();
}

/** The kind as a letter knows it that was begun under this version. */
export async function getKindVersion(db: Sql, code: string, version: number): Promise<LetterKind> {
  const kind = await db.maybe(
    KindRow,
    sql`SELECT ${kindColumns} FROM letter_kind_version v WHERE v.code = ${code} AND v.version = ${version}`,
  );
  return kind ?? refuseUnknownKind();
}

const VersionRow = z.object({
  version: z.number(),
  definition: KindDefinition,
  note: z.string(),
  madeById: z.number().nullable(),
  /** Null: it came with the program. */
  madeByName: z.string().nullable(),
  madeAt: z.date(),
  letters: z.number(),
});
/** A version with who made it, why, and how many letters were begun under it. */
export type KindVersion = z.infer<typeof VersionRow>;

/** Newest first. */
export async function listKindVersions(db: Sql, code: string): Promise<KindVersion[]> {
  return db.many(
    VersionRow,
    sql`SELECT v.version, v.definition, v.note, v.made_by AS made_by_id, p.name AS made_by_name, v.made_at,
          (SELECT count(*)::int FROM letter l WHERE l.kind = v.code AND l.kind_version = v.version) AS letters
        FROM letter_kind_version v LEFT JOIN person p ON p.id = v.made_by
        WHERE v.code = ${code} ORDER BY v.version DESC`,
  );
}

/** The versions that can print a number: those of today, and older ones under which a letter was begun. */
export async function listNumberingVersions(db: Sql): Promise<LetterKind[]> {
  return db.many(
    KindRow,
    sql`SELECT ${kindColumns} FROM letter_kind_version v JOIN letter_kind k ON k.code = v.code
        WHERE (v.version = k.current_version AND k.retired_at IS NULL)
          OR EXISTS (SELECT FROM letter l WHERE l.kind = v.code AND l.kind_version = v.version)
        ORDER BY v.code, v.version`,
  );
}

/**
 * Every kind stays as it is until the transaction ends: two formats that collide cannot be stored by two administrators at
 * once. Letters go on being begun meanwhile.
 */
export async function lockKinds(tx: Transaction): Promise<void> {
  await tx.run(sql`SELECT FROM letter_kind ORDER BY code FOR NO KEY UPDATE`);
}

export interface NewVersion {
  code: string;
  version: number;
  definition: KindDefinition;
  note: string;
  by: number;
  at: Date;
}

/** At the end of the list; its first version must follow in the same transaction. False when the code is taken. */
export async function insertKind(tx: Transaction, code: string): Promise<boolean> {
  const rows = await tx.run(
    sql`INSERT INTO letter_kind (code, current_version, sort)
        SELECT ${code}, 1, coalesce(max(sort), 0) + 1 FROM letter_kind ON CONFLICT DO NOTHING`,
  );
  return rows === 1;
}

/** Written once, and made the present one. */
export async function insertKindVersion(tx: Transaction, made: NewVersion): Promise<void> {
  await tx.run(
    sql`INSERT INTO letter_kind_version (code, version, definition, note, made_by, made_at)
        VALUES (${made.code}, ${made.version}, ${JSON.stringify(made.definition)}, ${made.note}, ${made.by}, ${made.at})`,
  );
  await tx.run(sql`UPDATE letter_kind SET current_version = ${made.version} WHERE code = ${made.code}`);
}

/** `at` null takes it back into the list. */
export async function storeRetirement(tx: Transaction, code: string, at: Date | null): Promise<void> {
  await tx.run(sql`UPDATE letter_kind SET retired_at = ${at} WHERE code = ${code}`);
}

function refuseUnknownKind(): never {
  throw new Refusal('not-found', 'kind-unknown', {
    id: 'Jenis surat itu tidak ada. Pilih dari daftar.',
    en: 'There is no such kind of letter. Choose one from the list.',
  });
}
