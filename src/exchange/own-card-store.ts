import { z } from 'zod';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';
import type { Desk } from './partners-store.ts';

const DeskRow = z.object({ code: z.string(), name: z.string() });

/** Units with somebody who takes letters in, above first. */
export function listDesks(db: Sql): Promise<Desk[]> {
  return db.many(
    DeskRow,
    sql`SELECT u.code, u.name FROM unit u
        WHERE EXISTS (SELECT FROM duty d WHERE d.unit_id = u.id AND d.duty = 'registry')
        ORDER BY u.parent_id NULLS FIRST, u.id LIMIT 500`,
  );
}

const UnitRow = z.object({ id: z.number(), name: z.string() });

/**
 * Where a delivery for the unit of this code is put: there or at the nearest unit above that has somebody who takes letters in;
 * for a code that nobody has, and where nobody there does, at the first of all units that have somebody, from above. Only where
 * nobody in the office takes letters in it lies at the uppermost unit.
 */
export async function findFrontDesk(db: Sql, code: string): Promise<{ id: number; name: string } | undefined> {
  return db.maybe(
    UnitRow,
    sql`WITH RECURSIVE above AS (
          SELECT id, parent_id, name, 0 AS steps FROM unit WHERE code = ${code}
          UNION ALL SELECT u.id, u.parent_id, u.name, above.steps + 1 FROM unit u JOIN above ON u.id = above.parent_id
            WHERE above.steps < 50),
        desks AS (
          SELECT id, name, steps FROM above WHERE EXISTS (SELECT FROM duty d WHERE d.unit_id = above.id AND d.duty = 'registry')
          UNION ALL (SELECT id, name, 1000 FROM unit u WHERE EXISTS (SELECT FROM duty d WHERE d.unit_id = u.id AND d.duty = 'registry')
            ORDER BY parent_id NULLS FIRST, id LIMIT 1)
          UNION ALL (SELECT id, name, 2000 FROM unit WHERE parent_id IS NULL ORDER BY id LIMIT 1))
        SELECT id, name FROM desks ORDER BY steps LIMIT 1`,
  );
}
