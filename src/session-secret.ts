import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from './errors.ts';

/**
 * What signs the cookies, from `<dataDir>/keys/session-secret`, made there (0600) when there is none. Whoever loses it
 * signs everybody out, nothing more.
 */
export async function readSessionSecret(dataDir: string): Promise<string> {
  const folder = join(dataDir, 'keys');
  const file = join(folder, 'session-secret');
  const found = await readFile(file, 'utf8').catch(() => undefined);
  if (found === undefined) await makeSecret(folder, file);
  const secret = (found ?? (await readFile(file, 'utf8'))).trim();
  if (secret.length < 32) throw new Fault(`${file} is damaged: remove it and start again; everybody signs in anew`);
  return secret;
}

/** Linked under its name when it is whole: of two starting processes both read the same secret. */
async function makeSecret(folder: string, file: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const unfinished = `${file}.new-${randomBytes(6).toString('hex')}`;
  const handle = await open(unfinished, 'wx', 0o600);
  try {
    await handle.writeFile(`${randomBytes(32).toString('hex')}\n`);
    await handle.sync();
    await link(unfinished, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await handle.close();
    await rm(unfinished, { force: true });
  }
}
