import { z } from 'zod';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

/** How many items lie in these front desks to be registered; counted to `most`, so that a flood costs an inbox nothing. */
export async function countOpen(db: Sql, unitIds: readonly number[], most: number): Promise<number> {
  const { count } = await db.one(
    z.object({ count: z.number() }),
    sql`SELECT count(*)::int AS count FROM (SELECT 1 FROM intake
          WHERE unit_id = ANY (${[...unitIds]}::int[]) AND state IN ('waiting', 'ready', 'refused') AND for_incoming_id IS NULL
          LIMIT ${most}) open`,
  );
  return count;
}
