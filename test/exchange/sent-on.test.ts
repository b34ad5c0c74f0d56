import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { findOutgoing, storeManifest } from '../../src/exchange/outgoing-store.ts';
import { sql } from '../../src/postgres/sql.ts';
import { projectPath } from '../../src/project-root.ts';
import { storePartnerWay } from '../../src/sending/partner-ways-store.ts';
import {
  arrived,
  BUPATI,
  befriend,
  followed,
  type Installation,
  issue,
  later,
  openInstallation,
  send,
} from './two-offices.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const time = { now: new Date() };
let here: Installation;
let first: Installation;
let second: Installation;
/** Under which number each stands here. */
let firstId: number;
let secondId: number;
/** This office at the first. */
let hereId: number;

beforeAll(async () => {
  [here, first, second] = [await openInstallation(time), await openInstallation(time), await openInstallation(time)];
  ({ bAtA: firstId, aAtB: hereId } = await befriend(here, first));
  ({ bAtA: secondId } = await befriend(here, second));
});

async function change(letterId: number, code: 'withdrawn' | 'restored'): Promise<void> {
  const { letterStatus } = here.layang;
  const { seen } = await letterStatus.choices(here.chief, letterId);
  const words = { successorId: undefined, reason: 1, remark: '' };
  await letterStatus.change(here.chief, { letterId, seen, code, ...words });
}

const again = async (letterId: number, channel: string, partner = '') =>
  here.layang.sending.sendAgain(here.clerk, {
    ...{ letterId, deliveryId: (await followed(here, letterId)).id },
    ...{ channel, email: '', partner },
  });

/** It lies at the first office, whose answer was lost and who then did not answer until it was given up. */
async function lostAtFirst(): Promise<number> {
  const letterId = await issue(here);
  const deliveryId = await send(here, letterId, `${firstId}:DISDIK`);
  await later(0, here);
  await here.db.run(sql`UPDATE exchange_outgoing SET state = 'waiting', problem = 'unreachable', receipt = NULL, received_at = NULL,
      ask_at = NULL WHERE delivery_id = ${deliveryId}`);
  await here.db.run(sql`UPDATE delivery SET state = 'queued' WHERE id = ${deliveryId}`);
  await first.goDown();
  await later(11 * DAY, here);
  expect(await followed(here, letterId)).toMatchObject({ state: 'failed', exchange: { state: 'given_up' } });
  return letterId;
}

/** What an office was told of its arrivals by whoever brought them: the codes, of the oldest arrival first. */
async function heard({ db }: Installation): Promise<string[][]> {
  const rows = await db.many(
    z.object({ codes: z.array(z.string()) }),
    sql`SELECT coalesce((SELECT array_agg(s.code ORDER BY s.n) FROM sender_status s WHERE s.intake_id = a.intake_id), '{}') AS codes
        FROM exchange_arrival a ORDER BY a.id`,
  );
  return rows.map(({ codes }) => codes);
}
const heardLast = async (office: Installation) => (await heard(office)).at(-1);
const toDo = async (letterId: number) =>
  (await here.layang.sending.toDo(here.clerk)).filter((one) => one.letterId === letterId).map(({ task }) => task);
const change1 = async (letterId: number) => (await followed(here, letterId)).changes[0];

// First, because before there was one notice at most of each change.
it('a notice that waited before notices knew their office goes to the one to which the letter went', async () => {
  const letterId = await issue(here);
  await send(here, letterId, `${firstId}:`);
  await later(0, here);
  await first.goDown();
  await change(letterId, 'withdrawn');
  await later(0, here);
  await here.db.pool.query(`DROP TRIGGER exchange_notice_office ON exchange_notice; DROP FUNCTION notice_to_its_office();
    ALTER TABLE exchange_notice DROP CONSTRAINT exchange_notice_pkey;
    ALTER TABLE exchange_notice DROP COLUMN key, ADD PRIMARY KEY (delivery_id, status_id);
    UPDATE job SET payload = payload - 'key', key = 'exchange-tell:' || (payload ->> 'deliveryId') || ':' || (payload ->> 'statusId')
      WHERE name = 'exchange-tell' AND state = 'waiting'`);
  const migration = readFileSync(projectPath('migrations/0048_partners_before.sql'), 'utf8');
  const [backfill = ''] = /ALTER TABLE exchange_notice ADD COLUMN key.*?;\n\n/s.exec(migration) ?? [];
  await here.db.pool.query(backfill);
  await first.comeUp();
  await later(MINUTE, here);
  expect([await heardLast(first), await toDo(letterId)]).toEqual([['withdrawn'], []]);
});

