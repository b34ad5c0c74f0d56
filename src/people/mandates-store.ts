import { z } from 'zod';
import type { Sql, Transaction } from '../postgres/database.ts';
import { type Query, sql } from '../postgres/sql.ts';
import { givers, mandateTasks } from './mandate.ts';

const mandateRow = z.object({
  id: z.number(),
  fromPositionId: z.number(),
  fromName: z.string(),
  fromUnitId: z.number(),
  toPositionId: z.number().nullable(),
  toPersonId: z.number().nullable(),
  /** The receiving post, or the person without titles. */
  toName: z.string(),
  kinds: z.array(z.string()),
  tasks: z.array(z.enum(mandateTasks)),
  validFrom: z.string(),
  validTo: z.string().nullable(),
  warrant: z.string(),
  givenAs: z.enum(givers),
  absenceId: z.number().nullable(),
  revokedAt: z.date().nullable(),
  /** Somebody holds the post today; for an absence, the absent person still does. A mandate of a vacant post rests. */
  rests: z.boolean(),
});
export type Mandate = z.infer<typeof mandateRow>;

const id = z.object({ id: z.number() });

/** `rests` is as of `today` (`YYYY-MM-DD` in the office's zone). */
function mandates(today: string): Query {
  return sql`
    SELECT m.id, m.from_position_id, f.name AS from_name, f.unit_id AS from_unit_id, m.to_position_id, m.to_person_id,
      coalesce(t.name, p.name) AS to_name, m.kinds, m.tasks, m.valid_from, m.valid_to, m.warrant, m.given_as, m.absence_id,
      m.revoked_at, f.closed_at IS NOT NULL OR NOT EXISTS (
        SELECT FROM appointment h JOIN person hp ON hp.id = h.person_id
        WHERE h.position_id = m.from_position_id AND hp.disabled_at IS NULL AND h.valid_from <= ${today}::date
          AND (h.valid_to IS NULL OR h.valid_to >= ${today}::date)
          AND (b.person_id IS NULL OR h.person_id = b.person_id)) AS rests
    FROM mandate m JOIN position f ON f.id = m.from_position_id LEFT JOIN position t ON t.id = m.to_position_id
      LEFT JOIN person p ON p.id = m.to_person_id LEFT JOIN absence b ON b.id = m.absence_id`;
}

/** What was ever given to this person, or to one of these posts, newest first. */
export function listMandatesTo(
  db: Sql,
  to: { personId: number; positionIds: readonly number[] },
  today: string,
): Promise<Mandate[]> {
  return db.many(
    mandateRow,
    sql`${mandates(today)} WHERE m.to_person_id = ${to.personId} OR m.to_position_id = ANY (${[...to.positionIds]}::int[])
        ORDER BY m.id DESC`,
  );
}

/** What these posts ever gave, newest first. */
export function listMandatesFrom(db: Sql, positionIds: readonly number[], today: string): Promise<Mandate[]> {
  return db.many(
    mandateRow,
    sql`${mandates(today)} WHERE m.from_position_id = ANY (${[...positionIds]}::int[]) ORDER BY m.id DESC`,
  );
}

export function listMandatesOfAbsence(db: Sql, absenceId: number, today: string): Promise<Mandate[]> {
  return db.many(mandateRow, sql`${mandates(today)} WHERE m.absence_id = ${absenceId} ORDER BY m.id`);
}

export function findMandate(db: Sql, mandateId: number, today: string): Promise<Mandate | undefined> {
  return db.maybe(mandateRow, sql`${mandates(today)} WHERE m.id = ${mandateId}`);
}

export type NewMandate = Pick<
  Mandate,
  | 'fromPositionId'
  | 'toPositionId'
  | 'toPersonId'
  | 'kinds'
  | 'tasks'
  | 'validFrom'
  | 'validTo'
  | 'warrant'
  | 'givenAs'
  | 'absenceId'
>;

export async function insertMandate(tx: Transaction, mandate: NewMandate, byId: number, now: Date): Promise<number> {
  const row = await tx.one(
    id,
    sql`INSERT INTO mandate (from_position_id, to_position_id, to_person_id, kinds, tasks, valid_from, valid_to, warrant,
          given_as, absence_id, made_by, made_at)
        VALUES (${mandate.fromPositionId}, ${mandate.toPositionId}, ${mandate.toPersonId}, ${[...mandate.kinds]}::text[],
          ${[...mandate.tasks]}::text[], ${mandate.validFrom}, ${mandate.validTo}, ${mandate.warrant}, ${mandate.givenAs},
          ${mandate.absenceId}, ${byId}, ${now})
        RETURNING id`,
  );
  return row.id;
}

/** False when it was ended before. */
export async function markMandateRevoked(
  tx: Transaction,
  mandateId: number,
  byId: number,
  now: Date,
): Promise<boolean> {
  return (
    (await tx.run(
      sql`UPDATE mandate SET revoked_by = ${byId}, revoked_at = ${now} WHERE id = ${mandateId} AND revoked_at IS NULL`,
    )) === 1
  );
}

/** Those of these codes that are no kind of letter here. */
export async function listUnknownKinds(db: Sql, codes: readonly string[]): Promise<string[]> {
  const rows = await db.many(
    z.object({ code: z.string() }),
    sql`SELECT asked AS code FROM unnest(${[...codes]}::text[]) AS asked
        WHERE NOT EXISTS (SELECT FROM letter_kind k WHERE k.code = asked)`,
  );
  return rows.map(({ code }) => code);
}
