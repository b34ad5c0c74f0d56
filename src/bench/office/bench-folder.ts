import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Fault } from '../../errors.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../postgres/embedded.ts';

const MARK = 'bench-office.txt';
const WORDS = 'A made-up office of the bench. It may be removed at any time.\n';

/**
 * A folder for made-up offices, with a database server of its own. One that somebody else filled is refused: what is written
 * here goes past every trigger of the database.
 */
export async function openBenchFolder(folder: string): Promise<{ dataDir: string; server: EmbeddedPostgres }> {
  const dataDir = resolve(folder);
  await mkdir(dataDir, { recursive: true });
  const found = await readdir(dataDir);
  if (found.length === 0) await writeFile(join(dataDir, MARK), WORDS);
  const mark = await readFile(join(dataDir, MARK), 'utf8').catch(() => '');
  if (mark !== WORDS) throw new Fault(`${dataDir} was not made by the bench: name an empty folder or none`);
  return { dataDir, server: await startEmbeddedPostgres(dataDir, { sync: false }) };
}

/** The address of one of the server's databases, as its superuser or as the role that Layang runs under. */
export function databaseAddress(address: string, name: string): string {
  const url = new URL(address);
  url.pathname = `/${name}`;
  return url.href;
}
