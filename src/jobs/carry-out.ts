import type { Clock } from '../clock.ts';
import { isRefusal } from '../errors.ts';
import type { Database, Transaction } from '../postgres/database.ts';
import { backOff } from './back-off.ts';
import { type JobDefinition, type ProgressFacts, periodicKey, USUAL_ATTEMPTS } from './define-job.ts';
import { enqueue } from './enqueue.ts';
import {
  type ClaimedJob,
  finishJob,
  type JobEnd,
  putBack,
  type RunningJob,
  settleEarlier,
  storeProgress,
} from './job-store.ts';

export interface RunnerLog {
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface CarryOutDeps {
  db: Database;
  clock: Clock;
  log: RunnerLog;
}

/**
 * Runs a job that this instance has claimed and writes down its end: done, refused, to be tried again, given up. Never
 * throws: an end that cannot be written leaves the row to whoever finds that nobody works on it.
 */
export async function carryOut(
  deps: CarryOutDeps,
  definition: JobDefinition,
  job: ClaimedJob,
  instance: number,
): Promise<void> {
  const { db, clock, log } = deps;
  const running = { ...job, instance };
  try {
    const failure = await attempt();
    await db.transaction((tx) =>
      failure === undefined ? finish(tx, definition, running, 'done', clock()) : decline(tx, failure.error),
    );
  } catch (error) {
    log.error({ err: error, job: job.name, jobId: job.id }, 'the end of a job could not be recorded');
  }

  async function attempt(): Promise<{ error: unknown } | undefined> {
    const telling = newestOnly((facts) => storeProgress(db, running, facts));
    try {
      const { id, attempts } = job;
      await definition.run(job.payload, { id, attempt: attempts, now: clock(), progress: telling.tell });
      return undefined;
    } catch (error) {
      return { error };
    } finally {
      await telling.settled();
    }
  }

  async function decline(tx: Transaction, error: unknown): Promise<void> {
    const told = describe(error);
    const about = { err: error, job: job.name, jobId: job.id, attempt: job.attempts };
    const now = clock();
    // A part of the office that is away (document store, disk, converter) comes back, and the work with it.
    const away = isRefusal(error) && error.problem === 'unavailable';
    if (isRefusal(error) && !away) {
      log.warn(about, 'a job was refused');
      return await finish(tx, definition, running, 'refused', now, told);
    }
    if (job.attempts >= (away ? Math.max(definition.attempts, USUAL_ATTEMPTS) : definition.attempts)) {
      log.error(about, 'a job was given up');
      return await finish(tx, definition, running, 'failed', now, told);
    }
    log.warn(about, 'a job failed and will be tried again');
    await putBack(tx, { ...running, runAt: nextTry(definition, job.attempts, now), error: told }, now);
  }
}

/** A job that takes its process with it must not take all of them, one after the other, for ever. */
const MOST_PROCESSES = 20;
/** So many times a process may end for reasons of its own. */
const UNSUSPICIOUS = 3;

/**
 * A running job that nobody works on any more waits again. Its work may be done: handlers look. One that has outlived many
 * processes comes back later and later, and is given up in the end.
 */
export async function takeBack(deps: CarryOutDeps, definition: JobDefinition, job: RunningJob): Promise<void> {
  const now = deps.clock();
  const error = 'the process that ran it ended';
  await deps.db.transaction(async (tx) => {
    if (job.attempts >= MOST_PROCESSES) return await finish(tx, definition, job, 'failed', now, error);
    const runAt = job.attempts < UNSUSPICIOUS ? now : nextTry(definition, job.attempts - UNSUSPICIOUS, now);
    await putBack(tx, { ...job, runAt, error }, now);
  });
}

function nextTry({ everyMs }: JobDefinition, attempts: number, now: Date): Date {
  // What comes round by itself never waits longer than its round: the state note stays hourly after a bad night.
  const wait = Math.min(backOff(attempts, Math.random()), everyMs ?? Number.POSITIVE_INFINITY);
  return new Date(now.getTime() + wait);
}

async function finish(
  tx: Transaction,
  definition: JobDefinition,
  job: RunningJob,
  state: JobEnd,
  now: Date,
  error?: string,
): Promise<void> {
  const { id, instance, key, name } = job;
  const kept = await finishJob(tx, { id, instance, state, ...(error === undefined ? {} : { error }) }, now);
  if (!kept || definition.everyMs === undefined || key !== periodicKey(definition)) return;
  if (state === 'done') await settleEarlier(tx, key, now);
  const runAt = new Date(now.getTime() + definition.everyMs);
  await enqueue(tx, { name, payload: {}, key, runAt }, now);
}

/** One write at a time; what was said meanwhile, except the last, is passed over. */
function newestOnly(store: (facts: ProgressFacts) => Promise<void>) {
  let newest: ProgressFacts | undefined;
  let writing: Promise<void> | undefined;
  async function write(): Promise<void> {
    for (let facts = newest; facts !== undefined; facts = newest) {
      newest = undefined;
      await store(facts).catch(() => {});
    }
    writing = undefined;
  }
  return {
    tell(facts: ProgressFacts): void {
      newest = facts;
      writing ??= write();
    },
    settled: async () => await writing,
  };
}

/** For the administrator's list: what went wrong and why, without the stack and never endless. */
function describe(error: unknown): string {
  const parts: string[] = [];
  for (let e = error; parts.length < 5 && hasMessage(e); e = e.cause) parts.push(e.message);
  return (parts.length === 0 ? 'unknown error' : parts.join(': ')).slice(0, 2_000);
}

function hasMessage(value: unknown): value is { message: string; cause?: unknown } {
  return typeof value === 'object' && value !== null && 'message' in value && typeof value.message === 'string';
}
