import { z } from 'zod';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

/** A session as it is stored; `data` is what express-session keeps. */
export interface SessionRow {
  data: object;
  personId: number | null;
  device: string;
  signedInAt: Date | null;
  seenAt: Date;
  expire: Date;
}

/** Seconds may pass before the last request is written down again: a page with pictures is one look, not ten. */
const SEEN_AGAIN_MS = 60_000;

export async function findSession(db: Sql, key: string, now: Date): Promise<Record<string, unknown> | undefined> {
  const row = z.object({ sess: z.record(z.string(), z.unknown()) });
  return (await db.maybe(row, sql`SELECT sess FROM session WHERE sid = ${key} AND expire > ${now}`))?.sess;
}

export async function insertSession(db: Sql, key: string, row: SessionRow): Promise<void> {
  await db.run(sql`
    INSERT INTO session (sid, sess, person_id, device, signed_in_at, seen_at, expire)
    VALUES (${key}, ${JSON.stringify(row.data)}::json, ${row.personId}, ${row.device}, ${row.signedInAt}, ${row.seenAt}, ${row.expire})`);
}

/** Stores what a session holds, only while there is one: a session that was ended meanwhile stays ended. */
export async function updateSession(db: Sql, key: string, row: SessionRow): Promise<void> {
  await db.run(sql`
    UPDATE session SET sess = ${JSON.stringify(row.data)}::json, person_id = ${row.personId}, device = ${row.device},
      signed_in_at = ${row.signedInAt}, seen_at = ${row.seenAt}, expire = ${row.expire}
    WHERE sid = ${key}`);
}

export async function touchSession(db: Sql, key: string, now: Date, expire: Date): Promise<void> {
  const before = new Date(now.getTime() - SEEN_AGAIN_MS);
  await db.run(
    sql`UPDATE session SET seen_at = ${now}, expire = ${expire} WHERE sid = ${key} AND seen_at <= ${before}`,
  );
}

export async function removeSession(db: Sql, key: string): Promise<void> {
  await db.run(sql`DELETE FROM session WHERE sid = ${key}`);
}

const openSession = z.object({
  id: z.number(),
  device: z.string(),
  signedInAt: z.date(),
  seenAt: z.date(),
  current: z.boolean(),
});
export type OpenSession = z.infer<typeof openSession>;

/** Where a person is signed in, the session named by `key` first, then the latest seen. */
export function listSessionsOf(db: Sql, personId: number, key: string, now: Date): Promise<OpenSession[]> {
  return db.many(
    openSession,
    sql`
      SELECT id, device, signed_in_at, seen_at, sid = ${key} AS current FROM session
      WHERE person_id = ${personId} AND expire > ${now} ORDER BY sid = ${key} DESC, seen_at DESC, id DESC`,
  );
}

/** Signs a person out everywhere, except in the session named by `keep`. Gives how many were ended. */
export function endSessionsOf(db: Sql, personId: number, keep = ''): Promise<number> {
  return db.run(sql`DELETE FROM session WHERE person_id = ${personId} AND sid <> ${keep}`);
}

/** Ends one session of a person; another person's, or one that has ended, is no session of theirs. Gives how many were ended. */
export function endSessionOf(db: Sql, personId: number, id: number): Promise<number> {
  return db.run(sql`DELETE FROM session WHERE person_id = ${personId} AND id = ${id}`);
}

/** Ends the sessions of a person that were not seen for the longest, so that `most` are left. */
export async function endOldestSessions(db: Sql, personId: number, most: number): Promise<void> {
  await db.run(sql`
    DELETE FROM session WHERE id IN (
      SELECT id FROM session WHERE person_id = ${personId} ORDER BY seen_at DESC, id DESC OFFSET ${most})`);
}

/** What has expired on its own: sessions, counted guesses, remembered forms. */
export async function sweepExpired(db: Sql, now: Date): Promise<void> {
  await db.run(sql`DELETE FROM session WHERE expire < ${now}`);
  await db.run(sql`DELETE FROM rate_limit WHERE expire < ${now.getTime()}`);
  await db.run(sql`DELETE FROM form_sent WHERE started_at < ${new Date(now.getTime() - 2 * 86_400_000)}`);
}
