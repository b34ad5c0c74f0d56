import { randomBytes } from 'node:crypto';
import { link, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile } from './content.ts';
import { entries, linkNew, makeDirectory, writeThrough } from './written-file.ts';

/** Local copies of documents that lie elsewhere, for readers that need a file. */
export interface FetchedFiles {
  /**
   * A path with these bytes that stays for an hour. `fetch` is asked when there is no sound copy; what it brings is
   * hashed before it has a name.
   * @returns undefined when `fetch` brought nothing, or other bytes
   */
  locate(
    hex: string,
    fetch: () => Promise<AsyncIterable<Uint8Array> | undefined>,
  ): Promise<{ path: string } | 'missing' | 'damaged'>;
}

const lentMs = 3_600_000;
const tidyEveryMs = 60_000;

/**
 * `kept/` holds copies up to `mostBytes`, the longest unused go first. What is handed out is a name of its own in `lent/`
 * for the same file: whoever has it is not touched when the copy goes, in this process or in another one beside it. A name
 * says when it was lent, and goes an hour later.
 */
export function openFetchedFiles(directory: string, mostBytes: number): FetchedFiles {
  const kept = join(directory, 'kept');
  const lent = join(directory, 'lent');
  let tidied = Number.NEGATIVE_INFINITY;
  let fetchedSince = 0;

  async function lendKept(hex: string, path: string): Promise<boolean> {
    try {
      await link(join(kept, hex), path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
      throw error;
    }
    if ((await hashFile(path)).sha256.toString('hex') === hex) {
      const now = new Date();
      await utimes(path, now, now);
      return true;
    }
    await rm(join(kept, hex), { force: true });
    await rm(path, { force: true });
    return false;
  }

  async function tidy(): Promise<void> {
    if (performance.now() - tidied < tidyEveryMs && fetchedSince < mostBytes / 8) return;
    tidied = performance.now();
    fetchedSince = 0;
    const before = Date.now() - lentMs;
    for (const name of await entries(lent, /^\d+-[0-9a-f]{24}(\.part)?$/)) {
      if (Number(name.split('-')[0]) < before) await rm(join(lent, name), { force: true });
    }
    const files = [];
    for (const name of await entries(kept, /^[0-9a-f]{64}$/)) {
      const found = await stat(join(kept, name)).catch(() => undefined);
      if (found) files.push({ name, size: found.size, usedAt: found.mtimeMs });
    }
    let bytes = files.reduce((sum, { size }) => sum + size, 0);
    for (const { name, size } of files.sort((a, b) => a.usedAt - b.usedAt)) {
      if (bytes <= mostBytes) break;
      await rm(join(kept, name), { force: true });
      bytes -= size;
    }
  }

  return {
    async locate(hex, fetch) {
      await makeDirectory(kept);
      await makeDirectory(lent);
      const path = join(lent, `${Date.now()}-${randomBytes(12).toString('hex')}`);
      if (await lendKept(hex, path)) {
        await tidy();
        return { path };
      }
      const pieces = await fetch();
      if (pieces === undefined) return 'missing';
      const part = `${path}.part`;
      try {
        await writeThrough(part, pieces);
        const { sha256, length } = await hashFile(part);
        if (sha256.toString('hex') !== hex) return 'damaged';
        fetchedSince += length;
        await rename(part, path);
      } finally {
        await rm(part, { force: true });
      }
      await linkNew(path, join(kept, hex));
      await tidy();
      return { path };
    },
  };
}
