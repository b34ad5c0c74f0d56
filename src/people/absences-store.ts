import { z } from 'zod';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';

export const absenceReasons = ['leave', 'duty', 'sick', 'other'] as const;

const absenceRow = z.object({
  id: z.number(),
  personId: z.number(),
  reason: z.enum(absenceReasons),
  firstDay: z.string(),
  lastDay: z.string(),
  standInPositionId: z.number().nullable(),
  standInPersonId: z.number().nullable(),
  /** The post or the person who stands in; null when nobody does. */
  standInName: z.string().nullable(),
  endedAt: z.date().nullable(),
});
export type Absence = z.infer<typeof absenceRow>;

const id = z.object({ id: z.number() });
const absences = sql`
  SELECT a.id, a.person_id, a.reason, a.first_day, a.last_day, a.stand_in_position_id, a.stand_in_person_id,
    coalesce(q.name, s.name) AS stand_in_name, a.ended_at
  FROM absence a LEFT JOIN position q ON q.id = a.stand_in_position_id LEFT JOIN person s ON s.id = a.stand_in_person_id`;

/** Newest first. */
export function listAbsencesOf(db: Sql, personId: number): Promise<Absence[]> {
  return db.many(absenceRow, sql`${absences} WHERE a.person_id = ${personId} ORDER BY a.first_day DESC, a.id DESC`);
}

/** Of these persons, absences not ended early that touch these days. */
export function listAbsencesBetween(
  db: Sql,
  personIds: readonly number[],
  { firstDay, lastDay }: { firstDay: string; lastDay: string },
): Promise<Absence[]> {
  return db.many(
    absenceRow,
    sql`${absences} WHERE a.person_id = ANY (${[...personIds]}::int[]) AND a.ended_at IS NULL
          AND a.first_day <= ${lastDay}::date AND a.last_day >= ${firstDay}::date ORDER BY a.last_day DESC`,
  );
}

export function findAbsence(db: Sql, absenceId: number): Promise<Absence | undefined> {
  return db.maybe(absenceRow, sql`${absences} WHERE a.id = ${absenceId}`);
}

export async function insertAbsence(
  tx: Transaction,
  absence: Pick<Absence, 'personId' | 'reason' | 'firstDay' | 'lastDay' | 'standInPositionId' | 'standInPersonId'>,
  byId: number,
  now: Date,
): Promise<number> {
  const row = await tx.one(
    id,
    sql`INSERT INTO absence (person_id, reason, first_day, last_day, stand_in_position_id, stand_in_person_id, made_by, made_at)
        VALUES (${absence.personId}, ${absence.reason}, ${absence.firstDay}, ${absence.lastDay},
          ${absence.standInPositionId}, ${absence.standInPersonId}, ${byId}, ${now})
        RETURNING id`,
  );
  return row.id;
}

/** False when it was ended before. */
export async function markAbsenceEnded(tx: Transaction, absenceId: number, byId: number, now: Date): Promise<boolean> {
  return (
    (await tx.run(
      sql`UPDATE absence SET ended_by = ${byId}, ended_at = ${now} WHERE id = ${absenceId} AND ended_at IS NULL`,
    )) === 1
  );
}
