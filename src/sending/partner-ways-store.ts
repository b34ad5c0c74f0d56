import { z } from 'zod';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const PartnerRow = z.object({
  id: z.number(),
  name: z.string(),
  desks: z.array(z.object({ code: z.string(), name: z.string() })),
});
/** A partner office to which letters go now, with its units that take letters in. */
export type PartnerOffice = z.infer<typeof PartnerRow>;

export function listPartnerOffices(db: Sql): Promise<PartnerOffice[]> {
  return db.many(PartnerRow, sql`SELECT id, name, desks FROM partner WHERE state = 'on' ORDER BY lower(name), id`);
}

const WayRow = z.object({ partnerId: z.number(), desk: z.string() });
/** Where a letter goes there; `desk` is the code of a unit, empty for whoever opens letters. */
export type PartnerWay = z.infer<typeof WayRow>;

/** Where the last letter for a recipient of this name went. */
export function findUsualWay(db: Sql, name: string): Promise<PartnerWay | undefined> {
  return db.maybe(
    WayRow,
    sql`SELECT o.partner_id, o.desk FROM delivery d JOIN exchange_outgoing o ON o.delivery_id = d.id
        JOIN partner p ON p.id = o.partner_id AND p.state = 'on'
        WHERE d.channel = 'exchange' AND d.name = ${name} ORDER BY d.id DESC LIMIT 1`,
  );
}

const NamedRow = z.object({ key: z.string(), manifest: z.string().nullable() });
const BeforeRow = NamedRow.extend({ ...WayRow.shape, isReceived: z.boolean(), waits: z.boolean() });

/**
 * The delivery waits for the job that carries it. Sent there once more, also after another office, it stays the same delivery, so that
 * nobody there has it twice; sent elsewhere it is another, and the office that may have it stays known.
 */
export async function storePartnerWay(tx: Transaction, deliveryId: number, way: PartnerWay, at: Date): Promise<void> {
  // Locked before it is read: nothing leaves for the office of before from here on (`storeManifest` in exchange/outgoing-store.ts).
  const before = await tx.maybe(
    BeforeRow,
    sql`SELECT key, manifest, partner_id, desk, state = 'received' AS is_received,
          EXISTS (SELECT FROM exchange_notice e WHERE e.key = o.key AND e.delivery_id = o.delivery_id AND e.state = 'waiting') AS waits
        FROM exchange_outgoing o WHERE delivery_id = ${deliveryId} FOR UPDATE`,
  );
  if (before?.isReceived === true) return;
  const isSame = before?.partnerId === way.partnerId && before.desk === way.desk;
  const known = isSame ? before : await takeUpFormer(tx, deliveryId, way);
  // A notice that waits for an office finds it here, also where that refused the letter meanwhile.
  if (before !== undefined && !isSame && (before.manifest !== null || before.waits)) {
    await tx.run(
      sql`INSERT INTO exchange_former (key, delivery_id, partner_id, desk, manifest, left_at)
          VALUES (${before.key}, ${deliveryId}, ${before.partnerId}, ${before.desk}, ${before.manifest}, ${at})`,
    );
  }
  await tx.run(
    sql`INSERT INTO exchange_outgoing (delivery_id, partner_id, desk, key, manifest)
        VALUES (${deliveryId}, ${way.partnerId}, ${way.desk}, coalesce(${known?.key ?? null}, gen_random_uuid()), ${known?.manifest ?? null})
        ON CONFLICT (delivery_id) DO UPDATE SET key = excluded.key, manifest = excluded.manifest, partner_id = excluded.partner_id,
          desk = excluded.desk, state = 'waiting', attempts = 0, first_tried_at = NULL, last_tried_at = NULL, problem = '', said = ''`,
  );
}

function takeUpFormer(tx: Transaction, deliveryId: number, { partnerId, desk }: PartnerWay) {
  return tx.maybe(
    NamedRow,
    sql`DELETE FROM exchange_former WHERE delivery_id = ${deliveryId} AND partner_id = ${partnerId} AND desk = ${desk}
        RETURNING key, manifest`,
  );
}

const LeftRow = z.object({ deliveryId: z.number(), key: z.string(), since: z.date() });
/** An office for which something of a delivery left, receipt or not: under which key it knows it, and since when it was to have it. */
export type WayThatLeft = z.infer<typeof LeftRow>;

/** The offices that have the letter or may have it, of each delivery in the order in which it was sent to them. */
export function listWaysThatLeft(db: Sql, letterId: number): Promise<WayThatLeft[]> {
  return db.many(
    LeftRow,
    sql`WITH way AS (
          SELECT d.id AS delivery_id, d.created_at, o.key, o.manifest, NULL::timestamptz AS left_at
            FROM exchange_outgoing o JOIN delivery d ON d.id = o.delivery_id WHERE d.letter_id = ${letterId}
          UNION ALL
          SELECT d.id, d.created_at, f.key, f.manifest, f.left_at
            FROM exchange_former f JOIN delivery d ON d.id = f.delivery_id WHERE d.letter_id = ${letterId}),
        in_order AS (SELECT way.*, lag(left_at) OVER (PARTITION BY delivery_id ORDER BY left_at NULLS LAST) AS after FROM way)
        SELECT delivery_id, key, coalesce(after, created_at) AS since FROM in_order WHERE manifest IS NOT NULL
        ORDER BY delivery_id, left_at NULLS LAST`,
  );
}

/** It takes another way: what still tries finds nothing to do. */
export async function stopExchange(tx: Transaction, deliveryId: number): Promise<void> {
  await tx.run(
    sql`UPDATE exchange_outgoing SET state = 'given_up' WHERE delivery_id = ${deliveryId} AND state = 'waiting'`,
  );
}

const FollowedRow = z.object({
  deliveryId: z.number(),
  partnerId: z.number(),
  partnerName: z.string(),
  desk: z.string(),
  state: z.enum(['waiting', 'received', 'refused', 'given_up']),
  firstTriedAt: z.date().nullable(),
  lastTriedAt: z.date().nullable(),
  problem: z.string(),
  said: z.string(),
  receivedAt: z.date().nullable(),
  standing: z.enum(['', 'registered', 'read', 'put_aside']),
  agenda: z.string(),
  registeredAt: z.date().nullable(),
  readAt: z.date().nullable(),
});
/** How a delivery to a partner office stands; `problem` is a code, `said` the other side's own sentence. */
export type FollowedExchange = z.infer<typeof FollowedRow>;

export function listExchanges(db: Sql, letterId: number): Promise<FollowedExchange[]> {
  return db.many(
    FollowedRow,
    sql`SELECT o.delivery_id, o.partner_id, p.name AS partner_name, o.desk, o.state, o.first_tried_at, o.last_tried_at, o.problem, o.said, o.received_at,
          o.standing, o.agenda, o.registered_at, o.read_at
        FROM exchange_outgoing o JOIN delivery d ON d.id = o.delivery_id JOIN partner p ON p.id = o.partner_id
        WHERE d.letter_id = ${letterId}`,
  );
}

/** As the other side signed it; undefined while there is none. */
export async function findReceipt(db: Sql, letterId: number, deliveryId: number): Promise<string | undefined> {
  const row = await db.maybe(
    z.object({ receipt: z.string() }),
    sql`SELECT o.receipt FROM exchange_outgoing o JOIN delivery d ON d.id = o.delivery_id
        WHERE d.letter_id = ${letterId} AND d.id = ${deliveryId} AND o.receipt IS NOT NULL`,
  );
  return row?.receipt;
}
