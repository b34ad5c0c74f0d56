import { z } from 'zod';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

export const OUTGOING_STATES = ['waiting', 'received', 'refused', 'given_up'] as const;

const OutgoingRow = z.object({
  deliveryId: z.number(),
  letterId: z.number(),
  ordinal: z.number(),
  part: z.enum(['to', 'cc']),
  name: z.string(),
  address: z.string(),
  partnerId: z.number(),
  desk: z.string(),
  key: z.string(),
  manifest: z.string().nullable(),
  state: z.enum(OUTGOING_STATES),
  attempts: z.number(),
  /** Of the last try; empty: none yet. */
  lastProblem: z.string(),
  firstTriedAt: z.date().nullable(),
  createdAt: z.date(),
  host: z.string(),
  partnerState: z.enum(['proposed', 'on', 'off']),
  trustNote: z.string(),
  awayUntil: z.date().nullable(),
});
/** A delivery to another installation with what is needed to try it. */
export type Outgoing = z.infer<typeof OutgoingRow>;

export function findOutgoing(db: Sql, deliveryId: number): Promise<Outgoing | undefined> {
  return db.maybe(
    OutgoingRow,
    sql`SELECT o.delivery_id, d.letter_id, d.ordinal, d.part, d.name, d.address, o.partner_id, o.desk, o.key, o.manifest, o.state,
          o.attempts, o.problem AS last_problem, o.first_tried_at, d.created_at, p.host, p.state AS partner_state, p.trust_note, p.away_until
        FROM exchange_outgoing o JOIN delivery d ON d.id = o.delivery_id JOIN partner p ON p.id = o.partner_id
        WHERE o.delivery_id = ${deliveryId}`,
  );
}

/** Whether it still waits under this key; held until the transaction ends. */
export async function lockWaiting(
  tx: Transaction,
  { deliveryId, key }: Pick<Outgoing, 'deliveryId' | 'key'>,
): Promise<boolean> {
  const row = await tx.maybe(
    z.object({ deliveryId: z.number() }),
    sql`SELECT delivery_id FROM exchange_outgoing WHERE delivery_id = ${deliveryId} AND key = ${key} AND state = 'waiting' FOR UPDATE`,
  );
  return row !== undefined;
}

/**
 * Before anything of it leaves: every later try says the same, and whoever looks knows that this office may have it. False where it
 * takes another way by now, and nothing may leave.
 */
export async function storeManifest(
  db: Sql,
  { deliveryId, key }: Pick<Outgoing, 'deliveryId' | 'key'>,
  manifest: string,
): Promise<boolean> {
  const rows = await db.run(
    sql`UPDATE exchange_outgoing SET manifest = ${manifest}
        WHERE delivery_id = ${deliveryId} AND key = ${key} AND state = 'waiting' AND manifest IS NULL`,
  );
  return rows === 1;
}

export interface Try {
  deliveryId: number;
  state: 'waiting' | 'refused' | 'given_up';
  /** False where it was put off without asking the other side. */
  asked: boolean;
  /** The other side refused the first that ever left for it: it has nothing, and nothing need be told to it. */
  hasNothing: boolean;
  problem: string;
  said: string;
}

export async function storeTry(tx: Transaction, one: Try, at: Date): Promise<void> {
  const tried = one.asked ? at : null;
  await tx.run(
    sql`UPDATE exchange_outgoing SET state = ${one.state}, attempts = attempts + 1, problem = ${one.problem},
          said = ${one.said}, first_tried_at = coalesce(first_tried_at, ${at}), last_tried_at = coalesce(${tried}, last_tried_at),
          manifest = CASE WHEN NOT ${one.hasNothing}::boolean THEN manifest END
        WHERE delivery_id = ${one.deliveryId}`,
  );
}

export async function storeReceipt(
  tx: Transaction,
  one: { deliveryId: number; receipt: string; receivedAt: Date; askAt: Date },
  at: Date,
): Promise<void> {
  await tx.run(
    sql`UPDATE exchange_outgoing SET state = 'received', attempts = attempts + 1, problem = '', said = '', receipt = ${one.receipt},
          received_at = ${one.receivedAt}, ask_at = ${one.askAt}, first_tried_at = coalesce(first_tried_at, ${at}), last_tried_at = ${at}
        WHERE delivery_id = ${one.deliveryId}`,
  );
}

