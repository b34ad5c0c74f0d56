import { z } from 'zod';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

const Vacancy = z.object({
  positionId: z.number(),
  positionName: z.string(),
  /** Why somebody answers for it: they hold the nearest superior post that is not vacant, or keep the registry of its unit. */
  as: z.enum(['superior', 'registry']),
  /** That superior post; null for the registry. */
  fromPositionId: z.number().nullable(),
});
/** A post that nobody holds today, or that is closed: what it signed still stands in its name. */
export type Vacancy = z.infer<typeof Vacancy>;

/** Vacant posts below these, down to the first that is held, and those of the units whose registry somebody keeps. */
export async function listVacancies(
  db: Sql,
  { positionIds, registryUnitIds }: { positionIds: number[]; registryUnitIds: number[] },
  today: string,
): Promise<Vacancy[]> {
  if (positionIds.length === 0 && registryUnitIds.length === 0) return [];
  return db.many(
    Vacancy,
    sql`WITH RECURSIVE vacant AS (
          SELECT p.id, p.name, p.unit_id, p.superior_id FROM position p
          WHERE p.closed_at IS NOT NULL OR NOT EXISTS (SELECT FROM appointment a JOIN person h ON h.id = a.person_id
            WHERE a.position_id = p.id AND h.disabled_at IS NULL AND a.valid_from <= ${today}::date
              AND (a.valid_to IS NULL OR a.valid_to >= ${today}::date))),
        below (id, from_id) AS (
          SELECT v.id, v.superior_id FROM vacant v WHERE v.superior_id = ANY (${positionIds}::int[])
          UNION SELECT v.id, b.from_id FROM vacant v JOIN below b ON v.superior_id = b.id)
        SELECT v.id AS position_id, v.name AS position_name, 'superior' AS "as", b.from_id AS from_position_id
          FROM below b JOIN vacant v ON v.id = b.id
        UNION ALL
        SELECT v.id, v.name, 'registry', NULL FROM vacant v WHERE v.unit_id = ANY (${registryUnitIds}::int[])`,
  );
}
