import { z } from 'zod';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

/** Mail about work: each at once, or one a day with all of them. */
export const MAILS = ['each', 'daily'] as const;
export type Mails = (typeof MAILS)[number];

const mails = z.object({ mails: z.enum(MAILS) });

export async function readMails(db: Sql, personId: number): Promise<Mails> {
  return (await db.one(mails, sql`SELECT mails FROM person WHERE id = ${personId}`)).mails;
}

/** How the person wants mail now; undefined for nobody and for a closed account. Without an address there is none to collect. */
export async function readHearing(tx: Transaction, personId: number): Promise<Mails | undefined> {
  const row = await tx.maybe(
    mails,
    sql`SELECT CASE email WHEN '' THEN 'each' ELSE mails END AS mails FROM person
        WHERE id = ${personId} AND disabled_at IS NULL`,
  );
  return row?.mails;
}

export async function storeMails(db: Sql, personId: number, wanted: Mails): Promise<void> {
  await db.run(sql`UPDATE person SET mails = ${wanted} WHERE id = ${personId}`);
}

export async function insertDayNotice(
  tx: Transaction,
  notice: { personId: number; subject: string; path: string; incomingId: number | null },
  at: Date,
): Promise<void> {
  await tx.run(sql`INSERT INTO day_notice (person_id, subject, path, incoming_id, at)
    VALUES (${notice.personId}, ${notice.subject}, ${notice.path}, ${notice.incomingId}, ${at})`);
}

/** Persons with something that was waiting at this moment. */
export async function listAwaiting(db: Sql, until: Date): Promise<number[]> {
  const rows = await db.many(
    z.object({ personId: z.number() }),
    sql`SELECT DISTINCT person_id FROM day_notice WHERE mail_id IS NULL AND at <= ${until} ORDER BY person_id`,
  );
  return rows.map(({ personId }) => personId);
}

const Waiting = z.object({ id: z.number(), subject: z.string(), path: z.string() });
export type DayNotice = z.infer<typeof Waiting>;

/** In their order; whoever else collects them waits, and then finds them collected. */
export function lockWaiting(tx: Transaction, personId: number, until: Date): Promise<DayNotice[]> {
  return tx.many(
    Waiting,
    sql`SELECT id, subject, path FROM day_notice
        WHERE person_id = ${personId} AND mail_id IS NULL AND at <= ${until} ORDER BY id FOR UPDATE`,
  );
}

export async function storeCollected(tx: Transaction, ids: readonly number[], mailId: number): Promise<void> {
  await tx.run(sql`UPDATE day_notice SET mail_id = ${mailId} WHERE id = ANY (${[...ids]}::bigint[])`);
}

export async function removeNotices(tx: Transaction, ids: readonly number[]): Promise<void> {
  await tx.run(sql`DELETE FROM day_notice WHERE id = ANY (${[...ids]}::bigint[])`);
}

/** Notices of this letter, waiting for a mail of the day or standing in one, say no more than that there is one. */
export async function hideSubjects(tx: Transaction, incomingId: number): Promise<void> {
  await tx.run(sql`UPDATE day_notice n SET subject = CASE p.language WHEN 'id' THEN 'Surat masuk' ELSE 'Incoming letter' END
    FROM person p WHERE p.id = n.person_id AND n.incoming_id = ${incomingId}`);
}

const Unsent = z.object({ id: z.number(), address: z.string(), name: z.string(), language: z.enum(['id', 'en']) });
/** Begins with the mails that have not left, which are few. */
const unsent = sql`unsent AS MATERIALIZED (SELECT id, incoming_id, to_address, to_name FROM mail WHERE state = 'waiting'
  UNION ALL SELECT id, incoming_id, to_address, to_name FROM mail WHERE state IN ('failed', 'given_up'))`;
const reader = sql`u.to_address AS address, u.to_name AS name,
  coalesce((SELECT p.language FROM person p WHERE p.email = u.to_address ORDER BY p.id LIMIT 1), 'id') AS language`;

/** Mails about this letter alone that have not left, and may be tried again, with who is to read them. */
export function listUnsentAbout(tx: Transaction, incomingId: number): Promise<z.infer<typeof Unsent>[]> {
  return tx.many(
    Unsent,
    sql`WITH ${unsent} SELECT u.id, ${reader} FROM unsent u WHERE u.incoming_id = ${incomingId} ORDER BY u.id`,
  );
}

/** Mails of the day that have not left and tell of this letter too. */
export function listDayMailsWith(tx: Transaction, incomingId: number): Promise<z.infer<typeof Unsent>[]> {
  return tx.many(
    Unsent,
    sql`WITH ${unsent} SELECT u.id, ${reader} FROM unsent u WHERE EXISTS (SELECT FROM day_notice n
          WHERE n.mail_id = u.id AND n.incoming_id = ${incomingId}) ORDER BY u.id`,
  );
}

/** What stands in a mail of the day, in its order. */
export function listCollected(tx: Transaction, mailId: number): Promise<DayNotice[]> {
  return tx.many(Waiting, sql`SELECT id, subject, path FROM day_notice WHERE mail_id = ${mailId} ORDER BY id`);
}

/** What stands in a mail that was sent is not needed any longer. */
export async function removeTold(db: Sql): Promise<void> {
  await db.run(sql`DELETE FROM day_notice n USING mail m WHERE m.id = n.mail_id AND m.state = 'sent'`);
}
