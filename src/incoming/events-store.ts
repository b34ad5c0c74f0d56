import { z } from 'zod';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

export const EVENT_KINDS = [
  'registered',
  'corrected',
  'forwarded',
  'disposed',
  'read',
  'cancelled',
  'changed',
  'reported',
  'accepted',
  'returned',
  'done',
  'answered',
  'closed',
  'reopened',
  'voided',
  'moved',
  'reminded',
  'escalated',
  'answer_issued',
  'answer_failed',
  'answer_late',
  'answer_withdrawn',
  'linked',
  'unlinked',
  'scan_added',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** Who did something, and as what; as it read at that moment. */
export interface EventBy {
  personId: number;
  appointmentId?: number | undefined;
  mandateId?: number | undefined;
  capacity: string;
}

export interface NewEvent {
  incomingId: number;
  holdingId?: number;
  sheetId?: number;
  reportId?: number;
  kind: EventKind;
  /** Absent: it happened by itself. */
  by?: EventBy;
  note?: string;
  at: Date;
}

const ByRow = z.object({ personId: z.number(), appointmentId: z.number().nullable(), capacity: z.string() });

/** Who registered the letter, and as what; undefined where it registered itself. */
export async function findRegistrant(db: Sql, incomingId: number): Promise<EventBy | undefined> {
  const row = await db.maybe(
    ByRow,
    sql`SELECT person_id, appointment_id, capacity FROM incoming_event
        WHERE incoming_id = ${incomingId} AND kind = 'registered' AND person_id IS NOT NULL ORDER BY id LIMIT 1`,
  );
  return row && { ...row, appointmentId: row.appointmentId ?? undefined };
}

/** Who last gave this holding to another post; undefined: nobody did, null: it went there by itself. */
export async function findMover(
  db: Sql,
  { incomingId, holdingId }: { incomingId: number; holdingId: number },
): Promise<number | null | undefined> {
  const row = await db.maybe(
    z.object({ personId: z.number().nullable() }),
    sql`SELECT person_id FROM incoming_event
        WHERE incoming_id = ${incomingId} AND holding_id = ${holdingId} AND kind = 'moved' ORDER BY id DESC LIMIT 1`,
  );
  return row?.personId;
}

/** One line of the letter's timeline. */
export async function addIncomingEvent(tx: Transaction, event: NewEvent): Promise<void> {
  const { incomingId, holdingId, sheetId, reportId, kind, by, note, at } = event;
  await tx.run(sql`INSERT INTO incoming_event (incoming_id, holding_id, position_id, sheet_id, report_id, kind, person_id, appointment_id,
      mandate_id, capacity, note, at)
    VALUES (${incomingId}, ${holdingId ?? null}, (SELECT position_id FROM holding WHERE id = ${holdingId ?? null}::bigint), ${sheetId ?? null}, ${reportId ?? null}, ${kind}, ${by?.personId ?? null},
      ${by?.appointmentId ?? null}, ${by?.mandateId ?? null}, ${by?.capacity ?? ''}, ${note ?? ''}, ${at})`);
}
