import { z } from 'zod';
import type { Sql } from '../postgres/database.ts';
import { type Query, sql, unseen } from '../postgres/sql.ts';

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
    sql`WITH RECURSIVE below (id, name, from_id) AS (
          SELECT p.id, p.name, p.superior_id FROM position p WHERE p.superior_id = ANY (${unseen(positionIds, 'int[]')}) AND ${isVacant(today)}
          UNION SELECT p.id, p.name, b.from_id FROM position p JOIN below b ON p.superior_id = b.id WHERE ${isVacant(today)})
        SELECT b.id AS position_id, b.name AS position_name, 'superior' AS "as", b.from_id AS from_position_id FROM below b
        UNION ALL
        SELECT p.id, p.name, 'registry', NULL FROM position p WHERE p.unit_id = ANY (${unseen(registryUnitIds, 'int[]')}) AND ${isVacant(today)}`,
  );
}

/** Asked of the few posts at hand and never of all of them: this runs with every request. */
function isVacant(today: string): Query {
  return sql`(p.closed_at IS NOT NULL OR NOT EXISTS (SELECT FROM appointment a JOIN person h ON h.id = a.person_id
    WHERE a.position_id = p.id AND h.disabled_at IS NULL AND a.valid_from <= ${unseen(today, 'date')}
      AND (a.valid_to IS NULL OR a.valid_to >= ${unseen(today, 'date')})))`;
}
