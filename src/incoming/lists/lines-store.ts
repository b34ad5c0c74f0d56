import { z } from 'zod';
import { URGENCY } from '../../letters/letter-kind.ts';
import { SECURITY } from '../../people/security-class.ts';
import type { Sql } from '../../postgres/database.ts';
import { type Query, sql, unseen } from '../../postgres/sql.ts';
import { CHANNELS, INCOMING_STATES } from '../incoming-store.ts';
import { type IncomingSight, lineAlone, readable } from '../sight-store.ts';
import { lastOfSender, SenderStanding } from './sender-standing-store.ts';

/** Posts that a line names; of others it says that there are some. */
const MOST_HOLDERS = 5;

const LineColumns = z.object({
  id: z.number(),
  unitId: z.number(),
  unitName: z.string(),
  year: z.number(),
  agenda: z.number(),
  channel: z.enum(CHANNELS),
  senderName: z.string(),
  number: z.string(),
  letterDate: z.string().nullable(),
  /** Empty for R and SR, and for whoever may see the line alone. */
  subject: z.string(),
  /** Whether the letter itself may be opened. */
  readable: z.boolean(),
  receivedAt: z.date(),
  security: z.enum(SECURITY),
  urgency: z.enum(URGENCY),
  addresseeName: z.string(),
  state: z.enum(INCOMING_STATES),
  stateReason: z.string(),
  senderStanding: SenderStanding,
  registeredAt: z.date(),
  /** The posts that have it in hand now; of R and SR only for whoever may open it. */
  holders: z.array(z.string()),
});
const LineRow = LineColumns.transform(({ holders, ...line }) => ({
  ...line,
  holders: holders.slice(0, MOST_HOLDERS),
  otherHolders: holders.length > MOST_HOLDERS,
}));
/** What a list shows of one incoming letter. */
export type IncomingLine = z.infer<typeof LineRow>;

/** Whether the reader may open the letter is asked once a line, as `may.read`. */
export function lineColumns(sight: IncomingSight): Query {
  return sql`i.id, i.unit_id, u.name AS unit_name, i.year, i.agenda, i.channel, i.sender_name, i.number, i.letter_date,
      CASE WHEN i.security IN ('B', 'T') AND may.read THEN i.subject ELSE '' END AS subject, may.read AS readable,
      i.received_at, i.security, i.urgency, a.name AS addressee_name, i.state, i.state_reason,
      ${lastOfSender} AS sender_standing, i.registered_at,
      ARRAY (SELECT p.name FROM holding h JOIN position p ON p.id = h.position_id
        WHERE h.incoming_id = i.id AND h.state IN ('unread', 'read', 'reported') AND (i.security IN ('B', 'T') OR may.read)
        ORDER BY h.id LIMIT ${MOST_HOLDERS + 1}::int) AS holders
    FROM incoming i JOIN unit u ON u.id = i.unit_id JOIN position a ON a.id = i.addressee_position_id
      CROSS JOIN LATERAL (SELECT ${readable(sight)} AS read OFFSET 0) may`;
}

/** Of these letters, the lines that the reader may see, newest first. */
export function listLines(db: Sql, sight: IncomingSight, ids: readonly number[]): Promise<IncomingLine[]> {
  return db.many(
    LineRow,
    sql`SELECT ${lineColumns(sight)} WHERE i.id = ANY (${unseen([...ids], 'bigint[]')}) AND (${lineAlone(sight)} OR may.read) ORDER BY i.id DESC`,
  );
}

/** The lines of one unit's agenda below a number, highest first. The caller has asked who may see them. */
export function listAgenda(
  db: Sql,
  sight: IncomingSight,
  { unitId, year, below, most }: { unitId: number; year: number; below: number; most: number },
): Promise<IncomingLine[]> {
  return db.many(
    LineRow,
    sql`SELECT ${lineColumns(sight)} WHERE i.unit_id = ${unitId} AND i.year = ${year} AND i.agenda < ${below}::bigint
        ORDER BY i.agenda DESC LIMIT ${most}::int`,
  );
}

/** How many were registered since an instant in these agendas. */
export async function countRegisteredSince(db: Sql, unitIds: readonly number[], since: Date): Promise<number> {
  const row = await db.one(
    z.object({ count: z.number() }),
    sql`SELECT count(*)::int FROM incoming WHERE unit_id = ANY (${[...unitIds]}::int[]) AND registered_at >= ${since}`,
  );
  return row.count;
}
