import type { Readable } from 'node:stream';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { Fault } from '../errors.ts';
import { connectionRefusal } from './connection-refusal.ts';
import { type Sql, sqlOn, types } from './database.ts';
import { SCHEMA_LOCK } from './schema-lock.ts';
import { sessionSettings } from './session-settings.ts';

/** A table as it is copied: generated columns come again by themselves. */
export interface TableShape {
  name: string;
  columns: string[];
}

export interface SequenceState {
  name: string;
  lastValue: string;
}

/** The whole database at one moment. */
export interface Snapshot {
  tables: readonly TableShape[];
  sequences: readonly SequenceState[];
  migrations: readonly string[];
  /** Questions about the same moment. */
  sql: Sql;
  /** The rows of a table in PostgreSQL's text form of COPY (UTF-8, a line a row). One at a time. */
  copyOut(table: TableShape): Readable;
  /** A line a document: SHA-256 in hex and length. */
  documentList(): Readable;
}

const migrationTable = 'schema_migration';

/**
 * Reads one moment of the database (REPEATABLE READ, READ ONLY) while it works; a migration waits for the end. A connection
 * of its own: it takes as long as it takes, and no page waits for it.
 */
export async function readSnapshot<T>(url: string, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const client = await copyClient(url);
  try {
    await client.query('SELECT pg_advisory_lock_shared($1)', [SCHEMA_LOCK]);
    const tables = await holdTables(client);
    const { rows } = await client.query<{ name: string }>(`SELECT name FROM ${migrationTable} ORDER BY id`);
    const result = await work({
      tables,
      sequences: await listSequences(client),
      migrations: rows.map(({ name }) => name),
      sql: sqlOn(client),
      copyOut: (table) => client.query(copyTo(`COPY ${copied(client, table)} TO STDOUT`)),
      documentList: () =>
        client.query(
          copyTo("COPY (SELECT encode(sha256, 'hex') || ' ' || length FROM document ORDER BY sha256) TO STDOUT"),
        ),
    });
    await client.query('COMMIT');
    return result;
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * Begins the transaction whose moment is read, every table locked before the moment is chosen, which is at the first question.
 * The other way round a migration that ends in between would have written tables anew, and those look empty from an
 * older moment.
 */
async function holdTables(client: pg.Client): Promise<TableShape[]> {
  for (;;) {
    const before = (await listShapes(client)).map(({ name }) => name);
    const all = [...before, migrationTable].map((name) => client.escapeIdentifier(name));
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const locked = await client.query(`LOCK TABLE ${all.join(', ')} IN ACCESS SHARE MODE`).then(
      () => true,
      (error: { code?: string }) => {
        if (error.code === NO_SUCH_TABLE) return false;
        throw error;
      },
    );
    const tables = locked ? await listShapes(client) : [];
    if (locked && tables.every(({ name }) => before.includes(name))) return tables;
    // A migration made or removed a table while its end was waited for.
    await client.query('ROLLBACK');
  }
}

const NO_SUCH_TABLE = '42P01';

/** A connection for COPY: no limit on how long a statement takes. */
export async function copyClient(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    types,
    options: `${sessionSettings} -c statement_timeout=0 -c idle_in_transaction_session_timeout=0`,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  client.on('error', () => {});
  await client.connect().catch((error: unknown) => {
    throw connectionRefusal(error) ?? new Fault('opening the database', { cause: error });
  });
  return client;
}

export function copied(client: pg.Client, { name, columns }: TableShape): string {
  return `${client.escapeIdentifier(name)} (${columns.map((column) => client.escapeIdentifier(column)).join(', ')})`;
}

/** Every table but that of the migrations, with the columns that can be written. */
export async function listShapes(client: pg.Client): Promise<TableShape[]> {
  const { rows } = await client.query<TableShape>(
    `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND c.relname <> $1
     GROUP BY c.relname ORDER BY c.relname`,
    [migrationTable],
  );
  return rows;
}

/**
 * Sequences stand outside of every snapshot: they are read after it was taken, so they never stand before a value in it.
 */
async function listSequences(client: pg.Client): Promise<SequenceState[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'S' AND c.relname <> '${migrationTable}_id_seq'
     ORDER BY c.relname`,
  );
  const states: SequenceState[] = [];
  for (const { name } of rows) {
    const { rows: state } = await client.query<{ lastValue: string }>(
      `SELECT last_value::text AS "lastValue" FROM ${client.escapeIdentifier(name)}`,
    );
    if (state[0]) states.push({ name, ...state[0] });
  }
  return states;
}
