import type { Actor } from '../people/actor.ts';
import { findAppointment } from '../people/appointments-store.ts';
import { endAppointment } from '../people/change-appointments.ts';
import { findOffice } from '../people/office-store.ts';
import { findPerson } from '../people/persons-store.ts';
import type { Sql } from '../postgres/database.ts';
import { endSealKey, listSealKeys, lockSealKeyOfAppointment, markSealKeysRetired } from '../seal/directory-store.ts';
import { publishDirectory } from '../seal/publish-directory.ts';
import { refreshState } from '../seal/refresh-state.ts';
import { lockNotes } from '../seal/trust-store.ts';
import type { OfficeDeps } from './establish-office.ts';
import { endOfDay, notBeforeNow } from './seal-key-term.ts';

/** Ends an appointment and, in the published directory, its key. Refusals are those of the people's `endAppointment`. */
export async function endAppointmentAndKey(
  deps: OfficeDeps,
  actor: Actor,
  appointmentId: number,
  lastDay: string,
): Promise<void> {
  await endAppointment(deps, actor, appointmentId, lastDay);
  await retireSealKeys(deps);
}

/**
 * Brings every listed key down to the term of its appointment, ends those of closed accounts and closed positions, retires those that are over,
 * and publishes when something changed. Idempotent: it also runs with the hourly jobs, which finishes what a crash after the
 * end of an appointment left undone. Call it after an appointment was ended, an account or a position closed.
 */
export async function retireSealKeys(deps: OfficeDeps): Promise<void> {
  const office = await findOffice(deps.db);
  if (office === undefined) return;
  const { now, changed } = await deps.db.transaction(async (tx) => {
    await lockNotes(tx);
    const ending: { id: number; end: Date }[] = [];
    for (const key of await listSealKeys(tx)) {
      if (key.status !== 'active' || key.appointmentId === null) continue;
      const end = await endOfAppointment(tx, key.appointmentId, office.timeZone);
      if (end === undefined || key.notAfter <= end) continue;
      await lockSealKeyOfAppointment(tx, key.appointmentId);
      ending.push({ id: key.id, end });
    }
    // Read when the keys are held: what one of them sealed a moment before is never past its end.
    const now = deps.clock();
    for (const { id, end } of ending) await endSealKey(tx, id, notBeforeNow(end, now));
    const changed = (await markSealKeysRetired(tx, now)) + ending.length > 0;
    if (changed) await publishDirectory(tx, deps.keys.directory, now);
    return { now, changed };
  });
  if (changed) await refreshState({ db: deps.db, stateKey: deps.keys.state }, now);
}

/** The last second in which the holder could act from the appointment; undefined while it is open. */
async function endOfAppointment(db: Sql, appointmentId: number, timeZone: string): Promise<Date | undefined> {
  const appointment = await findAppointment(db, appointmentId);
  if (appointment === undefined) return undefined;
  const closed = (await findPerson(db, appointment.personId))?.disabledAt ?? null;
  const lastDay = appointment.validTo === null ? null : endOfDay(appointment.validTo, timeZone);
  const ends = [closed, lastDay, appointment.positionClosedAt]
    .filter((end) => end !== null)
    .map((end) => end.getTime());
  return ends.length === 0 ? undefined : new Date(Math.min(...ends));
}
