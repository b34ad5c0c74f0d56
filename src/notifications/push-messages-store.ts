import { z } from 'zod';
import { bytea } from '../postgres/bytea.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const id = z.object({ id: z.number() });

export async function insertPushMessages(
  tx: Transaction,
  { personId, subject, path }: { personId: number; subject: string; path: string },
  at: Date,
): Promise<number[]> {
  const rows = await tx.many(
    id,
    sql`INSERT INTO push_message (subscription_id, subject, path, created_at)
        SELECT s.id, ${subject}, ${path}, ${at}::timestamptz FROM push_subscription s WHERE s.person_id = ${personId} ORDER BY s.id
        RETURNING id`,
  );
  return rows.map((row) => row.id);
}

const MessageRow = z.object({
  id: z.number(),
  subscriptionId: z.number(),
  subject: z.string(),
  path: z.string(),
  attempts: z.number(),
  createdAt: z.date(),
  endpoint: z.string(),
  p256dh: bytea,
  auth: bytea,
  disabled: z.boolean(),
});
/** `endpoint`, `p256dh` and `auth` are secrets: never logged. */
export type PushMessage = z.infer<typeof MessageRow>;

export function findPushMessage(db: Sql, messageId: number): Promise<PushMessage | undefined> {
  return db.maybe(
    MessageRow,
    sql`SELECT m.id, m.subscription_id, m.subject, m.path, m.attempts, m.created_at, s.endpoint, s.p256dh, s.auth,
          p.disabled_at IS NOT NULL AS disabled
        FROM push_message m JOIN push_subscription s ON s.id = m.subscription_id JOIN person p ON p.id = s.person_id
        WHERE m.id = ${messageId}`,
  );
}

/** Messages about a letter, by its page or by what it was said to be about, say no more than that there is one. */
export async function hidePushSubjects(
  tx: Transaction,
  { path, subject }: { path: string; subject: string },
): Promise<void> {
  // A line that was cut short ends within the subject; a shorter part would stand in lines about other letters.
  const said = subject.slice(0, 40);
  await tx.run(sql`UPDATE push_message m SET subject = CASE p.language WHEN 'id' THEN 'Surat masuk' ELSE 'Incoming letter' END
    FROM push_subscription s JOIN person p ON p.id = s.person_id
    WHERE s.id = m.subscription_id AND (m.path = ${path} OR (${said} <> '' AND position(${said} IN m.subject) > 0))`);
}

export async function removePushMessage(db: Sql, messageId: number): Promise<void> {
  await db.run(sql`DELETE FROM push_message WHERE id = ${messageId}`);
}

/** False when it is gone. */
export async function storePushTry(tx: Transaction, messageId: number): Promise<boolean> {
  return (await tx.run(sql`UPDATE push_message SET attempts = attempts + 1 WHERE id = ${messageId}`)) === 1;
}

const DeviceRow = z.object({ id: z.number(), device: z.string(), madeAt: z.date() });
export type PushDevice = z.infer<typeof DeviceRow>;

export function listPushDevices(db: Sql, personId: number): Promise<PushDevice[]> {
  return db.many(
    DeviceRow,
    sql`SELECT id, device, made_at FROM push_subscription WHERE person_id = ${personId} ORDER BY id`,
  );
}

/** A browser tells one person: whoever switched it on there last. */
export async function storeSubscription(
  tx: Transaction,
  subscription: { personId: number; endpoint: string; p256dh: Buffer; auth: Buffer; device: string },
  at: Date,
): Promise<void> {
  const { personId, endpoint, p256dh, auth, device } = subscription;
  await tx.run(sql`DELETE FROM push_message m USING push_subscription s
    WHERE s.id = m.subscription_id AND s.endpoint = ${endpoint} AND s.person_id <> ${personId}`);
  await tx.run(sql`INSERT INTO push_subscription (person_id, endpoint, p256dh, auth, device, made_at)
    VALUES (${personId}, ${endpoint}, ${p256dh}, ${auth}, ${device}, ${at})
    ON CONFLICT (endpoint) DO UPDATE SET person_id = excluded.person_id, p256dh = excluded.p256dh, auth = excluded.auth,
      device = excluded.device, made_at = excluded.made_at`);
}

/** The newest stay. */
export async function removeBeyond(tx: Transaction, personId: number, most: number): Promise<void> {
  await tx.run(sql`DELETE FROM push_subscription WHERE id IN (
    SELECT id FROM push_subscription WHERE person_id = ${personId} ORDER BY made_at DESC, id DESC OFFSET ${most})`);
}

export async function removeSubscription(db: Sql, which: { id: number; personId?: number | undefined }): Promise<void> {
  await db.run(sql`DELETE FROM push_subscription
    WHERE id = ${which.id} AND (${which.personId ?? null}::int IS NULL OR person_id = ${which.personId ?? null})`);
}
