import { z } from 'zod';
import { SECURITY } from '../../people/security-class.ts';
import type { Sql } from '../../postgres/database.ts';
import { type Query, sql } from '../../postgres/sql.ts';
import { fitsBook, fitsSheet, type LineTerms } from '../lists/line-terms-store.ts';
import { HOLDING_STATES } from '../tree/tree-states.ts';

/** A stretch of a unit's book; `text` empty: everything that the terms let through. */
export interface Stretch {
  unitId: number;
  from: Date;
  until: Date;
  text: string;
  terms: LineTerms;
  /** Rows before the first that is wanted. */
  skip: number;
  most: number;
}

const like = (words: string) => `%${words.replace(/[\\%_]/g, '\\$&')}%`;

const IncomingBookRow = z.object({
  agenda: z.number(),
  year: z.number(),
  receivedAt: z.date(),
  number: z.string(),
  letterDate: z.string().nullable(),
  senderName: z.string(),
  subject: z.string(),
  security: z.enum(SECURITY),
  addressee: z.string(),
  state: z.enum(['open', 'closed', 'void']),
  reason: z.string(),
});
export type IncomingBookRow = z.infer<typeof IncomingBookRow>;

/**
 * Buku agenda masuk: lines registered in these days, in the order of their numbers: as they were registered. A page reads the index
 * up to its last line and no letter that it does not show or pass over (OFFSET 0 keeps the planner from sorting all the days).
 */
export function listIncomingBook(db: Sql, stretch: Stretch): Promise<IncomingBookRow[]> {
  const { unitId, from, until, skip, most } = stretch;
  return db.many(
    IncomingBookRow,
    sql`SELECT i.agenda, i.year, i.received_at, i.number, i.letter_date, i.sender_name, i.security,
          CASE WHEN i.security IN ('B', 'T') THEN i.subject ELSE '' END AS subject, p.name AS addressee, i.state, i.state_reason AS reason
        FROM (SELECT b.year, b.agenda FROM (SELECT l.year, l.agenda, l.registered_at FROM incoming l
              WHERE l.unit_id = ${unitId} AND l.registered_at >= ${from} AND l.registered_at < ${until}
              ORDER BY l.registered_at, l.agenda OFFSET 0) b
            ${lineFits(stretch)} ORDER BY b.registered_at, b.agenda LIMIT ${most}::int OFFSET ${skip}::int) b
          JOIN incoming i ON i.unit_id = ${unitId} AND i.year = b.year AND i.agenda = b.agenda
          JOIN position p ON p.id = i.addressee_position_id
        ORDER BY i.year, i.agenda`,
  );
}

/** Each line is fetched only where something is asked of it. */
function lineFits({ unitId, text, terms }: Stretch): Query {
  if (text === '' && Object.values(terms).every((term) => term === undefined)) return sql``;
  const inText =
    text === ''
      ? sql`true`
      : sql`(i.sender_name ILIKE ${like(text)} OR i.number ILIKE ${like(text)}
          OR (i.security IN ('B', 'T') AND i.subject ILIKE ${like(text)}))`;
  return sql`CROSS JOIN LATERAL (SELECT FROM incoming i WHERE i.unit_id = ${unitId} AND i.year = b.year AND i.agenda = b.agenda
    AND ${inText} AND ${fitsBook(terms)} OFFSET 0) fits`;
}

const OutgoingBookRow = z.object({
  sentAt: z.date(),
  number: z.string(),
  letterDate: z.string(),
  recipients: z.array(z.string()),
  subject: z.string(),
  security: z.enum(SECURITY),
  channels: z.array(z.enum(['internal', 'email', 'print', 'expedition', 'exchange'])),
  standing: z.string().nullable(),
});
export type OutgoingBookRow = z.infer<typeof OutgoingBookRow>;

/**
 * Agenda keluar: letters signed for the unit that set out in these days, in the order in which they did. What the office sent is
 * walked from the first of the days until the page is full (OFFSET 0 keeps the planner from sorting all of it first). Of a secret letter neither
 * subject nor recipients, whoever reads: the book is printed and lies about, and who may open the letter finds them there.
 */
