import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Fault, isRefusal } from '../errors.ts';
import { type BucketClient, type BucketSettings, openBucketClient, type Patience } from './bucket-client.ts';
import { clockDiffers, explain, isFull } from './bucket-errors.ts';
import { type Content, contentOf, contentOfFile, damaged, hashPieces, hexOf, missing, sha256 } from './content.ts';
import type { DocumentStore, StoredDocument } from './document-store.ts';
import { type FetchedFiles, openFetchedFiles } from './fetched-files.ts';
import { bucketFull, diskFull, isDiskFull, unreachable } from './store-refusals.ts';

const documents = 'documents/';
const leaving = 'leaving/';
const probes = 'probe/';

/** The sweep spares what is younger than an hour; what is younger than this needs not be made young again. */
const youngMs = 10 * 60_000;
/** A removal is signed within this time after its mark was set, and services refuse a signature after 15 minutes. */
const signingMs = 30_000;
/** So a mark older than this announces nothing any more. */
const markMs = 30 * 60_000;
/** Clocks that differ by more date seals and letters wrongly. */
const mostAheadMs = 4 * 60_000;
/** How long a writer waits for a removal that is under way. */
const patienceMs = 8_000;
/** Local copies. */
const mostFetched = 512 * 1024 * 1024;

/** Documents in an S3 bucket. Local copies for readers lie in `directory`, at most `mostBytes` of them (and what is being read). */
export async function openBucketStore(
  settings: BucketSettings,
  directory: string,
  options: { mostBytes?: number; patience?: Patience } = {},
): Promise<DocumentStore> {
  const client = await openBucketClient(settings, options.patience);
  return bucketStore({ client, settings, files: openFetchedFiles(directory, options.mostBytes ?? mostFetched) });
}

export interface BucketStoreParts {
  client: BucketClient;
  settings: Pick<BucketSettings, 'endpoint' | 'bucket'>;
  files: FetchedFiles;
  /** Between two looks at a removal under way. */
  wait?: () => Promise<unknown>;
}

/**
 * A bucket has no rename, so a removal announces itself: the sweep sets a mark, looks at the document's age, removes it,
 * takes the mark away. A writer makes the document young, looks for a mark, and reads the document back last. Either the
 * sweep sees a young document, or the writer sees the mark (and waits) or sees the document gone (and writes it again).
 * A removal whose answer was lost leaves its mark, for as long as the service could still carry it out.
 */
