import { calendarDate } from '../clock.ts';
import type { Sql } from '../postgres/database.ts';
import { listAbsencesBetween } from './absences-store.ts';
import { type Appointment, listAppointmentsOf, listAppointmentsTo } from './appointments-store.ts';
import { capacityText } from './capacity.ts';
import { fullName } from './full-name.ts';
import { covers, type MandateTask, mandateCapacity, mandateState, type StandInAsk } from './mandate.ts';
import { listMandatesFrom } from './mandates-store.ts';
import { findPerson } from './persons-store.ts';
import { termState } from './term.ts';

/** Somebody who may act for a post now. */
export interface ActingFor {
  personId: number;
  /** With titles. */
  name: string;
  /** Their own appointment: to the post itself, or the one from which they stand in. */
  appointmentId: number;
  /** As it would be recorded. */
  capacity: string;
  /** Null for a holder of the post. */
  mandateId: number | null;
  /** Last day of an absence of theirs that runs today. */
  awayUntil: string | null;
}

export interface ActingAsk extends Partial<StandInAsk> {
  task?: MandateTask;
  now: Date;
  timeZone: string;
}

/**
 * Who may act for a post at `now`: its holders, acting ones first, then whoever stands in by a mandate in force; those who
 * are away stand last among them, for they keep the right. Nobody signs by mandate in another's place: their own seal key is
 * that of their own post. A mandate is followed one step: what was given to a post is not
 * handed on by it, so that no circle of mandates has to be broken. Empty means that the post is vacant.
 */
export async function listActingFor(sql: Sql, positionId: number, ask: ActingAsk): Promise<ActingFor[]> {
  const today = calendarDate(ask.now, ask.timeZone);
  const found: Omit<ActingFor, 'awayUntil'>[] = [];
  const add = async (appointment: Appointment, mandate?: { id: number; fromName: string }) => {
    if (found.some(({ personId }) => personId === appointment.personId)) return;
    const person = await findPerson(sql, appointment.personId);
    if (person === undefined || person.disabledAt !== null) return;
    const own = capacityText(appointment.forms, appointment.positionName);
    found.push({
      personId: person.id,
      name: fullName(person),
      appointmentId: appointment.id,
      capacity: mandate === undefined ? own : mandateCapacity(own, mandate.fromName),
      mandateId: mandate?.id ?? null,
    });
  };
  const inForce = (held: readonly Appointment[]) =>
    held
      .filter((each) => each.positionClosedAt === null && termState(each, today) === 'current')
      .toSorted((a, b) => b.forms.length - a.forms.length || a.id - b.id);

  for (const held of inForce(await listAppointmentsTo(sql, positionId))) await add(held);
  for (const mandate of ask.task === 'sign' ? [] : await listMandatesFrom(sql, [positionId], today)) {
    if (
      mandate.rests ||
      mandateState(mandate, { now: ask.now, today }) !== 'current' ||
      !covers(mandate, { ...ask, task: ask.task ?? 'initial' })
    )
      continue;
    if (mandate.toPositionId !== null) {
      for (const held of inForce(await listAppointmentsTo(sql, mandate.toPositionId))) await add(held, mandate);
    } else if (mandate.toPersonId !== null) {
      const [own] = inForce(await listAppointmentsOf(sql, mandate.toPersonId)).toReversed();
      if (own !== undefined) await add(own, mandate);
    }
  }
  const away = await listAbsencesBetween(
    sql,
    found.map(({ personId }) => personId),
    { firstDay: today, lastDay: today },
  );
  return found
    .map((each) => ({ ...each, awayUntil: away.find(({ personId }) => personId === each.personId)?.lastDay ?? null }))
    .toSorted((a, b) => Number(a.awayUntil !== null) - Number(b.awayUntil !== null));
}
