import { z } from 'zod';
import { Fault, Refusal } from '../../src/errors.ts';
import { type BullQueue, openBullQueue } from '../../src/jobs/bull-queue.ts';
import { defineJob, type JobContext, type JobDefinition } from '../../src/jobs/define-job.ts';
import { enqueue, tryAgain } from '../../src/jobs/enqueue.ts';
import { claimJob } from '../../src/jobs/job-store.ts';
import { type Runner, startRunner } from '../../src/jobs/runner.ts';
import { tidyJobs } from '../../src/jobs/tidy.ts';
import { listUnfinishedJobs } from '../../src/jobs/unfinished-store.ts';
import type { Database } from '../../src/postgres/database.ts';
import { sql } from '../../src/postgres/sql.ts';
import { startChild } from '../support/child.ts';
import { testDatabase } from '../support/database.ts';
import { judged } from '../support/judge.ts';
import { type RedisServer, startRedis } from '../support/redis-server.ts';

const quiet = { warn() {}, error() {} };
const start = new Date('2026-03-02T08:00:00Z');

/** A promise and the means to keep it. */
function gate(): { opened: Promise<void>; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

const redisServer = ['redis-server'];
const ways = [
  { way: 'in the process', redis: false },
  { way: 'through Bull on Redis', redis: true },
];

describe.each(ways)('$way', ({ redis }) => {
  const tried = (name: string, act: () => Promise<void>) => (redis ? judged(redisServer, name, act) : it(name, act));
  let db: Database;
  let url: string;
  let personId: number;
  let now: Date;
  let runners: Runner[];
  let server: RedisServer | undefined;

  beforeAll(async () => {
    ({ db, url } = await testDatabase({ max: 20 }));
    const person = sql`INSERT INTO person (username, name, created_at) VALUES ('admin', 'Admin', ${start}) RETURNING id`;
    personId = (await db.one(z.object({ id: z.number() }), person)).id;
  });
  beforeEach(async () => {
    await db.run(sql`DELETE FROM job`);
    now = start;
    runners = [];
  });
  afterEach(async () => {
    for (const runner of runners) await runner.stop();
  });

  /** The files of a describe share one Redis, and every runner has connections of its own, as every process has. */
  async function distributor(): Promise<BullQueue | undefined> {
    if (!redis) return undefined;
    server ??= await startRedis();
    return openBullQueue({ url: server.url, name: 'kab.example' });
  }
  async function run(...jobs: JobDefinition[]): Promise<Runner> {
    const options = { db, jobs, clock: () => now, log: quiet, every: 60_000, distributor: await distributor() };
    const runner = startRunner(options);
    runners.push(runner);
    return runner;
  }

  const payload = z.object({ n: z.number() });
  function work(handle: (payload: { n: number }, context: JobContext) => Promise<void>, attempts = 3): JobDefinition {
    return defineJob({ name: 'work', payload, attempts, handle });
  }
  function put(n: number, more: { key?: string; runAt?: Date } = {}): Promise<void> {
    return db.transaction((tx) => enqueue(tx, { name: 'work', payload: { n }, ...more }, now));
  }
  async function states(): Promise<string[]> {
    const rows = await db.many(z.object({ state: z.string() }), sql`SELECT state FROM job ORDER BY id`);
    return rows.map((row) => row.state);
  }

  tried('a job is there if and only if the transaction that asked for it commits', async () => {
    const seen: number[] = [];
    await put(1);
    await expect(
      db.transaction(async (tx) => {
        await enqueue(tx, { name: 'work', payload: { n: 2 } }, now);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await (await run(work(async ({ n }) => void seen.push(n)))).idle();
    expect(seen).toEqual([1]);
    expect(await states()).toEqual(['done']);
  });

  tried(
    'a fault is tried again later, and after the last try it stands in the list until somebody tries again',
    async () => {
      let tries = 0;
      let broken = true;
      await put(1);
      const runner = await run(
        work(async () => {
          tries++;
          if (broken) throw new Fault('writing the letter', { cause: new Error('the disk is slow') });
        }),
      );
      await runner.idle();
      expect(tries).toBe(1);
      expect(await states()).toEqual(['waiting']);
      for (const expected of [2, 3]) {
        now = new Date(now.getTime() + 86_400_000);
        await runner.idle();
        expect(tries).toBe(expected);
      }
      const [failed] = await listUnfinishedJobs(db);
      expect(failed).toMatchObject({ state: 'failed', attempts: 3, lastError: 'writing the letter: the disk is slow' });
      broken = false;
      await db.transaction((tx) => tryAgain(tx, { jobId: failed?.id ?? 0, personId }, now));
      await runner.idle();
      expect(tries).toBe(4);
      expect(await states()).toEqual(['done']);
      await expect(
        db.transaction((tx) => tryAgain(tx, { jobId: failed?.id ?? 0, personId }, now)),
      ).rejects.toMatchObject({
        code: 'job-not-given-up',
      });
    },
  );

  tried('a refusal is final and recorded', async () => {
    let tries = 0;
    await put(1);
    const runner = await run(
      work(async () => {
        tries++;
        throw new Refusal('wrong-state', 'letter-withdrawn', {
          id: 'Surat sudah ditarik.',
          en: 'The letter was withdrawn.',
        });
      }),
    );
    await runner.idle();
    now = new Date(now.getTime() + 86_400_000);
    await runner.idle();
    expect(tries).toBe(1);
    expect(await listUnfinishedJobs(db)).toMatchObject([
      { state: 'refused', lastError: 'letter-withdrawn: The letter was withdrawn.' },
    ]);
  });

  tried('what is refused because a part is away is tried until it is back, also where tries are few', async () => {
    let tries = 0;
    await put(1);
    const runner = await run(
      work(async () => {
        if (++tries <= 6) throw new Refusal('unavailable', 'documents-unreachable', { id: 'Nanti.', en: 'Later.' });
      }, 2),
    );
    for (let day = 0; day < 7; day++) {
      await runner.idle();
      now = new Date(now.getTime() + 86_400_000);
    }
    expect(tries).toBe(7);
    expect(await listUnfinishedJobs(db)).toEqual([]);
  });

  tried('a payload that does not fit its schema is never handed over', async () => {
    let tries = 0;
    await db.transaction((tx) => enqueue(tx, { name: 'work', payload: { n: 'x' } }, now));
    await (await run(work(async () => void tries++, 1))).idle();
    expect(tries).toBe(0);
    expect(await states()).toEqual(['failed']);
  });

  tried('a payload is for ids: a long one is refused before it is stored', async () => {
    await expect(
      db.transaction((tx) => enqueue(tx, { name: 'work', payload: { text: 'x'.repeat(20_000) } }, now)),
    ).rejects.toThrow('too long');
  });

  tried('what is due later waits until then', async () => {
    const seen: number[] = [];
    await put(1, { runAt: new Date(now.getTime() + 1000) });
    const runner = await run(work(async ({ n }) => void seen.push(n)));
    await runner.idle();
    expect(seen).toEqual([]);
    now = new Date(now.getTime() + 1000);
    await runner.idle();
    expect(seen).toEqual([1]);
  });

  tried('one job per key waits, and an earlier wish brings it forward', async () => {
    const seen: number[] = [];
    await put(1, { key: 'k', runAt: new Date(now.getTime() + 5000) });
    await put(2, { key: 'k' });
    await (await run(work(async ({ n }) => void seen.push(n)))).idle();
    expect(seen).toEqual([1]);
  });

  tried('a wish for a job that already runs is a new job, which starts when the first has ended', async () => {
    const [begun, end] = [gate(), gate()];
    let atOnce = 0;
    let most = 0;
    const seen: number[] = [];
    await put(1, { key: 'k' });
    const runner = await run(
      work(async ({ n }) => {
        most = Math.max(most, ++atOnce);
        seen.push(n);
        begun.open();
        await end.opened;
        atOnce--;
      }),
    );
    await begun.opened;
    await put(2, { key: 'k' });
    runner.wake();
    end.open();
    await runner.idle();
    expect(seen).toEqual([1, 2]);
    expect(most).toBe(1);
  });

  tried(
    'a waiting job does not start while a transaction that joined it is open, so it sees what that one wrote',
    async () => {
      let units = -1;
      await put(1, { key: 'k' });
      await db.transaction(async (tx) => {
        await enqueue(tx, { name: 'work', payload: { n: 2 }, key: 'k' }, now);
        await tx.run(sql`INSERT INTO unit (code, name) VALUES ('JOINED', 'Joined')`);
        expect(await claimJob(db, { names: ['work'], instance: 1, dueBy: now })).toBeUndefined();
      });
      const count = z.object({ count: z.number() });
      const runner = await run(
        work(async () => {
          units = (await db.one(count, sql`SELECT count(*) FROM unit WHERE code = 'JOINED'`)).count;
        }),
      );
      await runner.idle();
      expect(units).toBe(1);
    },
  );

  tried('several runners share the work: every job runs exactly once', async () => {
    const seen: number[] = [];
    await db.transaction(async (tx) => {
      for (let n = 0; n < 100; n++) await enqueue(tx, { name: 'work', payload: { n } }, now);
    });
    const job = work(async ({ n }) => void seen.push(n));
    const runners = [await run(job), await run(job), await run(job)];
    await Promise.all(runners.map((runner) => runner.idle()));
    expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => n));
  });

  tried('a periodic job stands ready at the start and after each run, also after one that was refused', async () => {
    let runs = 0;
    const hourly = defineJob({
      name: 'hourly',
      payload: z.object({}),
      everyMs: 3_600_000,
      async handle() {
        if (++runs === 2) throw new Refusal('wrong-state', 'not-now', { id: 'Nanti.', en: 'Later.' });
      },
    });
    // Either of them may take the job, so both must have come to rest before the rows are looked at.
    const runners = [await run(hourly), await run(hourly)];
    const rest = () => Promise.all(runners.map((runner) => runner.idle()));
    await rest();
    expect(runs).toBe(1);
    for (const expected of [2, 3]) {
      now = new Date(now.getTime() + 3_600_000);
      await rest();
      expect(runs).toBe(expected);
      expect(await listUnfinishedJobs(db)).toHaveLength(expected === 2 ? 1 : 0);
    }
    // The third round's success leaves nothing to do about the second.
    expect(await states()).toEqual(['done', 'done', 'done', 'waiting']);
  });

  tried('what was written under a clock that ran ahead is done when the clock is set right', async () => {
    const right = now;
    const seen: string[] = [];
    const hourly = defineJob({
      name: 'hourly',
      payload: z.object({}),
      everyMs: 3_600_000,
      handle: async () => void seen.push('hourly'),
    });
    now = new Date(right.getTime() + 365 * 86_400_000);
    const runner = await run(
      hourly,
      work(async () => void seen.push('work')),
    );
    await runner.idle();
    await db.transaction((tx) =>
      enqueue(tx, { name: 'work', payload: { n: 1 }, runAt: new Date(now.getTime() + 60_000) }, now),
    );
    now = right;
    await runner.idle();
    // A round too many does no harm.
    expect(seen.toSorted()).toEqual(['hourly', 'hourly', 'work']);
    now = new Date(right.getTime() + 3_600_000);
    await runner.idle();
    expect(seen.toSorted()).toEqual(['hourly', 'hourly', 'hourly', 'work']);
  });

  tried('a periodic job that keeps failing is tried at least as often as it would come round', async () => {
    let runs = 0;
    const minutely = defineJob({
      name: 'minutely',
      payload: z.object({}),
      everyMs: 60_000,
      async handle() {
        runs += 1;
        throw new Fault('the database is away');
      },
    });
    const runner = await run(minutely);
    for (let round = 1; round <= 8; round++) {
      await runner.idle();
      expect(runs).toBeGreaterThanOrEqual(round);
      now = new Date(now.getTime() + 60_000);
    }
  });

  tried('a process killed between the work and the note of it leaves the job to the next one', async () => {
    await db.transaction((tx) => enqueue(tx, { name: 'work', payload: { code: 'KILLED' } }, now));
    const child = startChild(new URL('./dying-runner.ts', import.meta.url), [url]);
    await child.says('worked');
    const seen: number[] = [];
    const job = defineJob({
      name: 'work',
      payload: z.object({ code: z.string() }),
      handle: async (_payload, { attempt }) => void seen.push(attempt),
    });
    const runner = await run(job);
    await runner.idle();
    expect(seen).toEqual([]);
    await child.kill();
    // The server notices the dead connection by itself; its lock goes with it.
    while (seen.length === 0) await runner.idle();
    expect(seen).toEqual([2]);
    expect(await states()).toEqual(['done']);
  });

  tried('stopping waits for the job that runs and takes no other', async () => {
    const [begun, end] = [gate(), gate()];
    await put(1);
    const runner = startRunner({
      db,
      jobs: [
        work(async () => {
          begun.open();
          await end.opened;
        }),
      ],
      clock: () => now,
      log: quiet,
      width: 1,
      distributor: await distributor(),
    });
    await begun.opened;
    await put(2);
    const stopped = runner.stop();
    end.open();
    await stopped;
    expect(await states()).toEqual(['done', 'waiting']);
  });

  tried('done jobs are forgotten after a month, given-up ones stay', async () => {
    await put(1);
    await put(2);
    const failing = await run(
      work(async ({ n }) => {
        if (n === 2) throw new Fault('no');
      }, 1),
    );
    await failing.idle();
    now = new Date(now.getTime() + 31 * 86_400_000);
    await (await run(tidyJobs(db))).idle();
    expect(await states()).toEqual(['failed', 'done', 'waiting']);
  });

  tried('how far the work has come is there to be read while it runs', async () => {
    const end = gate();
    const row = z.object({ progress: z.unknown() });
    const progress = async () => (await db.one(row, sql`SELECT progress FROM job`)).progress;
    await put(1);
    const runner = await run(
      work(async (_payload, context) => {
        for (let percent = 0; percent <= 50; percent++) context.progress({ step: 'reading', percent });
        // Too long to be stored: lost without harm.
        context.progress({ step: 'x'.repeat(2_000) });
        context.progress({ step: 'writing', percent: 75 });
        await end.opened;
      }),
    );
    while (JSON.stringify(await progress()) !== '{"step":"writing","percent":75}') runner.wake();
    end.open();
    await runner.idle();
    expect(await states()).toEqual(['done']);
  });

  tried('a job that ends its process again and again comes back later and later, and is given up', async () => {
    let runs = 0;
    const diedOf = (attempts: number) =>
      db.run(sql`UPDATE job SET state = 'running', instance = 1, attempts = ${attempts}`);
    await put(1);
    await diedOf(7);
    const runner = await run(work(async () => void runs++));
    await runner.idle();
    const { runAt } = await db.one(z.object({ runAt: z.date() }), sql`SELECT run_at FROM job WHERE state = 'waiting'`);
    expect(runAt.getTime()).toBeGreaterThan(now.getTime() + 60_000);
    await diedOf(20);
    await runner.idle();
    expect(await listUnfinishedJobs(db)).toMatchObject([{ state: 'failed', attempts: 20 }]);
    expect(runs).toBe(0);
  });
});
