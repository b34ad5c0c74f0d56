import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { type Clock, systemClock } from '../../src/clock.ts';
import { type Config, readConfig } from '../../src/config.ts';
import { openKdf } from '../../src/custody/kdf.ts';
import { actorNamed, foundRegency } from '../../src/demo/found-regency.ts';
import { invitation, SECOND_TEXT } from '../../src/demo/letter-text.ts';
import type { DraftContent } from '../../src/letters/draft-content.ts';
import { openLog } from '../../src/log.ts';
import type { Actor } from '../../src/people/actor.ts';
import { type Layang, wire } from '../../src/wiring.ts';
import { testDatabase } from '../support/database.ts';

/** Parameters that a test can pay: the derivation itself is measured and tested elsewhere. */
export const CHEAP_KDF = { name: 'argon2id', memory: 1024, passes: 1, lanes: 1 } as const;

const open: { close(): Promise<void> }[] = [];
const folders: string[] = [];
afterAll(async () => {
  for (const one of open.splice(0)) await one.close();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

export interface WorldOptions {
  pool?: number;
  clock?: Clock;
  /** A folder of the caller's, who removes it. */
  dataDir?: string;
  /** More settings, by their names in the environment. */
  settings?: Record<string, string>;
}

export interface SigningWorld {
  layang: Layang;
  config: Config;
  databaseUrl: string;
  /** Signs for the agency; writes the test letters too, so that the chain is the signature alone. */
  chief: Actor;
  positions: Map<string, number>;
}

/** The made-up regency in a fresh database and data folder, wired as the application wires it. */
export async function signingWorld(options: WorldOptions = {}): Promise<SigningWorld> {
  const { db, url } = await testDatabase();
  await db.close();
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'layang-signing-')));
  if (options.dataDir === undefined) folders.push(dataDir);
  const config = readConfig({
    DATA_DIR: dataDir,
    DATABASE_URL: url,
    LOG_LEVEL: 'silent',
    TYPESETTING_WORKERS: '2',
    ...options.settings,
  });
  const layang = await wireFor(config, options);
  await foundRegency(layang);
  const chief = await actorNamed(layang, 'kadisdik');
  const positions = new Map((await layang.people.listPositions()).map(({ name, id }) => [name, id]));
  return { layang, config, databaseUrl: url, chief, positions };
}

export async function wireFor(config: Config, { clock = systemClock, pool }: WorldOptions = {}): Promise<Layang> {
  const kdf = openKdf({ settings: CHEAP_KDF });
  const layang = await wire(config, openLog('error', process.stderr), clock, {
    kdf,
    ...(pool === undefined ? {} : { pool }),
  });
  open.push(layang);
  return layang;
}

/** A letter that waits for the chief's signature, as `changes` has it. */
export async function letterToSign(
  { layang, chief, positions }: Pick<SigningWorld, 'layang' | 'chief' | 'positions'>,
  changes: Partial<DraftContent> = {},
  kind = 'surat-dinas',
): Promise<{ letterId: number; versionSha256: Buffer }> {
  const letterId = await layang.letters.createLetter(chief, { kind });
  const draft = { ...invitation(positions, SECOND_TEXT), ...changes };
  const revision = await layang.letters.saveDraft(chief, { letterId, revision: 0, draft });
  await layang.approvals.submitLetter(chief, { letterId, revision, initials: [] });
  const { version } = await layang.letters.readLetter(chief, letterId);
  if (version === undefined) throw new Error('the letter was not submitted');
  return { letterId, versionSha256: version.sha256 };
}

/** Its head takes an issued letter back, with the office's first reason. */
export async function withdrawLetter({ layang, chief }: SigningWorld, letterId: number): Promise<void> {
  const { seen } = await layang.letterStatus.choices(chief, letterId);
  const change = { letterId, seen, code: 'withdrawn' as const, successorId: undefined, reason: 1, remark: '' };
  await layang.letterStatus.change(chief, change);
}
