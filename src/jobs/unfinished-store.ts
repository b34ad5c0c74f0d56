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
