import type { Clock } from '../clock.ts';
import { isRefusal } from '../errors.ts';
import type { Database } from '../postgres/database.ts';
import { type Instance, instanceLives, openInstance } from '../postgres/instance.ts';
import { backOff } from './back-off.ts';
import type { JobDefinition } from './define-job.ts';
import { enqueue } from './enqueue.ts';
import {
  type ClaimedJob,
  claimJob,
  ensureJob,
  findNextDue,
  finishJob,
  type JobEnd,
  listRunning,
  putBack,
} from './job-store.ts';

export interface RunnerLog {
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface Runner {
  /** Looks for work now; called after a commit that enqueued something. */
  wake(): void;
  /** Resolves when nothing is due and nothing runs. For tests and for a demonstration that waits for its jobs. */
  idle(): Promise<void>;
  /** Takes no new job and waits for the running ones. */
  stop(): Promise<void>;
}

export interface RunnerOptions {
  db: Database;
  jobs: readonly JobDefinition[];
  clock: Clock;
  log: RunnerLog;
  /** How often it looks by itself, in ms: jobs of other processes, retries. */
  every?: number;
  /** Jobs at once. */
  width?: number;
  instance?: Instance;
}

/**
 * Runs the outbox inside this process. Any number of processes may do so on one database: a row is claimed by one of
 * them, and what a dead one held is put back by the others.
 */
export function startRunner(options: RunnerOptions): Runner {
  const { db, clock, log, every = 1_000, width = 2 } = options;
  const instance = options.instance ?? openInstance(db);
  const definitions = new Map(options.jobs.map((job) => [job.name, job]));
  const names = [...definitions.keys()];
  const running = new Map<number, Promise<void>>();
  let periodicReady = false;
  let stopped = false;
  let again = false;
  let round: Promise<void> | undefined;

  const timer = setInterval(wake, every);
  timer.unref();
  wake();

  function wake(): void {
    again = true;
    if (stopped || round) return;
    round = rounds().finally(() => {
      round = undefined;
    });
  }

  async function rounds(): Promise<void> {
    while (again && !stopped) {
      again = false;
      try {
        if (!periodicReady) await readyPeriodicJobs();
        await recover();
        await fill();
      } catch (error) {
        // The database is away or being restarted: the next look is a timer's tick ahead.
        log.warn({ err: error }, 'the job runner could not look for work');
      }
    }
  }

  async function readyPeriodicJobs(): Promise<void> {
    for (const job of options.jobs) {
      if (job.everyMs === undefined) continue;
      await db.transaction((tx) => ensureJob(tx, { name: job.name, key: periodicKey(job) }, clock()));
    }
    periodicReady = true;
  }

  /** Jobs of processes that died, and jobs of ours whose end could not be written down. Their work may be done: handlers look. */
  async function recover(): Promise<void> {
    const ours = await instance.number();
    for (const job of await listRunning(db)) {
      if (running.has(job.id) || (job.instance !== ours && (await instanceLives(db, job.instance)))) continue;
      const now = clock();
      await db.transaction((tx) => putBack(tx, { ...job, runAt: now, error: 'the process that ran it ended' }, now));
    }
  }

  async function fill(): Promise<void> {
    const ours = await instance.number();
    while (!stopped && running.size < width) {
      const job = await claimJob(db, names, ours, clock()).catch((error: { code?: string }) => {
        // Another process took a job of the same key in the same moment.
        if (error.code === '23505') return undefined;
        throw error;
      });
      if (!job) return;
      const work = run(job, ours).finally(() => {
        running.delete(job.id);
        wake();
      });
      running.set(job.id, work);
    }
  }

  async function run(job: ClaimedJob, ours: number): Promise<void> {
    const definition = definitions.get(job.name);
    if (!definition) return;
    try {
      const failure = await attempt(definition, job);
      await db.transaction((tx) => (failure === undefined ? finish(tx, 'done') : decline(tx, failure.error)));
    } catch (error) {
      // Its end is not written down: it is put back at the next look.
      log.error({ err: error, job: job.name, jobId: job.id }, 'the end of a job could not be recorded');
    }

    async function finish(tx: Parameters<Parameters<Database['transaction']>[0]>[0], state: JobEnd, error?: string) {
      const now = clock();
      const kept = await finishJob(
        tx,
        { id: job.id, instance: ours, state, ...(error === undefined ? {} : { error }) },
        now,
      );
      if (!kept || definition?.everyMs === undefined || job.key !== periodicKey(definition)) return;
      await enqueue(
        tx,
        { name: job.name, payload: {}, key: job.key, runAt: new Date(now.getTime() + definition.everyMs) },
        now,
      );
    }

    async function decline(tx: Parameters<typeof finish>[0], error: unknown) {
      const told = describe(error);
      const about = { err: error, job: job.name, jobId: job.id, attempt: job.attempts };
      if (isRefusal(error)) {
        log.warn(about, 'a job was refused');
        return await finish(tx, 'refused', told);
      }
      if (job.attempts >= (definition?.attempts ?? 1)) {
        log.error(about, 'a job was given up');
        return await finish(tx, 'failed', told);
      }
      log.warn(about, 'a job failed and will be tried again');
      const now = clock();
      // What comes round by itself never waits longer than its round: the state note stays hourly after a bad night.
      const wait = Math.min(backOff(job.attempts, Math.random()), definition?.everyMs ?? Number.POSITIVE_INFINITY);
      const runAt = new Date(now.getTime() + wait);
      await putBack(tx, { id: job.id, instance: ours, runAt, error: told }, now);
    }
  }

  async function attempt(definition: JobDefinition, job: ClaimedJob): Promise<{ error: unknown } | undefined> {
    try {
      await definition.run(job.payload, { id: job.id, attempt: job.attempts, now: clock() });
      return undefined;
    } catch (error) {
      return { error };
    }
  }

  return {
    wake,
    async idle() {
      for (;;) {
        wake();
        await round;
        if (running.size > 0) {
          await Promise.race(running.values());
          continue;
        }
        const due = stopped ? undefined : await findNextDue(db, names);
        if (!due || due > clock()) return;
      }
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await round;
      await Promise.all(running.values());
      if (!options.instance) await instance.close();
    },
  };
}

function periodicKey(job: { name: string }): string {
  return `every:${job.name}`;
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
