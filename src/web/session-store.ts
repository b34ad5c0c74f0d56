import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

/** Signs a person out everywhere, except in the session named by `keep`. */
export async function endSessionsOf(db: Sql, personId: number, keep?: string): Promise<void> {
  await db.run(sql`
    DELETE FROM session WHERE sess #>> '{passport,user}' = ${String(personId)} AND sid <> ${keep ?? ''}`);
}

/** Stores what a session holds, only while there is one: a session that was ended meanwhile stays ended. */
export async function updateSession(db: Sql, sid: string, sess: object, expire: Date): Promise<void> {
  await db.run(sql`UPDATE session SET sess = ${JSON.stringify(sess)}::json, expire = ${expire} WHERE sid = ${sid}`);
}

/** What has expired on its own: sessions, counted guesses, remembered forms. */
export async function sweepExpired(db: Sql, now: Date): Promise<void> {
  await db.run(sql`DELETE FROM session WHERE expire < ${now}`);
  await db.run(sql`DELETE FROM rate_limit WHERE expire < ${now.getTime()}`);
  await db.run(sql`DELETE FROM form_sent WHERE started_at < ${new Date(now.getTime() - 2 * 86_400_000)}`);
}
