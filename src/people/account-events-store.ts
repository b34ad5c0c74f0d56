import { z } from 'zod';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

export const accountEventKinds = [
  'account-made',
  'account-closed',
  'link-made',
  'password-set',
  'password-changed',
  'passphrase-set',
  'passphrase-changed',
  'keys-ended',
  'appointed',
  'appointment-ended',
  'name-changed',
  'details-changed',
  'mandate-given',
  'mandate-received',
  'mandate-ended',
  'absence-recorded',
  'absence-ended',
  'sessions-ended',
] as const;
export type AccountEventKind = (typeof accountEventKinds)[number];

const eventRow = z.object({
  id: z.number(),
  kind: z.enum(accountEventKinds),
  byId: z.number().nullable(),
  byName: z.string().nullable(),
  byTitleBefore: z.string().nullable(),
  byTitleAfter: z.string().nullable(),
  subject: z.string(),
  day: z.string().nullable(),
  toBeTold: z.boolean(),
  at: z.date(),
  readAt: z.date().nullable(),
});
export type AccountEventRow = z.infer<typeof eventRow>;

const events = sql`
  SELECT e.id, e.kind, e.by_id, b.name AS by_name, b.title_before AS by_title_before, b.title_after AS by_title_after,
    e.subject, e.day, e.to_be_told, e.at, r.at AS read_at
  FROM account_event e LEFT JOIN person b ON b.id = e.by_id LEFT JOIN account_event_read r ON r.event_id = e.id`;

export interface NewAccountEvent {
  personId: number;
  kind: AccountEventKind;
  /** Who did it; null for whoever held the link. */
  byId: number | null;
  subject?: string;
  /** `YYYY-MM-DD`, the first or last day of an appointment, a mandate or an absence. */
  day?: string;
  toBeTold: boolean;
}

/** Nobody is told of what happened before they came in for the first time: it is how they came in. */
export async function insertAccountEvent(tx: Transaction, event: NewAccountEvent, at: Date): Promise<void> {
  await tx.run(sql`
    INSERT INTO account_event (person_id, kind, by_id, subject, day, to_be_told, at)
    SELECT id, ${event.kind}, ${event.byId}::integer, ${event.subject ?? ''}, ${event.day ?? null}::date,
      ${event.toBeTold} AND password_hash IS NOT NULL, ${at}::timestamptz
    FROM person WHERE id = ${event.personId}`);
}

/** The latest first. */
export function listAccountEvents(db: Sql, personId: number, limit: number): Promise<AccountEventRow[]> {
  return db.many(eventRow, sql`${events} WHERE e.person_id = ${personId} ORDER BY e.id DESC LIMIT ${limit}`);
}

/** What the person is still to be told, the earliest first. */
export function listUnreadEvents(db: Sql, personId: number, limit: number): Promise<AccountEventRow[]> {
  return db.many(
    eventRow,
    sql`${events} WHERE e.person_id = ${personId} AND e.to_be_told AND r.event_id IS NULL ORDER BY e.id LIMIT ${limit}`,
  );
}

/** Saying it twice, or of somebody else's events, changes nothing. */
export async function insertEventsRead(tx: Transaction, personId: number, upTo: number, at: Date): Promise<void> {
  await tx.run(sql`
    INSERT INTO account_event_read (event_id, at)
    SELECT id, ${at}::timestamptz FROM account_event WHERE person_id = ${personId} AND to_be_told AND id <= ${upTo}::bigint
    ON CONFLICT DO NOTHING`);
}
