import { z } from 'zod';
import { URGENCY } from '../../letters/letter-kind.ts';
import { SECURITY } from '../../people/security-class.ts';
import type { Sql, Transaction } from '../../postgres/database.ts';
import { type Query, sql, unseen } from '../../postgres/sql.ts';
import { lastOfSender, SenderStanding } from '../lists/sender-standing-store.ts';
import { type Hears, NOTICE_KINDS, NOTICE_ROLES } from './who-hears.ts';

const WaitingHoldingRow = z.object({
  holdingId: z.number(),
  incomingId: z.number(),
  /** `accept`: a report waits for the post that disposed. */
  task: z.enum(['act', 'accept']),
  /** Nobody at the post has opened it. */
  unread: z.boolean(),
  /** The post that it waits for. */
  positionId: z.number(),
  positionName: z.string(),
  unitId: z.number(),
  agendaUnitId: z.number(),
  agendaUnitName: z.string(),
  year: z.number(),
  agenda: z.number(),
  senderName: z.string(),
  subject: z.string(),
  security: z.enum(SECURITY),
  urgency: z.enum(URGENCY),
  givenBy: z.number().nullable(),
  since: z.date(),
  dueAt: z.date().nullable(),
});
/** An incoming letter that waits for a post. */
export type WaitingHolding = z.infer<typeof WaitingHoldingRow>;

// A report that waits to be accepted has the time of its urgency anew: the deadline on the sheet was for the work.
const columns = sql`h.id AS holding_id, i.id AS incoming_id, CASE h.state WHEN 'reported' THEN 'accept' ELSE 'act' END AS task,
  h.state = 'unread' AS unread, q.id AS position_id, q.name AS position_name, q.unit_id, i.unit_id AS agenda_unit_id, u.name AS agenda_unit_name, i.year, i.agenda,
  i.sender_name, i.subject, i.security, i.urgency,
  CASE h.state WHEN 'reported' THEN (SELECT r.person_id FROM report r WHERE r.holding_id = h.id ORDER BY r.id DESC LIMIT 1)
    ELSE coalesce(s.person_id, i.registered_by) END AS given_by,
  CASE h.state WHEN 'reported' THEN h.state_since ELSE h.since END AS since,
  CASE h.state WHEN 'reported' THEN NULL ELSE h.due_at END AS due_at`;
const from = sql`FROM holding h JOIN incoming i ON i.id = h.incoming_id JOIN unit u ON u.id = i.unit_id
  LEFT JOIN sheet s ON s.id = h.sheet_id LEFT JOIN holding p ON p.id = h.parent_id
  JOIN position q ON q.id = CASE h.state WHEN 'reported' THEN p.position_id ELSE h.position_id END`;
const waits = sql`h.state IN ('unread', 'read', 'reported') AND i.state = 'open'`;

/** All that wait, the longest first. */
export function listWaitingHoldings(db: Sql): Promise<WaitingHolding[]> {
  return db.many(WaitingHoldingRow, sql`SELECT ${columns} ${from} WHERE ${waits} ORDER BY h.state_since, h.id`);
}

const LateRow = z.object({
  holdingId: z.number(),
  urgency: z.enum(URGENCY),
  since: z.date(),
  dueAt: z.date().nullable(),
});

/** Of posts of these units, or of letters in their agendas: since when each has waited. */
export function listWaitingSinceIn(db: Sql, unitIds: readonly number[]): Promise<z.infer<typeof LateRow>[]> {
  const units = sql`ANY (${unseen([...unitIds], 'int[]')})`;
  return db.many(
    LateRow,
    sql`SELECT h.id AS holding_id, i.urgency,
          CASE h.state WHEN 'reported' THEN h.state_since ELSE h.since END AS since,
          CASE h.state WHEN 'reported' THEN NULL ELSE h.due_at END AS due_at
        FROM holding h JOIN incoming i ON i.id = h.incoming_id
        WHERE ${waits} AND (i.unit_id = ${units} OR
          CASE h.state WHEN 'reported' THEN (SELECT p.position_id FROM holding p WHERE p.id = h.parent_id) ELSE h.position_id END
            = ANY (ARRAY (SELECT q.id FROM position q WHERE q.unit_id = ${units})))`,
  );
}

const StandingRow = WaitingHoldingRow.extend({ senderStanding: SenderStanding });
/** With how the letter stands with its sender. */
export type StandingHolding = z.infer<typeof StandingRow>;

/** Those of these that still wait, in the order in which they came. */
export function listHoldingsWaiting(db: Sql, holdingIds: readonly number[]): Promise<StandingHolding[]> {
  return db.many(
    StandingRow,
    sql`SELECT ${columns}, ${lastOfSender} AS sender_standing ${from} WHERE h.id = ANY (${unseen([...holdingIds], 'bigint[]')}) AND ${waits} ORDER BY h.id`,
  );
}

const NoticeRow = z.object({
  holdingId: z.number(),
  task: z.enum(['act', 'accept']),
  since: z.date(),
  kind: z.enum(NOTICE_KINDS),
  role: z.enum(NOTICE_ROLES),
  personId: z.number(),
  at: z.date(),
});
export type HoldingNotice = z.infer<typeof NoticeRow>;

const notices = (where: Query) => sql`SELECT n.holding_id, n.task, n.since, n.kind, n.role, n.person_id, n.at
  FROM holding_notice n JOIN holding h ON h.id = n.holding_id WHERE ${where} ORDER BY n.id`;

/** What was told of all that waits. */
export function listHoldingNotices(db: Sql): Promise<HoldingNotice[]> {
  return db.many(NoticeRow, notices(sql`h.state IN ('unread', 'read', 'reported')`));
}

/** What this person was told, otherwise than as its holder, of letters that still wait: of these, not of all that were told in years. */
export function listHoldingNoticesTo(db: Sql, personId: number): Promise<HoldingNotice[]> {
  return db.many(
    NoticeRow,
    sql`WITH waiting AS MATERIALIZED (SELECT id FROM holding WHERE state IN ('unread', 'read', 'reported'))
        SELECT n.* FROM waiting h CROSS JOIN LATERAL (
            SELECT n.id, n.holding_id, n.task, n.since, n.kind, n.role, n.person_id, n.at FROM holding_notice n
            WHERE n.person_id = ${personId} AND n.holding_id = h.id AND n.role <> 'holder' OFFSET 0) n ORDER BY n.id`,
  );
}

/** False when it was told before, or waits no longer: nobody is reminded of what they have just done. */
export async function insertHoldingNotice(
  tx: Transaction,
  { holdingId, task, since }: Pick<WaitingHolding, 'holdingId' | 'task' | 'since'>,
  { kind, role, personId }: Hears,
  at: Date,
): Promise<boolean> {
  const states = task === 'act' ? ['unread', 'read'] : ['reported'];
  return (
    (await tx.run(
      sql`INSERT INTO holding_notice (holding_id, task, since, kind, person_id, role, at)
          SELECT h.id, ${task}, ${since}::timestamptz, ${kind}, ${personId}::int, ${role}, ${at}::timestamptz
          FROM holding h JOIN incoming i ON i.id = h.incoming_id
          WHERE h.id = ${holdingId} AND h.state = ANY (${states}::text[]) AND i.state = 'open'
          ON CONFLICT DO NOTHING`,
    )) === 1
  );
}
