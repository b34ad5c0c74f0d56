import { z } from 'zod';
import { systemClock } from '../../src/clock.ts';
import { Fault } from '../../src/errors.ts';
import { openAnnouncer } from '../../src/jobs/announce.ts';
import { defineJob } from '../../src/jobs/define-job.ts';
import { enqueue, tryAgain } from '../../src/jobs/enqueue.ts';
import { countJobs } from '../../src/jobs/job-figures-store.ts';
import { type Runner, startRunner } from '../../src/jobs/runner.ts';
import { listUnfinishedJobs } from '../../src/jobs/unfinished-store.ts';
import { type Database, openDatabase } from '../../src/postgres/database.ts';
import { sql } from '../../src/postgres/sql.ts';
import { testDatabase } from '../support/database.ts';

const quiet = { warn() {}, error() {} };
const hour = 3_600_000;
const due = z.object({ id: z.number(), runAt: z.date() });
let db: Database;
let url: string;
let personId: number;
let seen: number;
let runners: Runner[];
beforeAll(async () => {
  ({ db, url } = await testDatabase({ max: 20 }));
  const person = sql`INSERT INTO person (username, name, created_at) VALUES ('admin', 'Admin', now()) RETURNING id`;
  personId = (await db.one(z.object({ id: z.number() }), person)).id;
});
beforeEach(async () => {
  await db.run(sql`DELETE FROM job`);
  seen = 0;
  runners = [];
});
afterEach(async () => {
  for (const runner of runners) await runner.stop();
});
const waiting = () => db.many(due, sql`SELECT id, run_at FROM job WHERE state = 'waiting'`);
function round(everyMs: number, handle = async () => void seen++): Runner {
  const job = defineJob({ name: 'round', payload: z.object({}), everyMs, attempts: 1, handle });
  const runner = startRunner({ db, jobs: [job], clock: systemClock, log: quiet, every: 60_000 });
  runners.push(runner);
  return runner;
}

test('a shorter round counts from the next start on, and processes of both do not double it', async () => {
  await round(24 * hour).idle();
  await Promise.all([round(hour).idle(), round(hour).idle(), round(24 * hour).idle()]);
  const rows = await waiting();
  expect(rows).toHaveLength(1);
  expect(rows[0]?.runAt.getTime()).toBeLessThanOrEqual(Date.now() + hour);
  expect(seen).toBe(1);
});

test('trying a failed round again brings the one that waits forward, and its success settles the others', async () => {
  let broken = true;
  const runner = round(hour, async () => {
    seen++;
    if (broken) throw new Fault('not today');
  });
  await runner.idle();
  const [failed] = await listUnfinishedJobs(db);
  expect(await countJobs(db, new Date())).toEqual({ waiting: 0, running: 0, refused: 0, failed: 1, dueSince: null });
  const again = { jobId: failed?.id ?? 0, personId };
  await db.transaction((tx) => tryAgain(tx, again, new Date()));
  expect(await countJobs(db, new Date())).toMatchObject({ waiting: 1, failed: 0, dueSince: expect.any(Date) });
  await expect(db.transaction((tx) => tryAgain(tx, again, new Date()))).rejects.toMatchObject({
    code: 'job-not-given-up',
  });
  await runner.idle();
  expect(seen).toBe(2);
  expect(await listUnfinishedJobs(db)).toHaveLength(1);
  broken = false;
  await db.run(sql`UPDATE job SET run_at = now() WHERE state = 'waiting'`);
  await runner.idle();
  expect(await listUnfinishedJobs(db)).toEqual([]);
  expect(await waiting()).toHaveLength(1);
});

test('what one process commits another one without a timer takes up at once', async () => {
  const elsewhere = openDatabase(url);
  let open = () => {};
  const told = new Promise<void>((resolve) => {
    open = resolve;
  });
  const job = defineJob({ name: 'work', payload: z.object({}), handle: async () => open() });
  const runner = startRunner({ db, jobs: [job], clock: systemClock, log: quiet, every: 3_600_000 });
  runners.push(runner);
  await runner.idle();
  const announce = openAnnouncer(elsewhere);
  await elsewhere.transaction((tx) => enqueue(tx, { name: 'work', payload: {} }, new Date()));
  announce();
  announce();
  await told;
  await runner.idle();
  await elsewhere.close();
});
