import { z } from 'zod';
import type { Sql, Transaction } from '../../postgres/database.ts';
import { type Query, sql } from '../../postgres/sql.ts';
import type { Incoming, LineFields } from '../incoming-store.ts';

/** Closed, or held by nobody today. */
function vacant(today: string): Query {
  return sql`(p.closed_at IS NOT NULL OR NOT EXISTS (SELECT FROM appointment a JOIN person h ON h.id = a.person_id
    WHERE a.position_id = p.id AND h.disabled_at IS NULL AND a.valid_from <= ${today}::date
      AND (a.valid_to IS NULL OR a.valid_to >= ${today}::date)))`;
}

const InHandRow = z.object({
  holdingId: z.number(),
  positionId: z.number(),
  positionName: z.string(),
  /** `passed_on`: a report waits there to be accepted. */
  state: z.enum(['unread', 'read', 'passed_on']),
  first: z.boolean(),
  vacant: z.boolean(),
});
/** A post from which a letter waits for somebody to open it, to deal with it, or to accept a report. */
export type InHand = z.infer<typeof InHandRow>;

export function listInHand(db: Sql, incomingId: number, today: string): Promise<InHand[]> {
  return db.many(
    InHandRow,
    sql`SELECT w.id AS holding_id, p.id AS position_id, p.name AS position_name, w.state, w.parent_id IS NULL AS first,
          ${vacant(today)} AS vacant
        FROM holding w JOIN position p ON p.id = w.position_id
        WHERE w.incoming_id = ${incomingId} AND (w.state IN ('unread', 'read') OR w.state = 'passed_on'
          AND EXISTS (SELECT FROM holding r WHERE r.parent_id = w.id AND r.state = 'reported')) ORDER BY w.id`,
  );
}

export const MOST_ALARMS = 50;
/** The oldest open letters of a desk that are looked at for one that nobody has: there ought to be none. */
const LOOKED_AT = 1_000;

const StillRow = z.object({
  id: z.number(),
  /** The vacant or closed posts for which something waits; none: nobody has the letter. */
  posts: z.array(z.string()),
  /** Reports wait there to be accepted, and nothing else. */
  reports: z.boolean(),
});
/** An open letter of which something lies still. */
export type Still = z.infer<typeof StillRow>;

/**
 * Open letters of these agendas of which something waits for a post that is vacant or closed, whoever else is at work on them: to
 * be opened, to be dealt with, or a report to be accepted by the post that disposed; and letters that nobody has. Begins with the
 * vacant posts, which are few, not with the open letters.
 */
export function listStill(db: Sql, unitIds: readonly number[], today: string): Promise<Still[]> {
  return db.many(
    StillRow,
    sql`WITH empty_post AS MATERIALIZED (SELECT p.id, p.name FROM position p WHERE ${vacant(today)}),
          oldest AS MATERIALIZED (SELECT i.id FROM unnest(${[...unitIds]}::int[]) q (id) CROSS JOIN LATERAL
            (SELECT o.id FROM incoming o WHERE o.unit_id = q.id AND o.state = 'open' ORDER BY o.id LIMIT ${LOOKED_AT}) i)
        SELECT i.id, coalesce(array_agg(DISTINCT found.post) FILTER (WHERE found.post IS NOT NULL), '{}') AS posts,
          bool_and(found.reports) AS reports FROM (
            SELECT h.incoming_id AS id, e.name AS post, false AS reports FROM empty_post e
              JOIN holding h ON h.position_id = e.id AND h.state IN ('unread', 'read')
            UNION SELECT g.incoming_id, e.name, true FROM empty_post e JOIN holding g ON g.position_id = e.id AND g.state = 'passed_on'
              JOIN holding h ON h.parent_id = g.id AND h.state = 'reported'
            UNION SELECT o.id, NULL, false FROM oldest o WHERE NOT EXISTS (SELECT FROM holding h WHERE h.incoming_id = o.id
              AND h.state IN ('unread', 'read', 'reported') OFFSET 0)) found
          JOIN incoming i ON i.id = found.id
        WHERE i.unit_id = ANY (${[...unitIds]}::int[]) AND i.state = 'open'
        GROUP BY i.id ORDER BY i.id LIMIT ${MOST_ALARMS + 1}`,
  );
}

/** The line as mended; its place in the agenda stays. */
export async function storeCorrected(
  tx: Transaction,
  incomingId: number,
  line: LineFields & Pick<Incoming, 'senderId'>,
): Promise<void> {
  await tx.run(sql`UPDATE incoming SET channel = ${line.channel}, sender_id = ${line.senderId}, sender_name = ${line.senderName},
      sender_address = ${line.senderAddress}, number = ${line.number}, letter_date = ${line.letterDate}, subject = ${line.subject},
      received_at = ${line.receivedAt}, security = ${line.security}, urgency = ${line.urgency},
      classification = ${line.classification}, revision = revision + 1
    WHERE id = ${incomingId}`);
}

/** Of no delivery: which letter of ours the paper is, by its QR and the clerk; null: none. */
export async function storeOwnLetter(tx: Transaction, incomingId: number, letterId: number | null): Promise<void> {
  await tx.run(sql`UPDATE incoming SET letter_id = ${letterId}, revision = revision + 1 WHERE id = ${incomingId}`);
}

/** What was passed on stays so: others have it, and the new post accepts what they report. To which post it was given first stays written. */
export async function storeHolder(tx: Transaction, holdingId: number, positionId: number, at: Date): Promise<void> {
  await tx.run(sql`UPDATE holding SET given_position_id = coalesce(given_position_id, position_id), position_id = ${positionId},
      since = ${at}, state_since = ${at},
      state = CASE state WHEN 'passed_on' THEN state ELSE 'unread' END
    WHERE id = ${holdingId}`);
}

/** Whether the post has the letter in hand already; what it passed upward may come to it again. */
export async function hasInHand(db: Sql, incomingId: number, positionId: number): Promise<boolean> {
  const row = await db.one(
    z.object({ has: z.boolean() }),
    sql`SELECT EXISTS (SELECT FROM holding h WHERE h.incoming_id = ${incomingId} AND h.position_id = ${positionId}
          AND h.state NOT IN ('forwarded', 'done', 'cancelled')) AS has`,
  );
  return row.has;
}

/** How far the unit's agenda of a year has counted. */
export async function readCounter(db: Sql, unitId: number, year: number): Promise<number> {
  const row = await db.maybe(
    z.object({ last: z.number() }),
    sql`SELECT last FROM agenda_counter WHERE unit_id = ${unitId} AND year = ${year}`,
  );
  return row?.last ?? 0;
}

export async function listYears(db: Sql, unitId: number): Promise<number[]> {
  const rows = await db.many(
    z.object({ year: z.number() }),
    sql`SELECT year FROM agenda_counter WHERE unit_id = ${unitId} ORDER BY year DESC`,
  );
  return rows.map(({ year }) => year);
}
