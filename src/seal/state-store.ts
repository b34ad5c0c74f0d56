import { z } from 'zod';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const row = z.object({ at: z.date(), note: z.string() });

/** The newest state note; undefined before the first. */
export function findStateNote(db: Sql): Promise<z.infer<typeof row> | undefined> {
  return db.maybe(row, sql`SELECT at, note FROM state_note`);
}

/** Replaces it, unless another process already wrote a newer one: the published time never goes back. */
export async function storeStateNote(tx: Transaction, note: string, at: Date): Promise<void> {
  await tx.run(sql`
    INSERT INTO state_note (at, note) VALUES (${at}, ${note})
    ON CONFLICT (id) DO UPDATE SET at = excluded.at, note = excluded.note WHERE state_note.at <= excluded.at`);
}
