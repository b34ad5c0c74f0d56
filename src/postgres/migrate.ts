import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { Fault, Refusal } from '../errors.ts';
import { projectPath } from '../project-root.ts';
import { connectionRefusal } from './connection-refusal.ts';
import { SCHEMA_LOCK } from './schema-lock.ts';
import { knownMigrations } from './schema-state.ts';
import { sessionSettings } from './session-settings.ts';
import { demandSupportedServer, type ServerFacts } from './supported-server.ts';

const table = 'schema_migration';
/** An address that swallows what is sent there would keep the start waiting for minutes. */
const CONNECT_MS = 15_000;

/**
 * Brings the database to the schema of this code (or `count` migrations nearer to it) and returns the names of the migrations that were run. Forward only,
 * all or nothing in one transaction, one process at a time (the others wait), and not while the rows are being copied: that
 * is waited for, and the office goes on working meanwhile. A database that knows migrations this code does not have is newer:
 * refused, untouched.
 */
export async function migrate(url: string, options: { directory?: string; count?: number } = {}): Promise<string[]> {
  const directory = options.directory ?? projectPath('migrations');
  const known = await knownMigrations(directory);
  const client = new pg.Client({
    connectionString: url,
    options: sessionSettings,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
  });
  client.on('error', () => {});
  await client.connect().catch((error: unknown) => {
    throw connectionRefusal(error) ?? new Fault('opening the database', { cause: error });
  });
  try {
    demandSupportedServer(await factsOf(client));
    const done = await demandNotNewer(client, known);
    if (done.length < known.length) await client.query('SELECT pg_advisory_lock($1)', [SCHEMA_LOCK]);
    const run = await runner({
      dbClient: client,
      dir: directory,
      ignorePattern: '(?!.*\\.sql$).*',
      migrationsTable: table,
      direction: 'up',
      checkOrder: true,
      singleTransaction: true,
      advisoryLockMode: 'wait',
      ...(options.count === undefined ? {} : { count: options.count }),
      logger: silent,
    });
    // A newer process may have been first while this one waited for the lock.
    await demandNotNewer(client, known);
    return run.map((migration) => migration.name);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Fault('bringing the database to the schema of this version', { cause: error });
  } finally {
    await client.end();
  }
}

async function factsOf(client: pg.Client): Promise<ServerFacts> {
  const { rows } = await client.query<ServerFacts>(
    `SELECT current_setting('server_version_num')::integer AS "versionNumber", current_setting('server_encoding') AS encoding,
       coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS "mayCreate",
       pg_is_in_recovery() AS "inRecovery"`,
  );
  if (rows[0] === undefined) throw new Fault('asking the database server what it is');
  return rows[0];
}

/** @returns the migrations that the database has run */
async function demandNotNewer(client: pg.Client, known: string[]): Promise<string[]> {
  const { rows: tables } = await client.query('SELECT to_regclass($1) AS name', [table]);
  if (tables[0]?.name === null) return [];
  const { rows } = await client.query<{ name: string }>(`SELECT name FROM ${table} ORDER BY id`);
  const done = rows.map((row) => row.name);
  const unknown = done.filter((name) => !known.includes(name));
  if (unknown.length === 0) return done;
  throw databaseNewer(unknown);
}

export function databaseNewer(unknown: readonly string[]): Refusal {
  return new Refusal('unavailable', 'database-newer', {
    id: `Basis data ini dibuat oleh Layang yang lebih baru (${unknown.join(', ')}). Tidak ada yang diubah. Jalankan versi yang lebih baru itu.`,
    en: `This database was made by a newer Layang (${unknown.join(', ')}). Nothing was changed. Run that newer version.`,
  });
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };
