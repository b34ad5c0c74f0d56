import type { Database } from './database.ts';

/**
 * Looks through a whole database as a server does by itself in the night: figures for the planner, and pages known to be all
 * visible. It takes as long as it takes, beyond every patience for a statement. `db` has one connection.
 */
export async function vacuum(db: Database): Promise<void> {
  await db.pool.query('SET statement_timeout = 0');
  await db.pool.query("SET maintenance_work_mem = '512MB'");
  await db.pool.query('VACUUM (ANALYZE)');
}
