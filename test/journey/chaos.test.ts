import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { z } from 'zod';
import { sql } from '../../src/postgres/sql.ts';
import { seed } from '../support/draws.ts';
import { judged } from '../support/judge.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { type ChaosOffice, chaosOffice } from './chaos-office.ts';
import { type Diary, openPeople } from './chaos-people.ts';

const seconds = Number(process.env.LAYANG_CHAOS_SECONDS ?? 30);
const CARRIERS = 4;

/** The same troubles for the same seed; when they strike depends on the machine. */
function chance(from: number): () => number {
  let state = from >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

async function trouble(office: ChaosOffice, draw: () => number, until: number, note: (what: string) => void) {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)] as T;
  const kinds: Record<string, () => Promise<void> | void> = {
    'kill -9': () => strike('SIGKILL'),
    'kill -9 again': () => strike('SIGKILL'),
    'end in order': () => strike('SIGTERM'),
    'held up': async () => {
      const held = pick(office.processes);
      note(held.name);
      held.hold(true);
      await pause(1_000 + draw() * 5_000);
      held.hold(false);
    },
    'Redis flushed': () => office.redis.flush(),
    'Redis restarted': async () => {
      await office.redis.kill();
      await office.redis.start();
    },
    'Redis away': async () => {
      await office.redis.kill();
      await pause(1_000 + draw() * 4_000);
      await office.redis.start();
    },
    'database stopped fast': () => office.killDatabase('SIGINT'),
    'database stopped at once': () => office.killDatabase('SIGQUIT'),
    'database killed': () => office.killDatabase('SIGKILL'),
    ...(office.disk === undefined ? {} : { 'disk full': fillForAWhile }),
  };
  function strike(signal: NodeJS.Signals): void {
    const struck = pick(office.processes);
    note(struck.name);
    struck.kill(signal);
  }
  async function fillForAWhile(): Promise<void> {
    office.disk?.fill();
    await pause(500 + draw() * 2_500);
    office.disk?.free();
  }
  let deck: string[] = [];
  while (Date.now() < until) {
    await pause(300 + draw() * 2_000);
    // Each kind once before any comes again, so that also a short run has met them all.
    if (deck.length === 0) deck = Object.keys(kinds);
    const [kind = ''] = deck.splice(Math.floor(draw() * deck.length), 1);
    note(kind);
    // Between two starts there is no server to stop.
    await Promise.resolve(kinds[kind]?.()).catch((error: Error) => note(`(${error.message})`));
  }
}

/** Time passes for what waits for its next try; then nothing is left to do. */
async function settle({ db }: ChaosOffice): Promise<void> {
  const left = z.object({ acts: z.number(), jobs: z.number(), mail: z.number() });
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    await db.run(sql`UPDATE job SET run_at = now() WHERE state = 'waiting' AND run_at > now()
      AND (key IS NULL OR key NOT LIKE 'every:%' OR key IN ('every:recover-signing', 'every:carry-mail'))`);
    await pause(1_500);
    const still = await db.one(
      left,
      sql`SELECT (SELECT count(*)::int FROM signing_act WHERE state IN ('open', 'signed')) AS acts,
        (SELECT count(*)::int FROM job WHERE state = 'running' OR (state = 'waiting' AND (key IS NULL OR key NOT LIKE 'every:%'))) AS jobs,
        (SELECT count(*)::int FROM mail WHERE state = 'waiting') AS mail`,
    );
    if (still.acts + still.jobs + still.mail === 0) return;
    if (Date.now() < end) continue;
    const stuck = sql`SELECT name, state, attempts, run_at, last_error FROM job WHERE state IN ('waiting', 'running')`;
    throw new Error(`left undone: ${JSON.stringify([still, await db.many(z.unknown(), stuck)])}`);
  }
}

async function demandEverythingOnce({ db, mail }: ChaosOffice, { letters }: Diary): Promise<void> {
  const ids = letters.map(({ letterId }) => letterId);
  const count = async (query: ReturnType<typeof sql>) => (await db.one(z.object({ n: z.number() }), query)).n;
  const issued = await db.many(z.object({ letterId: z.number() }), sql`SELECT letter_id FROM issue ORDER BY letter_id`);
  // Whoever was told so, and whoever was told that it is not certain: each letter once, and no other.
  expect(issued.map(({ letterId }) => letterId)).toEqual(ids.toSorted((a, b) => a - b));
  expect(
    await count(sql`SELECT count(*)::int AS n FROM letter WHERE id = ANY(${ids}::bigint[]) AND state <> 'issued'`),
  ).toBe(0);
  const numbers = await db.many(
    z.object({ state: z.string(), number: z.number() }),
    sql`SELECT state, number FROM letter_number ORDER BY number`,
  );
  expect(numbers).toEqual(ids.map((_, at) => ({ state: 'issued', number: at + 1 })));
  expect(
    await db.many(z.unknown(), sql`SELECT name, state, last_error FROM job WHERE state IN ('failed', 'refused')`),
  ).toEqual([]);
  const delivered = sql`SELECT count(*)::int AS n FROM delivery WHERE letter_id = ANY(${ids}::bigint[])`;
  expect(await count(delivered)).toBe(2 * ids.length);
  const keys = await db.many(
    z.object({ key: z.string(), state: z.string() }),
    sql`SELECT message_key AS key, state FROM mail`,
  );
  expect(keys.filter(({ state }) => state !== 'sent')).toEqual([]);
  // A worker that died between the server's answer and its note sends again under the same Message-ID: still one mail.
  const taken = new Set(mail.taken.map((one) => /^<(.+)@/.exec(one.mail.messageId ?? '')?.[1] ?? ''));
  expect([...taken].sort()).toEqual(keys.map(({ key }) => key).sort());
}

judged(['redis-server'], 'Whatever dies, no letter is lost, doubled or stuck', async () => {
  const office = await chaosOffice();
  await office.untilUp();
  const post = (name: string) => office.positions.get(name) ?? 0;
  const people = openPeople(office.origin, {
    kabid: post('Kepala Bidang Guru dan Tenaga Kependidikan'),
    head: post('Kepala Dinas Pendidikan'),
  });
  const happened: string[] = [];
  const until = Date.now() + seconds * 1_000;
  const carriers = Array.from({ length: CARRIERS }, async (_, carrier) => {
    for (let n = 1; n === 1 || Date.now() < until; n++) await people.carry(`${carrier + 1}.${n}`);
  });
  await trouble(office, chance(seed), until, (what) => happened.push(what));
  office.disk?.free();
  await office.untilUp();
  await Promise.all(carriers);
  await settle(office);
  const { diary } = people;
  process.stderr.write(
    `chaos: seed ${seed}, ${diary.letters.length} letters, ${diary.letters.filter(({ told }) => told).length} told at once, ` +
      `answers ${JSON.stringify([...diary.answers].sort())}, slowest ${JSON.stringify(diary.slowest)}; ${happened.join(', ')}\n`,
  );
  expect(office.died).toEqual([]);
  expect(diary.faults).toEqual([]);
  expect(office.unforeseen).toEqual([]);
  await demandEverythingOnce(office, diary);
  await office.stop();
  const { status, output } = await office.run('check');
  expect([status, output]).toEqual([0, output]);
});
