import { calendarDate } from '../clock.ts';
import { Fault } from '../errors.ts';
import { listAppointmentsTo } from '../people/appointments-store.ts';
import type { AppointmentForm } from '../people/capacity.ts';
import { findPerson } from '../people/persons-store.ts';
import { termState } from '../people/term.ts';
import type { Sql } from '../postgres/database.ts';
import type { SigningPerson } from './build-page.ts';

/** A person as the signature block needs them, in the acting forms of the appointment from which they sign. */
export async function readSigningPerson(db: Sql, personId: number, forms: AppointmentForm[]): Promise<SigningPerson> {
  const person = await findPerson(db, personId);
  if (person === undefined) throw new Fault(`person ${personId} of an appointment does not exist`);
  const { name, titleBefore, titleAfter, nip, rank } = person;
  return { name, titleBefore, titleAfter, nip, rank, forms };
}

/**
 * Who would sign today from this position: whoever stands in comes before the one they stand in for. Undefined when the
 * post is vacant. A preview shows them; the signing act shows whoever really signs.
 */
export async function findPresentHolder(
  db: Sql,
  positionId: number,
  { now, timeZone }: { now: Date; timeZone: string },
): Promise<SigningPerson | undefined> {
  const today = calendarDate(now, timeZone);
  for (const held of (await listAppointmentsTo(db, positionId)).toSorted((a, b) => b.forms.length - a.forms.length)) {
    if (termState(held, today) !== 'current' || held.positionClosedAt !== null) continue;
    const person = await findPerson(db, held.personId);
    if (person !== undefined && person.disabledAt === null) return readSigningPerson(db, held.personId, held.forms);
  }
  return undefined;
}
