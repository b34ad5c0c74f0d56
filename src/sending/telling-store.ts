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

/** Of the row `d` of delivery: its paper is with the recipient or under way, so that they are told on paper, whoever else knows. */
export const paperHasLeft = sql`(d.channel IN ('print', 'expedition') AND d.state <> 'queued')`;

/** A partner office is told on line: the row waits for the job that carries it (`exchange/tell-partner.ts`). */
export async function insertNotice(
  tx: Transaction,
  { deliveryId, statusId }: Pick<Told, 'deliveryId' | 'statusId'>,
  at: Date,
): Promise<void> {
  await tx.run(
    sql`INSERT INTO exchange_notice (delivery_id, status_id, since) VALUES (${deliveryId}, ${statusId}, ${at})`,
  );
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

const ChangeRow = z.object({
  deliveryId: z.number(),
  statusId: z.number(),
  code: z.enum(STATUS_CODES),
  at: z.date(),
  /** Null: still to be told. */
  toldAt: z.date().nullable(),
  /** How a partner office is told on line, and when it was asked last; null: it is not. `problem` is a code, `said` its own words. */
  noticeAt: z.date().nullable(),
  notice: z.enum(['waiting', 'told', 'nothing_there', 'refused', 'given_up']).nullable(),
  problem: z.string(),
  said: z.string(),
});
/** What a recipient was told of the letter's status or is still to be told: on paper, or a partner office on line. */
export type ToldChange = z.infer<typeof ChangeRow>;

/** Of those who are told on paper, what they are still to be told; of partner offices what became of each change. */
export function listChangesToTell(db: Sql, letterId: number): Promise<ToldChange[]> {
  return db.many(
    ChangeRow,
    sql`SELECT t.delivery_id, t.status_id, s.code, s.at, t.told_at, e.state AS notice, e.last_tried_at AS notice_at, coalesce(e.problem, '') AS problem,
          coalesce(e.said, '') AS said
        FROM delivery_status t JOIN letter_status s ON s.id = t.status_id
          LEFT JOIN exchange_notice e ON e.delivery_id = t.delivery_id AND e.status_id = t.status_id
        WHERE s.letter_id = ${letterId} AND (t.told_at IS NULL OR e.state IS NOT NULL) ORDER BY t.delivery_id, t.status_id`,
  );
}