/** Null: somebody answers there. */
export async function storeAway(db: Sql, partnerId: number, until: Date | null): Promise<void> {
  await db.run(
    sql`UPDATE partner SET away_until = ${until} WHERE id = ${partnerId} AND away_until IS DISTINCT FROM ${until}`,
  );
}

const id = z.object({ deliveryId: z.number() });

/** Waiting deliveries that no job carries: what a restored database lost, and jobs that were given up. */
export async function listUncarried(db: Sql, limit: number): Promise<number[]> {
  const rows = await db.many(
    id,
    sql`SELECT o.delivery_id FROM exchange_outgoing o WHERE o.state = 'waiting' AND NOT EXISTS
          (SELECT FROM job j WHERE j.key = 'exchange:' || o.delivery_id AND j.state IN ('waiting', 'running'))
        ORDER BY o.delivery_id LIMIT ${limit}`,
  );
  return rows.map(({ deliveryId }) => deliveryId);
}

/** Those of a partner, the oldest first. */
export async function listWaiting(db: Sql, partnerId: number, limit: number): Promise<number[]> {
  const rows = await db.many(
    id,
    sql`SELECT delivery_id FROM exchange_outgoing WHERE state = 'waiting' AND partner_id = ${partnerId} ORDER BY delivery_id LIMIT ${limit}`,
  );
  return rows.map(({ deliveryId }) => deliveryId);
}

const AskedRow = z.object({ deliveryId: z.number(), key: z.string(), receivedAt: z.date(), standing: z.string() });
/** A delivery that the other side has and of which more may become known. */
export type Asked = z.infer<typeof AskedRow>;

export function listToAsk(db: Sql, partnerId: number, now: Date, limit: number): Promise<Asked[]> {
  return db.many(
    AskedRow,
    sql`SELECT delivery_id, key, received_at, standing FROM exchange_outgoing
        WHERE ask_at <= ${now} AND partner_id = ${partnerId} ORDER BY ask_at LIMIT ${limit}`,
  );
}

export async function listPartnersToAsk(db: Sql, now: Date): Promise<number[]> {
  const rows = await db.many(
    z.object({ partnerId: z.number() }),
    sql`SELECT DISTINCT o.partner_id FROM exchange_outgoing o JOIN partner p ON p.id = o.partner_id
        WHERE o.ask_at <= ${now} AND p.state = 'on'`,
  );
  return rows.map(({ partnerId }) => partnerId);
}

export interface Told {
  deliveryId: number;
  standing: '' | 'registered' | 'read' | 'put_aside';
  agenda: string;
  registeredAt: Date | null;
  readAt: Date | null;
  askAt: Date | null;
}

export async function storeStanding(tx: Transaction, told: Told): Promise<void> {
  await tx.run(
    sql`UPDATE exchange_outgoing SET standing = ${told.standing}, agenda = ${told.agenda}, registered_at = ${told.registeredAt},
          read_at = ${told.readAt}, ask_at = ${told.askAt} WHERE delivery_id = ${told.deliveryId}`,
  );
}

/** The other side does not have it any more: it waits again, under the key that it had. */
export async function storeLost(tx: Transaction, deliveryId: number): Promise<boolean> {
  const rows = await tx.run(
    sql`UPDATE exchange_outgoing SET state = 'waiting', attempts = 0, first_tried_at = NULL, receipt = NULL, received_at = NULL,
          standing = '', agenda = '', registered_at = NULL, ask_at = NULL WHERE delivery_id = ${deliveryId} AND state = 'received'`,
  );
  return rows === 1;
}

export async function storeNextQuestion(db: Sql, deliveryId: number, askAt: Date | null): Promise<void> {
  await db.run(sql`UPDATE exchange_outgoing SET ask_at = ${askAt} WHERE delivery_id = ${deliveryId}`);
}
