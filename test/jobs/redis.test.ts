import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { systemClock } from '../../src/clock.ts';
import { type BullQueue, openBullQueue } from '../../src/jobs/bull-queue.ts';
import { defineJob, type JobDefinition } from '../../src/jobs/define-job.ts';
import { enqueue } from '../../src/jobs/enqueue.ts';
import { type Distributor, type Runner, startRunner } from '../../src/jobs/runner.ts';
import type { Database } from '../../src/postgres/database.ts';
import { sql } from '../../src/postgres/sql.ts';
import { certificateForHere } from '../mail/tls-certificate.ts';
import { startChild } from '../support/child.ts';
import { testDatabase } from '../support/database.ts';
import { judged } from '../support/judge.ts';
import { freePort, type RedisServer, startRedis } from '../support/redis-server.ts';

const needs = ['redis-server'];
let db: Database;
let url: string;
const ending: (() => Promise<void>)[] = [];
let told: string[];

beforeAll(async () => {
  ({ db, url } = await testDatabase({ max: 30 }));
});
beforeEach(async () => {
  await db.run(sql`DELETE FROM job`);
  told = [];
});
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

const log = {
  warn: (_details: object, message: string) => void told.push(message),
  error: (_details: object, message: string) => void told.push(message),
};
const payload = z.object({ n: z.number() });

/** What each process of an office has: a connection to Redis of its own. */
function queueOn(redis: Pick<RedisServer, 'url'>): BullQueue {
  const queue = openBullQueue({ url: redis.url, name: 'kab.example' });
  ending.push(() => queue.close());
  return queue;
}
function run(distributor: Distributor, job: JobDefinition): Runner {
  const runner = startRunner({ db, jobs: [job], clock: systemClock, log, every: 100, distributor });
  ending.push(() => runner.stop());
  return runner;
}
async function put(...numbers: number[]): Promise<void> {
  await db.transaction(async (tx) => {
    for (const n of numbers) await enqueue(tx, { name: 'work', payload: { n } }, new Date());
  });
}
async function states(): Promise<string[]> {
  const rows = await db.many(z.object({ state: z.string() }), sql`SELECT DISTINCT state FROM job`);
  return rows.map((row) => row.state);
}
const upTo = (most: number) => Array.from({ length: most }, (_, n) => n);
const sorted = (numbers: number[]) => numbers.toSorted((a, b) => a - b);

judged(needs, 'what one process hands to Redis another one does', async () => {
  const redis = await startRedis();
  const [handing, working] = [queueOn(redis), queueOn(redis)];
  await Promise.all([handing.probe(), working.probe()]);
  const byHanding: number[] = [];
  const byWorking: number[] = [];
  const brought: number[] = [];
  const job = (seen: number[]) => defineJob({ name: 'work', payload, handle: async ({ n }) => void seen.push(n) });
  // The first has no hand of its own in Redis, the second looks into the outbox for nothing: it is told by Redis alone.
  const first = run({ hand: handing.hand, receive() {}, close: handing.close }, job(byHanding));
  const second = run(
    {
      hand: async () => true,
      receive: (width, take) =>
        working.receive(width, async (id) => {
          brought.push(id);
          await take(id);
        }),
      close: working.close,
    },
    job(byWorking),
  );
  await put(...upTo(20));
  first.wake();
  await first.idle();
  await second.idle();
  expect(byHanding).toEqual([]);
  expect(sorted(byWorking)).toEqual(upTo(20));
  expect(new Set(brought).size).toBe(20);
  expect(told).toEqual([]);
});

judged(
  needs,
  'Redis emptied, killed, exchanged for an empty one: everything is done once, and each outage told once',
  async () => {
    const redis = await startRedis();
    const seen: number[] = [];
    const job = defineJob({
      name: 'work',
      payload,
      async handle({ n }) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        seen.push(n);
      },
    });
    const runners = [run(queueOn(redis), job), run(queueOn(redis), job), run(queueOn(redis), job)];
    const idle = () => Promise.all(runners.map((runner) => runner.idle()));
    for (let round = 0; round < 5; round++) {
      await put(...upTo(40).map((n) => round * 40 + n));
      if (round === 0 || round === 4) await redis.flush();
      if (round === 1) await redis.kill();
      if (round === 3) {
        await redis.start();
        await redis.flush();
      }
      await idle();
    }
    expect(sorted(seen)).toEqual(upTo(200));
    expect(await states()).toEqual(['done']);
    while (told.filter((message) => message.startsWith('Redis is back')).length < 3) await idle();
    expect(told.filter((message) => message.startsWith('Redis is out of reach'))).toHaveLength(3);
    expect(told).toHaveLength(6);
  },
);

