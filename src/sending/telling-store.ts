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

/** The row of a delivery's change that is told to the office which knows the letter under this key. */
export interface NoticeId {
  deliveryId: number;
  statusId: number;
  key: string;
}

/** A partner office is told on line: the row waits for the job that carries it (`exchange/tell-partner.ts`). False: it is there. */
export async function insertNotice(
  tx: Transaction,
  { deliveryId, statusId, key }: NoticeId,
  at: Date,
): Promise<boolean> {
  const touched = await tx.run(
    sql`INSERT INTO exchange_notice (delivery_id, status_id, key, since) VALUES (${deliveryId}, ${statusId}, ${key}, ${at})
        ON CONFLICT DO NOTHING`,
  );
  return touched === 1;
}

/** The job that tells one office of one change. */
export function tellingJob({ deliveryId, statusId, key }: NoticeId) {
  return {
    name: 'exchange-tell',
    payload: { deliveryId, statusId, key },
    key: `exchange-tell:${key}:${statusId}`,
  };
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
});

const NoticeRow = z.object({
  deliveryId: z.number(),
  statusId: z.number(),
  state: z.enum(['waiting', 'told', 'nothing_there', 'refused', 'given_up']),
  /** When it was asked last. */
  lastTriedAt: z.date().nullable(),
  /** A code; `said` are the other side's own words. */
  problem: z.string(),
  said: z.string(),
  /** The office, by name. */
  office: z.string(),
  /** The delivery goes another way, or to another office, by now. */
  isElsewhere: z.boolean(),
});
/** How a partner office is told on line of one change. */
export type NoticeOfChange = z.infer<typeof NoticeRow>;

/** What a recipient was told of the letter's status or is still to be told: on paper, or partner offices on line. */
export type ToldChange = z.infer<typeof ChangeRow> & { notices: NoticeOfChange[] };

/** Of those who are told on paper, what they are still to be told; of partner offices what became of each change. */
export async function listChangesToTell(db: Sql, letterId: number): Promise<ToldChange[]> {
  const changes = await db.many(
    ChangeRow,
    sql`SELECT t.delivery_id, t.status_id, s.code, s.at, t.told_at FROM delivery_status t JOIN letter_status s ON s.id = t.status_id
        WHERE s.letter_id = ${letterId} AND (t.told_at IS NULL
          OR EXISTS (SELECT FROM exchange_notice e WHERE e.delivery_id = t.delivery_id AND e.status_id = t.status_id))
        ORDER BY t.delivery_id, t.status_id`,
  );
  const notices = await db.many(
    NoticeRow,
    sql`SELECT e.delivery_id, e.status_id, e.state, e.last_tried_at, e.problem, e.said,
          p.name AS office, f.key IS NOT NULL OR d.channel <> 'exchange' AS is_elsewhere
        FROM exchange_notice e JOIN delivery d ON d.id = e.delivery_id
          LEFT JOIN exchange_former f ON f.key = e.key LEFT JOIN exchange_outgoing o ON o.delivery_id = e.delivery_id AND o.key = e.key
          JOIN partner p ON p.id = coalesce(f.partner_id, o.partner_id)
        WHERE d.letter_id = ${letterId} ORDER BY f.left_at NULLS LAST`,
  );
  return changes.map((change) => ({
    ...change,
    notices: notices.filter(
      ({ deliveryId, statusId }) => deliveryId === change.deliveryId && statusId === change.statusId,
    ),
  }));
}
