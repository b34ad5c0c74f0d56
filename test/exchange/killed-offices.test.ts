import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { z } from 'zod';
import { sql } from '../../src/postgres/sql.ts';
import { type Child, startChild } from '../support/child.ts';
import { until } from '../support/patience.ts';
import { befriend, type Installation, issue, openInstallation, send } from './two-offices.ts';

const LETTERS = 3;
const KILLS = 5;
/** An hour between two tries is a minute. */
const SPEED = 60;

const StateRow = z.object({ state: z.string(), problem: z.string() });
const states = ({ db }: Installation) => db.many(StateRow, sql`SELECT state, problem FROM exchange_outgoing`);
const Count = z.object({ items: z.number(), receipts: z.number(), letters: z.number() });
const taken = ({ db }: Installation) =>
  db.one(
    Count,
    sql`SELECT (SELECT count(*)::int FROM intake WHERE origin = 'exchange') AS items,
          (SELECT count(*)::int FROM exchange_arrival) AS receipts,
          (SELECT count(DISTINCT document_sha256)::int FROM exchange_arrival) AS letters`,
  );

it('two offices exchange letters while either is killed at any moment: each letter arrives exactly once', async () => {
  const offices = [await openInstallation(), await openInstallation()] as const;
  const [here, there] = offices;
  const { bAtA, aAtB } = await befriend(here, there);
  for (const one of offices) {
    await one.jobs.stop();
    await one.goDown();
  }
  for (let n = 0; n < LETTERS; n++) {
    await send(here, await issue(here), `${bAtA}:`);
    await send(there, await issue(there), `${aAtB}:DISDIK`);
  }
  const begun = String(Date.now());
  const start = async ({ databaseUrl, config }: Installation): Promise<Child> => {
    const args = [databaseUrl, config.dataDir, config.publicOrigin, begun, String(SPEED)];
    const child = startChild(new URL('./child-office.ts', import.meta.url), args);
    await child.says('ready');
    return child;
  };
  const children = await Promise.all(offices.map(start));
  const done = async () => (await Promise.all(offices.map(states))).flat().every(({ state }) => state === 'received');

  for (let kill = 0; kill < KILLS; kill++) {
    await pause(randomInt(50, 900));
    const which = randomInt(2) as 0 | 1;
    await children[which]?.kill();
    children[which] = await start(offices[which]);
  }
  await until(done);

  for (const child of children) await child.kill();
  for (const one of offices) {
    expect(await states(one)).toEqual(Array(LETTERS).fill({ state: 'received', problem: '' }));
    expect(await taken(one)).toEqual({ items: LETTERS, receipts: LETTERS, letters: LETTERS });
  }
});