export function listOutgoingBook(
  db: Sql,
  { unitId, from, until, text, terms, skip, most }: Stretch,
): Promise<OutgoingBookRow[]> {
  const { security, urgency } = terms;
  const inDays = sql`created_at >= ${from} AND created_at < ${until}`;
  return db.many(
    OutgoingBookRow,
    sql`WITH page AS MATERIALIZED (
          SELECT f.letter_id, f.created_at AS sent_at, k.number, k.letter_date, k.security, k.subject
          FROM (SELECT id, letter_id, created_at FROM delivery WHERE ${inDays} ORDER BY created_at OFFSET 0) f
            CROSS JOIN LATERAL (
              SELECT n.text AS number, a.letter_date, l.security, l.urgency, CASE WHEN l.security IN ('B', 'T') THEN l.subject ELSE '' END AS subject
              FROM issue i JOIN letter_number n ON n.id = i.number_id JOIN register r ON r.id = n.register_id
                JOIN signing_act a ON a.id = i.act_id JOIN letter l ON l.id = i.letter_id
              WHERE i.letter_id = f.letter_id AND r.unit_id = ${unitId} OFFSET 0) k
          WHERE NOT EXISTS (SELECT FROM delivery e WHERE e.letter_id = f.letter_id AND e.created_at >= ${from}
              AND (e.created_at, e.id) < (f.created_at, f.id) OFFSET 0)
            AND (${text} = '' OR k.number ILIKE ${like(text)} OR k.subject ILIKE ${like(text)}
              OR k.security IN ('B', 'T') AND EXISTS (SELECT FROM delivery t WHERE t.letter_id = f.letter_id AND ${inDays} AND t.name ILIKE ${like(text)} OFFSET 0))
            ${security === undefined ? sql`` : sql`AND k.security = ${security}`} ${urgency === undefined ? sql`` : sql`AND k.urgency = ${urgency}`}
          ORDER BY f.created_at, f.letter_id LIMIT ${most}::int OFFSET ${skip}::int)
        SELECT p.sent_at, p.number, p.letter_date, CASE WHEN p.security IN ('B', 'T') THEN d.recipients ELSE '{}' END AS recipients, p.security, d.channels, p.subject,
          (SELECT s.code FROM letter_status s WHERE s.letter_id = p.letter_id ORDER BY s.id DESC LIMIT 1) AS standing
        FROM page p CROSS JOIN LATERAL (
          SELECT array_agg(name ORDER BY ordinal) AS recipients, array_agg(DISTINCT channel) AS channels
          FROM delivery WHERE letter_id = p.letter_id AND ${inDays} OFFSET 0) d
        ORDER BY p.sent_at, p.letter_id`,
  );
}

const DispositionBookRow = z.object({
  at: z.date(),
  agenda: z.number(),
  year: z.number(),
  senderName: z.string(),
  subject: z.string(),
  security: z.enum(SECURITY),
  kind: z.enum(['forward', 'disposition']),
  capacity: z.string(),
  instructions: z.array(z.string()),
  dueAt: z.date().nullable(),
  replaced: z.boolean(),
  recipients: z.array(z.object({ name: z.string(), state: z.enum(HOLDING_STATES) })),
});
export type DispositionBookRow = z.infer<typeof DispositionBookRow>;

/**
 * Sheets written in these days about letters of the unit's agenda. Of a secret letter that there was one: nothing that stands on it
 * or became of it, and no posts, because it reaches people by name and the clerk is none of them.
 */
export function listDispositionBook(
  db: Sql,
  { unitId, from, until, text, terms, skip, most }: Stretch,
): Promise<DispositionBookRow[]> {
  return db.many(
    DispositionBookRow,
    sql`SELECT s.at, i.agenda, i.year, i.sender_name, i.security,
          CASE WHEN i.security IN ('B', 'T') THEN s.kind ELSE 'disposition' END AS kind,
          CASE WHEN i.security IN ('B', 'T') THEN s.due_at END AS due_at,
          CASE WHEN i.security IN ('B', 'T') THEN s.capacity ELSE '' END AS capacity,
          CASE WHEN i.security IN ('B', 'T') THEN i.subject ELSE '' END AS subject,
          CASE WHEN i.security IN ('B', 'T') THEN ARRAY (SELECT g ->> 'name' FROM jsonb_array_elements(s.instructions) g) ELSE '{}' END AS instructions,
          i.security IN ('B', 'T') AND EXISTS (SELECT FROM sheet o WHERE o.replaces_id = s.id) AS replaced,
          coalesce((SELECT jsonb_agg(jsonb_build_object('name', coalesce(g.name || CASE WHEN g.id <> p.id THEN ' (dialihkan kepada ' || p.name || ')' ELSE '' END, p.name), 'state', h.state) ORDER BY h.id)
            FROM holding h JOIN position p ON p.id = h.position_id LEFT JOIN position g ON g.id = h.given_position_id
            WHERE h.incoming_id = i.id AND h.sheet_id = s.id AND i.security IN ('B', 'T')), '[]') AS recipients
        FROM sheet s JOIN incoming i ON i.id = s.incoming_id
        WHERE s.unit_id = ${unitId} AND s.at >= ${from} AND s.at < ${until}
          AND (${text} = '' OR i.sender_name ILIKE ${like(text)}
            OR (i.security IN ('B', 'T') AND (s.capacity ILIKE ${like(text)} OR i.subject ILIKE ${like(text)})))
          AND ${fitsSheet(terms)}
        ORDER BY s.at, s.id LIMIT ${most}::int OFFSET ${skip}::int`,
  );
}
