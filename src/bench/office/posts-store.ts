import { z } from 'zod';
import type { Sql } from '../../postgres/database.ts';
import { sql } from '../../postgres/sql.ts';

const PostRow = z.object({
  id: z.number(),
  unitId: z.number(),
  name: z.string(),
  superiorId: z.number().nullable(),
  personId: z.number(),
});
/** A post with somebody who holds it. */
export type HeldPost = z.infer<typeof PostRow>;

export function listHeldPosts(db: Sql): Promise<HeldPost[]> {
  return db.many(
    PostRow,
    sql`SELECT DISTINCT ON (p.id) p.id, p.unit_id, p.name, p.superior_id, a.person_id
        FROM position p JOIN appointment a ON a.position_id = p.id
        WHERE p.closed_at IS NULL AND a.forms = '{}' AND (a.valid_to IS NULL OR a.valid_to >= current_date) ORDER BY p.id, a.id`,
  );
}

/** The unit's people who keep its agenda; the fullest agendas first. */
export function listDesks(db: Sql): Promise<{ unitId: number; clerkId: number }[]> {
  return db.many(
    z.object({ unitId: z.number(), clerkId: z.number() }),
    sql`SELECT d.unit_id, min(d.person_id) AS clerk_id FROM duty d
        WHERE d.duty = 'registry' GROUP BY d.unit_id
        ORDER BY (SELECT coalesce(sum(c.last), 0) FROM agenda_counter c WHERE c.unit_id = d.unit_id) DESC, d.unit_id`,
  );
}
