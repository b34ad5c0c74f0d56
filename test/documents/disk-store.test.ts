import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DocumentStore, openDocumentStore } from '../../src/documents/document-store.ts';
import { smallDisk } from '../support/small-disk.ts';

let directory: string;
let store: DocumentStore;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'layang documents '));
  store = openDocumentStore(directory);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const letter = Buffer.from('%PDF-1.7 a letter');
const letterHash = createHash('sha256').update(letter).digest();
const pathOf = (hash: Buffer) => {
  const hex = hash.toString('hex');
  return join(directory, hex.slice(0, 2), hex.slice(2, 4), hex);
};

test('a stored file may be read and nothing else, and writing leaves nothing unfinished', async () => {
  await Promise.all(Array.from({ length: 20 }, () => store.put(letter)));
  await store.demandWritable();
  expect(statSync(pathOf(letterHash)).mode & 0o777).toBe(0o400);
  expect(readdirSync(join(directory, 'unfinished'))).toEqual([]);
});

test('a file goes only if it is old', async () => {
  const hour = 3_600_000;
  await store.put(letter);
  expect(await store.remove(letterHash, new Date(Date.now() - hour))).toBe(false);
  expect((await store.read(letterHash)).equals(letter)).toBe(true);
  utimesSync(pathOf(letterHash), new Date(0), new Date(0));
  expect(await store.remove(letterHash, new Date(Date.now() - hour))).toBe(true);
  expect(await store.has(letterHash)).toBe(false);
});

test('putting an old file again makes it young, so that it is not swept before its row is written', async () => {
  await store.put(letter);
  utimesSync(pathOf(letterHash), new Date(0), new Date(0));
  await store.put(letter);
  expect(await store.remove(letterHash, new Date(Date.now() - 3_600_000))).toBe(false);
});

test('putting and removing at the same time never loses what was put last', async () => {
  for (let i = 0; i < 200; i++) {
    await store.put(letter);
    utimesSync(pathOf(letterHash), new Date(0), new Date(0));
    const notAfter = new Date(Date.now() - 3_600_000);
    await Promise.all([store.put(letter), store.remove(letterHash, notAfter).catch(() => false)]);
    expect((await store.read(letterHash)).equals(letter)).toBe(true);
  }
});

test('a file that a killed sweep had in its hands comes back', async () => {
  await store.put(letter);
  writeFileSync(`${pathOf(letterHash)}.leaving`, letter);
  rmSync(pathOf(letterHash));
  for await (const _ of store.list());
  expect((await store.read(letterHash)).equals(letter)).toBe(true);
});

smallDisk(
  'a full disk is a refusal that leaves nothing behind, and smaller documents still find room',
  async (disk) => {
    const full = openDocumentStore(join(disk, 'documents'));
    await expect(full.put(randomBytes(2_000_000))).rejects.toMatchObject({ problem: 'unavailable', code: 'disk-full' });
    expect(readdirSync(join(disk, 'documents', 'unfinished'))).toEqual([]);
    const { sha256 } = await full.put(letter);
    expect((await full.read(sha256)).equals(letter)).toBe(true);
  },
);
