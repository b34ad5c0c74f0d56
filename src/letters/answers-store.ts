import { z } from 'zod';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

/** Whether the letter was begun, or reported, as the answer to an incoming one. */
export async function answersIncoming(db: Sql, letterId: number): Promise<boolean> {
  const row = await db.maybe(
    z.object({ answers: z.boolean() }),
    sql`SELECT answers_id IS NOT NULL AS answers FROM letter WHERE id = ${letterId}`,
  );
  return row?.answers ?? false;
}
