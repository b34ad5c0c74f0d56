import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync } from 'node:fs';
import { chmod, chown, link, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault, Refusal } from '../errors.ts';
import { type ServerBinaries, serverBinaries } from './server-binaries.ts';
import { type ServerUser, serverUser } from './server-user.ts';

/** A PostgreSQL cluster on disk, `<DATA_DIR>/postgres`, and what is needed to run it. */
export interface Cluster {
  /** Ours: the password, the server's log; around the cluster. */
  home: string;
  /** The cluster itself (PGDATA), owned by the server's account. */
  directory: string;
  password: string;
  binaries: ServerBinaries;
  user: ServerUser | undefined;
}

/** Opens the cluster, making it first if there is none. Refuses a cluster of another major version, untouched. */
export async function openCluster(dataDir: string, options: { sync: boolean }): Promise<Cluster> {
  const home = join(dataDir, 'postgres');
  const directory = join(home, 'cluster');
  await mkdir(home, { recursive: true, mode: 0o700 });
  const user = serverUser(directory);
  const binaries = await serverBinaries(user);
  const cluster = { home, directory, binaries, user, password: '' };
  if (existsSync(directory)) {
    await demandSameMajor(directory, binaries.major);
    return { ...cluster, password: await readPassword(home) };
  }
  const password = await passwordOf(home, user);
  await removeUnfinished(home);
  await makeCluster(cluster, options.sync);
  return { ...cluster, password };
}

/**
 * How the server is told where its cluster is. It runs under another account, which may be unable to enter the folders
 * above (/root, a private home); the working directory is entered by root before the account changes, and
 * /proc/self/cwd leads to it without walking those folders.
 */
export function clusterPath(cluster: Pick<Cluster, 'directory' | 'user'>): string {
  return cluster.user && process.platform === 'linux' ? '/proc/self/cwd' : cluster.directory;
}

async function demandSameMajor(directory: string, major: number): Promise<void> {
  const made = (await readFile(join(directory, 'PG_VERSION'), 'utf8')).trim();
  if (made === String(major)) return;
  throw new Refusal('unavailable', 'database-of-another-version', {
    id: `Folder basis data ${directory} dibuat oleh PostgreSQL ${made}, sedangkan Layang ini membawa PostgreSQL ${major}. Tidak ada yang diubah. Pakai Layang yang membuatnya, atau pindahkan datanya dengan pg_dump dari PostgreSQL ${made}.`,
    en: `The database folder ${directory} was made by PostgreSQL ${made}, but this Layang brings PostgreSQL ${major}. Nothing was changed. Use the Layang that made it, or move the data with pg_dump of PostgreSQL ${made}.`,
  });
}

async function readPassword(home: string): Promise<string> {
  const file = join(home, 'password');
  if (!existsSync(file)) {
    throw new Refusal('unavailable', 'database-password-missing', {
      id: `Berkas ${file} hilang; tanpa itu basis data tidak dapat dibuka. Kembalikan dari cadangan.`,
      en: `The file ${file} is missing; without it the database cannot be opened. Restore it from a backup.`,
    });
  }
  return (await readFile(file, 'utf8')).trim();
}

/** Written whole under another name and linked, so that two starting processes end with the same password. */
async function passwordOf(home: string, user: ServerUser | undefined): Promise<string> {
  const file = join(home, 'password');
  const unfinished = join(home, `password.new-${process.pid}-${randomBytes(4).toString('hex')}`);
  const handle = await open(unfinished, 'wx', 0o600);
  try {
    await handle.writeFile(`${randomBytes(32).toString('hex')}\n`);
    // initdb, under the server's account, opens it through an inherited descriptor.
    if (user) await handle.chown(user.uid, user.gid);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await link(unfinished, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(unfinished);
  return await readPassword(home);
}

/**
 * A process killed during initdb leaves a folder with its number; it is removed once that process is gone. The initdb it
 * began may outlive it for a moment and still write there: what it puts into a folder just emptied is taken away again,
 * until it finds its folder gone and ends.
 */
async function removeUnfinished(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    const pid = Number(/^cluster\.new-(\d+)-/.exec(name)?.[1]);
    if (pid && !isAlive(pid)) {
      await rm(join(home, name), { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    }
  }
}

async function makeCluster(cluster: Cluster, sync: boolean): Promise<void> {
  const { home, user } = cluster;
  const directory = join(home, `cluster.new-${process.pid}-${randomBytes(4).toString('hex')}`);
  await mkdir(directory, { mode: 0o700 });
  try {
    await chmod(directory, 0o700);
    if (user) await chown(directory, user.uid, user.gid);
    await initdb({ ...cluster, directory }, sync);
    await rename(directory, cluster.directory).catch((error: NodeJS.ErrnoException) => {
      // Another process finished first: its cluster is the one.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
    if (sync) await syncDirectory(home);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function initdb(cluster: Cluster, sync: boolean): Promise<void> {
  const password = openSync(join(cluster.home, 'password'), 'r');
  const args = [
    `--pgdata=${clusterPath(cluster)}`,
    '--username=postgres',
    '--pwfile=/dev/fd/3',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Sorting by the words of the language from the ICU that comes with the binaries: no update of the operating
    // system can change the order under an index.
    '--locale=C',
    '--locale-provider=icu',
    '--icu-locale=id-ID',
    '--no-instructions',
    ...(sync ? ['--data-checksums'] : ['--no-sync', '--no-data-checksums']),
  ];
  try {
    const { code, output } = await run(cluster, args, password);
    if (code === 0) return;
    if (/No space left on device|Disk quota exceeded/.test(output)) {
      throw new Refusal('unavailable', 'disk-full', {
        id: `Ruang di ${cluster.home} tidak cukup untuk membuat basis data.`,
        en: `There is not enough room in ${cluster.home} to create the database.`,
      });
    }
    throw new Fault(`initdb in ${cluster.home} ended with ${code}: ${output.trim().slice(-2000)}`);
  } finally {
    closeSync(password);
  }
}

function run(cluster: Cluster, args: string[], fd3: number): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(cluster.binaries.initdb, args, {
      cwd: cluster.directory,
      env: serverEnvironment,
      stdio: ['ignore', 'pipe', 'pipe', fd3],
      ...cluster.user,
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** Nothing of our environment (secrets, PG* settings of a shell) reaches the server. */
export const serverEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