describe('A letter that was sent on to another partner office', () => {
  it('is told of to each that may have it, once, however long one of them is down', async () => {
    const letterId = await lostAtFirst();
    await again(letterId, 'exchange', `${secondId}:`);
    await later(0, here);
    expect((await followed(here, letterId)).state).toBe('received');
    await change(letterId, 'withdrawn');
    await later(0, here);
    expect(await heardLast(second)).toEqual(['withdrawn']);
    expect(await change1(letterId)).toMatchObject({
      toldAt: null,
      notices: [
        { state: 'waiting', problem: 'unreachable', isElsewhere: true },
        { state: 'told', isElsewhere: false },
      ],
    });
    expect(await toDo(letterId)).toEqual([]);
    await later(25 * HOUR, here);
    expect(await toDo(letterId)).toEqual(['tell']);
    await first.comeUp();
    await later(70 * MINUTE, here);
    expect([await heardLast(first), await toDo(letterId)]).toEqual([['withdrawn'], []]);
    expect(await change1(letterId)).toMatchObject({
      toldAt: expect.any(Date),
      notices: [{ state: 'told' }, { state: 'told' }],
    });
    // Asked for again, and after a later change: each change once, to both.
    await here.db.run(sql`INSERT INTO job (name, payload, run_at, created_at)
        VALUES ('tell-status', jsonb_build_object('letterId', ${letterId}::bigint), ${time.now}, ${time.now})`);
    await change(letterId, 'restored');
    await later(DAY, here);
    expect([await heardLast(first), await heardLast(second)]).toEqual([
      ['withdrawn', 'restored'],
      ['withdrawn', 'restored'],
    ]);
    const { count } = await here.db.one(
      z.object({ count: z.number() }),
      sql`SELECT count(*)::int AS count FROM exchange_notice e JOIN delivery d ON d.id = e.delivery_id WHERE d.letter_id = ${letterId}`,
    );
    expect(count).toBe(4);
  });

  it('goes to nobody with what happened before it was sent to them, and what another is still to be told stays theirs', async () => {
    const letterId = await lostAtFirst();
    await change(letterId, 'withdrawn');
    await later(0, here);
    await change(letterId, 'restored');
    await later(MINUTE, here);
    await again(letterId, 'exchange', `${secondId}:`);
    await later(0, here);
    await first.comeUp();
    await later(70 * MINUTE, here);
    expect([await heardLast(first), await heardLast(second)]).toEqual([['withdrawn', 'restored'], []]);
    await change(letterId, 'withdrawn');
    await later(0, here);
    expect(await heardLast(first)).toEqual(['withdrawn', 'restored', 'withdrawn']);
    expect(await heardLast(second)).toEqual(['withdrawn']);
  });

  it('lies once with an office that it comes back to', async () => {
    const letterId = await lostAtFirst();
    await second.goDown();
    await again(letterId, 'exchange', `${secondId}:`);
    await later(11 * DAY, here);
    await later(11 * DAY, here);
    const lying = (await arrived(first)).length;
    await first.comeUp();
    await again(letterId, 'exchange', `${firstId}:DISDIK`);
    await later(0, here);
    expect((await followed(here, letterId)).state).toBe('received');
    expect(await arrived(first)).toHaveLength(lying);
    await second.comeUp();
    await change(letterId, 'withdrawn');
    await later(0, here);
    expect(await heardLast(first)).toEqual(['withdrawn']);
    expect(await change1(letterId)).toMatchObject({
      notices: [{ isElsewhere: true }, { state: 'told', isElsewhere: false }],
    });
    // Believed only when nothing of it can be under way there any more.
    await later(30 * MINUTE, here);
    expect(await change1(letterId)).toMatchObject({
      toldAt: expect.any(Date),
      notices: [{ state: 'nothing_there' }, { state: 'told' }],
    });
  });

  it('is told of to no office for which nothing of it ever left, or that refused what came', async () => {
    await first.goDown();
    await send(here, await issue(here), `${firstId}:`);
    await later(0, here);
    // The one before found nobody there a moment ago: this one waits without anything having left.
    const waiting = await issue(here);
    await send(here, waiting, `${firstId}:`);
    await later(0, here);
    expect((await followed(here, waiting)).exchange).toMatchObject({ problem: 'unreachable', lastTriedAt: null });
    await again(waiting, 'print');

    await first.comeUp();
    await first.layang.exchange.partners.switch(first.admin, hereId, false);
    await later(HOUR, here);
    const refused = await issue(here);
    await send(here, refused, `${firstId}:`);
    await later(0, here);
    expect(await followed(here, refused)).toMatchObject({ state: 'failed', exchange: { problem: 'partner-off' } });
    await first.layang.exchange.partners.switch(first.admin, hereId, true);

    for (const letterId of [waiting, refused]) {
      await again(letterId, 'exchange', `${secondId}:`);
      await later(MINUTE, here);
      await change(letterId, 'withdrawn');
      await later(0, here);
      expect((await change1(letterId))?.notices).toMatchObject([{ state: 'told', isElsewhere: false }]);
    }
  });
});

