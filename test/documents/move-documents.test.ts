import { randomBytes } from 'node:crypto';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { openBucketStore } from '../../src/documents/bucket-store.ts';
import { demandHome } from '../../src/documents/document-home.ts';
import { listHomes, noteHome } from '../../src/documents/document-home-store.ts';
import { type DocumentStore, openDocumentStore } from '../../src/documents/document-store.ts';
import { recordDocument } from '../../src/documents/documents-store.ts';
import { type Moving, moveDocuments } from '../../src/documents/move-documents.ts';
import type { Database } from '../../src/postgres/database.ts';
import { startChild } from '../support/child.ts';
import { testDatabase } from '../support/database.ts';
import { judged } from '../support/judge.ts';
import { bucketWorld, newFolder, SWIFT } from './bucket-world.ts';

let db: Database;
let databaseUrl: string;
beforeAll(async () => {
  ({ db, url: databaseUrl } = await testDatabase());
});

const at = new Date('2026-03-02T08:00:00Z');
const longAgo = new Date(Date.now() - 3_600_000);

async function fill(store: DocumentStore, count: number): Promise<string[]> {
  const hashes: string[] = [];
  for (let n = 0; n < count; n++) {
    const stored = await store.put(randomBytes(1_000));
    await recordDocument(db, { ...stored, mediaType: 'application/pdf', at });
    hashes.push(stored.sha256.toString('hex'));
  }
  return hashes.sort();
}

async function hashesOf(store: DocumentStore): Promise<string[]> {
  const hashes: string[] = [];
  for await (const { sha256 } of store.list()) hashes.push(sha256.toString('hex'));
  return hashes.sort();
}

const move = (moving: Pick<Moving, 'from' | 'to'> & Partial<Moving>) =>
  moveDocuments({ db, source: 'disk', remove: false, progress: () => {}, ...moving });

judged(
  SWIFT,
  'a mover killed again and again brings everything over in the end, and removes only what arrived',
  async () => {
    const world = await bucketWorld();
    if (world === undefined) throw new Error('there is no Swift here');
    const settings = await world.newBucket();
    const directory = newFolder();
    const fetched = newFolder();
    const [disk, bucket] = [openDocumentStore(directory), await openBucketStore(settings, fetched)];
    const all = await fill(disk, 24);
    for (const point of ['step 3.', 'step 9.']) {
      const args = [databaseUrl, directory, fetched, JSON.stringify(settings)];
      const mover = startChild(new URL('./dying-mover.ts', import.meta.url), args);
      await mover.says(point);
      await mover.kill('SIGKILL');
      const there = new Set([...(await hashesOf(disk)), ...(await hashesOf(bucket))]);
      expect([...there].sort()).toEqual(all);
    }
    await noteHome(db, 'disk', longAgo);
    const moved = await move({ from: disk, to: bucket, remove: true });
    expect(moved).toMatchObject({ damaged: [], missing: [] });
    expect(moved.copied + moved.there).toBe((await hashesOf(disk)).length + moved.removed);
    expect(await hashesOf(bucket)).toEqual(all);
    expect(await hashesOf(disk)).toEqual([]);
    for (const hash of all) await bucket.read(Buffer.from(hash, 'hex'));
    expect(await listHomes(db)).toEqual([]);

    const back = openDocumentStore(newFolder());
    expect(await move({ from: bucket, to: back, source: 'bucket' })).toMatchObject({
      copied: 24,
      there: 0,
      removed: 0,
      missing: [],
    });
    expect(await move({ from: bucket, to: back, source: 'bucket' })).toMatchObject({
      copied: 0,
      there: 24,
      removed: 0,
      missing: [],
    });
    expect(await hashesOf(back)).toEqual(all);
  },
);

test('damage is not carried over, is named, and keeps the source as it is', async () => {
  const directory = newFolder();
  const [from, to] = [openDocumentStore(directory), openDocumentStore(newFolder())];
  const [hash = ''] = await fill(from, 1);
  const path = join(directory, hash.slice(0, 2), hash.slice(2, 4), hash);
  chmodSync(path, 0o600);
  writeFileSync(path, 'something else');
  await noteHome(db, 'disk', longAgo);
  const moved = await move({ from, to, remove: true });
  expect(moved).toMatchObject({ copied: 0, removed: 0, damaged: [hash] });
  expect(moved.missing).toContain(hash);
  expect(await hashesOf(from)).toEqual([hash]);
  expect((await listHomes(db)).map(({ home }) => home)).toEqual(['disk']);
});

test('what the target holds damaged is named, stays at the source, and leaves the source a home', async () => {
  const { db } = await testDatabase();
  const directory = newFolder();
  const [from, to] = [openDocumentStore(newFolder()), openDocumentStore(directory)];
  const bytes = randomBytes(1_000);
  const { sha256 } = await from.put(bytes);
  await to.put(bytes);
  const hex = sha256.toString('hex');
  const path = join(directory, hex.slice(0, 2), hex.slice(2, 4), hex);
  chmodSync(path, 0o600);
  writeFileSync(path, 'something else');
  await noteHome(db, 'disk', longAgo);
  expect(await move({ db, from, to, remove: true })).toMatchObject({ there: 1, removed: 0, spoilt: [hex] });
  expect(await hashesOf(from)).toEqual([hex]);
  expect(await listHomes(db)).toHaveLength(1);
});

test('nothing is removed where an office still works, or worked a moment ago', async () => {
  const [from, to] = [openDocumentStore(newFolder()), openDocumentStore(newFolder())];
  await noteHome(db, 'disk', new Date());
  await expect(move({ from, to, remove: true })).rejects.toMatchObject({ code: 'documents-in-use' });
});

test('a start with settings that name a home where the documents never were is refused', async () => {
  const [full, empty] = [openDocumentStore(newFolder()), openDocumentStore(newFolder())];
  const { db } = await testDatabase();
  await demandHome(db, empty, 'bucket');
  await recordDocument(db, { ...(await full.put(randomBytes(10))), mediaType: 'application/pdf', at });
  await noteHome(db, 'disk', at);
  await expect(demandHome(db, empty, 'bucket')).rejects.toMatchObject({ code: 'documents-elsewhere' });
  await demandHome(db, full, 'bucket');
  await noteHome(db, 'bucket', at);
  // Lost where they should be: the office starts, and the nightly reading names them.
  await demandHome(db, empty, 'bucket');
});
