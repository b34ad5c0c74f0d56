import { z } from 'zod';
import { bytea } from '../postgres/bytea.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

/** In the letterhead of agencies, the emblem of the region; in that of the head of the region, an emblem of its own. */
export const EMBLEMS = ['region', 'head'] as const;
export type EmblemPlace = (typeof EMBLEMS)[number];

const EmblemsRow = z.object({ region: bytea.nullable(), head: bytea.nullable() });
/** SHA-256 of each picture, a PNG of the document store; null where none is printed. */
export type Emblems = z.infer<typeof EmblemsRow>;

const emblemColumns = sql`emblem_sha256 AS region, head_emblem_sha256 AS head`;

export async function findEmblems(db: Sql): Promise<Emblems> {
  return (await db.maybe(EmblemsRow, sql`SELECT ${emblemColumns} FROM office`)) ?? { region: null, head: null };
}

/** What stands there until the transaction ends. */
export async function lockEmblems(tx: Transaction): Promise<Emblems> {
  return tx.one(EmblemsRow, sql`SELECT ${emblemColumns} FROM office FOR NO KEY UPDATE`);
}

export async function storeEmblem(tx: Transaction, place: EmblemPlace, sha256: Buffer | null): Promise<void> {
  await tx.run(
    place === 'region'
      ? sql`UPDATE office SET emblem_sha256 = ${sha256}`
      : sql`UPDATE office SET head_emblem_sha256 = ${sha256}`,
  );
}
