import { Refusal } from '../errors.ts';
import type { Sql } from './database.ts';
import { databaseNewer } from './migrate.ts';
import { knownMigrations, readSchemaState } from './schema-state.ts';

/**
 * Refuses a database whose schema is not that of this code, and changes nothing: `database-newer`, `database-older`
 * (a migration has not been run), `database-empty` (none has).
 */
export async function demandCurrentSchema(db: Sql): Promise<void> {
  const { missing, unknown, newest } = await readSchemaState(db, await knownMigrations());
  if (unknown.length > 0) throw databaseNewer(unknown);
  if (newest === undefined) {
    throw new Refusal('unavailable', 'database-empty', {
      id: 'Basis data ini kosong: belum ada instansi di dalamnya.',
      en: 'This database is empty: there is no office in it yet.',
    });
  }
  if (missing.length === 0) return;
  throw new Refusal('unavailable', 'database-older', {
    id: `Basis data ini belum disesuaikan dengan versi Layang ini (${missing.join(', ')}). Jalankan: npm run -s layang -- migrate`,
    en: `This database has not been brought to this version of Layang (${missing.join(', ')}). Run: npm run -s layang -- migrate`,
  });
}
