import { randomBytes } from 'node:crypto';
import { access, readFile, rename, rm, stat, statfs, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Fault } from '../errors.ts';
import { type Content, contentOf, contentOfFile, damaged, hashFile, hexOf, missing, sha256 } from './content.ts';
import { diskFull, isDiskFull, unreachable } from './store-refusals.ts';
import { entries, linkNew, makeDirectory, syncDirectory, writeThrough } from './written-file.ts';

export interface StoredDocument {
  /** 32 bytes. */
  sha256: Buffer;
  length: number;
}

/**
 * Documents named by their SHA-256: written once, whole, and read back with their hash. When the store is away every act
 * refuses `documents-unreachable`; a document that is missing or damaged is a fault that names it.
 */
export interface DocumentStore {
  /**
   * Stores the bytes and returns once they survive a power failure under their name. Bytes that are there already are
   * fine. A full disk is a Refusal `disk-full` and leaves nothing behind.
   */
  put(bytes: Uint8Array): Promise<StoredDocument>;
  /** The same for a file that lies on this machine already, copied without ever being held whole in memory. */
  putFile(path: string): Promise<StoredDocument>;
  /** Where a document can be read by a process that checks its hash itself; missing ones are a fault. */
  locate(sha256: Uint8Array): Promise<string>;
  /** The bytes, after their hash was checked; missing or damaged ones are a fault. */
  read(sha256: Uint8Array): Promise<Buffer>;
  has(sha256: Uint8Array): Promise<boolean>;
  /** What really lies under this name, read from its first byte to its last; undefined when nothing does. */
  examine(sha256: Uint8Array): Promise<StoredDocument | undefined>;
  list(): AsyncIterable<{ sha256: Buffer; modifiedAt: Date }>;
  /** For the sweep alone: removes a file unless it was put again at or after `notAfter`. True when it is gone. */
  remove(sha256: Uint8Array, notAfter: Date): Promise<boolean>;
  /** For the sweep alone: unfinished writes of processes that died. */
  removeUnfinished(notAfter: Date): Promise<void>;
  /**
   * Refuses when a document could not be stored now; asked before a number is reserved for what will be one. Cheap, so it
   * cannot promise: the store may still go away before the document comes.
   */
  demandWritable(): Promise<void>;
  /** Tries everything the store must let us do, with an object of its own. A Refusal says which setting or right is wrong. */
  probe(): Promise<void>;
}

/** Below this nothing is begun: a signed letter has room, and so has the database beside it. */
const leastRoom = 16 * 1024 * 1024;

const leaving = '.leaving';

/** On disk, `<directory>/ab/cd/<hex>`. */
export function openDocumentStore(directory: string): DocumentStore {
  const unfinished = join(directory, 'unfinished');
  const pathOf = (hex: string) => join(directory, hex.slice(0, 2), hex.slice(2, 4), hex);

  async function write(content: Content, path: string): Promise<void> {
    await makeDirectory(dirname(path));
    await makeDirectory(unfinished);
    const temporary = join(unfinished, randomBytes(12).toString('hex'));
    try {
      await writeThrough(temporary, content.pieces());
      // A name appears only for complete bytes that are on disk; a power failure before this line leaves no name.
      while (!(await linkNew(temporary, path)) && !(await refresh(path, content.sha256))) {
        // The sweep took the old file away between the two: there is room for ours now.
      }
    } finally {
      await rm(temporary, { force: true });
    }
    // Also when it was there: who wrote it may not have come this far.
    await syncDirectory(dirname(path));
  }

  async function keep(content: Content): Promise<StoredDocument> {
    try {
      await write(content, pathOf(content.sha256.toString('hex')));
    } catch (error) {
      throw isDiskFull(error) ? diskFull() : error;
    }
    return { sha256: content.sha256, length: content.length };
  }

  async function demandWritable(): Promise<void> {
    const temporary = join(unfinished, randomBytes(12).toString('hex'));
    try {
      await makeDirectory(unfinished);
      await writeFile(temporary, 'layang', { mode: 0o600 });
    } catch (error) {
      throw isDiskFull(error) ? diskFull() : unreachable(error);
    } finally {
      await rm(temporary, { force: true });
    }
    const { bavail, bsize } = await statfs(unfinished);
    if (bavail * bsize < leastRoom) throw diskFull();
  }

  return {
    put: (bytes) => keep(contentOf(bytes)),

    async putFile(path) {
      const stored = await keep(await contentOfFile(path));
      // What was copied is what was hashed, unless somebody wrote to the file in between.
      const hex = hexOf(stored.sha256);
      if (!(await hashFile(pathOf(hex))).sha256.equals(stored.sha256)) {
        throw new Fault(`document ${hex} was written while it was stored`);
      }
      return stored;
    },

    async locate(hash) {
      const path = pathOf(hexOf(hash));
      await access(path).catch((cause) => {
        throw missing(hexOf(hash), cause);
      });
      return path;
    },

    async read(hash) {
      const hex = hexOf(hash);
      const bytes = await readFile(pathOf(hex)).catch((cause) => {
        throw missing(hex, cause);
      });
      if (sha256(bytes).toString('hex') !== hex) throw damaged(hex);
      return bytes;
    },

    async examine(hash) {
      return await hashFile(pathOf(hexOf(hash))).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
    },

    async has(hash) {
      return await access(pathOf(hexOf(hash))).then(
        () => true,
        () => false,
      );
    },

    async *list() {
      for (const first of await entries(directory, /^[0-9a-f]{2}$/)) {
        for (const second of await entries(join(directory, first), /^[0-9a-f]{2}$/)) {
          for (const name of await entries(join(directory, first, second), /^[0-9a-f]{64}(\.leaving)?$/)) {
            const path = join(directory, first, second, name);
            if (name.endsWith(leaving)) await bringBack(path);
            const found = await stat(path.slice(0, dirname(path).length + 65)).catch(() => undefined);
            if (found) yield { sha256: Buffer.from(name.slice(0, 64), 'hex'), modifiedAt: found.mtime };
          }
        }
      }
    },

    async remove(hash, notAfter) {
      const path = pathOf(hexOf(hash));
      const away = `${path}${leaving}`;
      try {
        // Taken away first and looked at then: a writer who found the file and made it young again is seen in its time.
        await rename(path, away);
        if ((await stat(away)).mtime >= notAfter) {
          await bringBack(away);
          return false;
        }
      } catch (error) {
        // Another sweep is at it.
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
        throw error;
      }
      await rm(away);
      return true;
    },

    async removeUnfinished(notAfter) {
      for (const name of await entries(unfinished, /^[0-9a-f]{24}$/)) {
        const found = await stat(join(unfinished, name)).catch(() => undefined);
        if (found && found.mtime < notAfter) await rm(join(unfinished, name), { force: true });
      }
    },

    demandWritable,
    probe: demandWritable,
  };
}

/** The file is young again, so that the sweep spares it, and holds these very bytes. False when it has gone meanwhile. */
async function refresh(path: string, expected: Buffer): Promise<boolean> {
  try {
    const now = new Date();
    await utimes(path, now, now);
    if (!(await hashFile(path)).sha256.equals(expected))
      throw new Fault(`document ${path} is damaged: other bytes under its name`);
    await access(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

async function bringBack(away: string): Promise<void> {
  await linkNew(away, away.slice(0, -leaving.length));
  await rm(away, { force: true });
}
