import { z } from 'zod';
import { tellAnswerMoved } from '../letters/answer-moved.ts';
import { MAIL_STATES } from '../mail/mail-store.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';
import { CHANNELS, DELIVERY_STATES } from './channel.ts';

const channel = z.enum(CHANNELS);
const state = z.enum(DELIVERY_STATES);

const DeliveryRow = z.object({
  id: z.number(),
  letterId: z.number(),
  ordinal: z.number(),
  part: z.enum(['to', 'cc']),
  name: z.string(),
  address: z.string(),
  positionId: z.number().nullable(),
  email: z.string(),
  copyNumber: z.number().nullable(),
  channel,
  state,
  mailId: z.number().nullable(),
  createdAt: z.date(),
  changedAt: z.date(),
  mailState: z.enum(MAIL_STATES).nullable(),
  mailError: z.string().nullable(),
});
/** One addressee of an issued letter and the way it takes to them; `mail…` of the mail that carried it last. */
export type Delivery = z.infer<typeof DeliveryRow>;

const id = z.object({ id: z.number() });
const select = sql`SELECT d.id, d.letter_id, d.ordinal, d.part, d.name, d.address, d.position_id, d.email, d.copy_number, d.channel, d.state,
    d.mail_id, d.created_at, d.changed_at, m.state AS mail_state, m.last_error AS mail_error
  FROM delivery d LEFT JOIN mail m ON m.id = d.mail_id`;

export type NewDelivery = Pick<
  Delivery,
  'letterId' | 'ordinal' | 'part' | 'name' | 'address' | 'positionId' | 'email' | 'copyNumber' | 'channel'
>;

/** Queued, with its first event. */
export async function insertDelivery(
  tx: Transaction,
  { letterId, ...one }: NewDelivery,
  by: { personId: number | null; note: string },
  at: Date,
): Promise<number> {
  const row = await tx.one(
    id,
    sql`INSERT INTO delivery (letter_id, ordinal, part, name, address, position_id, email, copy_number, channel, state, created_at, changed_at)
        VALUES (${letterId}, ${one.ordinal}, ${one.part}, ${one.name}, ${one.address}, ${one.positionId}, ${one.email}, ${one.copyNumber},
          ${one.channel}, 'queued', ${at}, ${at}) RETURNING id`,
  );
  await addEvent(tx, { deliveryId: row.id, state: 'queued', channel: one.channel, ...by }, at);
  await tellAnswerMoved(tx, letterId, at);
  return row.id;
}

export function listDeliveries(db: Sql, letterId: number): Promise<Delivery[]> {
  return db.many(DeliveryRow, sql`${select} WHERE d.letter_id = ${letterId} ORDER BY d.ordinal`);
}

/** Locked by the caller's lock of the letter. */
export function findDelivery(db: Sql, deliveryId: number): Promise<Delivery | undefined> {
  return db.maybe(DeliveryRow, sql`${select} WHERE d.id = ${deliveryId}`);
}

export function findDeliveryOfMail(db: Sql, mailId: number): Promise<Delivery | undefined> {
  return db.maybe(DeliveryRow, sql`${select} WHERE d.mail_id = ${mailId}`);
}

export interface Move {
  deliveryId: number;
  channel: Delivery['channel'];
  state: Delivery['state'];
  personId: number | null;
  note: string;
  /** Where a mail goes now; left as it is where this is not said. */
  email?: string;
}

/** The delivery takes another state, which an event tells for good; what the letter answers hears of it. */
export async function moveDelivery(tx: Transaction, move: Move, at: Date): Promise<void> {
  const { letterId } = await tx.one(
    z.object({ letterId: z.number() }),
    sql`UPDATE delivery SET state = ${move.state}, channel = ${move.channel}, changed_at = ${at}, email = coalesce(${move.email ?? null}, email)
        WHERE id = ${move.deliveryId} RETURNING letter_id`,
  );
  await addEvent(tx, move, at);
  await tellAnswerMoved(tx, letterId, at);
}

export async function storeMail(tx: Transaction, deliveryId: number, mailId: number): Promise<void> {
  await tx.run(sql`UPDATE delivery SET mail_id = ${mailId} WHERE id = ${deliveryId}`);
}

async function addEvent(tx: Transaction, event: Move, at: Date): Promise<void> {
  await tx.run(
    sql`INSERT INTO delivery_event (delivery_id, state, channel, person_id, note, at)
        VALUES (${event.deliveryId}, ${event.state}, ${event.channel}, ${event.personId}, ${event.note}, ${at})`,
  );
}

const EventRow = z.object({
  deliveryId: z.number(),
  state,
  channel,
  personName: z.string().nullable(),
  note: z.string(),
  at: z.date(),
});
/** What happened to a delivery, and by whom; null: by itself. */
export type DeliveryEvent = z.infer<typeof EventRow>;

export function listEvents(db: Sql, letterId: number): Promise<DeliveryEvent[]> {
  return db.many(
    EventRow,
    sql`SELECT e.delivery_id, e.state, e.channel, p.name AS person_name, e.note, e.at
        FROM delivery_event e JOIN delivery d ON d.id = e.delivery_id LEFT JOIN person p ON p.id = e.person_id
        WHERE d.letter_id = ${letterId} ORDER BY e.id`,
  );
}
