import { randomBytes } from 'node:crypto';
import { issueCertificate } from '../authority/issue-certificate.ts';
import { calendarDate } from '../clock.ts';
import type { KeyHandle } from '../custody/key-handle.ts';
import { type Appointment, listAppointmentsOf } from '../people/appointments-store.ts';
import { capacityText } from '../people/capacity.ts';
import { fullName } from '../people/full-name.ts';
import type { Office } from '../people/office-store.ts';
import type { Person } from '../people/persons-store.ts';
import { termState } from '../people/term.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { findSealKeyOfAppointment, type SealKey } from '../seal/directory-store.ts';
import { enrolSealKey, nextSealKeyName } from '../seal/enrol-seal-key.ts';
import { publishDirectory } from '../seal/publish-directory.ts';
import type { OfficeDeps } from './establish-office.ts';
import { sealKeyTerm } from './seal-key-term.ts';

/** One person's keys being made: `now` is read once for all of them. */
export interface Enrolment {
  handle: KeyHandle;
  person: Person;
  office: Office;
  now: Date;
}

/** A fresh certificate key with its certificate, in the caller's transaction. */
export async function makeCertificate(
  tx: Transaction,
  deps: OfficeDeps,
  { handle, person, office, now }: Enrolment,
): Promise<void> {
  const name = `${deps.host}/certificate/${person.id}/${randomBytes(8).toString('hex')}`;
  const key = handle.makeKey({ purpose: 'certificate', name });
  const privateKeyId = await handle.store(tx, key, now);
  await issueCertificate(tx, deps.keys.certificateIssuing, {
    personId: person.id,
    privateKeyId,
    publicKey: key.publicKey,
    fullName: fullName(person),
    plainName: person.name,
    office,
    now,
  });
}

/**
 * A seal key and a directory line for each appointment of today that has none, and the directory that lists them. The caller
 * holds `lockNotes`, so that two acts of one person never make two keys for one appointment.
 */
export async function makeSealKeys(
  tx: Transaction,
  deps: OfficeDeps,
  { handle, person, office, now }: Enrolment,
): Promise<SealKey[]> {
  const made: SealKey[] = [];
  for (const appointment of await appointmentsWithoutKey(tx, person.id, office, now)) {
    const key = handle.makeKey({ purpose: 'seal', name: await nextSealKeyName(tx, deps.host) });
    const privateKeyId = await handle.store(tx, key, now);
    const line = {
      holderName: fullName(person),
      position: capacityText(appointment.forms, appointment.positionName),
      unit: appointment.unitName,
      ...sealKeyTerm(appointment, now, office.timeZone),
    };
    const { name, publicKey } = key;
    made.push(await enrolSealKey(tx, { ...line, name, publicKey, appointmentId: appointment.id, privateKeyId }));
  }
  if (made.length > 0) await publishDirectory(tx, deps.keys.directory, now);
  return made;
}

/** Only those in force today: a coming one is not announced to the public before its first day. */
export async function appointmentsWithoutKey(
  db: Sql,
  personId: number,
  office: Office,
  now: Date,
): Promise<Appointment[]> {
  const today = calendarDate(now, office.timeZone);
  const without: Appointment[] = [];
  for (const appointment of await listAppointmentsOf(db, personId)) {
    if (appointment.positionClosedAt !== null || termState(appointment, today) !== 'current') continue;
    if ((await findSealKeyOfAppointment(db, appointment.id)) === undefined) without.push(appointment);
  }
  return without.toSorted((a, b) => a.id - b.id);
}
