import { z } from 'zod';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';
import { appointmentForms } from './capacity.ts';

const appointmentRow = z.object({
  id: z.number(),
  personId: z.number(),
  positionId: z.number(),
  unitId: z.number(),
  positionName: z.string(),
  unitName: z.string(),
  positionClosedAt: z.date().nullable(),
  forms: z.array(z.enum(appointmentForms)),
  validFrom: z.string(),
  validTo: z.string().nullable(),
  warrant: z.string(),
});
export type Appointment = z.infer<typeof appointmentRow>;

const id = z.object({ id: z.number() });
const columns = sql`
  appointment.id, appointment.person_id, appointment.position_id, position.unit_id, position.name AS position_name,
  unit.name AS unit_name, position.closed_at AS position_closed_at, appointment.forms, appointment.valid_from,
  appointment.valid_to, appointment.warrant`;
const tables = sql`
  appointment JOIN position ON position.id = appointment.position_id JOIN unit ON unit.id = position.unit_id`;

/** Every appointment, past and coming ones too, newest first. */
export function listAppointments(db: Sql): Promise<Appointment[]> {
  return db.many(appointmentRow, sql`SELECT ${columns} FROM ${tables} ORDER BY valid_from DESC, appointment.id DESC`);
}

export function listAppointmentsOf(db: Sql, personId: number): Promise<Appointment[]> {
  return db.many(
    appointmentRow,
    sql`SELECT ${columns} FROM ${tables} WHERE person_id = ${personId} ORDER BY valid_from DESC, appointment.id DESC`,
  );
}

export function listAppointmentsTo(db: Sql, positionId: number): Promise<Appointment[]> {
  return db.many(
    appointmentRow,
    sql`SELECT ${columns} FROM ${tables} WHERE position_id = ${positionId} ORDER BY valid_from DESC, appointment.id DESC`,
  );
}

export function findAppointment(db: Sql, appointmentId: number): Promise<Appointment | undefined> {
  return db.maybe(appointmentRow, sql`SELECT ${columns} FROM ${tables} WHERE appointment.id = ${appointmentId}`);
}

const holderRow = z.object({
  personId: z.number(),
  name: z.string(),
  titleBefore: z.string(),
  titleAfter: z.string(),
  positionId: z.number(),
  positionName: z.string(),
  unitName: z.string(),
  forms: z.array(z.enum(appointmentForms)),
});

/** Everybody who holds a post on `today` and can come in, by name. */
export function listHolders(db: Sql, today: string): Promise<z.infer<typeof holderRow>[]> {
  return db.many(
    holderRow,
    sql`SELECT appointment.person_id, person.name, person.title_before, person.title_after, appointment.position_id,
          position.name AS position_name, unit.name AS unit_name, appointment.forms
        FROM ${tables} JOIN person ON person.id = appointment.person_id
        WHERE person.disabled_at IS NULL AND position.closed_at IS NULL AND valid_from <= ${today}::date
          AND (valid_to IS NULL OR valid_to >= ${today}::date)
        ORDER BY lower(person.name), appointment.id`,
  );
}

export async function insertAppointment(
  tx: Transaction,
  appointment: Pick<Appointment, 'personId' | 'positionId' | 'forms' | 'validFrom' | 'validTo' | 'warrant'>,
  now: Date,
): Promise<number> {
  const row = await tx.one(
    id,
    sql`INSERT INTO appointment (person_id, position_id, forms, valid_from, valid_to, warrant, created_at)
        VALUES (${appointment.personId}, ${appointment.positionId}, ${appointment.forms}, ${appointment.validFrom},
                ${appointment.validTo}, ${appointment.warrant}, ${now})
        RETURNING id`,
  );
  return row.id;
}

export async function storeLastDay(tx: Transaction, appointmentId: number, validTo: string): Promise<void> {
  await tx.run(sql`UPDATE appointment SET valid_to = ${validTo} WHERE id = ${appointmentId}`);
}
