import { z } from 'zod';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const AgendaRow = z.object({ unitName: z.string(), unitId: z.number(), year: z.number(), agenda: z.number() });
export type AgendaPlace = z.infer<typeof AgendaRow>;

/** Numbers that an agenda has counted and that no line carries. */
export function listAgendaGaps(db: Sql): Promise<AgendaPlace[]> {
  return db.many(
    AgendaRow,
    sql`SELECT u.name AS unit_name, c.unit_id, c.year, n AS agenda
        FROM agenda_counter c JOIN unit u ON u.id = c.unit_id CROSS JOIN LATERAL generate_series(1, c.last) n
        WHERE NOT EXISTS (SELECT FROM incoming i WHERE i.unit_id = c.unit_id AND i.year = c.year AND i.agenda = n)
        ORDER BY c.unit_id, c.year, n`,
  );
}

/** Lines that their agenda has not counted: its counter would give the number again. */
export function listUncounted(db: Sql): Promise<AgendaPlace[]> {
  return db.many(
    AgendaRow,
    sql`SELECT u.name AS unit_name, i.unit_id, i.year, i.agenda
        FROM (SELECT unit_id, year, max(agenda) AS agenda FROM incoming GROUP BY unit_id, year) i JOIN unit u ON u.id = i.unit_id
          LEFT JOIN agenda_counter c ON c.unit_id = i.unit_id AND c.year = i.year
        WHERE i.agenda > coalesce(c.last, 0) ORDER BY i.unit_id, i.year`,
  );
}

const HeldRow = AgendaRow.extend({ id: z.number() });

/** Open letters that no post has in hand. */
export function listWithoutHolder(db: Sql): Promise<z.infer<typeof HeldRow>[]> {
  return db.many(
    HeldRow,
    sql`SELECT i.id, u.name AS unit_name, i.unit_id, i.year, i.agenda FROM incoming i JOIN unit u ON u.id = i.unit_id
        WHERE i.state = 'open' AND NOT EXISTS (
          SELECT FROM holding h WHERE h.incoming_id = i.id AND h.state IN ('unread', 'read', 'reported'))
        ORDER BY i.id`,
  );
}

/** Closed or struck letters that a post still has in hand. */
export function listClosedInHand(db: Sql): Promise<z.infer<typeof HeldRow>[]> {
  return db.many(
    HeldRow,
    sql`SELECT DISTINCT i.id, u.name AS unit_name, i.unit_id, i.year, i.agenda
        FROM holding h JOIN incoming i ON i.id = h.incoming_id JOIN unit u ON u.id = i.unit_id
        WHERE h.state IN ('unread', 'read', 'reported', 'passed_on') AND i.state <> 'open' ORDER BY i.id`,
  );
}
