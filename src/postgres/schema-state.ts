import { readdir } from 'node:fs/promises';
import { z } from 'zod';
import { projectPath } from '../project-root.ts';
import type { Sql } from './database.ts';
import { sql } from './sql.ts';

export interface SchemaState {
  /** Migrations of this code that the database has not run. */
  missing: string[];
  /** Migrations that the database has run and this code does not know: a newer Layang was here. */
  unknown: string[];
  /** The newest one that both know; undefined in an empty database. */
  newest: string | undefined;
}

/** Names of the migrations that this code brings, in their order. */
export async function knownMigrations(directory = projectPath('migrations')): Promise<string[]> {
  return (await readdir(directory))
    .filter((name) => name.endsWith('.sql'))
    .map((name) => name.slice(0, -4))
    .sort();
}

export async function readSchemaState(db: Sql, known: readonly string[]): Promise<SchemaState> {
  const run = new Set(await listMigrationsRun(db));
  return {
    missing: known.filter((name) => !run.has(name)),
    unknown: [...run].filter((name) => !known.includes(name)),
    newest: known.filter((name) => run.has(name)).at(-1),
  };
}

/** The migrations that a database has run, in their order; none in one without any table. */
export async function listMigrationsRun(db: Sql): Promise<string[]> {
  const { exists } = await db.one(
    z.object({ exists: z.boolean() }),
    sql`SELECT to_regclass('schema_migration') IS NOT NULL AS exists`,
  );
  if (!exists) return [];
  const rows = await db.many(z.object({ name: z.string() }), sql`SELECT name FROM schema_migration ORDER BY id`);
  return rows.map(({ name }) => name);
}

const Server = z.object({ version: z.string(), now: z.date() });

/** The version of the database server, and its clock at this moment. */
export function readServer(db: Sql): Promise<z.infer<typeof Server>> {
  return db.one(Server, sql`SELECT current_setting('server_version') AS version, clock_timestamp() AS now`);
}
