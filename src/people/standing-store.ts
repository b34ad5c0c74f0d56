import { z } from 'zod';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';
import { appointmentForms } from './capacity.ts';
import { DUTIES } from './duty.ts';

const standingRow = z.object({
  name: z.string(),
  titleBefore: z.string(),
  titleAfter: z.string(),
  isAdministrator: z.boolean(),
  language: z.enum(['id', 'en']),
  /** The office's; null until it was set up. */
  timeZone: z.string().nullable(),
  duties: z.array(z.object({ unitId: z.number(), duty: z.enum(DUTIES) })),
  /** To posts that are not closed, past and coming ones too. */
  appointments: z.array(
    z.object({
      id: z.number(),
      positionId: z.number(),
      unitId: z.number(),
      positionName: z.string(),
      forms: z.array(z.enum(appointmentForms)),
      validFrom: z.string(),
      validTo: z.string().nullable(),
    }),
  ),
});
/** A person who can come in, with everything that says what they may do by themselves. */
export type Standing = z.infer<typeof standingRow>;

/** Undefined where there is no such person, or the account is disabled. One statement: it runs before every page. */
export function findStanding(db: Sql, personId: number): Promise<Standing | undefined> {
  return db.maybe(
    standingRow,
    sql`SELECT p.name, p.title_before, p.title_after, p.is_administrator, p.language, (SELECT time_zone FROM office) AS time_zone,
          coalesce((SELECT jsonb_agg(jsonb_build_object('unitId', d.unit_id, 'duty', d.duty) ORDER BY d.unit_id, d.duty)
            FROM duty d WHERE d.person_id = p.id), '[]') AS duties,
          coalesce((SELECT jsonb_agg(jsonb_build_object('id', a.id, 'positionId', a.position_id, 'unitId', q.unit_id,
              'positionName', q.name, 'forms', a.forms, 'validFrom', a.valid_from, 'validTo', a.valid_to))
            FROM appointment a JOIN position q ON q.id = a.position_id
            WHERE a.person_id = p.id AND q.closed_at IS NULL), '[]') AS appointments
        FROM person p WHERE p.id = ${personId} AND p.disabled_at IS NULL`,
  );
}
