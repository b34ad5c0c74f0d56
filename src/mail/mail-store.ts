import { z } from 'zod';
import { bytea } from '../postgres/bytea.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

export const MAIL_STATES = ['waiting', 'sent', 'failed', 'given_up'] as const;
export type MailState = (typeof MAIL_STATES)[number];

const MailRow = z.object({
  id: z.number(),
  messageKey: z.string(),
  toAddress: z.string(),
  toName: z.string(),
  subject: z.string(),
  body: z.string(),
  letterId: z.number().nullable(),
  state: z.enum(MAIL_STATES),
  attempts: z.number(),
  lastError: z.string(),
  createdAt: z.date(),
  firstTriedAt: z.date().nullable(),
  endedAt: z.date().nullable(),
});
export type Mail = z.infer<typeof MailRow>;

const AttachmentRow = z.object({ sha256: bytea, name: z.string(), mediaType: z.string() });
export type MailAttachment = z.infer<typeof AttachmentRow>;

const id = z.object({ id: z.number() });
const columns = sql`id, message_key, to_address, to_name, subject, body, letter_id, state, attempts, last_error, created_at,
  first_tried_at, ended_at`;

export interface NewMail {
  toAddress: string;
  toName: string;
  subject: string;
  body: string;
  letterId: number | null;
  incomingId: number | null;
  attachments: readonly MailAttachment[];
}

export async function insertMail(tx: Transaction, mail: NewMail, at: Date): Promise<number> {
  const row = await tx.one(
    id,
    sql`INSERT INTO mail (to_address, to_name, subject, body, letter_id, incoming_id, created_at)
        VALUES (${mail.toAddress}, ${mail.toName}, ${mail.subject}, ${mail.body}, ${mail.letterId}, ${mail.incomingId}, ${at})
        RETURNING id`,
  );
  for (const [ordinal, { sha256, name, mediaType }] of mail.attachments.entries()) {
    await tx.run(
      sql`INSERT INTO mail_attachment (mail_id, ordinal, sha256, name, media_type)
          VALUES (${row.id}, ${ordinal}, ${sha256}, ${name}, ${mediaType})`,
    );
  }
  return row.id;
}

export function findMail(db: Sql, mailId: number): Promise<Mail | undefined> {
  return db.maybe(MailRow, sql`SELECT ${columns} FROM mail WHERE id = ${mailId}`);
}

/** The mail, which nobody else changes until the transaction ends. */
export function lockMail(tx: Transaction, mailId: number): Promise<Mail | undefined> {
  return tx.maybe(MailRow, sql`SELECT ${columns} FROM mail WHERE id = ${mailId} FOR UPDATE`);
}

export function listAttachments(db: Sql, mailId: number): Promise<MailAttachment[]> {
  return db.many(
    AttachmentRow,
    sql`SELECT sha256, name, media_type FROM mail_attachment WHERE mail_id = ${mailId} ORDER BY ordinal`,
  );
}

/** Bytes of these documents together. */
export async function sumLengths(db: Sql, hashes: readonly Buffer[]): Promise<number> {
  const row = await db.one(
    z.object({ total: z.number() }),
    sql`SELECT coalesce(sum(length), 0)::bigint AS total FROM document WHERE sha256 = ANY (${[...hashes]}::bytea[])`,
  );
  return row.total;
}

/** One try came to this; the mail was waiting. */
export async function storeTry(
  tx: Transaction,
  tried: { id: number; state: MailState; lastError: string },
  at: Date,
): Promise<void> {
  await tx.run(
    sql`UPDATE mail SET state = ${tried.state}, attempts = attempts + 1, last_error = ${tried.lastError},
          first_tried_at = coalesce(first_tried_at, ${at}),
          ended_at = CASE WHEN ${tried.state} = 'waiting' THEN NULL ELSE ${at}::timestamptz END
        WHERE id = ${tried.id} AND state = 'waiting'`,
  );
}

/** Takes back a mail without attachments that has not left; a job that still carries it finds nothing. */
export async function removeUnsent(tx: Transaction, mailId: number): Promise<void> {
  await tx.run(sql`DELETE FROM mail WHERE id = ${mailId} AND state <> 'sent'`);
}

/** Waits again with all its tries; false unless it had ended without being sent. */
export async function storeWaitingAgain(tx: Transaction, mailId: number): Promise<boolean> {
  const touched = await tx.run(
    sql`UPDATE mail SET state = 'waiting', attempts = 0, first_tried_at = NULL, ended_at = NULL
        WHERE id = ${mailId} AND state IN ('failed', 'given_up')`,
  );
  return touched === 1;
}

/** Waiting mail that no job carries: it was written while no mail server was set. */
export async function listUncarried(db: Sql, limit: number): Promise<number[]> {
  const rows = await db.many(
    id,
    sql`SELECT m.id FROM mail m WHERE m.state = 'waiting'
          AND NOT EXISTS (SELECT FROM job j WHERE j.key = 'mail:' || m.id AND j.state IN ('waiting', 'running'))
        ORDER BY m.id LIMIT ${limit}`,
  );
  return rows.map((row) => row.id);
}

const Counts = z.object({ waiting: z.number(), unsent: z.number() });

/** How much waits, and how much ended without being sent. */
export function countMail(db: Sql): Promise<z.infer<typeof Counts>> {
  return db.one(
    Counts,
    // Each by its own index: what was sent, which is nearly all, is not read.
    sql`SELECT (SELECT count(*)::int FROM mail WHERE state = 'waiting') AS waiting,
          (SELECT count(*)::int FROM mail WHERE state IN ('failed', 'given_up')) AS unsent`,
  );
}

/** When the newest mail that left was taken. */
export async function findLastSent(db: Sql): Promise<Date | undefined> {
  const row = await db.maybe(
    z.object({ endedAt: z.date() }),
    sql`SELECT ended_at FROM mail WHERE state = 'sent' ORDER BY id DESC LIMIT 1`,
  );
  return row?.endedAt;
}

/** What is not sent, the newest first: for the administrator. */
export function listUnsent(db: Sql, limit: number): Promise<Mail[]> {
  return db.many(
    MailRow,
    sql`SELECT ${columns} FROM mail WHERE id IN (
          SELECT id FROM mail WHERE state = 'waiting' UNION ALL SELECT id FROM mail WHERE state IN ('failed', 'given_up'))
        ORDER BY id DESC LIMIT ${limit}`,
  );
}
