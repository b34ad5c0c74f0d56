import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from '@jest/globals';
import { z } from 'zod';
import { serverLimits } from '../../src/commands/listen.ts';
import { actorNamed } from '../../src/demo/found-regency.ts';
import { demoPassphrase } from '../../src/demo/regency.ts';
import type { Runner } from '../../src/jobs/runner.ts';
import type { DraftContent } from '../../src/letters/draft-content.ts';
import type { Actor } from '../../src/people/actor.ts';
import type { Database } from '../../src/postgres/database.ts';
import { sql } from '../../src/postgres/sql.ts';
import { createApp } from '../../src/web/app.ts';
import { openAssets } from '../../src/web/assets.ts';
import { letterToSign, type SigningWorld, signingWorld } from '../issuing/signing-world.ts';
import { builtAssets } from '../support/assets.ts';

/** The made-up regency as an installation of its own: database, data folder, keys, a port, and a clock that can be moved. */
export interface Installation extends SigningWorld {
  host: string;
  db: Database;
  time: { now: Date };
  admin: Actor;
  clerk: Actor;
  jobs: Runner;
  /** Nobody answers on its port. */
  goDown(): Promise<void>;
  comeUp(): Promise<void>;
}

export const BUPATI = 'Bupati Rawa Kencana';
const closing: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of closing.splice(0)) await close();
});

export async function freePort(): Promise<number> {
  const server = createServer();
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  await closed(server);
  return port;
}

export async function openInstallation(time: { now: Date } = { now: new Date() }): Promise<Installation> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const world = await signingWorld({ clock: () => time.now, settings: { APP_ORIGIN: origin, PUBLIC_ORIGIN: origin } });
  const { layang } = world;
  let server: Server | undefined;
  const one: Installation = {
    ...world,
    time,
    host: `localhost:${port}`,
    db: layang.db,
    admin: await actorNamed(layang, 'admin'),
    clerk: await actorNamed(layang, 'agenda'),
    jobs: layang.startJobs(),
    async goDown() {
      if (server !== undefined) await closed(server);
      server = undefined;
    },
    async comeUp() {
      server = createServer(serverLimits, createApp(layang.web, openAssets(await builtAssets())));
      await listen(server, port);
    },
  };
  await one.comeUp();
  closing.push(() => one.goDown());
  return one;
}

/** Each adds the other, compares the fingerprint and switches it on; gives the numbers under which they stand. */
export async function befriend(a: Installation, b: Installation): Promise<{ bAtA: number; aAtB: number }> {
  const add = async (at: Installation, other: Installation) => {
    const { partners } = at.layang.exchange;
    const id = await partners.add(at.admin, `http://${other.host}`);
    const shown = (await other.layang.exchange.partners.list(other.admin)).own?.fingerprint.toString('hex') ?? '';
    await partners.confirm(at.admin, id, shown);
    return id;
  };
  return { bAtA: await add(a, b), aAtB: await add(b, a) };
}

/** An issued letter to somebody outside. */
export async function issue(
  world: Pick<Installation, 'layang' | 'chief' | 'positions'>,
  changes: Partial<DraftContent> = {},
): Promise<number> {
  const recipients = [{ type: 'outsider' as const, name: BUPATI, address: '', email: '' }];
  const letter = await letterToSign(world, { recipients, copies: [], ...changes });
  await world.layang.signLetter({ actor: world.chief, ...letter, passphrase: demoPassphrase('kadisdik') });
  return letter.letterId;
}

export async function send(
  from: Pick<Installation, 'layang' | 'clerk' | 'db'>,
  letterId: number,
  partner: string,
): Promise<number> {
  const choices = new Map([[1, { channel: 'exchange', email: '', partner }]]);
  await from.layang.sending.send(from.clerk, { letterId, choices });
  const { id } = await from.db.one(
    z.object({ id: z.number() }),
    sql`SELECT id FROM delivery WHERE letter_id = ${letterId}`,
  );
  return id;
}

/** How the one delivery of a letter stands, as its page shows it. */
export async function followed(at: Installation, letterId: number) {
  const found = await at.layang.sending.follow(at.clerk, letterId);
  const [delivery] = found?.deliveries ?? [];
  if (delivery === undefined) throw new Error('nothing was sent');
  return delivery;
}

/** Of issued letters, the oldest first. */
export async function listLetters({ db }: Installation): Promise<number[]> {
  const rows = await db.many(z.object({ letterId: z.number() }), sql`SELECT letter_id FROM issue ORDER BY letter_id`);
  return rows.map(({ letterId }) => letterId);
}

const ArrivedRow = z.object({ id: z.number(), unitId: z.number(), state: z.string(), found: z.looseObject({}) });

/** What lies at the front desks and came from another installation. */
export function arrived(at: Installation) {
  return at.db.many(
    ArrivedRow,
    sql`SELECT id, unit_id, state, found FROM intake WHERE origin = 'exchange' ORDER BY id`,
  );
}

export async function later(ms: number, ...offices: Installation[]): Promise<void> {
  for (const time of new Set(offices.map((one) => one.time))) time.now = new Date(time.now.getTime() + ms);
  for (const { jobs } of offices) await jobs.idle();
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
