import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Longer than any work with a file takes: what is older was left behind by a process that died. */
const LEFT_BEHIND_MS = 3_600_000;

/** Makes a folder for files that are only passing through, readable by this account alone, and clears what was left behind in it. */
export async function openWorkingFolder(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const before = Date.now() - LEFT_BEHIND_MS;
  for (const name of await readdir(directory)) {
    const path = join(directory, name);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && found.mtimeMs < before) await rm(path, { recursive: true, force: true });
  }
}
