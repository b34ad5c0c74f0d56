import { chmod, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sha256 } from '../documents/content.ts';
import { syncDirectory, writeThrough } from '../documents/written-file.ts';
import { Fault } from '../errors.ts';
import type { Manifest } from './backup-form.ts';

/** More or larger than this is no folder of keys. */
const MOST_FILES = 100;
const LARGEST = 65_536;

/** Copies the files of a keys folder into a new one, readable by this account alone, and says what they are. */
export async function copyKeys(from: string, to: string): Promise<Manifest['keys']> {
  await mkdir(to, { mode: 0o700 });
  const keys: Manifest['keys'] = [];
  const names = (await readdir(from)).sort();
  if (names.length > MOST_FILES) throw new Fault(`${from} holds too many files for a keys folder`);
  for (const name of names) {
    const found = await stat(join(from, name));
    if (!found.isFile()) continue;
    if (found.size > LARGEST) throw new Fault(`${join(from, name)} is too large for a key`);
    const bytes = await readFile(join(from, name));
    await writeThrough(join(to, name), [bytes]);
    await chmod(join(to, name), 0o600);
    keys.push({ name, sha256: sha256(bytes).toString('hex'), length: bytes.length });
    bytes.fill(0);
  }
  await syncDirectory(to);
  return keys;
}

/** Puts the keys of a copy where the office looks for them: all of them under their name in one rename, or none. */
export async function restoreKeys(from: string, folder: string): Promise<void> {
  const making = `${folder}.restoring`;
  await rm(making, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  await copyKeys(from, making);
  // Of an interrupted try, or the empty folder that was allowed.
  await rm(folder, { recursive: true, force: true });
  await rename(making, folder);
  await syncDirectory(dirname(folder));
}