judged(needs, 'what Redis keeps to itself is taken from the outbox', async () => {
  const redis = await startRedis();
  await put(1);
  const { id } = await db.one(z.object({ id: z.number() }), sql`SELECT id FROM job`);
  // As after an eviction that took the list and left the job: Bull knows the id and never brings it.
  await redis.ask('HSET', `layang:kab.example:${id}`, 'name', '__default__', 'data', '{}', 'opts', '{}');
  await db.run(sql`UPDATE job SET run_at = run_at - interval '6 seconds'`);
  const seen: number[] = [];
  const queue = queueOn(redis);
  await queue.probe();
  const runner = run(queue, defineJob({ name: 'work', payload, handle: async ({ n }) => void seen.push(n) }));
  await runner.idle();
  expect(seen).toEqual([1]);
});

judged(needs, 'Redis never hears what a job is about, not even why it failed', async () => {
  const redis = await startRedis();
  const wire = connect(redis.port, '127.0.0.1');
  const heard: Buffer[] = [];
  wire.on('data', (chunk) => heard.push(chunk));
  wire.write('MONITOR\r\n');
  await once(wire, 'data');
  const job = defineJob({
    name: 'perihal-rahasia',
    payload: z.object({ letter: z.string() }),
    attempts: 1,
    async handle({ letter }, { progress }) {
      progress({ step: letter });
      throw new Error(`cannot read ${letter}`);
    },
  });
  await db.transaction((tx) =>
    enqueue(tx, { name: job.name, key: 'kunci-rahasia', payload: { letter: 'isi-rahasia' } }, new Date()),
  );
  const runner = run(queueOn(redis), job);
  await runner.idle();
  expect(await states()).toEqual(['failed']);
  const contents = await redis.contents();
  await runner.stop();
  wire.destroy();
  const all = Buffer.concat(heard).toString() + contents;
  expect(all).toContain('layang:kab.example');
  expect(all).not.toContain('rahasia');
});

judged(
  needs,
  'a process killed while it works leaves the job to another, also when Redis keeps its trace',
  async () => {
    const redis = await startRedis();
    await db.transaction((tx) => enqueue(tx, { name: 'work', payload: { code: 'REDIS' } }, new Date()));
    const child = startChild(new URL('./dying-runner.ts', import.meta.url), [url, redis.url]);
    await child.says('worked');
    const attempts: number[] = [];
    const job = defineJob({
      name: 'work',
      payload: z.object({ code: z.string() }),
      handle: async (_payload, { attempt }) => void attempts.push(attempt),
    });
    const runner = run(queueOn(redis), job);
    await runner.idle();
    expect(attempts).toEqual([]);
    await child.kill();
    while (attempts.length === 0) await runner.idle();
    expect(attempts).toEqual([2]);
    expect(await states()).toEqual(['done']);
  },
);

judged(needs, 'a Redis that refuses is told by what is wrong with it', async () => {
  const redis = await startRedis({ password: 'p@s:s' });
  const [full, replica] = [
    await startRedis({ settings: ['--maxmemory', '1'] }),
    await startRedis({ settings: ['--replicaof', '127.0.0.1', '9'] }),
  ];
  const folder = mkdtempSync(join(tmpdir(), 'layang-tls-'));
  const web = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(0, '127.0.0.1');
  await once(web, 'listening');
  const address = web.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const said = async (to: string) => {
    const error: unknown = await queueOn({ url: to })
      .probe()
      .then(
        () => undefined,
        (error: unknown) => error,
      );
    expect(error).toMatchObject({ problem: 'unavailable', code: 'redis-unreachable' });
    return JSON.stringify((error as { words: unknown }).words);
  };
  await queueOn(redis).probe();
  const wrong = await said(`redis://:salah@127.0.0.1:${redis.port}`);
  expect(wrong).toContain('refuses the account or the password');
  expect(wrong).not.toContain('salah');
  expect(await said(`redis://127.0.0.1:${redis.port}`)).toContain('refuses the account or the password');
  expect(await said(`${redis.url}/99`)).toContain('no database of the number');
  expect(await said(`redis://127.0.0.1:${port}`)).toContain('not Redis');
  expect(await said(`redis://127.0.0.1:${await freePort()}`)).toContain('does not answer');
  expect(await said(full.url)).toContain('takes no writes');
  expect(await said(replica.url)).toContain('a replica');
  const tls = await freePort();
  const [key, cert] = ['key', 'cert'].map((name) => join(folder, `${name}.pem`));
  writeFileSync(key ?? '', certificateForHere().key);
  writeFileSync(cert ?? '', certificateForHere().cert);
  const files = ['--tls-cert-file', cert ?? '', '--tls-key-file', key ?? '', '--tls-auth-clients', 'no'];
  await startRedis({ settings: ['--tls-port', `${tls}`, ...files] });
  expect(await said(`rediss://127.0.0.1:${tls}`)).toContain('certificate is not trusted');
  expect(await said(`redis://127.0.0.1:${tls}`)).toContain('cannot be used');
  rmSync(folder, { recursive: true });
  web.close();
});
