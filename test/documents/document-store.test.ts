import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBucketStore } from '../../src/documents/bucket-store.ts';
import { type DocumentStore, openDocumentStore } from '../../src/documents/document-store.ts';
import { judged } from '../support/judge.ts';
import { bucketWorld, newFolder, SWIFT } from './bucket-world.ts';

const letter = Buffer.from('%PDF-1.7 a letter');
const letterHash = createHash('sha256').update(letter).digest();
const hour = 3_600_000;
const ago = () => new Date(Date.now() - hour);
const ahead = () => new Date(Date.now() + hour);

interface Opened {
  store: DocumentStore;
  /** Other bytes under the name of a document that is there. */
  damage(sha256: Buffer, bytes: Buffer): Promise<void>;
}

async function onDisk(): Promise<Opened> {
  const directory = newFolder();
  return {
    store: openDocumentStore(directory),
    async damage(sha256, bytes) {
      const hex = sha256.toString('hex');
      const path = join(directory, hex.slice(0, 2), hex.slice(2, 4), hex);
      chmodSync(path, 0o600);
      writeFileSync(path, bytes);
    },
  };
}

async function inBucket(): Promise<Opened> {
  const world = await bucketWorld();
  if (world === undefined) throw new Error('there is no Swift here');
  const settings = await world.newBucket();
  return {
    store: await openBucketStore(settings, newFolder()),
    damage: (sha256, bytes) => world.write(settings, `documents/${sha256.toString('hex')}`, bytes),
  };
}

describe.each([
  { kind: 'on disk', needs: [], open: onDisk },
  { kind: 'in a bucket', needs: SWIFT, open: inBucket },
])('$kind', ({ needs, open }) => {
  let store: DocumentStore;
  let damage: Opened['damage'];
  const check = (name: string, run: () => Promise<void>) =>
    judged(needs, name, async () => {
      ({ store, damage } = await open());
      await run();
    });
  const listed = async () => {
    const all: string[] = [];
    for await (const { sha256 } of store.list()) all.push(sha256.toString('hex'));
    return all;
  };

  check('what is put can be read again under its hash', async () => {
    expect(await store.has(letterHash)).toBe(false);
    expect(await store.put(letter)).toEqual({ sha256: letterHash, length: letter.length });
    expect(await store.has(letterHash)).toBe(true);
    expect((await store.read(letterHash)).equals(letter)).toBe(true);
    expect(readFileSync(await store.locate(letterHash)).equals(letter)).toBe(true);
    expect(await store.examine(letterHash)).toEqual({ sha256: letterHash, length: letter.length });
  });

  check('putting the same bytes many times at once leaves one document', async () => {
    await Promise.all(Array.from({ length: 20 }, () => store.put(letter)));
    expect(await listed()).toEqual([letterHash.toString('hex')]);
  });

  check('the empty document and a large one are documents too', async () => {
    for (const bytes of [Buffer.alloc(0), randomBytes(6_000_000)]) {
      const { sha256 } = await store.put(bytes);
      expect((await store.read(sha256)).equals(bytes)).toBe(true);
    }
  });

  check('a file of 64 MiB is stored without being held, and found again as a file', async () => {
    const path = join(newFolder(), 'large');
    writeFileSync(path, randomBytes(64 * 1024 * 1024));
    const before = process.memoryUsage().arrayBuffers;
    const { sha256, length } = await store.putFile(path);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(48 * 1024 * 1024);
    expect(length).toBe(64 * 1024 * 1024);
    expect(await store.examine(sha256)).toEqual({ sha256, length });
    expect(readFileSync(await store.locate(sha256)).equals(readFileSync(path))).toBe(true);
  });

  check('a document whose bytes were changed is never handed out, and not covered up by putting it again', async () => {
    await store.put(letter);
    const other = Buffer.from('another letter');
    await damage(letterHash, other);
    await expect(store.read(letterHash)).rejects.toThrow('damaged');
    await expect(store.put(letter)).rejects.toThrow('damaged');
    expect(await store.examine(letterHash)).toMatchObject({ length: other.length });
  });

  check('a missing document is a fault that names it', async () => {
    await expect(store.read(letterHash)).rejects.toThrow(letterHash.toString('hex'));
    await expect(store.locate(letterHash)).rejects.toThrow(letterHash.toString('hex'));
    expect(await store.examine(letterHash)).toBeUndefined();
  });

  check('a name that is no hash is refused before any path is made of it', async () => {
    await expect(store.read(Buffer.from('../../etc/passwd'))).rejects.toThrow('32 bytes');
  });

  check('a document goes only if it is old, and may come again', async () => {
    await store.put(letter);
    expect(await store.remove(letterHash, ago())).toBe(false);
    expect((await store.read(letterHash)).equals(letter)).toBe(true);
    expect(await store.remove(letterHash, ahead())).toBe(true);
    expect(await store.has(letterHash)).toBe(false);
    expect(await store.remove(letterHash, ahead())).toBe(false);
    await store.put(letter);
    expect((await store.read(letterHash)).equals(letter)).toBe(true);
  });

  check(
    'asking whether it can be written leaves no document, and what tries leave goes with the unfinished',
    async () => {
      await store.probe();
      await store.demandWritable();
      expect(await listed()).toEqual([]);
      await store.removeUnfinished(ahead());
    },
  );
});
