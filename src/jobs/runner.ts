import type { Clock } from '../clock.ts';
import type { Database } from '../postgres/database.ts';
import { type Instance, instanceLives, openInstance } from '../postgres/instance.ts';
import { openListener } from '../postgres/listen.ts';
import { carryOut, type RunnerLog, takeBack } from './carry-out.ts';
import { type JobDefinition, periodicKey } from './define-job.ts';
import {
  bringForward,
  type ClaimedJob,
  claimJob,
  ensureJob,
  findNextDue,
  listReady,
  listRunning,
  WORK_CHANNEL,
} from './job-store.ts';

export interface Runner {
  /** Looks for work now; called after a commit that enqueued something. */
  wake(): void;
  /** Resolves when nothing is due and nothing runs. For tests and for a demonstration that waits for its jobs. */
  idle(): Promise<void>;
  /** Takes no new job and waits for the running ones. */
  stop(): Promise<void>;
}

/**
 * Brings ids of due jobs to a process with a hand free. It may lose them, bring them twice or to the wrong one: the row in
 * the database says whether there is anything to do, and what still waits is handed over again.
 */
export interface Distributor {
  /** False when it is out of reach. Never throws. */
  hand(ids: readonly number[]): Promise<boolean>;
  /** At most `width` at once; `take` never throws. */
  receive(width: number, take: (id: number) => Promise<void>): void;
  close(): Promise<void>;
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
  /** Undefined: each process takes from the outbox itself. Closed with the runner. */
  distributor?: Distributor | undefined;
}

/** What a distributor was given and nobody took within this time is taken from the outbox by whoever has a hand free. */
const PATIENCE_MS = 5_000;
const MOST_HANDED = 200;
/** Less is how clocks are kept right all day. */
const SET_BACK_MS = 10_000;

/**
 * Runs the outbox inside this process. Any number of processes may do so on one database: a row is claimed by one of
 * them, and what a dead one held is put back by the others.
 */
export function startRunner(options: RunnerOptions): Runner {
  const { db, clock, log, every = 1_000, width = 2, distributor } = options;
  const instance = options.instance ?? openInstance(db);
  const definitions = new Map(options.jobs.map((job) => [job.name, job]));
  const names = [...definitions.keys()];
  const running = new Map<number, Promise<void>>();
  let periodicReady = false;
  let newest = clock();
  let stopped = false;
  let again = false;
  let round: Promise<void> | undefined;
  const troubles = { database: false, distributor: false };

  const listener = openListener(db, WORK_CHANNEL, wake);
  const timer = setInterval(wake, every);
  timer.unref();
  distributor?.receive(width, take);
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
        await followClock();
        if (!periodicReady) await readyPeriodicJobs();
        const recovered = await recover();
        const patienceMs = await handOver();
        // What a dead process left in Redis keeps its jobs from being handed over again for a while.
        await fill(recovered > 0 ? 0 : patienceMs);
        // Without it work is found by the timer; a full pool must not hold up the jobs themselves.
        listener.ensure().catch(() => {});
        note('database', false, undefined);
      } catch (error) {
        // The database is away or being restarted: the next look is a timer's tick ahead.
        note('database', true, error);
      }
    }
  }

  /** A clock that ran ahead and was set right would leave what was written under it waiting for that day to come again. */
  async function followClock(): Promise<void> {
    const now = clock();
    if (newest.getTime() - now.getTime() > SET_BACK_MS) {
      await bringForward(db, now);
      periodicReady = false;
    }
    newest = now;
  }

  async function readyPeriodicJobs(): Promise<void> {
    for (const { name, everyMs } of options.jobs) {
      if (everyMs === undefined) continue;
      await db.transaction((tx) => ensureJob(tx, { name, everyMs, key: periodicKey({ name }) }, clock()));
    }
    periodicReady = true;
  }

  /** Jobs of processes that died, and jobs of ours whose end could not be written down. Gives how many there were. */
  async function recover(): Promise<number> {
    const ours = await instance.number();
    let recovered = 0;
    for (const job of await listRunning(db)) {
      const definition = definitions.get(job.name);
      if (definition === undefined || running.has(job.id)) continue;
      if (job.instance !== ours && (await instanceLives(db, job.instance))) continue;
      await takeBack({ db, clock, log }, definition, job);
      recovered++;
    }
    return recovered;
  }

  /** Gives how long, in ms, a job may have been due before it is taken without waiting for the distributor. */
  async function handOver(): Promise<number> {
    if (distributor === undefined) return 0;
    const reached = await distributor.hand(await listReady(db, names, clock(), MOST_HANDED));
    note('distributor', !reached, undefined);
    return reached ? PATIENCE_MS : 0;
  }

  async function fill(patienceMs: number): Promise<void> {
    const ours = await instance.number();
    while (!stopped && running.size < width) {
      const job = await claimJob(db, { names, instance: ours, dueBy: new Date(clock().getTime() - patienceMs) });
      const definition = definitions.get(job?.name ?? '');
      if (!job || !definition) return;
      hold(job.id, work(definition, job, ours));
    }
  }

  /** Held before it is claimed: `recover` must not take a row of ours that it does not know for an abandoned one. */
  async function take(id: number): Promise<void> {
    if (stopped || running.has(id) || running.size >= width) return;
    await hold(id, claimAndCarryOut(id));
  }

  async function claimAndCarryOut(id: number): Promise<void> {
    try {
      const ours = await instance.number();
      const job = await claimJob(db, { names, instance: ours, dueBy: clock(), id });
      const definition = definitions.get(job?.name ?? '');
      if (job && definition) await work(definition, job, ours);
    } catch (error) {
      note('database', true, error);
    }
  }

  async function work(definition: JobDefinition, job: ClaimedJob, ours: number): Promise<void> {
    await carryOut({ db, clock, log }, definition, job, ours);
    wake();
  }

  function hold(id: number, doing: Promise<void>): Promise<void> {
    const held = doing.finally(() => {
      // `fill` may have claimed the row that `take` was still asking for.
      if (running.get(id) === held) running.delete(id);
    });
    running.set(id, held);
    return held;
  }

  /** Once when it begins and once when it is over, however often it is met in between. */
  function note(what: keyof typeof troubles, isThere: boolean, error: unknown): void {
    if (troubles[what] === isThere) return;
    troubles[what] = isThere;
    const { begun, over } = words[what];
    log.warn(error === undefined ? {} : { err: error }, isThere ? begun : over);
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
        // On its way through the distributor, or held by a transaction: asking again at once would only be in the way.
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await round;
      await Promise.all(running.values());
      await distributor?.close();
      await listener.close();
      if (!options.instance) await instance.close();
    },
  };
}

const words = {
  database: {
    begun: 'the job runner could not look for work; it tries again until it can',
    over: 'the job runner looks for work again',
  },
  distributor: {
    begun: 'Redis is out of reach: each process takes jobs from the database itself until it is back',
    over: 'Redis is back: jobs are handed to the workers by it again',
  },
};
