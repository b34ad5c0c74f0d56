import { z } from 'zod';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const Letter = z.object({ letterId: z.number() });

/**
 * Letters whose change of status left a trace although its row is gone: the job that tells the recipients is written in the
 * change's own transaction with its moment and kept for a month (of two changes within seconds there is one job, with the moment of the first), and what a recipient was told stays.
 * At most `limit`.
 */
export async function listLostStatuses(db: Sql, limit: number): Promise<number[]> {
  const rows = await db.many(
    Letter,
    sql`SELECT (j.payload ->> 'letterId')::bigint AS letter_id FROM job j
        WHERE j.name = 'tell-status' AND j.payload ? 'letterId' AND NOT EXISTS (SELECT FROM letter_status s
          WHERE s.letter_id = (j.payload ->> 'letterId')::bigint AND s.at = j.created_at)
        UNION
        SELECT d.letter_id FROM delivery_status t JOIN delivery d ON d.id = t.delivery_id
        WHERE NOT EXISTS (SELECT FROM letter_status s WHERE s.id = t.status_id AND s.letter_id = d.letter_id)
        ORDER BY 1 LIMIT ${limit}`,
  );
  return rows.map(({ letterId }) => letterId);
}

const Misreceived = z.object({ letterId: z.number(), position: z.string(), is: z.enum(['missing', 'surplus']) });
/** A post that an issued letter names and that does not see it, or the other way round. */
export type Misreceived = z.infer<typeof Misreceived>;

/** Where `received_letter` says other than the version that was issued. At most `limit` of each sort. */
export function listMisreceived(db: Sql, limit: number): Promise<Misreceived[]> {
  return db.many(
    Misreceived,
    sql`SELECT found.letter_id, p.name AS position, found.is FROM (
          (SELECT DISTINCT l.id AS letter_id, named.position_id, 'missing' AS is
            FROM letter l JOIN letter_version v ON v.id = l.current_version_id
              CROSS JOIN unnest(v.recipient_positions) AS named (position_id)
            WHERE l.state = 'issued' AND NOT EXISTS (SELECT FROM received_letter r
              WHERE r.position_id = named.position_id AND r.letter_id = l.id) LIMIT ${limit})
          UNION ALL
          (SELECT r.letter_id, r.position_id, 'surplus'
            FROM received_letter r JOIN letter l ON l.id = r.letter_id JOIN letter_version v ON v.id = l.current_version_id
            WHERE NOT (l.state = 'issued' AND r.position_id = ANY (v.recipient_positions)) LIMIT ${limit})) AS found
        JOIN position p ON p.id = found.position_id ORDER BY found.letter_id, found.position_id`,
  );
}
