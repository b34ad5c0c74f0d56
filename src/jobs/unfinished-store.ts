import { z } from 'zod';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';
import { joinWaitingJob } from './job-store.ts';

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

/** What an administrator should look at, newest first. */
export async function listUnfinishedJobs(db: Sql, limit = 100): Promise<UnfinishedJob[]> {
  return await db.many(
    unfinishedJob,
    sql`SELECT id, name, state, attempts, last_error, created_at, finished_at FROM job
        WHERE state IN ('refused', 'failed') ORDER BY finished_at DESC, id DESC LIMIT ${limit}`,
  );
}

/**
 * A failed or refused job waits again with all its tries. Where the same key waits already, that one comes at once and this
 * one ends as done. False when it had not ended so.
 */
export async function renewJob(
  tx: Transaction,
  renewal: { jobId: number; personId: number },
  now: Date,
): Promise<boolean> {
  const job = await tx.maybe(
    z.object({ key: z.string().nullable() }),
    sql`SELECT key FROM job WHERE id = ${renewal.jobId} AND state IN ('refused', 'failed') FOR UPDATE`,
  );
  if (job === undefined) return false;
  const continued = job.key !== null && (await joinWaitingJob(tx, job.key, now));
  const by = sql`renewed_at = ${now}, renewed_by = ${renewal.personId}`;
  await tx.run(
    continued
      ? sql`UPDATE job SET state = 'done', finished_at = ${now}, ${by} WHERE id = ${renewal.jobId}`
      : sql`UPDATE job SET state = 'waiting', attempts = 0, run_at = ${now}, finished_at = NULL, ${by}
            WHERE id = ${renewal.jobId}`,
  );
  return true;
}

/**
 * Given-up jobs of a kind that may not be left undone: one more try for each that ended before this, so that it succeeds once it
 * can. Until then it stands, with its newest error, where an administrator sees it. Of several under one key the newest is enough.
 */
export async function tryOnceMore(
  tx: Transaction,
  { name, endedBefore }: { name: string; endedBefore: Date },
  now: Date,
): Promise<void> {
  const givenUp = sql`j.name = ${name} AND j.state = 'failed' AND j.finished_at <= ${endedBefore}`;
  await tx.run(
    sql`UPDATE job j SET state = 'done', finished_at = ${now} WHERE ${givenUp} AND EXISTS (SELECT FROM job o WHERE o.key = j.key
          AND (o.state IN ('waiting', 'running') OR (o.state = 'failed' AND o.id > j.id)))`,
  );
  await tx.run(
    sql`UPDATE job j SET state = 'waiting', attempts = j.attempts - 1, run_at = ${now}, finished_at = NULL WHERE ${givenUp}`,
  );
}
