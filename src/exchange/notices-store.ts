import { z } from 'zod';
import { STATUS_CODES } from '../letters/letter-status.ts';
import { bytea } from '../postgres/bytea.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';
import { paperHasLeft } from '../sending/telling-store.ts';
import { OUTGOING_STATES } from './outgoing-store.ts';

const NoticeRow = z.object({
  deliveryId: z.number(),
  statusId: z.number(),
  attempts: z.number(),
  firstTriedAt: z.date().nullable(),
  /** Of the delivery, which may still be on its way. */
  key: z.string(),
  deliveryState: z.enum(OUTGOING_STATES),
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
/** A change of a letter's status on its way to the partner that has the letter. */
export type WaitingNotice = z.infer<typeof NoticeRow>;

export interface NoticeId {
  deliveryId: number;
  statusId: number;
}

/** Undefined where it does not wait any more. */
export function findWaitingNotice(db: Sql, { deliveryId, statusId }: NoticeId): Promise<WaitingNotice | undefined> {
  return db.maybe(
    NoticeRow,
    sql`SELECT e.delivery_id, e.status_id, e.attempts, e.first_tried_at, o.key, o.state AS delivery_state, i.document_sha256, p.host, p.state AS partner_state,
          p.trust_note, s.code, s.at AS changed_at, CASE WHEN l.security = 'B' THEN n.text END AS successor,
          (SELECT count(*)::int FROM letter_status b WHERE b.letter_id = s.letter_id AND b.id <= s.id) AS n
        FROM exchange_notice e JOIN exchange_outgoing o ON o.delivery_id = e.delivery_id JOIN partner p ON p.id = o.partner_id
          JOIN letter_status s ON s.id = e.status_id JOIN issue i ON i.letter_id = s.letter_id
          LEFT JOIN letter l ON l.id = s.other_id LEFT JOIN issue oi ON oi.letter_id = s.other_id
          LEFT JOIN letter_number n ON n.id = oi.number_id
        WHERE e.delivery_id = ${deliveryId} AND e.status_id = ${statusId} AND e.state = 'waiting'`,
  );
}

/** Whether it still waits; held until the transaction ends. */
export async function lockWaitingNotice(tx: Transaction, { deliveryId, statusId }: NoticeId): Promise<boolean> {
  const row = await tx.maybe(
    z.object({ statusId: z.number() }),
    sql`SELECT status_id FROM exchange_notice
        WHERE delivery_id = ${deliveryId} AND status_id = ${statusId} AND state = 'waiting' FOR UPDATE`,
  );
  return row !== undefined;
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
    sql`UPDATE exchange_notice SET state = ${one.state}, attempts = attempts + 1, problem = ${one.problem}, said = ${one.said},
          first_tried_at = coalesce(first_tried_at, ${at}), last_tried_at = coalesce(${tried}, last_tried_at)
        WHERE delivery_id = ${one.deliveryId} AND status_id = ${one.statusId}`,
  );
}

export async function storeNoticeTold(tx: Transaction, one: NoticeId & { answer: string }, at: Date): Promise<void> {
  await tx.run(
    sql`UPDATE exchange_notice SET state = 'told', attempts = attempts + 1, problem = '', said = '', answer = ${one.answer},
          first_tried_at = coalesce(first_tried_at, ${at}), last_tried_at = ${at}
        WHERE delivery_id = ${one.deliveryId} AND status_id = ${one.statusId}`,
  );
}

/** Nothing is left to tell, unless it went there on paper after all, or somebody has noted that they told it on paper. */
export async function storeSettled(tx: Transaction, { deliveryId, statusId }: NoticeId, at: Date): Promise<void> {
  await tx.run(
    sql`UPDATE delivery_status t SET told_at = ${at} FROM delivery d
        WHERE t.delivery_id = ${deliveryId} AND t.status_id = ${statusId} AND t.told_at IS NULL
          AND d.id = t.delivery_id AND NOT ${paperHasLeft}`,
  );
}

/** Waiting notices that no job carries: what a restored database lost, and jobs that were given up. */
export function listUncarriedNotices(db: Sql, limit: number): Promise<NoticeId[]> {
  return db.many(
    z.object({ deliveryId: z.number(), statusId: z.number() }),
    sql`SELECT e.delivery_id, e.status_id FROM exchange_notice e WHERE e.state = 'waiting' AND NOT EXISTS
          (SELECT FROM job j WHERE j.key = 'exchange-tell:' || e.delivery_id || ':' || e.status_id AND j.state IN ('waiting', 'running'))
        ORDER BY e.delivery_id, e.status_id LIMIT ${limit}`,
  );
}
