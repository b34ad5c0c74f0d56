import { z } from 'zod';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';
import { longestWaitMs } from './back-off.ts';

const id = z.object({ id: z.number() });

const claimedJob = z.object({
  id: z.number(),
  name: z.string(),
  payload: z.unknown(),
  key: z.string().nullable(),
  attempts: z.number(),
});
export type ClaimedJob = z.infer<typeof claimedJob>;

/** True when the row was made; false when a job with this key is already waiting. */
export async function insertJob(
  tx: Sql,
  job: { name: string; payload: unknown; key: string | undefined; runAt: Date },
  now: Date,
): Promise<boolean> {
  const made = await tx.maybe(
    id,
    sql`INSERT INTO job (name, payload, key, run_at, created_at)
        VALUES (${job.name}, ${JSON.stringify(job.payload)}, ${job.key ?? null}, ${job.runAt}, ${now})
        ON CONFLICT (key) WHERE state = 'waiting' AND key IS NOT NULL DO NOTHING
        RETURNING id`,
  );
  return made !== undefined;
}

/**
 * Holds the waiting job of this key until the transaction ends, so that it cannot start before the transaction's changes
 * are there to be seen; brings it forward to `runAt`. False when it has just been taken by a runner.
 */
export async function joinWaitingJob(tx: Transaction, key: string, runAt: Date): Promise<boolean> {
  const forward = await tx.run(
    sql`UPDATE job SET run_at = ${runAt} WHERE key = ${key} AND state = 'waiting' AND run_at > ${runAt}`,
  );
  if (forward > 0) return true;
  const held = await tx.maybe(id, sql`SELECT id FROM job WHERE key = ${key} AND state = 'waiting' FOR SHARE`);
  return held !== undefined;
}

/** Due, and no other job of its key runs. */
const isReady = (dueBy: Date, names: string[]) => sql`j.state = 'waiting' AND j.run_at <= ${dueBy}
  AND j.name = ANY(${names}::text[]) AND NOT EXISTS (SELECT 1 FROM job r WHERE r.state = 'running' AND r.key = j.key)`;

/** Ids of jobs that could begin, those due longest first. */
export async function listReady(db: Sql, names: string[], dueBy: Date, limit: number): Promise<number[]> {
  const rows = await db.many(
    id,
    sql`SELECT id FROM job j WHERE ${isReady(dueBy, names)} ORDER BY run_at, id LIMIT ${limit}`,
  );
  return rows.map((row) => row.id);
}

/**
 * The job due longest becomes this instance's, or the one of `id` if it is due; rows that others hold are passed over, keys
 * that run are left alone.
 */
export async function claimJob(
  db: Sql,
  wish: { names: string[]; dueBy: Date; instance: number; id?: number },
): Promise<ClaimedJob | undefined> {
  const which = wish.id === undefined ? sql`` : sql`j.id = ${wish.id} AND`;
  return await db
    .maybe(
      claimedJob,
      sql`UPDATE job SET state = 'running', instance = ${wish.instance}, attempts = attempts + 1, progress = NULL
          WHERE id = (
            SELECT id FROM job j WHERE ${which} ${isReady(wish.dueBy, wish.names)}
            ORDER BY run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
          RETURNING id, name, payload, key, attempts`,
    )
    .catch((error: { code?: string }) => {
      // Another process took a job of the same key in the same moment.
      if (error.code === '23505') return undefined;
      throw error;
    });
}

/** How far a running job of this instance has come. */
export async function storeProgress(
  db: Sql,
  job: { id: number; instance: number },
  facts: Readonly<Record<string, string | number>>,
): Promise<void> {
  await db.run(
    sql`UPDATE job SET progress = ${JSON.stringify(facts)}
        WHERE id = ${job.id} AND state = 'running' AND instance = ${job.instance}`,
  );
}

export type JobEnd = 'done' | 'refused' | 'failed';

