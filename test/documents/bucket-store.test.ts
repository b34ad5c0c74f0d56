import { createHash, randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, jest } from '@jest/globals';
import type { BucketSettings } from '../../src/documents/bucket-client.ts';
import { openBucketStore } from '../../src/documents/bucket-store.ts';
import { judged } from '../support/judge.ts';
import { type StoreLink, storeLink } from '../support/store-link.ts';
import { type BucketWorld, bucketWorld, newFolder, SWIFT } from './bucket-world.ts';

const letter = randomBytes(40_000);
const letterHash = createHash('sha256').update(letter).digest();
/** Long enough for an answer on a busy machine, short enough to wait for none. */
const patience = { connectMs: 2_000, firstMs: 3_000, answerMs: 3_000, restMs: 0 };

let world: BucketWorld;
let settings: BucketSettings;
beforeAll(async () => {
  const opened = await bucketWorld();
  if (opened === undefined) return;
  world = opened;
  settings = await world.newBucket();
});

const open = (changes: Partial<BucketSettings> = {}) =>
  openBucketStore({ ...settings, ...changes }, newFolder(), { patience });

describe('a start says what is wrong with the bucket', () => {
  const refuses = (name: string, code: string, changes: () => Partial<BucketSettings>) =>
    judged(SWIFT, name, async () => {
      await expect((await open(changes())).probe()).rejects.toMatchObject({ problem: 'unavailable', code });
    });
  refuses('no such bucket', 'bucket-missing', () => ({ bucket: 'tidak-ada' }));
  refuses('a wrong key', 'bucket-key-wrong', () => ({ secretKey: 'salah' }));
  refuses('an account that is not known', 'bucket-key-wrong', () => ({ accessKeyId: 'siapa:saja' }));
  refuses('an account without rights', 'bucket-not-allowed', () => world.swift.guest);
  refuses('nobody at the address', 'documents-unreachable', () => ({ endpoint: 'http://127.0.0.1:1' }));
  refuses('a name without address', 'documents-unreachable', () => ({ endpoint: 'http://penyimpanan.invalid' }));

  judged(SWIFT, 'an account that may read and not write', async () => {
    const shown = await world.newBucket();
    await world.letEverybodyRead(shown);
    const store = await open({ ...shown, ...world.swift.guest });
    await expect(store.probe()).rejects.toMatchObject({ code: 'bucket-not-allowed' });
  });

  judged(SWIFT, 'a clock that is an hour off', async () => {
    const now = Date.now;
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() + 3_600_000);
    try {
      await expect((await open()).probe()).rejects.toMatchObject({ code: 'clock-differs' });
    } finally {
      clock.mockRestore();
    }
  });

  judged(SWIFT, 'a right one is silent and leaves nothing', async () => {
    const mine = await world.newBucket();
    await (await open(mine)).probe();
    expect(await world.keys(mine)).toEqual([]);
  });
});

judged(SWIFT, 'a bucket whose quota is used up is a refusal of its own, and leaves no document', async () => {
  const small = await world.newBucket();
  await world.limit(small, 30_000);
  const store = await open(small);
  await expect(store.put(letter)).rejects.toMatchObject({ problem: 'unavailable', code: 'documents-full' });
  expect(await store.has(letterHash)).toBe(false);
});

describe('with trouble on the way', () => {
  let link: StoreLink;
  beforeAll(async () => {
    if (world !== undefined) link = await storeLink(world.swift.endpoint);
  });
  const over = () => open({ endpoint: link.endpoint });
  const unreachable = { problem: 'unavailable', code: 'documents-unreachable' };

  judged(SWIFT, 'a store that is away, or takes everything and never answers, refuses every act in time', async () => {
    const store = await over();
    await store.put(letter);
    for (const mode of ['shut', 'silent'] as const) {
      link.set(mode);
      const acts = [
        store.read(letterHash),
        store.locate(letterHash),
        store.has(letterHash),
        store.examine(letterHash),
        store.put(Buffer.from(`baru ${mode}`)),
        store.put(letter),
        store.demandWritable(),
        store.remove(letterHash, new Date()),
        store.list()[Symbol.asyncIterator]().next(),
        store.probe(),
      ];
      for (const act of await Promise.allSettled(acts)) expect(act).toMatchObject({ reason: unreachable });
    }
    link.set('whole');
    expect((await store.read(letterHash)).equals(letter)).toBe(true);
  });

  judged(SWIFT, 'an answer that breaks off is no document, and no local copy', async () => {
    const store = await over();
    await store.put(letter);
    link.set({ breaking: 20_000 });
    await expect(store.read(letterHash)).rejects.toMatchObject(unreachable);
    await expect(store.locate(letterHash)).rejects.toMatchObject(unreachable);
    await expect(store.examine(letterHash)).rejects.toMatchObject(unreachable);
    link.set('whole');
    expect((await store.read(letterHash)).equals(letter)).toBe(true);
  });

  judged(SWIFT, 'bytes that are changed on the way are told as damage and never handed out', async () => {
    const store = await over();
    const text = Buffer.from('Bupati Sagara Asri menandatangani');
    const hash = createHash('sha256').update(text).digest();
    await store.put(text);
    link.set({ damaging: 'Bupati' });
    await expect(store.read(hash)).rejects.toThrow('damaged');
    await expect(store.locate(hash)).rejects.toThrow('damaged');
    await expect(store.put(text)).rejects.toThrow('damaged');
    link.set('whole');
    expect((await store.read(hash)).equals(text)).toBe(true);
  });
});

judged(SWIFT, 'a process that dies while it writes leaves no document', async () => {
  const mine = await world.newBucket();
  const link = await storeLink(world.swift.endpoint);
  const store = await open({ ...mine, endpoint: link.endpoint });
  link.set({ swallowing: 100_000 });
  await expect(store.put(randomBytes(3_000_000))).rejects.toMatchObject({ code: 'documents-unreachable' });
  expect(await world.keys(mine)).toEqual([]);
});
