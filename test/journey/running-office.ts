import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
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
import { axeFindings, openWindow, overflows, signInWith } from '../support/browser.ts';
import { testDatabase } from '../support/database.ts';

const PICTURES = process.env.LAYANG_PICTURES;
const closing: (() => Promise<void>)[] = [];

afterAll(async () => {
  for (const close of closing.splice(0)) await close();
});

export interface RunningOffice {
  layang: Layang;
  origin: string;
  /** Emptied at the end. */
  folder: string;
  /** A browser of an official of the made-up regency, signed in. */
  enter(username: string, width?: number): Promise<Page>;
}

/** The made-up regency behind a real address, with real keys, wired as the application wires it; ended after the file's tests. */
export async function runningOffice(): Promise<RunningOffice> {
  const folder = mkdtempSync(join(tmpdir(), 'layang-journey-'));
  const { db, url } = await testDatabase();
  await db.close();
  const server = createServer(serverLimits);
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const config = readConfig({ DATA_DIR: folder, DATABASE_URL: url, APP_ORIGIN: origin, PUBLIC_ORIGIN: origin });
  const layang = await wire(config, openLog('silent'), systemClock, { kdf: openKdf({ settings: CHEAP_KDF }) });
  await foundRegency(layang);
  server.on('request', createApp(layang.web, openAssets(await builtAssets())));
  closing.push(() => end(server, layang, folder));
  return {
    layang,
    origin,
    folder,
    async enter(username, width = 360) {
      const { page } = await openWindow({ width });
      await signInWith(page, origin, username, demoPassword(username));
      return page;
    },
  };
}

async function end(server: Server, layang: Layang, folder: string): Promise<void> {
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  await layang.close();
  rmSync(folder, { recursive: true, force: true });
}

/** A page of a journey: nothing that axe finds, nothing that sticks out, and a picture for whoever asks. */
export async function look(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  expect([name, await axeFindings(page)]).toEqual([name, []]);
  expect([name, await overflows(page)]).toEqual([name, false]);
  if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `journey-${name}.png`), fullPage: true });
}
