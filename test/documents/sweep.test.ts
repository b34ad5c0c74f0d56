import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDocumentStore } from '../../src/documents/document-store.ts';
import { findDocument, recordDocument } from '../../src/documents/documents-store.ts';
import { sweepDocuments } from '../../src/documents/sweep.ts';
import { issuingJobs, type JobDeps } from '../../src/issuing/issuing-jobs.ts';
import type { Database } from '../../src/postgres/database.ts';
import { testDatabase } from '../support/database.ts';

let db: Database;
let directory: string;

beforeAll(async () => {
  ({ db } = await testDatabase());
  directory = mkdtempSync(join(tmpdir(), 'layang-sweep-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const at = new Date('2026-03-02T08:00:00Z');

test('a document is noted once, however often it is told', async () => {
  const sha256 = createHash('sha256').update('noted').digest();
  for (let i = 0; i < 2; i++) await recordDocument(db, { sha256, length: 5, mediaType: 'application/pdf', at });
  const found = await findDocument(db, sha256);
  expect(found).toMatchObject({ length: 5, mediaType: 'application/pdf', createdAt: at });
  expect(found?.sha256.equals(sha256)).toBe(true);
  expect(await findDocument(db, Buffer.alloc(32))).toBeUndefined();
});

test('only old files that neither a row nor an unfinished act names are swept, and they are listed', async () => {
  const store = openDocumentStore(directory);
  const old = new Date(Date.now() - 2 * 3_600_000);
  const make = async (text: string, age: 'old' | 'young') => {
    const { sha256, length } = await store.put(Buffer.from(text));
    const hex = sha256.toString('hex');
    if (age === 'old') utimesSync(join(directory, hex.slice(0, 2), hex.slice(2, 4), hex), old, old);
    return { sha256, length };
  };
  const recorded = await make('recorded', 'old');
  await recordDocument(db, { ...recorded, mediaType: 'application/pdf', at });
  const awaited = await make('awaited', 'old');
  const young = await make('young', 'young');
  const orphan = await make('orphan', 'old');

  const removed = await sweepDocuments({ db, store, listAwaited: async () => [awaited.sha256] });

  expect(removed.map((hash) => hash.toString('hex'))).toEqual([orphan.sha256.toString('hex')]);
  for (const { sha256 } of [recorded, awaited, young]) expect(await store.has(sha256)).toBe(true);
  expect(await store.has(orphan.sha256)).toBe(false);
});

test('a file whose act comes to its end while the sweep asks who needs it stays', async () => {
  const store = openDocumentStore(directory);
  const { sha256, length } = await store.put(Buffer.from('stored before a power failure, taken up at the next start'));
  const hex = sha256.toString('hex');
  const old = new Date(Date.now() - 2 * 3_600_000);
  utimesSync(join(directory, hex.slice(0, 2), hex.slice(2, 4), hex), old, old);
  const listAwaited = async () => {
    // Recovery commits, so that the act waits for nothing any more.
    await recordDocument(db, { sha256, length, mediaType: 'application/pdf', at });
    return [];
  };
  await sweepDocuments({ db, store, listAwaited });
  expect(await store.has(sha256)).toBe(true);
});

test('a file that is young by the clock of its disk stays, however far ahead the clock of a job is', async () => {
  const store = openDocumentStore(directory);
  const { sha256 } = await store.put(Buffer.from('its row is on its way'));
  const unfinished = join(directory, 'unfinished', '0123456789abcdef01234567');
  writeFileSync(unfinished, 'being written');
  const deps = { db, documents: store, log: { warn() {} } } as unknown as JobDeps;
  const sweep = issuingJobs(deps).find(({ name }) => name === 'sweep-documents');
  const inADay = new Date(Date.now() + 86_400_000);
  await sweep?.run({}, { id: 1, attempt: 1, now: inADay, progress() {} });
  expect([sweep?.name, await store.has(sha256), existsSync(unfinished)]).toEqual(['sweep-documents', true, true]);
});