/** False when the job is no longer this instance's (its connection was lost and another took over). */
export async function finishJob(
  tx: Sql,
  job: { id: number; instance: number; state: JobEnd; error?: string },
  now: Date,
): Promise<boolean> {
  const touched = await tx.run(
    sql`UPDATE job SET state = ${job.state}, instance = NULL, last_error = ${job.error ?? null}, finished_at = ${now}
        WHERE id = ${job.id} AND state = 'running' AND instance = ${job.instance}`,
  );
  return touched === 1;
}

/**
 * Puts running jobs back. Where the same key waits already, that one does the work and this one ends as done.
 */
export async function putBack(
  tx: Transaction,
  job: { id: number; instance: number; runAt: Date; error: string },
  now: Date,
): Promise<void> {
  const other = await tx.maybe(
    id,
    sql`SELECT w.id FROM job w JOIN job r ON r.key = w.key WHERE r.id = ${job.id} AND w.state = 'waiting' FOR SHARE OF w`,
  );
  if (other) {
    await finishJob(tx, { ...job, state: 'done', error: `${job.error} (continued by job ${other.id})` }, now);
    return;
  }
  await tx.run(
    sql`UPDATE job SET state = 'waiting', instance = NULL, run_at = ${job.runAt}, last_error = ${job.error}
        WHERE id = ${job.id} AND state = 'running' AND instance = ${job.instance}`,
  );
}

const runningJob = claimedJob.extend({ instance: z.number() });
export type RunningJob = z.infer<typeof runningJob>;

export async function listRunning(db: Sql): Promise<RunningJob[]> {
  return await db.many(
    runningJob,
    sql`SELECT id, name, payload, key, attempts, instance FROM job WHERE state = 'running' ORDER BY id`,
  );
}

/** When the next waiting job of these names is due. */
export async function findNextDue(db: Sql, names: string[]): Promise<Date | undefined> {
  const { due } = await db.one(
    z.object({ due: z.date().nullable() }),
    sql`SELECT min(run_at) AS due FROM job WHERE state = 'waiting' AND name = ANY(${names}::text[])`,
  );
  return due ?? undefined;
}

/**
 * A job of this key waits or runs afterwards, and waits no longer than its round; of processes that ask at the same moment
 * one makes it.
 */
export async function ensureJob(
  tx: Transaction,
  job: { name: string; key: string; everyMs: number },
  now: Date,
): Promise<void> {
  await tx.run(sql`SELECT pg_advisory_xact_lock(${ensuring}::integer, hashtext(${job.key}))`);
  const there = await tx.many(id, sql`SELECT id FROM job WHERE key = ${job.key} AND state IN ('waiting', 'running')`);
  if (there.length === 0) await insertJob(tx, { ...job, payload: {}, runAt: now }, now);
  else await joinWaitingJob(tx, job.key, new Date(now.getTime() + job.everyMs));
}

/** Waiting jobs that were written, or put back, under a clock that was ahead of this one: due now. */
export async function bringForward(db: Sql, now: Date): Promise<void> {
  const beyond = new Date(now.getTime() + longestWaitMs);
  await db.run(
    sql`UPDATE job SET run_at = ${now} WHERE state = 'waiting' AND run_at > ${now} AND (created_at > ${now} OR run_at > ${beyond})`,
  );
}

/** Class id of the advisory locks of `ensureJob`. */
const ensuring = 0x1a7b;

/** What came round again and succeeded leaves nothing to do about the rounds that did not. */
export async function settleEarlier(tx: Sql, key: string, now: Date): Promise<void> {
  await tx.run(
    sql`UPDATE job SET state = 'done', finished_at = ${now} WHERE key = ${key} AND state IN ('refused', 'failed')`,
  );
}

/** Says to every process with jobs that there may be work; outside a letter's transaction, whose commit it would slow. */
export async function announceWork(db: Sql): Promise<void> {
  await db.run(sql`SELECT pg_notify(${WORK_CHANNEL}, '')`);
}

export const WORK_CHANNEL = 'layang_job';

/** Done jobs say nothing any more; refused and failed ones stay until somebody has dealt with them. */
export async function removeDoneJobs(db: Sql, before: Date): Promise<number> {
  return await db.run(sql`DELETE FROM job WHERE state = 'done' AND finished_at < ${before}`);
}
