import { z } from 'zod';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const StuckRow = z.object({ letterId: z.number(), signatory: z.string(), startedAt: z.date() });
export type StuckAct = z.infer<typeof StuckRow>;

/** Signing acts begun before `before` and neither finished nor given up: whose letter, never what it says. */
export function listStuckActs(db: Sql, before: Date): Promise<StuckAct[]> {
  return db.many(
    StuckRow,
    sql`SELECT a.letter_id, p.name AS signatory, a.started_at FROM signing_act AS a JOIN person AS p ON p.id = a.person_id
        WHERE a.state IN ('open', 'signed') AND a.started_at < ${before} ORDER BY a.started_at LIMIT 100`,
  );
}

/** How many are under way, and since when the oldest of them. */
export function sumUnfinishedActs(db: Sql): Promise<{ count: number; oldest: Date | null }> {
  return db.one(
    z.object({ count: z.number(), oldest: z.date().nullable() }),
    sql`SELECT count(*)::int AS count, min(started_at) AS oldest FROM signing_act WHERE state IN ('open', 'signed')`,
  );
}