export function bucketStore({ client, settings, files, wait = () => pause(100) }: BucketStoreParts): DocumentStore {
  let touching: Promise<void> | undefined;

  async function examine(hex: string): Promise<StoredDocument | undefined> {
    const pieces = await client.get(documents + hex);
    return pieces === undefined ? undefined : await hashPieces(pieces);
  }

  async function beYoung(hex: string, content: Content): Promise<void> {
    const found = await client.head(documents + hex);
    if (found === undefined) {
      await client.put(documents + hex, content, { onlyNew: true });
      return;
    }
    if (Date.now() - found.modifiedAt.getTime() < youngMs) return;
    // Written over by its own bytes, and by those alone: damage is not covered up.
    const there = await examine(hex);
    if (there && !there.sha256.equals(content.sha256)) throw damaged(hex);
    await client.put(documents + hex, content);
  }

  async function isLeaving(hex: string): Promise<boolean> {
    const mark = await client.head(leaving + hex);
    return mark !== undefined && Date.now() - mark.modifiedAt.getTime() < markMs;
  }

  async function keep(content: Content): Promise<StoredDocument> {
    const hex = content.sha256.toString('hex');
    const began = performance.now();
    while (performance.now() - began < patienceMs) {
      await beYoung(hex, content);
      if (!(await isLeaving(hex))) {
        const there = await examine(hex);
        if (there?.sha256.equals(content.sha256)) return there;
        if (there) throw damaged(hex);
      }
      await wait();
    }
    throw unreachable(new Error(`document ${hex} is being removed`));
  }

  async function remove(hex: string, notAfter: Date): Promise<boolean> {
    const before = performance.now() + signingMs;
    if (await client.head(leaving + hex)) return false;
    const mark = contentOf(randomBytes(16));
    if ((await client.put(leaving + hex, mark, { onlyNew: true })) === 'exists') return false;
    const found = await client.head(documents + hex);
    const goes = found !== undefined && found.modifiedAt < notAfter;
    // When this throws nobody knows whether it is done or still to come: the mark stays.
    if (goes) await client.remove(documents + hex, before);
    await client.remove(leaving + hex);
    return goes;
  }

  async function probe(): Promise<void> {
    const content = contentOf(randomBytes(64));
    const key = probes + content.sha256.toString('hex');
    await client.put(key, content);
    const pieces = await client.get(key);
    const there = pieces && (await hashPieces(pieces));
    if (!there?.sha256.equals(content.sha256)) throw new Error('what was written is not what is read');
    for await (const _first of client.list(key)) break;
    await client.remove(key);
    if (Math.abs(client.clockAhead()) > mostAheadMs) throw clockDiffers(settings.endpoint ?? 'Amazon S3');
  }

  async function touch(): Promise<void> {
    const content = contentOf(randomBytes(16));
    await client.put(`${probes}writable`, content);
  }

  return {
    put: (bytes) => told(() => keep(contentOf(bytes))),

    async putFile(path) {
      const content = await contentOfFile(path);
      return await told(() => keep(content));
    },

    async locate(hash) {
      const hex = hexOf(hash);
      const found = await told(() => files.locate(hex, () => client.get(documents + hex)));
      if (found === 'missing') throw missing(hex);
      if (found === 'damaged') throw damaged(hex);
      return found.path;
    },

    async read(hash) {
      const hex = hexOf(hash);
      const bytes = await told(async () => {
        const pieces = await client.get(documents + hex);
        return pieces && Buffer.concat(await arrayOf(pieces));
      });
      if (bytes === undefined) throw missing(hex);
      if (sha256(bytes).toString('hex') !== hex) throw damaged(hex);
      return bytes;
    },

    has: (hash) => told(async () => (await client.head(documents + hexOf(hash))) !== undefined),
    examine: (hash) => told(() => examine(hexOf(hash))),

    async *list() {
      try {
        for await (const { key, modifiedAt } of client.list(documents)) {
          const hex = key.slice(documents.length);
          if (/^[0-9a-f]{64}$/.test(hex)) yield { sha256: Buffer.from(hex, 'hex'), modifiedAt };
        }
      } catch (error) {
        throw refusalFor(error);
      }
    },

    remove: (hash, notAfter) => told(() => remove(hexOf(hash), notAfter)),

    async removeUnfinished(notAfter) {
      const oldMark = new Date(Math.min(notAfter.getTime(), Date.now() - markMs));
      await told(async () => {
        for (const [prefix, before] of [
          [leaving, oldMark],
          [probes, notAfter],
        ] as const) {
          for await (const { key, modifiedAt } of client.list(prefix)) {
            if (modifiedAt < before) await client.remove(key);
          }
        }
      });
    },

    async demandWritable() {
      // Those who ask while one is asked share its answer; nobody takes an earlier one.
      touching ??= touch().finally(() => {
        touching = undefined;
      });
      const touched = touching;
      await told(() => touched);
    },

    async probe() {
      try {
        await probe();
      } catch (error) {
        throw isRefusal(error) ? error : explain(error, settings);
      }
    },
  };
}

async function told<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw refusalFor(error);
  }
}

function refusalFor(error: unknown): unknown {
  if (isRefusal(error) || error instanceof Fault) return error;
  if (isDiskFull(error)) return diskFull();
  return isFull(error) ? bucketFull() : unreachable(error);
}

async function arrayOf(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
}
