import { z } from 'zod';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const id = z.object({ id: z.number() });

const claimedJob = z.object({
  id: z.number(),
  name: z.string(),
  payload: z.unknown(),
  key: z.string().nullable(),
  attempts: z.number(),
});
export type ClaimedJob = z.infer<typeof claimedJob>;

const unfinishedJob = z.object({
  id: z.number(),
  name: z.string(),
  state: z.enum(['refused', 'failed']),
  attempts: z.number(),
  lastError: z.string().nullable(),
  createdAt: z.date(),
  finishedAt: z.date().nullable(),
});
export type UnfinishedJob = z.infer<typeof unfinishedJob>;

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

/** The oldest due job becomes this instance's; rows that others hold are passed over, keys that run are left alone. */
export async function claimJob(db: Sql, names: string[], instance: number, now: Date): Promise<ClaimedJob | undefined> {
  return await db.maybe(
    claimedJob,
    sql`UPDATE job SET state = 'running', instance = ${instance}, attempts = attempts + 1
        WHERE id = (
          SELECT id FROM job j
          WHERE state = 'waiting' AND run_at <= ${now} AND name = ANY(${names}::text[])
            AND NOT EXISTS (SELECT 1 FROM job r WHERE r.state = 'running' AND r.key = j.key)
          ORDER BY run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING id, name, payload, key, attempts`,
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

export async function listRunning(db: Sql): Promise<{ id: number; instance: number }[]> {
  return await db.many(
    id.extend({ instance: z.number() }),
    sql`SELECT id, instance FROM job WHERE state = 'running' ORDER BY id`,
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

/** A job of this key waits or runs afterwards; of processes that ask at the same moment one makes it. */
export async function ensureJob(tx: Transaction, job: { name: string; key: string }, now: Date): Promise<void> {
  await tx.run(sql`SELECT pg_advisory_xact_lock(${ensuring}::integer, hashtext(${job.key}))`);
  const there = await tx.many(id, sql`SELECT id FROM job WHERE key = ${job.key} AND state IN ('waiting', 'running')`);
  if (there.length === 0) await insertJob(tx, { ...job, payload: {}, runAt: now }, now);
}

/** Class id of the advisory locks of `ensureJob`. */
const ensuring = 0x1a7b;

/** What an administrator should look at, newest first. */
export async function listUnfinishedJobs(db: Sql, limit = 100): Promise<UnfinishedJob[]> {
  return await db.many(
    unfinishedJob,
    sql`SELECT id, name, state, attempts, last_error, created_at, finished_at FROM job
        WHERE state IN ('refused', 'failed') ORDER BY finished_at DESC, id DESC LIMIT ${limit}`,
  );
}

/** A failed or refused job waits again with all its tries; false when there is none, or the same key waits already. */
export async function renewJob(tx: Sql, jobId: number, now: Date): Promise<boolean> {
  const touched = await tx.run(
    sql`UPDATE job j SET state = 'waiting', attempts = 0, run_at = ${now}, finished_at = NULL
        WHERE id = ${jobId} AND state IN ('refused', 'failed')
          AND NOT EXISTS (SELECT 1 FROM job w WHERE w.state = 'waiting' AND w.key = j.key)`,
  );
  return touched === 1;
}

/** Done jobs say nothing any more; refused and failed ones stay until somebody has dealt with them. */
export async function removeDoneJobs(db: Sql, before: Date): Promise<number> {
  return await db.run(sql`DELETE FROM job WHERE state = 'done' AND finished_at < ${before}`);
}
