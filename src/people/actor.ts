import { calendarDate } from '../clock.ts';
import type { Sql } from '../postgres/database.ts';
import { type AppointmentForm, capacityText } from './capacity.ts';
import type { Duty } from './duty.ts';
import { fullName } from './full-name.ts';
import {
  type Giver,
  type MandateTask,
  mandateCapacity,
  mandateFor,
  mandateState,
  mandateToDispose,
  type StandInAsk,
} from './mandate.ts';
import { listMandatesTo } from './mandates-store.ts';
import { DEFAULT_TIME_ZONE } from './office-store.ts';
import { findStanding } from './standing-store.ts';
import { termState } from './term.ts';
import { listVacancies, type Vacancy } from './vacancies-store.ts';

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
  /** By which mandate they stand in for the post; absent when they hold it. Then `id` is the appointment of their own. */
  mandateId?: number;
}

/** A mandate in force now, by which the actor stands in for a post that others hold. */
export interface HeldMandate {
  id: number;
  positionId: number;
  unitId: number;
  positionName: string;
  /** Codes of letter kinds; empty: every kind. */
  kinds: string[];
  tasks: MandateTask[];
  givenAs: Giver;
  validFrom: string;
  validTo: string | null;
  /** From which of their own posts they do so. */
  from: HeldAppointment;
}

/** Whoever asks for something, as they stand at this moment: never kept from one request to the next. */
export interface Actor {
  personId: number;
  /** With academic titles. */
  name: string;
  isAdministrator: boolean;
  language: 'id' | 'en';
  duties: { unitId: number; duty: Duty }[];
  /** Only those valid today, definitive ones first. */
  appointments: HeldAppointment[];
  /** The position the person works from; by choice, otherwise the first. */
  acting: HeldAppointment | undefined;
  /** Never what was given to a post that they themselves only stand in for: mandates are not handed on. */
  mandates: HeldMandate[];
  /** Vacant posts for which they answer meanwhile, as the superior or as the registry. */
  vacancies: Vacancy[];
}

/** The person with what they hold at `now`; undefined when there is no such person or the account is disabled. */
export async function loadActor(
  deps: { sql: Sql; now: Date },
  personId: number,
  actingAppointmentId?: number,
): Promise<Actor | undefined> {
  const person = await findStanding(deps.sql, personId);
  if (person === undefined) return undefined;
  const { duties } = person;
  const today = calendarDate(deps.now, person.timeZone ?? DEFAULT_TIME_ZONE);
  const appointments = person.appointments
    .filter((appointment) => termState(appointment, today) === 'current')
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
  // One after the other: `sql` may be a transaction, and one connection answers one query at a time.
  const vacancies = await listVacancies(
    deps.sql,
    {
      positionIds: appointments.map(({ positionId }) => positionId),
      registryUnitIds: duties.filter(({ duty }) => duty === 'registry').map(({ unitId }) => unitId),
    },
    today,
  );
  const acting = appointments.find(({ id }) => id === actingAppointmentId) ?? appointments[0];
  return {
    personId,
    name: fullName(person),
    isAdministrator: person.isAdministrator,
    language: person.language,
    duties,
    appointments,
    acting,
    mandates: await mandatesOf(deps, { personId, appointments, acting }, today),
    vacancies,
  };
}

async function mandatesOf(
  { sql, now }: { sql: Sql; now: Date },
  { personId, appointments, acting }: Pick<Actor, 'personId' | 'appointments' | 'acting'>,
  today: string,
): Promise<HeldMandate[]> {
  // Whoever holds no post decides nothing: a decision names the post from which it was taken.
  if (acting === undefined) return [];
  const positionIds = appointments.map(({ positionId }) => positionId);
  return (await listMandatesTo(sql, { personId, positionIds }, today))
    .filter((mandate) => !mandate.rests && mandateState(mandate, { now, today }) === 'current')
    .map((mandate) => ({
      id: mandate.id,
      positionId: mandate.fromPositionId,
      unitId: mandate.fromUnitId,
      positionName: mandate.fromName,
      kinds: mandate.kinds,
      tasks: mandate.tasks,
      givenAs: mandate.givenAs,
      validFrom: mandate.validFrom,
      validTo: mandate.validTo,
      from: appointments.find(({ positionId }) => positionId === mandate.toPositionId) ?? acting,
    }));
}

/**
 * By which of the actor's appointments they hold a position now: the one they work from first. To initial a letter of a kind
 * and class (`standIn`) a mandate will do; nothing else is done by mandate, so nothing else is found without asking for it.
 */
export function appointmentFor(actor: Actor, positionId: number, standIn?: StandInAsk): HeldAppointment | undefined {
  const held = actor.appointments.filter((appointment) => appointment.positionId === positionId);
  const own = held.find(({ id }) => id === actor.acting?.id) ?? held[0];
  if (own !== undefined || standIn === undefined) return own;
  const mandate = mandateFor(actor, positionId, standIn);
  return mandate && { ...mandate.from, ...asPost(mandate) };
}

/** By which appointment or mandate the actor deals with an incoming letter that this post has in hand; undefined: by none. */
export function disposingFor(
  actor: Actor,
  positionId: number,
  security: StandInAsk['security'],
): HeldAppointment | undefined {
  const own = appointmentFor(actor, positionId);
  if (own !== undefined) return own;
  const mandate = mandateToDispose(actor, positionId, security);
  return mandate && { ...mandate.from, ...asPost(mandate) };
}

function asPost({ id, positionId, unitId, positionName, validFrom, validTo, from }: HeldMandate) {
  const capacity = mandateCapacity(from.capacity, positionName);
  return { positionId, unitId, positionName, capacity, validFrom, validTo, mandateId: id };
}
