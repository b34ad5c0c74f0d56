import { z } from 'zod';
import { openDatabase } from '../../postgres/database.ts';
import { Query, sql } from '../../postgres/sql.ts';
import { vacuum } from '../../postgres/vacuum.ts';
import { databaseAddress } from './bench-folder.ts';

/** Not a parameter: the name of a database is part of the statement. Ours are made of a figure alone. */
const named = (statement: string) => new Query([statement], []);

/** What was written at the end of its making; undefined: there is none, or one that was broken off. */
export async function findFinished(superuser: string, name: string): Promise<string | undefined> {
  const db = openDatabase(superuser, { max: 1 });
  try {
    const row = await db.maybe(
      z.object({ note: z.string().nullable() }),
      sql`SELECT shobj_description(oid, 'pg_database') AS note FROM pg_database WHERE datname = ${name}`,
    );
    return row?.note ?? undefined;
  } finally {
    await db.close();
  }
}

/** A copy of another database, in place of an unfinished one. Nobody may be connected to either. */
export async function copyDatabase(superuser: string, from: string, name: string): Promise<void> {
  const db = openDatabase(superuser, { max: 1 });
  try {
    await db.run(named(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    await db.run(named(`CREATE DATABASE ${name} TEMPLATE ${from} OWNER layang`));
  } finally {
    await db.close();
  }
}

export async function markFinished(superuser: string, name: string, note: string): Promise<void> {
  const db = openDatabase(superuser, { max: 1 });
  try {
    await db.run(named(`COMMENT ON DATABASE ${name} IS '${note.replaceAll("'", "''")}'`));
  } finally {
    await db.close();
  }
}

/** What a server does by itself in the night: figures for the planner, and pages known to be all visible. */
export async function settle(superuser: string, name: string): Promise<void> {
  const db = openDatabase(databaseAddress(superuser, name), { max: 1 });
  try {
    await vacuum(db);
  } finally {
    await db.close();
  }
}
