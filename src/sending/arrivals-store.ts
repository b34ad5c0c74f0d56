import { z } from 'zod';
import { URGENCY } from '../letters/letter-kind.ts';
import { joinStanding } from '../letters/letter-status-store.ts';
import { SECURITY } from '../people/security-class.ts';
import type { Sql } from '../postgres/database.ts';
import { sql, unseen } from '../postgres/sql.ts';

const ArrivalRow = z.object({
  deliveryId: z.number(),
  letterId: z.number(),
  /** As which incoming letter it is registered here; null: not yet. */
  incomingId: z.number().nullable(),
  part: z.enum(['to', 'cc']),
  positionName: z.string(),
  state: z.enum(['sent', 'received']),
  number: z.string(),
  sender: z.string(),
  subject: z.string(),
  security: z.enum(SECURITY),
  urgency: z.enum(URGENCY),
  at: z.date(),
});
/** A letter that came for a post; of a secret one a list says no subject. */
export type Arrival = z.infer<typeof ArrivalRow>;

const MOST_SHOWN = 100;

/** Void letters are left out: the inbox tells of them as news. Begins with what is unread, the newest of which may be old. */
export function listArrivals(db: Sql, positionIds: readonly number[]): Promise<Arrival[]> {
  return db.many(
    ArrivalRow,
    sql`WITH unread AS MATERIALIZED (SELECT * FROM delivery d
          WHERE d.channel = 'internal' AND d.state IN ('sent', 'received') AND d.position_id = ANY (${unseen([...positionIds], 'int[]')}))
        SELECT d.id AS delivery_id, d.letter_id, (SELECT a.id FROM incoming a WHERE a.delivery_id = d.id) AS incoming_id, d.part, p.name AS position_name, d.state, n.text AS number, v.letterhead AS sender,
          CASE WHEN l.security IN ('B', 'T') THEN l.subject ELSE '' END AS subject, l.security, l.urgency, d.created_at AS at
        FROM unread d JOIN position p ON p.id = d.position_id JOIN letter l ON l.id = d.letter_id
          JOIN issue i ON i.letter_id = l.id JOIN letter_number n ON n.id = i.number_id
          JOIN letter_version v ON v.id = l.current_version_id
          ${joinStanding}
        WHERE standing.code IS NULL OR standing.code = 'corrected'
        ORDER BY d.id DESC LIMIT ${unseen(MOST_SHOWN, 'int')}`,
  );
}

/** Only what nobody else has shown or read meanwhile; the event is written with it. */
export async function markShown(
  db: Sql,
  shown: { deliveryIds: readonly number[]; personId: number; at: Date },
): Promise<void> {
  await db.run(
    sql`WITH shown AS (
          UPDATE delivery SET state = 'received', changed_at = ${shown.at}
          WHERE id = ANY (${[...shown.deliveryIds]}::bigint[]) AND state = 'sent' AND channel = 'internal' RETURNING id)
        INSERT INTO delivery_event (delivery_id, state, channel, person_id, at)
        SELECT id, 'received', 'internal', ${shown.personId}::int, ${shown.at}::timestamptz FROM shown`,
  );
}

export async function markRead(
  db: Sql,
  read: { letterId: number; positionIds: readonly number[]; personId: number; at: Date },
): Promise<void> {
  await db.run(
    sql`WITH opened AS (
          UPDATE delivery SET state = 'read', changed_at = ${read.at}
          WHERE letter_id = ${read.letterId} AND channel = 'internal' AND state IN ('sent', 'received')
            AND position_id = ANY (${[...read.positionIds]}::int[]) RETURNING id)
        INSERT INTO delivery_event (delivery_id, state, channel, person_id, at)
        SELECT id, 'read', 'internal', ${read.personId}::int, ${read.at}::timestamptz FROM opened`,
  );
}
