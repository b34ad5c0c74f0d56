import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/postgres/embedded.ts';
import { migrate } from '../../src/postgres/migrate.ts';
import { running } from './running-postgres.ts';

const prefix = 'layang-test-';

/** One throw-away cluster for the whole run, with a migrated template that every test file clones. */
export default async function start(): Promise<void> {
  removeAbandoned();
  const directory = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  const server = await startEmbeddedPostgres(directory, { sync: false });
  running.server = server;
  running.directory = directory;
  const admin = new pg.Client({ connectionString: server.superuserUrl });
  await admin.connect();
  await admin.query('ALTER ROLE layang CREATEDB');
  await admin.end();
  await migrate(server.url);
  process.env.LAYANG_TEST_DATABASE = server.url;
  // See assets.ts: goes with the cluster.
  process.env.LAYANG_TEST_ASSETS = join(directory, 'assets');
  process.env.TMPDIR = temporary(directory);
}

/** Where whatever a test, its servers and browsers lay down goes with the run; open to everybody, as /tmp is. */
function temporary(directory: string): string {
  const folder = join(directory, 'tmp');
  mkdirSync(folder);
  chmodSync(directory, 0o711);
  chmodSync(folder, 0o1777);
  return folder;
}

/** A run that was killed leaves its server behind: its folder names the process, and the next run clears it away. */
function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]);
    if (!pid || isAlive(pid)) continue;
    const directory = join(tmpdir(), name);
    try {
      const postmaster = Number(
        readFileSync(join(directory, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0],
      );
      if (postmaster && isAlive(postmaster)) process.kill(postmaster, 'SIGQUIT');
    } catch {
      // No server was left in it.
    }
    rmSync(directory, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
