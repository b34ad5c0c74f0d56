import { z } from 'zod';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const CountRow = z.object({
  name: z.string(),
  state: z.enum(['waiting', 'running', 'refused', 'failed']),
  count: z.number(),
});

/** Jobs that are not done, by name and state. */
export function countJobsByName(db: Sql): Promise<z.infer<typeof CountRow>[]> {
  return db.many(
    CountRow,
    sql`SELECT name, state, count(*)::int AS count FROM job WHERE state <> 'done' GROUP BY name, state ORDER BY name, state`,
  );
}
