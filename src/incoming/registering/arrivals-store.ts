import { z } from 'zod';
import type { Sql } from '../../postgres/database.ts';
import { sql } from '../../postgres/sql.ts';

const ArrivalRow = z.object({ deliveryId: z.number(), positionId: z.number(), unitId: z.number(), at: z.date() });
/** A letter of ours on its way to a post of ours; `unitId` is that of the post. */
export type ArrivedDelivery = z.infer<typeof ArrivalRow>;

/** Posts here that a letter was sent to and that nobody has registered it for; copies too. Units in one order, so that two letters never wait for each other. */
export function listUnregistered(db: Sql, letterId: number): Promise<ArrivedDelivery[]> {
  return db.many(
    ArrivalRow,
    sql`SELECT d.id AS delivery_id, d.position_id, p.unit_id, d.changed_at AS at
        FROM delivery d JOIN position p ON p.id = d.position_id
        WHERE d.letter_id = ${letterId} AND d.channel = 'internal' AND d.state IN ('sent', 'received', 'read')
          AND NOT EXISTS (SELECT 1 FROM incoming i WHERE i.delivery_id = d.id)
        ORDER BY p.unit_id, d.id`,
  );
}

export async function listUnitsWithClerk(db: Sql): Promise<Set<number>> {
  const rows = await db.many(
    z.object({ unitId: z.number() }),
    sql`SELECT DISTINCT u.unit_id FROM duty u JOIN person p ON p.id = u.person_id
        WHERE u.duty = 'registry' AND p.disabled_at IS NULL`,
  );
  return new Set(rows.map(({ unitId }) => unitId));
}
