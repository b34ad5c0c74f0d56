import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll } from '@jest/globals';
import type { Express } from 'express';
import { type Config, readConfig } from '../../src/config.ts';
import { actorNamed, foundRegency } from '../../src/demo/found-regency.ts';
import { demoPassphrase } from '../../src/demo/regency.ts';
import type { DraftContent } from '../../src/letters/draft-content.ts';
import { createApp } from '../../src/web/app.ts';
import { openAssets } from '../../src/web/assets.ts';
import type { Layang } from '../../src/wiring.ts';
import { letterToSign, type SigningWorld, wireFor } from '../issuing/signing-world.ts';
import { builtAssets } from '../support/assets.ts';
import { testDatabase } from '../support/database.ts';

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

export interface CheckWorld {
  layang: Layang;
  config: Config;
  app: Express;
  /** What the application wrote to its log. */
  log: string[];
  assets: string;
  issue(changes?: Partial<DraftContent>, kind?: string): Promise<IssuedForTest>;
}

export interface IssuedForTest {
  token: string;
  number: string;
  pdf: Buffer;
  /** The content of the seal QR. */
  checkUrl: string;
}

/** The demo regency behind two origins, with a way to issue real letters of every class. */
export async function checkWorld(origins: { app: string; check: string }): Promise<CheckWorld> {
  const { db, url } = await testDatabase();
  await db.close();
  const dataDir = await mkdtemp(join(tmpdir(), 'layang-check-'));
  folders.push(dataDir);
  const config = readConfig({
    DATA_DIR: dataDir,
    DATABASE_URL: url,
    LOG_LEVEL: 'silent',
    TYPESETTING_WORKERS: '1',
    APP_ORIGIN: origins.app,
    PUBLIC_ORIGIN: origins.check,
    TRUST_PROXY: '1',
  });
  const layang = await wireFor(config);
  await foundRegency(layang);
  const chief = await actorNamed(layang, 'kadisdik');
  const positions = new Map((await layang.people.listPositions()).map(({ name, id }) => [name, id]));
  const world: Pick<SigningWorld, 'layang' | 'chief' | 'positions'> = { layang, chief, positions };
  const assets = await builtAssets();
  const log: string[] = [];
  // With what an error says of itself: a token must not stand there either.
  const write = (facts: object, message: string) => void log.push(inspect({ ...facts, message }, { depth: 6 }));
  const web = { ...layang.web, log: { info: write, warn: write, error: write } };
  return {
    layang,
    config,
    log,
    assets,
    app: createApp(web, openAssets(assets)),
    async issue(changes = {}, kind = 'surat-dinas') {
      const letter = await letterToSign(world, changes, kind);
      const issued = await layang.signLetter({ actor: chief, ...letter, passphrase: demoPassphrase('kadisdik') });
      const { qr: checkUrl } = await layang.issuedFacts(letter.letterId);
      const pdf = await layang.documents.read(issued.documentSha256);
      return { token: issued.token, number: issued.number, pdf, checkUrl };
    },
  };
}
