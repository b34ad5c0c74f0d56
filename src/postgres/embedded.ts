import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { Fault } from '../errors.ts';
import { type Cluster, openCluster } from './cluster.ts';
import { lastPort, type Postmaster, runningPostmaster, startPostmaster, stopPostmaster } from './postmaster.ts';

export interface EmbeddedPostgres {
  /** For `openDatabase`; the role owns the database `layang` and is no superuser. Contains the password: never log it. */
  url: string;
  /** The superuser, for tests that make databases. */
  superuserUrl: string;
  /** Lets go of the server, and ends it when no other process is attached. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** False only for a throw-away cluster: a crash of the machine may then lose it. */
  sync?: boolean;
  /** Told when the server died and is being brought back. */
  log?: (message: string) => void;
}

/**
 * Every attached process holds this advisory lock shared for as long as it lives, on a connection of its own; the one
 * that can take it alone is the last and may end the server. A killed process loses its connection and so its lock:
 * nothing can be left over.
 */
const attachedLock = 7_126_318;

const startLimitMs = 60_000;
/** A server that is there but not ready replays its journal after a crash. */
const recoveryLimitMs = 600_000;

interface Attachment {
  postmaster: Postmaster;
  anchor: pg.Client;
}

/**
 * The PostgreSQL of `dataDir`: made when there is none, attached when it runs, started otherwise, and brought back on
 * the same port when it dies under us. Only processes that can read `<dataDir>/postgres/password` can use it.
 */
export async function startEmbeddedPostgres(dataDir: string, options: EmbeddedOptions = {}): Promise<EmbeddedPostgres> {
  const sync = options.sync ?? true;
  const log = options.log ?? (() => {});
  const cluster = await openCluster(dataDir, { sync });
  let stopping = false;
  let current = await attach(cluster, { sync });
  const { port } = current.postmaster;
  await makeRoleAndDatabase(current.anchor, cluster.password);
  watch();

  function watch(): void {
    current.anchor.once('end', () => {
      if (!stopping) void bringBack();
    });
  }

  async function bringBack(): Promise<void> {
    log('the database server is gone: starting it again');
    while (!stopping) {
      try {
        current = await attach(cluster, { sync, port, keepPort: true });
        log('the database server is back');
        if (stopping) return await letGo(cluster, current);
        return watch();
      } catch (error) {
        log(`the database server did not come back: ${(error as Error).message}`);
        await pause(2_000);
      }
    }
  }

  const address = (user: string, database: string) =>
    `postgres://${user}:${cluster.password}@127.0.0.1:${port}/${database}`;
  return {
    url: address('layang', 'layang'),
    superuserUrl: address('postgres', 'postgres'),
    async stop() {
      if (stopping) return;
      stopping = true;
      await letGo(cluster, current);
    },
  };
}

/** Attaches to the running server or starts one; repeated while another process starts or ends it at the same moment. */
async function attach(
  cluster: Cluster,
  start: { sync: boolean; port?: number; keepPort?: boolean },
): Promise<Attachment> {
  const begun = Date.now();
  let limit = startLimitMs;
  let last: unknown;
  while (Date.now() - begun < limit) {
    const postmaster = runningPostmaster(cluster);
    if (!postmaster) {
      const port = start.port ?? lastPort(cluster);
      await startPostmaster(cluster, port === undefined ? start : { ...start, port });
      if (!runningPostmaster(cluster)) await pause(100);
      continue;
    }
    limit = recoveryLimitMs;
    try {
      return { postmaster, anchor: await takeAnchor(cluster, postmaster) };
    } catch (error) {
      // 28P01: the server runs and does not know our password; waiting would not help.
      if ((error as { code?: string }).code === '28P01')
        throw new Fault('attaching to the database server', { cause: error });
      last = error;
      await pause(20);
    }
  }
  throw new Fault(`waiting for the database server in ${cluster.directory}`, { cause: last });
}

async function takeAnchor(cluster: Cluster, postmaster: Postmaster): Promise<pg.Client> {
  const anchor = new pg.Client({
    host: '127.0.0.1',
    port: postmaster.port,
    user: 'postgres',
    database: 'postgres',
    password: cluster.password,
    application_name: `layang ${process.pid}`,
    keepAlive: true,
  });
  // Its end is noticed by the 'end' event; an unheard 'error' would take the process with it.
  anchor.on('error', () => {});
  await anchor.connect();
  try {
    await anchor.query('SELECT pg_advisory_lock_shared($1)', [attachedLock]);
    return anchor;
  } catch (error) {
    await anchor.end().catch(() => {});
    throw error;
  }
}

async function letGo(cluster: Cluster, { postmaster, anchor }: Attachment): Promise<void> {
  try {
    await anchor.query('SELECT pg_advisory_unlock_shared($1)', [attachedLock]);
    const { rows } = await anchor.query<{ alone: boolean }>('SELECT pg_try_advisory_lock($1) AS alone', [attachedLock]);
    // Still holding the lock alone: a process that attaches now waits, is cut off, and starts the server anew.
    if (rows[0]?.alone) await stopPostmaster(cluster, postmaster);
  } catch {
    // The server is already gone: nothing to end.
  }
  await anchor.end().catch(() => {});
}

/** Repeatable: a process killed half-way leaves it to the next start. */
async function makeRoleAndDatabase(anchor: pg.Client, password: string): Promise<void> {
  const once = async (statement: string) => {
    await anchor.query(statement).catch((error: { code?: string }) => {
      if (!['42710', '42P04', '23505'].includes(error.code ?? '')) throw error;
    });
  };
  const known = await anchor.query(
    "SELECT 1 FROM pg_roles r JOIN pg_database d ON d.datdba = r.oid WHERE r.rolname = 'layang' AND d.datname = 'layang'",
  );
  if (known.rowCount) return;
  if (!/^[0-9a-f]{64}$/.test(password)) throw new Fault('the database password file is damaged');
  await once(`CREATE ROLE layang LOGIN PASSWORD '${password}'`);
  await once('CREATE DATABASE layang OWNER layang');
}
