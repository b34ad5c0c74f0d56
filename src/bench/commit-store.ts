import type { Database } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

/** A table of the bench's own, so that a commit is paid for without touching a letter. */
export async function makeCommitTable(db: Database): Promise<void> {
  await db.run(sql`CREATE TABLE IF NOT EXISTS bench_commit (id integer GENERATED ALWAYS AS IDENTITY, bytes bytea)`);
}

export async function dropCommitTable(db: Database): Promise<void> {
  await db.run(sql`DROP TABLE bench_commit`);
}

/** The least a durable step costs: one row, one commit. */
export async function commitOne(db: Database): Promise<void> {
  await db.transaction((tx) => tx.run(sql`INSERT INTO bench_commit (bytes) VALUES (${Buffer.alloc(1_000)})`));
}
