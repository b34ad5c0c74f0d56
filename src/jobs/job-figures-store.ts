import { z } from 'zod';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const CountRow = z.object({
  name: z.string(),
  state: z.enum(['waiting', 'running', 'refused', 'failed']),
  count: z.number(),
});

/** Jobs that are not done, by name and state. */
export function countJobs(db: Sql): Promise<z.infer<typeof CountRow>[]> {
  return db.many(
    CountRow,
    sql`SELECT name, state, count(*)::int AS count FROM job WHERE state <> 'done' GROUP BY name, state ORDER BY name, state`,
  );
}

/** Since when the job has been due that waits longest; undefined when none is due. While a worker is there, seconds ago. */
export async function findOldestDue(db: Sql, now: Date): Promise<Date | undefined> {
  const { due } = await db.one(
    z.object({ due: z.date().nullable() }),
    sql`SELECT min(run_at) AS due FROM job WHERE state = 'waiting' AND run_at <= ${now}`,
  );
  return due ?? undefined;
}
