import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { serverLimits } from '../../src/commands/listen.ts';
import { readConfig } from '../../src/config.ts';
import { openKdf } from '../../src/custody/kdf.ts';
import { actorNamed, foundRegency } from '../../src/demo/found-regency.ts';
import { demoPassword } from '../../src/demo/regency.ts';
import { openLog } from '../../src/log.ts';
import { createApp } from '../../src/web/app.ts';
import { openAssets } from '../../src/web/assets.ts';
import { type Layang, wire } from '../../src/wiring.ts';
import { CHEAP_KDF, letterToSign } from '../issuing/signing-world.ts';
import { builtAssets } from '../support/assets.ts';
import { type Client, client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';

const closing: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

export interface KeysWorld {
  layang: Layang;
  origin: string;
  /** Days that the clock is ahead of the present. */
  ahead: number;
  /** Signed in by the page, as a browser does it. */
  signedIn(username: string, password?: string): Promise<Client>;
  /** A letter written and signed by the head of the agency; gives its number. */
  issue(passphrase: string): Promise<string>;
}

/** The made-up regency with real keys behind its real pages: nothing is replaced but the clock. */
export async function keysWorld(log = openLog('silent')): Promise<KeysWorld> {
  const server = createServer(serverLimits);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => stopped(server));
  const { port } = server.address() as AddressInfo;
  const { db, url } = await testDatabase();
  await db.close();
  const dataDir = await mkdtemp(join(tmpdir(), 'layang-keys-'));
  closing.push(() => rm(dataDir, { recursive: true, force: true }));
  const config = readConfig({ PORT: String(port), DATA_DIR: dataDir, DATABASE_URL: url, LOG_LEVEL: 'silent' });
  const clock = () => new Date(Date.now() + world.ahead * 86_400_000);
  const layang = await wire(config, log, clock, { kdf: openKdf({ settings: CHEAP_KDF }) });
  closing.push(() => layang.close());
  const origin = `http://127.0.0.1:${port}`;
  const world: KeysWorld = {
    layang,
    origin,
    ahead: 0,
    async signedIn(username, password = demoPassword(username)) {
      const visitor = client(origin);
      const page = await visitor.send('/sign-in', { username, password });
      if (page.status !== 303) throw new Error(`sign-in of ${username}: ${page.status}`);
      return visitor;
    },
    async issue(passphrase) {
      const chief = await actorNamed(layang, 'kadisdik');
      const positions = new Map((await layang.people.listPositions()).map(({ name, id }) => [name, id]));
      const letter = await letterToSign({ layang, chief, positions });
      return (await layang.signLetter({ actor: chief, ...letter, passphrase })).number;
    },
  };
  await foundRegency(layang);
  server.on('request', createApp(layang.web, openAssets(await builtAssets())));
  return world;
}

async function stopped(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
