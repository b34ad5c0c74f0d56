import { z } from 'zod';
import { bytea } from '../../postgres/bytea.ts';
import type { Sql } from '../../postgres/database.ts';
import { sql } from '../../postgres/sql.ts';
import { EVENT_KINDS } from '../events-store.ts';

const AttachmentRow = z.object({ ordinal: z.number(), name: z.string(), sha256: bytea, pages: z.number() });
export type AttachmentRow = z.infer<typeof AttachmentRow>;

export function listAttachments(db: Sql, incomingId: number): Promise<AttachmentRow[]> {
  return db.many(
    AttachmentRow,
    sql`SELECT ordinal, name, sha256, pages FROM incoming_attachment WHERE incoming_id = ${incomingId} ORDER BY ordinal`,
  );
}

const EventRow = z.object({
  id: z.number(),
  kind: z.enum(EVENT_KINDS),
  holdingId: z.number().nullable(),
  /** Of the post that the event is about, as it had the letter then. */
  positionName: z.string().nullable(),
  sheetId: z.number().nullable(),
  reportId: z.number().nullable(),
  /** Null: it followed by itself, or came from outside. */
  personName: z.string().nullable(),
  capacity: z.string(),
  note: z.string(),
  at: z.date(),
});
/** One line of the timeline. */
export type EventRow = z.infer<typeof EventRow>;

export function listEvents(db: Sql, incomingId: number): Promise<EventRow[]> {
  return db.many(
    EventRow,
    sql`SELECT e.id, e.kind, e.holding_id, q.name AS position_name, e.sheet_id, e.report_id, p.name AS person_name, e.capacity,
          e.note, e.at
        FROM incoming_event e LEFT JOIN person p ON p.id = e.person_id LEFT JOIN holding h ON h.id = e.holding_id
          LEFT JOIN position q ON q.id = coalesce(e.position_id, h.position_id)
        WHERE e.incoming_id = ${incomingId} ORDER BY e.id`,
  );
}

const READ_PARTS = ['page', 'document', 'attachment', 'sheet'] as const;

const ReadingRow = z.object({
  personName: z.string(),
  capacity: z.string(),
  what: z.enum(READ_PARTS),
  at: z.date(),
});
export type ReadingRow = z.infer<typeof ReadingRow>;

/** Shown of them. */
export const MOST_READINGS = 200;

/** Who read it last, newest first; one more than is shown. */
export function listReadings(db: Sql, incomingId: number): Promise<ReadingRow[]> {
  return db.many(
    ReadingRow,
    sql`SELECT p.name AS person_name, r.capacity, r.what, r.at FROM incoming_reading r JOIN person p ON p.id = r.person_id
        WHERE r.incoming_id = ${incomingId} ORDER BY r.id DESC LIMIT ${MOST_READINGS + 1}`,
  );
}

/** Whether this person has read any of it since then. */
export async function wasReadSince(
  db: Sql,
  { incomingId, personId, since }: { incomingId: number; personId: number; since: Date },
): Promise<boolean> {
  const { read } = await db.one(
    z.object({ read: z.boolean() }),
    sql`SELECT EXISTS (SELECT FROM incoming_reading
        WHERE incoming_id = ${incomingId} AND person_id = ${personId} AND at >= ${since}) AS read`,
  );
  return read;
}

export async function recordIncomingReading(
  db: Sql,
  reading: { incomingId: number; personId: number; capacity: string; what: ReadingRow['what']; at: Date },
): Promise<void> {
  await db.run(
    sql`INSERT INTO incoming_reading (incoming_id, person_id, capacity, what, at)
        VALUES (${reading.incomingId}, ${reading.personId}, ${reading.capacity}, ${reading.what}, ${reading.at})`,
  );
}
