import pg from 'pg';
import type { z } from 'zod';
import { Fault } from '../errors.ts';
import { databaseAbsence } from './database-absence.ts';
import { sessionSettings } from './session-settings.ts';
import { watchSilence } from './silence.ts';
import type { Query } from './sql.ts';

/**
 * Where SQL runs: the pool, or one transaction. Columns arrive in camelCase (`letter_id` → `letterId`) and every row
 * passes its zod schema; int8 is a safe number, `date` is `YYYY-MM-DD`, `timestamptz` a Date, `bytea` a Buffer.
 */
export interface Sql {
  many<S extends z.ZodType>(row: S, query: Query): Promise<z.infer<S>[]>;
  /** At most one row. */
  maybe<S extends z.ZodType>(row: S, query: Query): Promise<z.infer<S> | undefined>;
  /** Exactly one row; anything else is a fault. */
  one<S extends z.ZodType>(row: S, query: Query): Promise<z.infer<S>>;
  /** Number of rows touched. */
  run(query: Query): Promise<number>;
}

/** The same, inside one transaction: acts take it where they must be part of their caller's transaction. */
export interface Transaction extends Sql {
  readonly inTransaction: true;
}

export interface Database extends Sql {
  /** READ COMMITTED; rolled back when `work` throws. Never hold it while something slow runs (typesetting, signing). */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
  /** For libraries that bring their own SQL (session store, throttling). */
  readonly pool: pg.Pool;
}

/** How values arrive; see `Sql`. */
export const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === pg.types.builtins.INT8) return safeInteger;
    if (oid === pg.types.builtins.DATE) return String;
    return pg.types.getTypeParser(oid, format as 'text');
  },
} as pg.CustomTypesConfig;

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Fault(`int8 ${text} is beyond a safe integer`);
  return value;
}

export function openDatabase(connectionString: string, options: { max?: number } = {}): Database {
  const watch = watchSilence(connectionString);
  const pool = new pg.Pool({
    connectionString,
    Client: watch.Client,
    max: options.max ?? 10,
    types,
    options: sessionSettings,
    // How long a statement waits for its turn; how long for a server to take a connection is the watch's.
    connectionTimeoutMillis: 15_000,
    // Nothing here takes so long: what does is stuck behind a dead host or a lock that somebody forgot.
    statement_timeout: 60_000,
    lock_timeout: 30_000,
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  // An idle connection that dies (server restarted) must not take the process with it: the next query gets a fresh one.
  pool.on('error', () => {});
  // One that dies while a transaction holds it says so at the next query; unheard, it would end the process before.
  pool.on('connect', (client) => client.on('error', () => {}));
  return {
    ...sqlOn(pool),
    pool,
    async close() {
      watch.stop();
      await pool.end();
    },
    async transaction(work) {
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        await client.query('BEGIN');
        const result = await work({ ...sqlOn(client), inTransaction: true });
        const { command } = await client.query('COMMIT');
        // What the server answers after a statement that failed and whose error `work` kept to itself.
        if (command !== 'COMMIT') throw new Fault('a transaction with a failed statement was not committed');
        return result;
      } catch (error) {
        if (databaseAbsence(error) === 'away') broken = new Error('the connection was lost');
        else
          await client.query('ROLLBACK').catch((e: Error) => {
            broken = e;
          });
        throw error;
      } finally {
        client.release(broken);
      }
    },
  };
}

/** Beyond this many texts something builds SQL from data; those run without a plan of their own. */
const MOST_PREPARED = 1_000;
const prepared = new Map<string, string>();
/** The server ends a statement before; a connection that is quiet even then leads nowhere any more. */
const SILENT_MS = 70_000;

/**
 * Each text is planned once a connection and not once a call: planning the joins of a page costs several times what running
 * them does. Migrations that change a column's type therefore need the older processes to end, which they do anyway.
 */
function preparedName(text: string): { name: string } | object {
  const known = prepared.get(text);
  if (known !== undefined) return { name: known };
  if (prepared.size >= MOST_PREPARED) return {};
  const name = `layang_${prepared.size}`;
  prepared.set(text, name);
  return { name };
}

export function sqlOn(client: pg.Pool | pg.ClientBase): Sql {
  async function rows(query: Query): Promise<{ rows: unknown[]; count: number }> {
    const { text, values } = query.compile();
    const statement: pg.QueryArrayConfig & { query_timeout: number } = {
      ...preparedName(text),
      text,
      values,
      rowMode: 'array',
      query_timeout: SILENT_MS,
    };
    const result = await client.query(statement);
    return { rows: membersOf(result), count: result.rowCount ?? 0 };
  }
  const sql: Sql = {
    async many(row, query) {
      return (await rows(query)).rows.map((r) => row.parse(r));
    },
    async maybe(row, query) {
      const found = (await rows(query)).rows;
      if (found.length > 1) throw new Fault(`expected at most one row, got ${found.length}: ${query.compile().text}`);
      return found.length === 0 ? undefined : row.parse(found[0]);
    },
    async one(row, query) {
      const found = (await rows(query)).rows;
      if (found.length !== 1) throw new Fault(`expected one row, got ${found.length}: ${query.compile().text}`);
      return row.parse(found[0]);
    },
    async run(query) {
      return (await rows(query)).count;
    },
  };
  return sql;
}

/** A list has hundreds of rows with the same columns: they are named once, and each row is made once. */
function membersOf({ fields, rows }: pg.QueryArrayResult): Record<string, unknown>[] {
  const names = fields.map(({ name }) => memberName(name));
  return rows.map((values) => {
    const row: Record<string, unknown> = {};
    names.forEach((name, at) => {
      row[name] = values[at];
    });
    return row;
  });
}

/** Column names are written in the code, so there are only as many as the code has. */
const memberNames = new Map<string, string>();
function memberName(column: string): string {
  const known = memberNames.get(column) ?? column.replace(/_([a-z0-9])/g, (_, c: string) => c.toUpperCase());
  memberNames.set(column, known);
  return known;
}
