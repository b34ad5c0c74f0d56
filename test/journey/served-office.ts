import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect } from '@jest/globals';
import type { DestinationStream } from 'pino';
import { systemClock } from '../../src/clock.ts';
import { serverLimits } from '../../src/commands/listen.ts';
import { readConfig } from '../../src/config.ts';
import { openKdf } from '../../src/custody/kdf.ts';
import { foundRegency } from '../../src/demo/found-regency.ts';
import { demoPassword } from '../../src/demo/regency.ts';
import { openLog } from '../../src/log.ts';
import { createApp } from '../../src/web/app.ts';
import { openAssets } from '../../src/web/assets.ts';
import { type Layang, wire } from '../../src/wiring.ts';
import { CHEAP_KDF } from '../issuing/signing-world.ts';
import { builtAssets } from '../support/assets.ts';
import { type Client, client } from '../support/client.ts';

export interface ServedOffice {
  layang: Layang;
  origin: string;
  /** An official who has signed in, without a browser. */
  enter(username: string): Promise<Client>;
  close(): Promise<void>;
}

const open: ServedOffice[] = [];
afterAll(async () => {
  for (const office of open.splice(0)) await office.close();
});

/** The made-up regency behind a real address, on a database and a folder that the test will take away from it. */
export async function servedOffice(place: {
  databaseUrl: string;
  dataDir: string;
  log?: DestinationStream;
}): Promise<ServedOffice> {
  const server = createServer(serverLimits);
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const config = readConfig({
    DATA_DIR: place.dataDir,
    DATABASE_URL: place.databaseUrl,
    APP_ORIGIN: origin,
    PUBLIC_ORIGIN: origin,
  });
  const log = place.log === undefined ? openLog('silent') : openLog('info', place.log);
  const layang = await wire(config, log, systemClock, { kdf: openKdf({ settings: CHEAP_KDF }) });
  await foundRegency(layang);
  server.on('request', createApp(layang.web, openAssets(await builtAssets())));
  let closed = false;
  const office: ServedOffice = {
    layang,
    origin,
    async enter(username) {
      const visitor = client(origin, { origin });
      const page = await visitor.send('/sign-in', { username, password: demoPassword(username) });
      expect(page.status).toBe(303);
      return visitor;
    },
    async close() {
      if (closed) return;
      closed = true;
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await layang.close();
    },
  };
  open.push(office);
  return office;
}
