import { z } from 'zod';
import { Refusal } from '../errors.ts';
import { URGENCY } from '../letters/letter-kind.ts';
import { SECURITY } from '../people/security-class.ts';
import { bytea } from '../postgres/bytea.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

export const ORIGINS = ['desk', 'public', 'exchange', 'internal'] as const;
export const CHANNELS = ['post', 'courier', 'email', 'counter', 'fax', 'public', 'exchange', 'internal'] as const;
export const INCOMING_STATES = ['open', 'closed', 'void'] as const;

const IncomingRow = z.object({
  id: z.number(),
  unitId: z.number(),
  unitName: z.string(),
  year: z.number(),
  agenda: z.number(),
  origin: z.enum(ORIGINS),
  channel: z.enum(CHANNELS),
  intakeId: z.number().nullable(),
  senderId: z.number().nullable(),
  senderName: z.string(),
  senderAddress: z.string(),
  number: z.string(),
  /** `YYYY-MM-DD`. */
  letterDate: z.string().nullable(),
  subject: z.string(),
  receivedAt: z.date(),
  security: z.enum(SECURITY),
  urgency: z.enum(URGENCY),
  classification: z.string(),
  addresseePositionId: z.number(),
  addresseeName: z.string(),
  withheld: z.boolean(),
  documentSha256: bytea.nullable(),
  pages: z.number().nullable(),
  /** Shape: intake/findings.ts. */
  findings: z.unknown(),
  letterId: z.number().nullable(),
  deliveryId: z.number().nullable(),
  state: z.enum(INCOMING_STATES),
  stateSince: z.date(),
  stateReason: z.string(),
  answeredBy: z.number().nullable(),
  registeredBy: z.number().nullable(),
  registeredAt: z.date(),
  revision: z.number(),
});
/** One line of an agenda with its letter. */
export type Incoming = z.infer<typeof IncomingRow>;

/** What stands on the letter itself and how it came: typed by a clerk, and what a clerk may mend. */
export type LineFields = Pick<
  Incoming,
  | 'channel'
  | 'senderName'
  | 'senderAddress'
  | 'number'
  | 'letterDate'
  | 'subject'
  | 'receivedAt'
  | 'security'
  | 'urgency'
  | 'classification'
>;

const incomingSelect = sql`SELECT i.id, i.unit_id, u.name AS unit_name, i.year, i.agenda, i.origin, i.channel, i.intake_id,
    i.sender_id, i.sender_name, i.sender_address, i.number, i.letter_date, i.subject, i.received_at, i.security, i.urgency,
    i.classification, i.addressee_position_id, p.name AS addressee_name, i.withheld, i.document_sha256, i.pages, i.findings,
    i.letter_id, i.delivery_id, i.state, i.state_since, i.state_reason, i.answered_by, i.registered_by, i.registered_at, i.revision
  FROM incoming i JOIN unit u ON u.id = i.unit_id JOIN position p ON p.id = i.addressee_position_id`;

function findIncoming(db: Sql, incomingId: number): Promise<Incoming | undefined> {
  return db.maybe(IncomingRow, sql`${incomingSelect} WHERE i.id = ${incomingId}`);
}

export async function getIncoming(db: Sql, incomingId: number): Promise<Incoming> {
  return (await findIncoming(db, incomingId)) ?? refuseUnknownIncoming();
}

/** What an item of the desk was registered as; undefined as long as it is not, or where that line was struck. */
export function findIncomingOfIntake(db: Sql, intakeId: number): Promise<Incoming | undefined> {
  return db.maybe(
    IncomingRow,
    sql`${incomingSelect} WHERE i.intake_id = ${intakeId} AND i.state <> 'void' ORDER BY i.id DESC LIMIT 1`,
  );
}

/** What a letter sent within the office was registered as for one of its receivers; undefined: not yet, or struck. */
export async function findIdOfDelivery(db: Sql, deliveryId: number): Promise<number | undefined> {
  const row = await db.maybe(
    z.object({ id: z.number() }),
    sql`SELECT id FROM incoming WHERE delivery_id = ${deliveryId} AND state <> 'void'`,
  );
  return row?.id;
}

/** The letter with its row locked until the transaction ends: every act on its tree begins here, so two at once take turns. */
export async function lockIncoming(tx: Transaction, incomingId: number): Promise<Incoming> {
  return (
    (await tx.maybe(IncomingRow, sql`${incomingSelect} WHERE i.id = ${incomingId} FOR UPDATE OF i`)) ??
    refuseUnknownIncoming()
  );
}

/** One answer for a letter that is not there and one that the actor may not know of. */
export function refuseUnknownIncoming(): never {
  throw new Refusal('not-found', 'incoming-unknown', {
    id: 'Surat masuk itu tidak ada, tidak diteruskan kepada Anda, atau dibatalkan sebelum Anda membacanya.',
    en: 'There is no such incoming letter, it was not passed on to you, or it was taken back before you read it.',
  });
}

const HeldPostRow = z.object({ positionId: z.number(), unitId: z.number(), inHand: z.boolean() });

/** The posts of a letter's tree, each once, without those whose only copy was cancelled; `inHand`: they have it now. */
export function listPostsOf(db: Sql, incomingId: number): Promise<z.infer<typeof HeldPostRow>[]> {
  return db.many(
    HeldPostRow,
    sql`SELECT h.position_id, p.unit_id, bool_or(h.state <> 'done') AS in_hand
        FROM holding h JOIN position p ON p.id = h.position_id
        WHERE h.incoming_id = ${incomingId} AND h.state <> 'cancelled' GROUP BY h.position_id, p.unit_id`,
  );
}

/** What answered it once stays with it, also when it is opened again. */
export async function storeIncomingState(
  tx: Transaction,
  incomingId: number,
  {
    state,
    at,
    reason = '',
    answeredBy = null,
  }: Pick<Incoming, 'state'> & {
    at: Date;
    reason?: string;
    answeredBy?: number | null;
  },
): Promise<void> {
  await tx.run(
    sql`UPDATE incoming SET state = ${state}, state_since = ${at}, state_reason = ${reason},
          answered_by = coalesce(${answeredBy}::bigint, answered_by)
        WHERE id = ${incomingId}`,
  );
}
