import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readSnapshot } from '../../src/postgres/copy-out.ts';
import { migrate } from '../../src/postgres/migrate.ts';
import { SCHEMA_LOCK } from '../../src/postgres/schema-lock.ts';
import { sql } from '../../src/postgres/sql.ts';
import { projectPath } from '../../src/project-root.ts';
import { testDatabase } from '../support/database.ts';

const count = z.object({ n: z.number() });
/** Other tests use the same server. */
const here = sql`database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

test('a copy that waits for a migration has every row of what the migration wrote anew', async () => {
  const { db, url } = await testDatabase();
  await db.run(sql`CREATE TABLE kept (n integer)`);
  await db.run(sql`INSERT INTO kept SELECT generate_series(1, 3)`);
  const migration = await db.pool.connect();
  await migration.query('BEGIN');
  // Writes the table anew: whoever looks with an older snapshot finds it empty.
  await migration.query('ALTER TABLE kept ALTER COLUMN n TYPE bigint');
  await migration.query(
    `CREATE TABLE later (n integer); INSERT INTO schema_migration (name, run_on) VALUES ('9999_later', now())`,
  );

  const copied = readSnapshot(url, async ({ tables, migrations, copyOut }) => {
    const kept = tables.find(({ name }) => name === 'kept');
    const pieces: Buffer[] = [];
    if (kept) for await (const piece of copyOut(kept)) pieces.push(piece as Buffer);
    return {
      rows: Buffer.concat(pieces).toString(),
      hasLater: tables.some(({ name }) => name === 'later'),
      newest: migrations.at(-1),
    };
  });
  const waiting = sql`SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted AND relation = 'kept'::regclass`;
  while ((await db.one(count, waiting)).n === 0);
  await migration.query('COMMIT');
  migration.release();
  expect(await copied).toEqual({ rows: '1\n2\n3\n', hasLater: true, newest: '9999_later' });
});

test('a migration waits for a copy without standing in the way of pages, and a start with nothing to migrate waits for nobody', async () => {
  const { db, url } = await testDatabase();
  const directory = await mkdtemp(join(tmpdir(), 'layang-migrations-'));
  await cp(projectPath('migrations'), directory, { recursive: true });
  await writeFile(join(directory, '9999_later.sql'), '-- Up Migration\nALTER TABLE office ADD COLUMN later integer;\n');
  const events: string[] = [];
  let migrated: Promise<unknown> = Promise.resolve();
  await readSnapshot(url, async () => {
    expect(await migrate(url)).toEqual([]);
    migrated = migrate(url, { directory }).then(() => events.push('migrated'));
    const waiting = sql`SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted AND locktype = 'advisory' AND objid = ${SCHEMA_LOCK} AND ${here}`;
    while ((await db.one(count, waiting)).n === 0);
    // The table that the migration is about to change.
    await db.one(count, sql`SELECT count(*)::int AS n FROM office`);
    events.push('page', 'copied');
  });
  await migrated;
  expect(events).toEqual(['page', 'copied', 'migrated']);
  await rm(directory, { recursive: true });
});

test('a copy that comes during a migration begins when that has ended', async () => {
  const { db, url } = await testDatabase();
  const migration = await db.pool.connect();
  await migration.query('SELECT pg_advisory_lock($1)', [SCHEMA_LOCK]);
  const events: string[] = [];
  const copied = readSnapshot(url, async () => void events.push('copied'));
  const waiting = sql`SELECT count(*)::int AS n FROM pg_locks WHERE NOT granted AND mode = 'ShareLock' AND objid = ${SCHEMA_LOCK} AND ${here}`;
  while ((await db.one(count, waiting)).n === 0);
  events.push('migrated');
  await migration.query('SELECT pg_advisory_unlock($1)', [SCHEMA_LOCK]);
  migration.release();
  await copied;
  expect(events).toEqual(['migrated', 'copied']);
});