it('each of several addressees with an office of its own hears of it', async () => {
  const outsider = { type: 'outsider' as const, address: '', email: '' };
  const letterId = await issue(here, {
    recipients: [
      { ...outsider, name: BUPATI },
      { ...outsider, name: 'Bupati Muara Tenang' },
    ],
  });
  const way = (partner: string) => ({ channel: 'exchange', email: '', partner });
  const choices = new Map([
    [1, way(`${firstId}:`)],
    [2, way(`${secondId}:`)],
  ]);
  await here.layang.sending.send(here.clerk, { letterId, choices });
  await later(10 * MINUTE, here);
  await change(letterId, 'withdrawn');
  await later(0, here);
  expect([await heardLast(first), await heardLast(second)]).toEqual([['withdrawn'], ['withdrawn']]);
});

it('nothing leaves for an office any more from which the letter is being sent on', async () => {
  await first.goDown();
  const deliveryId = await send(here, await issue(here), `${firstId}:`);
  const read = await findOutgoing(here.db, deliveryId);
  if (read === undefined) throw new Error('nothing was sent');
  await here.db.run(sql`UPDATE exchange_outgoing SET manifest = NULL WHERE delivery_id = ${deliveryId}`);
  const way = { partnerId: secondId, desk: '' };
  await here.db.transaction((tx) => storePartnerWay(tx, deliveryId, way, time.now));
  expect(await storeManifest(here.db, read, '{}')).toBe(false);
  expect((await findOutgoing(here.db, deliveryId))?.manifest).toBeNull();
  await first.comeUp();
});

it('an office for which the letter leaves after it was changed hears of the change', async () => {
  const letterId = await issue(here);
  await send(here, letterId, `${firstId}:`);
  await here.layang.exchange.partners.switch(here.admin, firstId, false);
  await later(0, here);
  expect((await followed(here, letterId)).exchange).toMatchObject({ lastTriedAt: null });
  await change(letterId, 'withdrawn');
  await change(letterId, 'restored');
  await later(0, here);
  expect(await change1(letterId)).toBeUndefined();
  await here.layang.exchange.partners.switch(here.admin, firstId, true);
  // Told before it lies there, an office knows of no such letter, and is told again.
  for (const step of [MINUTE, HOUR, DAY, DAY]) await later(step, here);
  expect((await followed(here, letterId)).state).toBe('received');
  const told = { toldAt: expect.any(Date), notices: [{ state: 'told' }] };
  expect((await followed(here, letterId)).changes).toMatchObject([told, told]);
});

it('a notice that waits for an office which refused the letter does not wait for ever once it is sent on', async () => {
  await first.layang.exchange.partners.switch(first.admin, hereId, false);
  await first.goDown();
  const letterId = await issue(here);
  const deliveryId = await send(here, letterId, `${firstId}:`);
  await later(0, here);
  await change(letterId, 'withdrawn');
  await change(letterId, 'restored');
  await later(0, here);
  // As if the first that left was refused while the notices waited.
  await here.db.run(
    sql`UPDATE exchange_outgoing SET state = 'refused', manifest = NULL WHERE delivery_id = ${deliveryId}`,
  );
  await here.db.run(sql`UPDATE delivery SET state = 'failed' WHERE id = ${deliveryId}`);
  await later(MINUTE, here);
  await again(letterId, 'exchange', `${secondId}:`);
  await first.comeUp();
  await first.layang.exchange.partners.switch(first.admin, hereId, true);
  await later(HOUR, here);
  await later(DAY, here);
  expect((await followed(here, letterId)).changes).toMatchObject([
    { toldAt: expect.any(Date), notices: [{ state: 'nothing_there' }] },
    { toldAt: expect.any(Date), notices: [{ state: 'nothing_there' }] },
  ]);
  expect(await toDo(letterId)).toEqual([]);
});

it('what a process of the version before writes beside the new one is told too', async () => {
  const letterId = await issue(here);
  const deliveryId = await send(here, letterId, `${firstId}:`);
  await later(0, here);
  await first.goDown();
  await change(letterId, 'withdrawn');
  await later(0, here);
  await here.db.run(sql`DELETE FROM job WHERE name = 'exchange-tell' AND state = 'waiting'`);
  await here.db.run(sql`DELETE FROM exchange_notice WHERE delivery_id = ${deliveryId}`);
  await here.db.run(sql`INSERT INTO exchange_notice (delivery_id, status_id, since)
      SELECT delivery_id, status_id, ${time.now} FROM delivery_status WHERE delivery_id = ${deliveryId}`);
  await here.db.run(sql`INSERT INTO job (name, payload, run_at, created_at) SELECT 'exchange-tell',
      jsonb_build_object('deliveryId', delivery_id, 'statusId', status_id), ${time.now}, ${time.now}
      FROM delivery_status WHERE delivery_id = ${deliveryId}`);
  await first.comeUp();
  await later(6 * MINUTE, here);
  expect([await heardLast(first), await toDo(letterId)]).toEqual([['withdrawn'], []]);
  const old = await here.db.many(
    z.object({ state: z.string() }),
    sql`SELECT state FROM job WHERE name = 'exchange-tell' AND NOT payload ? 'key'`,
  );
  expect(old).toEqual([{ state: 'done' }]);
});
