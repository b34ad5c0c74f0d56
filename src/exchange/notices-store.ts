import { z } from 'zod';
import { STATUS_CODES } from '../letters/letter-status.ts';
import { bytea } from '../postgres/bytea.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';
import { type NoticeId, paperHasLeft } from '../sending/telling-store.ts';

const NoticeRow = z.object({
  deliveryId: z.number(),
  statusId: z.number(),
  attempts: z.number(),
  firstTriedAt: z.date().nullable(),
  key: z.string(),
  /** The delivery under this key is still tried. */
  isTried: z.boolean(),
  /** Where it was sent another way: when, so that a try of before may still be on the line. */
  leftAt: z.date().nullable(),
  documentSha256: bytea,
  host: z.string(),
  partnerState: z.enum(['proposed', 'on', 'off']),
  trustNote: z.string(),
  n: z.number(),
  code: z.enum(STATUS_CODES),
  /** Only where an open letter is named. */
  successor: z.string().nullable(),
  changedAt: z.date(),
});
/** A change of a letter's status on its way to a partner that has the letter, or may have it. */
export type WaitingNotice = z.infer<typeof NoticeRow>;

const isOne = ({ deliveryId, statusId, key }: NoticeId) =>
  sql`e.delivery_id = ${deliveryId} AND e.status_id = ${statusId} AND e.key = ${key}`;

/** Undefined where it does not wait any more. */
export function findWaitingNotice(db: Sql, id: NoticeId): Promise<WaitingNotice | undefined> {
  return db.maybe(
    NoticeRow,
    sql`SELECT e.delivery_id, e.status_id, e.attempts, e.first_tried_at, e.key, w.is_tried, i.document_sha256, p.host, p.state AS partner_state,
          CASE WHEN d.channel = 'exchange' THEN w.left_at ELSE coalesce(w.left_at, d.changed_at) END AS left_at, p.trust_note, s.code, s.at AS changed_at, CASE WHEN l.security = 'B' THEN n.text END AS successor,
          (SELECT count(*)::int FROM letter_status b WHERE b.letter_id = s.letter_id AND b.id <= s.id) AS n
        FROM exchange_notice e JOIN delivery d ON d.id = e.delivery_id
          CROSS JOIN LATERAL (SELECT partner_id, state = 'waiting' AS is_tried, NULL::timestamptz AS left_at FROM exchange_outgoing o
              WHERE o.delivery_id = e.delivery_id AND o.key = e.key
            UNION ALL SELECT partner_id, false, left_at FROM exchange_former f WHERE f.key = e.key) w
          JOIN partner p ON p.id = w.partner_id JOIN letter_status s ON s.id = e.status_id JOIN issue i ON i.letter_id = s.letter_id
          LEFT JOIN letter l ON l.id = s.other_id LEFT JOIN issue oi ON oi.letter_id = s.other_id
          LEFT JOIN letter_number n ON n.id = oi.number_id
        WHERE ${isOne(id)} AND e.state = 'waiting'`,
  );
}

/**
 * Whether it still waits; held until the transaction ends, with what was told to other offices of this change: of two that are settled
 * at once the second sees the first.
 */
export async function lockWaitingNotice(tx: Transaction, id: NoticeId): Promise<boolean> {
  const row = z.object({ statusId: z.number() });
  await tx.maybe(
    row,
    sql`SELECT status_id FROM delivery_status WHERE delivery_id = ${id.deliveryId} AND status_id = ${id.statusId} FOR UPDATE`,
  );
  const waiting = await tx.maybe(
    row,
    sql`SELECT e.status_id FROM exchange_notice e WHERE ${isOne(id)} AND e.state = 'waiting' FOR UPDATE`,
  );
  return waiting !== undefined;
}

export interface NoticeTry extends NoticeId {
  state: 'waiting' | 'nothing_there' | 'refused' | 'given_up';
  /** False where it was put off without asking the other side. */
  asked: boolean;
  problem: string;
  said: string;
}

export async function storeNoticeTry(tx: Transaction, one: NoticeTry, at: Date): Promise<void> {
  const tried = one.asked ? at : null;
  await tx.run(
    sql`UPDATE exchange_notice e SET state = ${one.state}, attempts = attempts + 1, problem = ${one.problem}, said = ${one.said},
          first_tried_at = coalesce(first_tried_at, ${at}), last_tried_at = coalesce(${tried}, last_tried_at)
        WHERE ${isOne(one)}`,
  );
}

export async function storeNoticeTold(tx: Transaction, one: NoticeId & { answer: string }, at: Date): Promise<void> {
  await tx.run(
    sql`UPDATE exchange_notice e SET state = 'told', attempts = attempts + 1, problem = '', said = '', answer = ${one.answer},
          first_tried_at = coalesce(first_tried_at, ${at}), last_tried_at = ${at}
        WHERE ${isOne(one)}`,
  );
}

/**
 * Nothing is left to tell, unless another office is still to be told, it went there on paper after all, or somebody has noted that
 * they told it on paper.
 */
export async function storeSettled(tx: Transaction, { deliveryId, statusId }: NoticeId, at: Date): Promise<void> {
  await tx.run(
    sql`UPDATE delivery_status t SET told_at = ${at} FROM delivery d
        WHERE t.delivery_id = ${deliveryId} AND t.status_id = ${statusId} AND t.told_at IS NULL
          AND d.id = t.delivery_id AND NOT ${paperHasLeft} AND NOT EXISTS (SELECT FROM exchange_notice e
            WHERE e.delivery_id = t.delivery_id AND e.status_id = t.status_id AND e.state NOT IN ('told', 'nothing_there'))`,
  );
}

/** Waiting notices that no job carries: what a restored database lost, and jobs that were given up. */
export function listUncarriedNotices(db: Sql, limit: number): Promise<NoticeId[]> {
  return db.many(
    z.object({ deliveryId: z.number(), statusId: z.number(), key: z.string() }),
    sql`SELECT e.delivery_id, e.status_id, e.key FROM exchange_notice e WHERE e.state = 'waiting' AND NOT EXISTS
          (SELECT FROM job j WHERE j.key = 'exchange-tell:' || e.key || ':' || e.status_id AND j.state IN ('waiting', 'running'))
        ORDER BY e.delivery_id, e.status_id LIMIT ${limit}`,
  );
}
