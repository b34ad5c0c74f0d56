import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncDirectory, writeThrough } from '../documents/written-file.ts';

/** What stands beside a small file while it is written. */
export const BEING_WRITTEN = '.new';

/** A small file that is there with all its bytes or not at all; the folder is. */
export async function writeWhole(path: string, content: unknown): Promise<void> {
  const unfinished = `${path}${BEING_WRITTEN}`;
  await rm(unfinished, { force: true });
  await writeThrough(unfinished, [Buffer.from(`${JSON.stringify(content, null, 1)}\n`)]);
  await rename(unfinished, path);
  await syncDirectory(dirname(path));
}
