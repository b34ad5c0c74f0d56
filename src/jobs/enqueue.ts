import { Fault, Refusal } from '../errors.ts';
import type { Transaction } from '../postgres/database.ts';
import { insertJob, joinWaitingJob } from './job-store.ts';
import { renewJob } from './unfinished-store.ts';

export interface NewJob {
  name: string;
  /** JSON, at most 16 KiB: ids, not contents. */
  payload: unknown;
  /**
   * At most one job per key waits, and at most one runs. Not for what many transactions a second ask for: while one of
   * them is open the job cannot start.
   */
  key?: string;
  runAt?: Date;
}

const longestPayload = 16 * 1024;

/**
 * Puts a job into the outbox as part of the caller's transaction: it exists if and only if the transaction commits. A
 * job that waits under the same key will do; it does not start before this transaction has ended.
 */
export async function enqueue(tx: Transaction, job: NewJob, now: Date): Promise<void> {
  if ((JSON.stringify(job.payload)?.length ?? Infinity) > longestPayload)
    throw new Fault(`payload of job ${job.name} is too long`);
  const row = { name: job.name, payload: job.payload, key: job.key, runAt: job.runAt ?? now };
  while (!(await insertJob(tx, row, now))) {
    if (job.key !== undefined && (await joinWaitingJob(tx, job.key, row.runAt))) return;
  }
}

/**
 * The administrator's button: a job that was given up is tried again from the start. Wake the runners afterwards.
 * @throws Refusal `job-not-given-up` (conflict)
 */
export async function tryAgain(
  tx: Transaction,
  renewal: { jobId: number; personId: number },
  now: Date,
): Promise<void> {
  if (await renewJob(tx, renewal, now)) return;
  throw new Refusal('conflict', 'job-not-given-up', {
    id: 'Pekerjaan ini tidak sedang gagal: mungkin sudah dicoba lagi.',
    en: 'This job has not failed: it may have been tried again already.',
  });
}
