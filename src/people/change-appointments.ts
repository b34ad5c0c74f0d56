import { z } from 'zod';
import { addDays, calendarDate } from '../clock.ts';
import { Refusal } from '../errors.ts';
import { recordAccountEvent } from './account-events.ts';
import type { Actor } from './actor.ts';
import { findAppointment, insertAppointment, storeLastDay } from './appointments-store.ts';
import { appointmentForms, capacityText, orderForms } from './capacity.ts';
import { unknownPerson } from './change-persons.ts';
import { unknownPosition } from './change-units.ts';
import type { PeopleDeps } from './deps.ts';
import { calendarDay, checked, optionalLine } from './input.ts';
import { getOffice } from './office.ts';
import { demand } from './permissions.ts';
import { findPerson } from './persons-store.ts';
import { findPosition } from './positions-store.ts';
import { termState } from './term.ts';

export const appointmentInput = z
  .object({
    personId: z.number().int(),
    positionId: z.number().int(),
    forms: z.array(z.enum(appointmentForms)).max(appointmentForms.length).transform(orderForms),
    validFrom: calendarDay,
    validTo: calendarDay.nullable(),
    warrant: optionalLine(120),
  })
  .refine((term) => term.validTo === null || term.validTo >= term.validFrom, { path: ['validTo'], message: 'term' });

/** The new appointment's id. Its seal key is made at the person's next passphrase entry, not here. */
export async function addAppointment(
  deps: PeopleDeps,
  actor: Actor,
  input: z.input<typeof appointmentInput>,
): Promise<number> {
  demand(actor, 'people.manage');
  const appointment = checked(appointmentInput, input);
  return deps.db.transaction(async (tx) => {
    const person = await findPerson(tx, appointment.personId);
    if (person === undefined || person.disabledAt !== null) throw unknownPerson();
    const position = await findPosition(tx, appointment.positionId);
    if (position === undefined || position.closedAt !== null) throw unknownPosition();
    const now = deps.clock();
    const { personId, validFrom: day } = appointment;
    const subject = capacityText(appointment.forms, position.name);
    await recordAccountEvent(tx, { personId, kind: 'appointed', byId: actor.personId, subject, day }, now);
    return insertAppointment(tx, appointment, now);
  });
}

/**
 * Sets the last day (`YYYY-MM-DD`, inclusive). Only an appointment that is not over yet can be ended, and not earlier
 * than yesterday: what was done from it in the past stays covered by its term.
 */
export async function endAppointment(
  deps: PeopleDeps,
  actor: Actor,
  appointmentId: number,
  lastDay: string,
): Promise<void> {
  demand(actor, 'people.manage');
  const { validTo } = checked(z.object({ validTo: calendarDay }), { validTo: lastDay });
  const { timeZone } = await getOffice(deps);
  const now = deps.clock();
  const today = calendarDate(now, timeZone);
  const yesterday = addDays(today, -1);
  await deps.db.transaction(async (tx) => {
    const appointment = await findAppointment(tx, appointmentId);
    if (appointment === undefined) {
      throw new Refusal('not-found', 'appointment-unknown', {
        id: 'Penunjukan tidak ditemukan.',
        en: 'There is no such appointment.',
      });
    }
    if (termState(appointment, today) === 'past') {
      throw new Refusal('wrong-state', 'appointment-over', {
        id: 'Penunjukan ini sudah berakhir.',
        en: 'This appointment is over already.',
      });
    }
    if (validTo < appointment.validFrom || validTo < yesterday) {
      const words = {
        id: 'Hari terakhir tidak boleh lebih awal dari kemarin atau dari tanggal mulai.',
        en: 'The last day cannot be before yesterday or before the first day.',
      };
      throw new Refusal('invalid-input', 'last-day-too-early', words, { validTo: words });
    }
    await storeLastDay(tx, appointmentId, validTo);
    const { personId } = appointment;
    const subject = capacityText(appointment.forms, appointment.positionName);
    await recordAccountEvent(
      tx,
      { personId, kind: 'appointment-ended', byId: actor.personId, subject, day: validTo },
      now,
    );
  });
}
