import { z } from 'zod';
import { bytea } from '../postgres/bytea.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

/** An entry as it waits for its place in the log: opaque bytes; only `kind` is told for the reader of the table. */
export interface QueuedEntry {
  kind: 'LETTER' | 'STATUS' | 'KEYS' | 'COSEAL';
  entry: Uint8Array;
  letterId?: number;
  at: Date;
}

const row = z.object({
  id: z.number(),
  kind: z.enum(['LETTER', 'STATUS', 'KEYS', 'COSEAL']),
  entry: bytea,
  letterId: z.number().nullable(),
  queuedAt: z.date(),
  logIndex: z.number().nullable(),
});

/** Queues an entry in the caller's transaction; its index is given later, by the one sequencer, and never by this id. */
export async function queueEntry(tx: Transaction, entry: QueuedEntry): Promise<void> {
  await tx.run(sql`
    INSERT INTO log_entry (kind, entry, letter_id, queued_at)
    VALUES (${entry.kind}, ${Buffer.from(entry.entry)}, ${entry.letterId ?? null}, ${entry.at})`);
}

/** Entries without a place, in the order in which they were queued. */
export function listWaitingEntries(db: Sql, limit: number): Promise<z.infer<typeof row>[]> {
  return db.many(
    row,
    sql`SELECT id, kind, entry, letter_id, queued_at, log_index FROM log_entry WHERE log_index IS NULL ORDER BY id LIMIT ${limit}`,
  );
}
