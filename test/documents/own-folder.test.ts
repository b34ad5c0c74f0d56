import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPiece } from '../../src/documents/check-documents.ts';
import { listFindings, listWalks } from '../../src/documents/document-check-store.ts';
import { openDocumentStore } from '../../src/documents/document-store.ts';
import { recordDocument } from '../../src/documents/documents-store.ts';
import { MARK, ownFolder } from '../../src/documents/own-folder.ts';
import { sweepDocuments } from '../../src/documents/sweep.ts';
import type { Database } from '../../src/postgres/database.ts';
import { testDatabase } from '../support/database.ts';

const unreachable = { problem: 'unavailable', code: 'documents-unreachable' };
const now = new Date('2026-11-22T21:00:00Z');

let db: Database;
let data: string;
let directory: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'layang folder '));
  writeFileSync(join(data, 'letter.pdf'), '%PDF-1.7 a letter');
  directory = join(data, 'documents');
  ({ db } = await testDatabase());
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

const open = (marks = true) => ownFolder(openDocumentStore(directory), { db, directory, marks });

/** A document as an act leaves it: on disk, then recorded. */
async function kept(store: ReturnType<typeof open>, bytes = randomBytes(500)): Promise<Buffer> {
  const stored = await store.put(bytes);
  await recordDocument(db, { ...stored, mediaType: 'application/pdf', at: now });
  return stored.sha256;
}

/** What an unmounted disk leaves: an empty folder in its place. */
function unmount(): void {
  renameSync(directory, join(data, 'disk'));
  mkdirSync(directory);
}
function mount(): void {
  rmSync(directory, { recursive: true });
  renameSync(join(data, 'disk'), directory);
}

async function demandAway(store: ReturnType<typeof open>, hash: Buffer): Promise<void> {
  const away = new Date(Date.now() + 3_600_000);
  const acts = [
    store.read(hash),
    store.locate(hash),
    store.has(hash),
    store.examine(hash),
    store.put(Buffer.from('baru')),
    store.putFile(join(data, 'letter.pdf')),
    store.remove(hash, away),
    store.removeUnfinished(away),
    store.demandWritable(),
    store.list()[Symbol.asyncIterator]().next(),
    store.probe(),
  ];
  for (const act of await Promise.allSettled(acts)) expect(act).toMatchObject({ reason: unreachable });
  expect(readdirSync(directory)).toEqual([]);
}

it('an unmounted folder is refused by every act, nothing is written into it, and once mounted all goes on', async () => {
  const store = open();
  const hash = await kept(store);
  unmount();
  await demandAway(store, hash);
  mount();
  expect(await store.read(hash)).toHaveLength(500);
  await store.probe();
});

it('is refused by a process that starts before the disk is mounted, and the administrator is told what to look for', async () => {
  const hash = await kept(open());
  unmount();
  const store = open();
  await demandAway(store, hash);
  await expect(store.probe()).rejects.toMatchObject({
    words: { id: expect.stringContaining('mount'), en: expect.stringContaining(directory) },
  });
});

it('is refused before any document is recorded too, by the process that saw its mark', async () => {
  const store = open();
  await store.probe();
  unmount();
  await demandAway(store, randomBytes(32));
});

it('makes no findings at night and sweeps nothing', async () => {
  const store = open();
  await Promise.all(Array.from({ length: 5 }, () => kept(store)));
  unmount();
  const log = { warn() {}, error() {} };
  await expect(checkPiece({ db, documents: store, log }, now, { ms: 60_000, quiet: true })).rejects.toMatchObject(
    unreachable,
  );
  expect(await listFindings(db, 10)).toEqual([]);
  expect((await listWalks(db, 1))[0]?.endedAt).toBeNull();
  await expect(sweepDocuments({ db, store, listAwaited: async () => [] })).rejects.toMatchObject(unreachable);
});

it('a document that is missing from the folder is still told as missing', async () => {
  const store = open();
  const gone = createHash('sha256').update('tidak ada').digest();
  await kept(store);
  await expect(store.read(gone)).rejects.toThrow('missing');
  expect(await store.has(gone)).toBe(false);
  expect(await store.examine(gone)).toBeUndefined();
});

describe('a folder of before there were marks', () => {
  it('is known by a document that is recorded, and gets its mark', async () => {
    const hash = await kept(open());
    rmSync(join(directory, MARK));
    expect(await open().read(hash)).toHaveLength(500);
    await open().probe();
    expect(existsSync(join(directory, MARK))).toBe(true);
  });

  it('is known without being touched by whoever only looks', async () => {
    await kept(open());
    rmSync(join(directory, MARK));
    await open(false).probe();
    expect(existsSync(join(directory, MARK))).toBe(false);
  });
});
