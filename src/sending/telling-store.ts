import { z } from 'zod';
import { STATUS_CODES } from '../letters/letter-status.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const ToTellRow = z.object({
  statusId: z.number(),
  code: z.enum(STATUS_CODES),
  successor: z.string().nullable(),
  at: z.date(),
});
/** A change of a letter's status; the successor's number only where an open letter is named. */
export type StatusToTell = z.infer<typeof ToTellRow>;

export function listStatusesToTell(db: Sql, letterId: number): Promise<StatusToTell[]> {
  return db.many(
    ToTellRow,
    sql`SELECT s.id AS status_id, s.code, CASE WHEN o.security = 'B' THEN n.text END AS successor, s.at
        FROM letter_status s LEFT JOIN letter o ON o.id = s.other_id
          LEFT JOIN issue i ON i.letter_id = s.other_id LEFT JOIN letter_number n ON n.id = i.number_id
        WHERE s.letter_id = ${letterId} ORDER BY s.id`,
  );
}

export interface Told {
  deliveryId: number;
  statusId: number;
  /** Null: on paper, by somebody, later. */
  toldAt: Date | null;
}

/** False when this recipient has been told of it before, or is about to be. */
export async function insertTold(tx: Transaction, told: Told): Promise<boolean> {
  const touched = await tx.run(
    sql`INSERT INTO delivery_status (delivery_id, status_id, told_at)
        VALUES (${told.deliveryId}, ${told.statusId}, ${told.toldAt}) ON CONFLICT DO NOTHING`,
  );
  return touched === 1;
}

export async function storeToldBy(
  tx: Transaction,
  told: { deliveryId: number; statusId: number; mailId: number },
): Promise<void> {
  await tx.run(
    sql`UPDATE delivery_status SET mail_id = ${told.mailId} WHERE delivery_id = ${told.deliveryId} AND status_id = ${told.statusId}`,
  );
}

/** False when nothing of it is left to tell. */
export async function markTold(
  tx: Transaction,
  told: { deliveryId: number; statusId: number; personId: number; at: Date },
): Promise<boolean> {
  const touched = await tx.run(
    sql`UPDATE delivery_status SET told_at = ${told.at}, told_by = ${told.personId}
        WHERE delivery_id = ${told.deliveryId} AND status_id = ${told.statusId} AND told_at IS NULL`,
  );
  return touched === 1;
}

const UntoldRow = z.object({ deliveryId: z.number(), statusId: z.number(), code: z.enum(STATUS_CODES), at: z.date() });
/** What a recipient is still to be told on paper. */
export type Untold = z.infer<typeof UntoldRow>;

export function listUntold(db: Sql, letterId: number): Promise<Untold[]> {
  return db.many(
    UntoldRow,
    sql`SELECT t.delivery_id, t.status_id, s.code, s.at FROM delivery_status t JOIN letter_status s ON s.id = t.status_id
        WHERE s.letter_id = ${letterId} AND t.told_at IS NULL ORDER BY t.delivery_id, t.status_id`,
  );
}
