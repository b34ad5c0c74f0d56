import { z } from 'zod';
import type { Sql, Transaction } from '../../postgres/database.ts';
import { sql } from '../../postgres/sql.ts';

const id = z.object({ id: z.number() });

const SheetRow = z.object({
  id: z.number(),
  fromHoldingId: z.number(),
  /** Of the post from which it was written. */
  fromName: z.string(),
  kind: z.enum(['forward', 'disposition']),
  /** As they read on that day. */
  instructions: z.array(z.object({ code: z.string(), name: z.string() })),
  remark: z.string(),
  /** Of its instructions none asks for more than to be known: nobody reports on it. */
  forInformation: z.boolean(),
  dueAt: z.date().nullable(),
  replacesId: z.number().nullable(),
  replacedById: z.number().nullable(),
  personId: z.number(),
  /** With titles, as on that day; so are rank, NIP and capacity. */
  personName: z.string(),
  personRank: z.string(),
  personNip: z.string(),
  capacity: z.string(),
  mandateId: z.number().nullable(),
  at: z.date(),
});
/** One lembar disposisi, or one passing upward. */
export type Sheet = z.infer<typeof SheetRow>;

export function listSheets(db: Sql, incomingId: number): Promise<Sheet[]> {
  return db.many(
    SheetRow,
    sql`SELECT s.id, s.from_holding_id, p.name AS from_name, s.kind, s.instructions, s.remark, s.for_information, s.due_at,
          s.replaces_id, r.id AS replaced_by_id, s.person_id, s.person_name, s.person_rank, s.person_nip, s.capacity, s.mandate_id, s.at
        FROM sheet s JOIN holding h ON h.id = s.from_holding_id JOIN position p ON p.id = coalesce(s.from_position_id, h.position_id)
          LEFT JOIN sheet r ON r.replaces_id = s.id
        WHERE s.incoming_id = ${incomingId} ORDER BY s.id`,
  );
}

export interface NewSheet
  extends Pick<
    Sheet,
    | 'fromHoldingId'
    | 'kind'
    | 'instructions'
    | 'remark'
    | 'forInformation'
    | 'dueAt'
    | 'replacesId'
    | 'personId'
    | 'personName'
    | 'personRank'
    | 'personNip'
    | 'capacity'
    | 'at'
  > {
  incomingId: number;
  appointmentId: number;
  mandateId: number | undefined;
}

export async function insertSheet(tx: Transaction, sheet: NewSheet): Promise<number> {
  const row = await tx.one(
    id,
    sql`INSERT INTO sheet (incoming_id, from_holding_id, from_position_id, kind, instructions, remark, for_information, due_at, replaces_id, person_id,
          person_name, person_rank, person_nip, appointment_id, mandate_id, capacity, at)
        VALUES (${sheet.incomingId}, ${sheet.fromHoldingId}, (SELECT position_id FROM holding WHERE id = ${sheet.fromHoldingId}), ${sheet.kind}, ${JSON.stringify(sheet.instructions)}::jsonb,
          ${sheet.remark}, ${sheet.forInformation}, ${sheet.dueAt}, ${sheet.replacesId}, ${sheet.personId}, ${sheet.personName},
          ${sheet.personRank}, ${sheet.personNip}, ${sheet.appointmentId}, ${sheet.mandateId ?? null}, ${sheet.capacity}, ${sheet.at}) RETURNING id`,
  );
  return row.id;
}
