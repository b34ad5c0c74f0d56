import { z } from 'zod';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';
import { stepIsOpen } from './approvals-store.ts';

const UnattendedRow = z.object({
  letterId: z.number(),
  kindName: z.string(),
  kindNameEn: z.string(),
  unitName: z.string(),
  since: z.date(),
});
export type UnattendedLetter = z.infer<typeof UnattendedRow>;

/** Letters with an open step of a post that is closed or without an appointment today; mandates are not looked at here. */
export async function listUnattended(db: Sql, today: string): Promise<UnattendedLetter[]> {
  return db.many(
    UnattendedRow,
    sql`SELECT DISTINCT l.id AS letter_id, k.definition ->> 'name' AS kind_name, k.definition ->> 'nameEn' AS kind_name_en,
          u.name AS unit_name, l.state_since AS since
        FROM letter l JOIN approval_step s ON s.version_id = l.current_version_id
          JOIN position q ON q.id = s.position_id JOIN unit u ON u.id = l.unit_id
          JOIN letter_kind_version k ON (k.code, k.version) = (l.kind, l.kind_version)
        WHERE ${stepIsOpen} AND (q.closed_at IS NOT NULL OR NOT EXISTS (
          SELECT FROM appointment a JOIN person p ON p.id = a.person_id
          WHERE a.position_id = q.id AND p.disabled_at IS NULL
            AND a.valid_from <= ${today}::date AND (a.valid_to IS NULL OR a.valid_to >= ${today}::date)))
        ORDER BY l.state_since, l.id LIMIT 200`,
  );
}
