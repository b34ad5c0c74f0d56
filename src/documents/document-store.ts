import { createHash, randomBytes } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, link, mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Fault, Refusal } from '../errors.ts';

export interface StoredDocument {
  /** 32 bytes. */
  sha256: Buffer;
  length: number;
}

/** Documents as files named by their SHA-256, `<directory>/ab/cd/<hex>`: written once, whole, and read back with their hash. */
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
  list(): AsyncIterable<{ sha256: Buffer; modifiedAt: Date }>;
  /** For the sweep alone: removes a file unless it was put again at or after `notAfter`. True when it is gone. */
  remove(sha256: Uint8Array, notAfter: Date): Promise<boolean>;
  /** For the sweep alone: unfinished writes of processes that died. */
  removeUnfinished(notAfter: Date): Promise<void>;
}

const leaving = '.leaving';

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
      throw isFull(error) ? diskFull() : error;
    }
    return { sha256: content.sha256, length: content.length };
  }

  return {
    put: (bytes) => keep({ sha256: sha256(bytes), length: bytes.length, pieces: () => [bytes] }),

    async putFile(path) {
      const { sha256, length } = await hashFile(path);
      const stored = await keep({ sha256, length, pieces: () => createReadStream(path) });
      // What was copied is what was hashed, unless somebody wrote to the file in between.
      if (!(await hashFile(pathOf(sha256.toString('hex')))).sha256.equals(sha256)) {
        throw new Fault(`document ${sha256.toString('hex')} was written while it was stored`);
      }
      return stored;
    },

    async locate(hash) {
      const path = pathOf(hexOf(hash));
      await access(path).catch((cause) => {
        throw new Fault(`reading document ${hexOf(hash)}`, { cause });
      });
      return path;
    },

    async read(hash) {
      const hex = hexOf(hash);
      const bytes = await readFile(pathOf(hex)).catch((cause) => {
        throw new Fault(`reading document ${hex}`, { cause });
      });
      if (sha256(bytes).toString('hex') !== hex)
        throw new Fault(`document ${hex} is damaged: its bytes have another hash`);
      return bytes;
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
  };
}

interface Content {
  sha256: Buffer;
  length: number;
  pieces(): Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

async function writeThrough(path: string, pieces: ReturnType<Content['pieces']>): Promise<void> {
  const file = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o400);
  try {
    for await (const piece of pieces) await file.writeFile(piece);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function linkNew(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
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

/** Each new folder is on disk in the folder above it before anything is put in. */
async function makeDirectory(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) await syncDirectory(dirname(made));
}

async function syncDirectory(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function entries(path: string, pattern: RegExp): Promise<string[]> {
  const names = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => pattern.test(name)).sort();
}

async function hashFile(path: string): Promise<{ sha256: Buffer; length: number }> {
  const hash = createHash('sha256');
  let length = 0;
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(piece);
    length += piece.length;
  }
  return { sha256: hash.digest(), length };
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function hexOf(hash: Uint8Array): string {
  if (hash.length !== 32) throw new Fault(`a document is named by 32 bytes, not ${hash.length}`);
  return Buffer.from(hash).toString('hex');
}

function isFull(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOSPC' || code === 'EDQUOT';
}

function diskFull(): Refusal {
  return new Refusal('unavailable', 'disk-full', {
    id: 'Ruang penyimpanan penuh; berkas tidak disimpan dan tidak ada yang berubah. Hubungi pengelola sistem, lalu ulangi.',
    en: 'The storage is full; the file was not stored and nothing has changed. Tell the administrator, then try again.',
  });
}
