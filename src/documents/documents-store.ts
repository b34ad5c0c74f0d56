import { z } from 'zod';
import { bytea } from '../postgres/bytea.ts';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const documentRow = z.object({
  sha256: bytea,
  length: z.number(),
  mediaType: z.string(),
  createdAt: z.date(),
});
export type DocumentRecord = z.infer<typeof documentRow>;

/** Notes that a file is part of the record. The file is on disk before (`DocumentStore.put`); noting it twice is fine. */
export async function recordDocument(
  tx: Sql,
  document: { sha256: Uint8Array; length: number; mediaType: string; at: Date },
): Promise<void> {
  await tx.run(
    sql`INSERT INTO document (sha256, length, media_type, created_at)
        VALUES (${Buffer.from(document.sha256)}, ${document.length}, ${document.mediaType}, ${document.at})
        ON CONFLICT (sha256) DO NOTHING`,
  );
}

export async function findDocument(db: Sql, sha256: Uint8Array): Promise<DocumentRecord | undefined> {
  return await db.maybe(
    documentRow,
    sql`SELECT sha256, length, media_type, created_at FROM document WHERE sha256 = ${Buffer.from(sha256)}`,
  );
}

export async function anyRecorded(db: Sql): Promise<boolean> {
  const { any } = await db.one(z.object({ any: z.boolean() }), sql`SELECT EXISTS (SELECT FROM document) AS any`);
  return any;
}

/** Which of these hashes are part of the record. */
export async function listRecorded(db: Sql, hashes: readonly Buffer[]): Promise<Buffer[]> {
  const rows = await db.many(
    documentRow.pick({ sha256: true }),
    sql`SELECT sha256 FROM document WHERE sha256 = ANY(${hashes}::bytea[])`,
  );
  return rows.map((row) => row.sha256);
}
