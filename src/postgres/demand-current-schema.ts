import { z } from 'zod';
import { Refusal } from '../errors.ts';
import type { Sql } from './database.ts';
import { databaseNewer } from './migrate.ts';
import { knownMigrations } from './schema-state.ts';
import { sql } from './sql.ts';

/**
 * Refuses a database whose schema is not that of this code, and changes nothing: `database-newer`, `database-older`
 * (a migration has not been run), `database-empty` (none has).
 */
export async function demandCurrentSchema(db: Sql): Promise<void> {
  const known = await knownMigrations();
  const run = await listMigrationsRun(db);
  const unknown = run.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw databaseNewer(unknown);
  if (run.length === 0) {
    throw new Refusal('unavailable', 'database-empty', {
      id: 'Basis data ini kosong: belum ada instansi di dalamnya.',
      en: 'This database is empty: there is no office in it yet.',
    });
  }
  const missing = known.filter((name) => !run.includes(name));
  if (missing.length === 0) return;
  throw new Refusal('unavailable', 'database-older', {
    id: `Basis data ini belum disesuaikan dengan versi Layang ini (${missing.join(', ')}). Jalankan: npm run -s layang -- migrate`,
    en: `This database has not been brought to this version of Layang (${missing.join(', ')}). Run: npm run -s layang -- migrate`,
  });
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
