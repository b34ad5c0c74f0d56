import { z } from 'zod';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const instants = z.object({ server: z.date(), newest: z.date().nullable() });

/**
 * The database server's clock, and the newest instant that was written down for good: a decision, what was signed for the
 * log, a note. Null in an empty database.
 */
export function readInstants(db: Sql): Promise<z.infer<typeof instants>> {
  return db.one(
    instants,
    sql`SELECT clock_timestamp() AS server, greatest(
          (SELECT at FROM decision ORDER BY id DESC LIMIT 1),
          (SELECT queued_at FROM log_entry ORDER BY id DESC LIMIT 1),
          (SELECT at FROM trust_version ORDER BY version DESC LIMIT 1),
          (SELECT at FROM state_note)
        ) AS newest`,
  );
}
