import { z } from 'zod';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const CountRow = z.object({
  name: z.string(),
  state: z.enum(['waiting', 'running', 'refused', 'failed']),
  count: z.number(),
  /** Those of `count` that are due now; of those that wait alone. */
  due: z.number(),
  /** Since when the one due longest has been due. */
  dueSince: z.date().nullable(),
});

/** Jobs that are not done, by name and state. */
export function countJobsByName(db: Sql, now: Date): Promise<z.infer<typeof CountRow>[]> {
  const isDue = sql`state = 'waiting' AND run_at <= ${now}`;
  return db.many(
    CountRow,
    sql`SELECT name, state, count(*)::int AS count, count(*) FILTER (WHERE ${isDue})::int AS due,
          min(run_at) FILTER (WHERE ${isDue}) AS due_since
        FROM job WHERE state <> 'done' GROUP BY name, state ORDER BY name, state`,
  );
}

export interface JobCounts {
  waiting: number;
  running: number;
  refused: number;
  failed: number;
  /** Since when the one due longest has been due. */
  dueSince: Date | null;
}

/** `waiting` and `dueSince` count what is due now. */
export async function countJobs(db: Sql, now: Date): Promise<JobCounts> {
  return sumJobs(await countJobsByName(db, now));
}

export function sumJobs(rows: readonly z.infer<typeof CountRow>[]): JobCounts {
  const sum: JobCounts = { waiting: 0, running: 0, refused: 0, failed: 0, dueSince: null };
  for (const { state, count, due, dueSince } of rows) {
    sum[state] += state === 'waiting' ? due : count;
    if (dueSince !== null && (sum.dueSince === null || dueSince < sum.dueSince)) sum.dueSince = dueSince;
  }
  return sum;
}
