import { z } from 'zod';
import { bytea } from '../postgres/bytea.ts';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const walkRow = z.object({
  id: z.number(),
  startedAt: z.date(),
  endedAt: z.date().nullable(),
  lastAt: z.date(),
  reached: bytea,
  documents: z.number(),
  bytes: z.number(),
});
export type DocumentWalk = z.infer<typeof walkRow>;

const columns = sql`id, started_at, ended_at, last_at, reached, documents, bytes`;

const recordedRow = z.object({ sha256: bytea, length: z.number() });
export type RecordedDocument = z.infer<typeof recordedRow>;

const findingRow = z.object({
  sha256: bytea,
  finding: z.enum(['missing', 'damaged']),
  foundAt: z.date(),
  seenAt: z.date(),
});
export type DocumentFinding = z.infer<typeof findingRow>;

/** The walk under way; where none is, a new one. */
export async function openWalk(db: Sql, now: Date): Promise<DocumentWalk> {
  await db.run(
    sql`INSERT INTO document_check (started_at, last_at) VALUES (${now}, ${now}) ON CONFLICT ((true)) WHERE ended_at IS NULL DO NOTHING`,
  );
  return await db.one(walkRow, sql`SELECT ${columns} FROM document_check WHERE ended_at IS NULL`);
}

/** The newest first: at most the one under way and those that ended. */
export async function listWalks(db: Sql, limit: number): Promise<DocumentWalk[]> {
  return await db.many(walkRow, sql`SELECT ${columns} FROM document_check ORDER BY id DESC LIMIT ${limit}`);
}

/** The walk has come so far; `ended` closes it. Another process that came further is not set back. */
export async function noteWalked(
  db: Sql,
  walk: { id: number; reached: Buffer; documents: number; bytes: number; ended: boolean; at: Date },
): Promise<void> {
  await db.run(
    sql`UPDATE document_check
        SET reached = ${walk.reached}, documents = documents + ${walk.documents}, bytes = bytes + ${walk.bytes},
            last_at = ${walk.at}, ended_at = ${walk.ended ? walk.at : null}
        WHERE id = ${walk.id} AND ended_at IS NULL AND reached <= ${walk.reached}`,
  );
}

/** The next recorded documents after this hash, in order. */
export async function listRecordedAfter(db: Sql, reached: Buffer, limit: number): Promise<RecordedDocument[]> {
  return await db.many(
    recordedRow,
    sql`SELECT sha256, length FROM document WHERE sha256 > ${reached} ORDER BY sha256 LIMIT ${limit}`,
  );
}

export async function listFindings(db: Sql, limit: number): Promise<DocumentFinding[]> {
  return await db.many(
    findingRow,
    sql`SELECT sha256, finding, found_at, seen_at FROM document_finding ORDER BY found_at DESC, sha256 LIMIT ${limit}`,
  );
}

/** The findings with what the documents should be, for another look. */
export async function listFoundDocuments(db: Sql, limit: number): Promise<RecordedDocument[]> {
  return await db.many(
    recordedRow,
    sql`SELECT sha256, length FROM document JOIN document_finding USING (sha256) ORDER BY seen_at, sha256 LIMIT ${limit}`,
  );
}

export async function countFindings(db: Sql): Promise<{ missing: number; damaged: number }> {
  return await db.one(
    z.object({ missing: z.number(), damaged: z.number() }),
    sql`SELECT count(*) FILTER (WHERE finding = 'missing') AS missing,
               count(*) FILTER (WHERE finding = 'damaged') AS damaged FROM document_finding`,
  );
}

/** True when it was not known yet. */
export async function noteFinding(
  db: Sql,
  found: { sha256: Buffer; finding: DocumentFinding['finding']; at: Date },
): Promise<boolean> {
  const { fresh } = await db.one(
    z.object({ fresh: z.boolean() }),
    sql`INSERT INTO document_finding (sha256, finding, found_at, seen_at)
        VALUES (${found.sha256}, ${found.finding}, ${found.at}, ${found.at})
        ON CONFLICT (sha256) DO UPDATE SET finding = EXCLUDED.finding, seen_at = EXCLUDED.seen_at
        RETURNING found_at = seen_at AS fresh`,
  );
  return fresh;
}

/** True when there was one. */
export async function removeFinding(db: Sql, sha256: Buffer): Promise<boolean> {
  return (await db.run(sql`DELETE FROM document_finding WHERE sha256 = ${sha256}`)) > 0;
}
