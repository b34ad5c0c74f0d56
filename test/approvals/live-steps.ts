import { z } from 'zod';
import type { Sql } from '../../src/postgres/database.ts';
import { sql } from '../../src/postgres/sql.ts';

/** Where `live_step` says something else than the steps of the letters that go round: nowhere. */
export function listMisplacedSteps(db: Sql) {
  const kept = sql`SELECT letter_id, step_id, position_id FROM live_step`;
  const meant = sql`SELECT l.id AS letter_id, s.id AS step_id, s.position_id FROM letter l JOIN approval_step s ON s.version_id = l.current_version_id
    WHERE l.state IN ('in_approval', 'awaiting_signature')`;
  return db.many(
    z.object({ letterId: z.number(), stepId: z.number(), positionId: z.number() }),
    sql`(${kept} EXCEPT ${meant}) UNION ALL (${meant} EXCEPT ${kept})`,
  );
}

export async function countLiveSteps(db: Sql): Promise<number> {
  return (await db.one(z.object({ count: z.number() }), sql`SELECT count(*)::int AS count FROM live_step`)).count;
}
