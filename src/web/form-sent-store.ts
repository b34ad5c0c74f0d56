import { z } from 'zod';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const sentRow = z.object({ startedAt: z.date(), location: z.string().nullable() });

/** True for the first who brings this key; everybody after meets the primary key. */
export async function claimForm(db: Sql, key: Buffer, now: Date): Promise<boolean> {
  return (
    (await db.run(sql`INSERT INTO form_sent (key, started_at) VALUES (${key}, ${now}) ON CONFLICT DO NOTHING`)) === 1
  );
}

export function findSentForm(db: Sql, key: Buffer): Promise<z.infer<typeof sentRow> | undefined> {
  return db.maybe(sentRow, sql`SELECT started_at, location FROM form_sent WHERE key = ${key}`);
}

/** Where the form led; whoever sends it again is led there too. */
export async function storeFormResult(db: Sql, key: Buffer, location: string): Promise<void> {
  await db.run(sql`UPDATE form_sent SET location = ${location} WHERE key = ${key}`);
}

/** The form changed nothing and may be sent again. */
export async function releaseForm(db: Sql, key: Buffer): Promise<void> {
  await db.run(sql`DELETE FROM form_sent WHERE key = ${key}`);
}
