import { calendarDate } from '../clock.ts';
import type { Sql } from '../postgres/database.ts';
import { listAppointmentsOf } from './appointments-store.ts';
import { type AppointmentForm, capacityText } from './capacity.ts';
import { fullName } from './full-name.ts';
import { findOffice } from './office-store.ts';
import { findPerson, listDutiesOf } from './persons-store.ts';
import { termState } from './term.ts';

/** An appointment that is valid today; dates are `YYYY-MM-DD` in the office's zone, inclusive. */
export interface HeldAppointment {
  id: number;
  personId: number;
  positionId: number;
  unitId: number;
  positionName: string;
  /** As printed: "Plt. Kepala Dinas Pendidikan". */
  capacity: string;
  forms: AppointmentForm[];
  validFrom: string;
  validTo: string | null;
}

/** Whoever asks for something, as they stand at this moment: never kept from one request to the next. */
export interface Actor {
  personId: number;
  /** With academic titles. */
  name: string;
  isAdministrator: boolean;
  language: 'id' | 'en';
  duties: { unitId: number; duty: 'registry' }[];
  /** Only those valid today, definitive ones first. */
  appointments: HeldAppointment[];
  /** The position the person works from; by choice, otherwise the first. */
  acting: HeldAppointment | undefined;
}

/** The person with what they hold at `now`; undefined when there is no such person or the account is disabled. */
export async function loadActor(
  deps: { sql: Sql; now: Date },
  personId: number,
  actingAppointmentId?: number,
): Promise<Actor | undefined> {
  const person = await findPerson(deps.sql, personId);
  if (person === undefined || person.disabledAt !== null) return undefined;
  // One after the other: `sql` may be a transaction, and one connection answers one query at a time.
  const office = await findOffice(deps.sql);
  const all = await listAppointmentsOf(deps.sql, personId);
  const duties = await listDutiesOf(deps.sql, personId);
  const today = calendarDate(deps.now, office?.timeZone ?? 'Asia/Jakarta');
  const appointments = all
    .filter((appointment) => appointment.positionClosedAt === null && termState(appointment, today) === 'current')
    .map(({ id, positionId, unitId, positionName, forms, validFrom, validTo }) => ({
      id,
      personId,
      positionId,
      unitId,
      positionName,
      capacity: capacityText(forms, positionName),
      forms,
      validFrom,
      validTo,
    }))
    .toSorted((a, b) => a.forms.length - b.forms.length || a.id - b.id);
  return {
    personId,
    name: fullName(person),
    isAdministrator: person.isAdministrator,
    language: person.language,
    duties,
    appointments,
    acting: appointments.find(({ id }) => id === actingAppointmentId) ?? appointments[0],
  };
}

/** By which of the actor's appointments they hold a position now: the one they work from first. */
export function appointmentFor(actor: Actor, positionId: number): HeldAppointment | undefined {
  const held = actor.appointments.filter((appointment) => appointment.positionId === positionId);
  return held.find(({ id }) => id === actor.acting?.id) ?? held[0];
}
