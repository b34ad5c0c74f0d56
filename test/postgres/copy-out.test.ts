import { z } from 'zod';
import { readSnapshot } from '../../src/postgres/copy-out.ts';
import { sql } from '../../src/postgres/sql.ts';
import { testDatabase } from '../support/database.ts';

const count = z.object({ n: z.number() });

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
