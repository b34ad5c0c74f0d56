import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Fault, Refusal } from '../errors.ts';
import { type Cluster, clusterPath, isAlive, serverEnvironment } from './cluster.ts';
import { isServerOf, somebodyWorksIn } from './server-process.ts';

/** The server process of a cluster, as its `postmaster.pid` tells. */
export interface Postmaster {
  pid: number;
  port: number;
}

/** The running server of this cluster, if there is one. */
export function runningPostmaster(cluster: Cluster): Postmaster | undefined {
  const file = readPidFile(cluster);
  return file && isServerOf(cluster, file) ? file : undefined;
}

function readPidFile(cluster: Cluster): Postmaster | undefined {
  let lines: string[];
  try {
    lines = readFileSync(join(cluster.directory, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid > 0 && port > 0 ? { pid, port } : undefined;
}

/** Settings of every start. A throw-away cluster survives a killed server, only not a power failure; production both. */
function settings(options: StartOptions): Record<string, string> {
  return {
    listen_addresses: '127.0.0.1',
    // Only the password opens it. A socket would need a folder with a path below 108 bytes that the server may enter.
    unix_socket_directories: '',
    password_encryption: 'scram-sha-256',
    max_connections: '100',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Letters and names must not reach the log: no statements, no DETAIL with the failing row.
    log_min_messages: 'warning',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...(options.sync
      ? {}
      : {
          fsync: 'off',
          full_page_writes: 'off',
          autovacuum: 'off',
          wal_level: 'minimal',
          max_wal_senders: '0',
        }),
  };
}

export interface StartOptions {
  sync: boolean;
  /** Wanted port; when it is taken another one is chosen, unless `keepPort`. */
  port?: number;
  keepPort?: boolean;
}

/**
 * Starts the server and returns once its process has written its port or has ended. Several processes may try at once:
 * PostgreSQL's own lock file lets one through, the others attach to it.
 */
export async function startPostmaster(cluster: Cluster, options: StartOptions): Promise<void> {
  removeForeignPidFile(cluster);
  const port = await choosePort(options);
  const logFile = join(cluster.home, 'server.log');
  await rotate(logFile);
  const log = openSync(logFile, 'a', 0o600);
  const before = statSync(logFile).size;
  try {
    const args = ['-D', clusterPath(cluster), '-p', String(port)];
    for (const [name, value] of Object.entries(settings(options))) args.push('-c', `${name}=${value}`);
    const child = spawn(cluster.binaries.postgres, args, {
      cwd: cluster.directory,
      env: serverEnvironment,
      stdio: ['ignore', log, log],
      // Its own session: Ctrl-C in the terminal ends Layang, which then stops the server in order.
      detached: true,
      ...cluster.user,
    });
    let ended: string | undefined;
    child.on('error', (error) => {
      ended = error.message;
    });
    child.on('exit', (code, signal) => {
      ended = `exit ${code ?? signal}`;
    });
    child.unref();
    while (ended === undefined && runningPostmaster(cluster)?.pid !== child.pid) await pause(10);
    // Lost against another starting process, or against the port: the caller looks again.
    if (ended !== undefined) {
      const said = readFileSync(logFile, 'utf8').slice(before);
      if (
        /lock file "postmaster.pid" (already exists|is empty)|still in use|Address already in use|could not create any TCP/.test(
          said,
        )
      )
        return;
      throw cannotStart(cluster, `${ended}: ${said.trim().slice(-2000)}`);
    }
  } finally {
    closeSync(log);
  }
}

function cannotStart(cluster: Cluster, said: string): Error {
  if (/No space left on device|Disk quota exceeded/.test(said)) {
    return new Refusal('unavailable', 'disk-full', {
      id: `Ruang di ${cluster.home} habis; basis data tidak dapat dijalankan.`,
      en: `There is no room left in ${cluster.home}; the database cannot be started.`,
    });
  }
  return new Fault(`PostgreSQL in ${cluster.directory} did not start (${said})`);
}

/**
 * A left-over postmaster.pid may name a number that now belongs to an unrelated process, or be empty after a power
 * failure; PostgreSQL takes both for a running server. The file goes only if no process at all works in the cluster:
 * backends that outlive a killed postmaster still write, and the file is what keeps a second server away from them.
 */
function removeForeignPidFile(cluster: Cluster): void {
  if (process.platform !== 'linux') return;
  const path = join(cluster.directory, 'postmaster.pid');
  const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  if (written === undefined) return;
  const file = readPidFile(cluster);
  // A starting server has made the file and not yet filled it.
  if (!file && Date.now() - written < 3_000) return;
  if (file && (!isAlive(file.pid) || isServerOf(cluster, file))) return;
  if (!somebodyWorksIn(cluster)) rmSync(path, { force: true });
}

async function choosePort(options: StartOptions): Promise<number> {
  if (options.port !== undefined && (options.keepPort || (await isFree(options.port)))) return options.port;
  return await freePort();
}

async function isFree(port: number): Promise<boolean> {
  return await listenOnce(port).then(
    () => true,
    () => false,
  );
}

async function freePort(): Promise<number> {
  return await listenOnce(0);
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });
}

async function rotate(logFile: string): Promise<void> {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > 10_000_000) await rename(logFile, `${logFile}.1`);
}

/** Fast shutdown: running transactions are rolled back, everything committed is on disk. Waits for the end. */
export async function stopPostmaster(cluster: Cluster, postmaster: Postmaster): Promise<void> {
  try {
    process.kill(postmaster.pid, 'SIGINT');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
  // Its pid file goes before its last work is done.
  while (isServerOf(cluster, postmaster)) await pause(10);
}

/** The port of the last run, so that a restarted server is found where it was. */
export function lastPort(cluster: Cluster): number | undefined {
  return readPidFile(cluster)?.port;
}
