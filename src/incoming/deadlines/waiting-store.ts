import { z } from 'zod';
import { URGENCY } from '../../letters/letter-kind.ts';
import { SECURITY } from '../../people/security-class.ts';
import type { Sql } from '../../postgres/database.ts';
import { type Query, sql, unseen } from '../../postgres/sql.ts';
import { lastOfSender, SenderStanding } from '../lists/sender-standing-store.ts';

const WaitingRow = z.object({
  /** `act`: unread or read; `accept`: a report waits for the disposer. */
  task: z.enum(['act', 'accept']),
  holdingId: z.number(),
  incomingId: z.number(),
  unitName: z.string(),
  year: z.number(),
  agenda: z.number(),
  /** The post for which it waits. */
  positionId: z.number(),
  positionName: z.string(),
  state: z.enum(['unread', 'read', 'reported']),
  via: z.enum(['root', 'forward', 'disposition']),
  responsible: z.boolean(),
  /** The post that passed it on, disposed it or reports; empty for the first holder. */
  fromName: z.string(),
  senderName: z.string(),
  number: z.string(),
  /** Empty for R and SR. */
  subject: z.string(),
  instructions: z.array(z.string()),
  forInformation: z.boolean(),
  security: z.enum(SECURITY),
  urgency: z.enum(URGENCY),
  senderStanding: SenderStanding,
  since: z.date(),
  dueAt: z.date().nullable(),
});
/** What waits for a post: letters in its hands, and reports to whoever disposed. */
export type WaitingRow = z.infer<typeof WaitingRow>;

/** More than anybody works through in a day; what is due first comes first. */
const MOST_SHOWN = 300;

const columns = (
  from: Query,
) => sql`h.id AS holding_id, i.id AS incoming_id, u.name AS unit_name, i.year, i.agenda, h.state,
  CASE s.kind WHEN 'forward' THEN 'forward' WHEN 'disposition' THEN 'disposition' ELSE 'root' END AS via, h.responsible,
  coalesce(${from}, '') AS from_name, i.sender_name, i.number,
  CASE WHEN i.security IN ('B', 'T') THEN i.subject ELSE '' END AS subject,
  CASE WHEN i.security IN ('B', 'T') THEN
    ARRAY (SELECT g ->> 'name' FROM jsonb_array_elements(coalesce(s.instructions, '[]')) g) ELSE '{}' END AS instructions,
  coalesce(s.for_information, false) AS for_information,
  i.security, i.urgency, ${lastOfSender} AS sender_standing, CASE h.state WHEN 'reported' THEN h.state_since ELSE h.since END AS since,
  CASE h.state WHEN 'reported' THEN NULL ELSE h.due_at END AS due_at`;
const joined = sql`JOIN incoming i ON i.id = h.incoming_id AND i.state = 'open' JOIN unit u ON u.id = i.unit_id
  LEFT JOIN sheet s ON s.id = h.sheet_id`;

/** At these posts; R and SR only at those `withSecret`, or they would take the places of what the asker may see. */
export function listWaitingAt(
  db: Sql,
  { positionIds, withSecret }: { positionIds: readonly number[]; withSecret: readonly number[] },
): Promise<WaitingRow[]> {
  const posts = unseen([...positionIds], 'int[]');
  const seen = (post: Query) => sql`(i.security IN ('B', 'T') OR ${post} = ANY (${unseen([...withSecret], 'int[]')}))`;
  return db.many(
    WaitingRow,
    sql`SELECT * FROM ((SELECT 'act' AS task, h.position_id, q.name AS position_name, ${columns(sql`fq.name`)}
         FROM holding h ${joined} JOIN position q ON q.id = h.position_id
           LEFT JOIN holding f ON f.id = h.parent_id LEFT JOIN position fq ON fq.id = f.position_id
         WHERE h.position_id = ANY (${posts}) AND h.state IN ('unread', 'read') AND ${seen(sql`h.position_id`)})
        UNION ALL
        (SELECT 'accept', p.position_id, pq.name, ${columns(sql`hq.name`)}
         FROM holding p JOIN holding h ON h.parent_id = p.id ${joined} JOIN position pq ON pq.id = p.position_id
           JOIN position hq ON hq.id = h.position_id
         WHERE p.position_id = ANY (${posts}) AND p.state = 'passed_on' AND h.state = 'reported' AND ${seen(sql`p.position_id`)})) waiting
        -- What has no deadline of its own must not fall behind everything that has one.
        ORDER BY coalesce(due_at, since), holding_id LIMIT ${unseen(MOST_SHOWN, 'int')}`,
  );
}
