import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { openFetchedFiles } from '../../src/documents/fetched-files.ts';
import { newFolder } from './bucket-world.ts';

let folder: string;
let fetched: number;
beforeEach(() => {
  folder = newFolder();
  fetched = 0;
});

const hexOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const files = (mostBytes: number) => openFetchedFiles(folder, mostBytes);
const fetch = (bytes: Buffer) => async () => {
  fetched += 1;
  return (async function* () {
    yield bytes.subarray(0, 10);
    yield bytes.subarray(10);
  })();
};
async function located(from: ReturnType<typeof files>, bytes: Buffer, name = bytes): Promise<string> {
  const found = await from.locate(hexOf(name), fetch(bytes));
  if (typeof found === 'string') throw new Error(found);
  return found.path;
}
const kept = () => readdirSync(join(folder, 'kept')).sort();
const some = (size = 1_000) => randomBytes(size);

test('what is fetched once is there for the next reader, of another process too', async () => {
  const bytes = some();
  const paths = [await located(files(10_000), bytes), await located(files(10_000), bytes)];
  for (const path of paths) expect(readFileSync(path).equals(bytes)).toBe(true);
  expect(fetched).toBe(1);
});

test('copies stay within their bytes, the longest unused go first, and whoever has one keeps it', async () => {
  const [old, used, fresh] = [some(), some(), some()];
  const path = await located(files(10_000), old);
  const other = await located(files(10_000), used);
  for (const [file, hour] of [
    [path, 3],
    [other, 2],
  ] as const)
    utimesSync(file, new Date(Date.now() - hour * 3_600_000), new Date(Date.now() - hour * 3_600_000));
  await located(files(2_500), fresh);
  expect(kept()).toEqual([hexOf(used), hexOf(fresh)].sort());
  expect(readFileSync(path).equals(old)).toBe(true);
  await located(files(2_500), old);
  expect(fetched).toBe(4);
});

test('many readers at once, with room for none, all read what they asked for', async () => {
  const [here, there] = [files(0), files(0)];
  const documents = Array.from({ length: 8 }, () => some());
  await Promise.all(
    Array.from({ length: 80 }, async (_, index) => {
      const bytes = documents[index % documents.length] ?? Buffer.alloc(0);
      const path = await located(index % 2 === 0 ? here : there, bytes);
      expect(readFileSync(path).equals(bytes)).toBe(true);
    }),
  );
});

test('a copy that was damaged is fetched again', async () => {
  const bytes = some();
  await located(files(10_000), bytes);
  const copy = join(folder, 'kept', hexOf(bytes));
  chmodSync(copy, 0o600);
  writeFileSync(copy, 'something else');
  expect(readFileSync(await located(files(10_000), bytes)).equals(bytes)).toBe(true);
  expect(fetched).toBe(2);
});

test('other bytes than were asked for, nothing, and a fetch that breaks leave no copy', async () => {
  const bytes = some();
  expect(await files(10_000).locate(hexOf(some()), fetch(bytes))).toBe('damaged');
  expect(await files(10_000).locate(hexOf(bytes), async () => undefined)).toBe('missing');
  const broken = async () =>
    (async function* () {
      yield bytes.subarray(0, 10);
      throw new Error('broken off');
    })();
  await expect(files(10_000).locate(hexOf(bytes), broken)).rejects.toThrow('broken off');
  expect([...kept(), ...readdirSync(join(folder, 'lent'))]).toEqual([]);
});

test.each([
  ['where others are fetched', some()],
  ['where all is there already', undefined],
])('what was lent goes an hour later, %s', async (_where, other) => {
  const bytes = some();
  const path = await located(files(10_000), bytes);
  const earlier = join(folder, 'lent', `${Date.now() - 3_700_000}-${randomBytes(12).toString('hex')}`);
  renameSync(path, earlier);
  const now = await located(files(10_000), other ?? bytes);
  expect([existsSync(earlier), existsSync(now)]).toEqual([false, true]);
});
