import { officialCommonName } from '../authority/certificate-names.ts';
import type { Clock } from '../clock.ts';
import { listAppointmentsOf } from '../people/appointments-store.ts';
import { fullName } from '../people/full-name.ts';
import type { Person } from '../people/persons-store.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import {
  endSealKey,
  findSealKeyOfAppointment,
  lockSealKeyOfAppointment,
  markSealKeysRetired,
  type SealKey,
} from '../seal/directory-store.ts';
import { notBeforeNow } from './seal-key-term.ts';

/** Whether a certificate, by its subject's common name, is made out to another name than the person's present one. */
export function isOfFormerName(certificate: { subject: string }, person: Person): boolean {
  return certificate.subject !== officialCommonName({ fullName: fullName(person), plainName: person.name });
}

/** Whether a line of the directory in force names the person otherwise than they are now called. */
export async function isListedUnderFormerName(db: Sql, person: Person): Promise<boolean> {
  for (const { id } of await listAppointmentsOf(db, person.id)) {
    const key = await findSealKeyOfAppointment(db, id);
    if (key !== undefined && namesFormer(key, person)) return true;
  }
  return false;
}

/**
 * Ends as of now the person's seal keys whose line bears a former name, since a published line never changes its name, and
 * gives how many; the caller holds `lockNotes` and publishes. The clock is read when the keys are held: what one of them
 * sealed a moment before is never past its end.
 */
export async function endKeysOfFormerName(tx: Transaction, person: Person, clock: Clock): Promise<number> {
  const former: SealKey[] = [];
  for (const { id } of await listAppointmentsOf(tx, person.id)) {
    const key = await lockSealKeyOfAppointment(tx, id);
    if (key !== undefined && namesFormer(key, person)) former.push(key);
  }
  if (former.length === 0) return 0;
  const now = clock();
  for (const { id } of former) await endSealKey(tx, id, notBeforeNow(now, now));
  await markSealKeysRetired(tx, now);
  return former.length;
}

/** A revoked line keeps its state and its name. */
function namesFormer(key: SealKey, person: Person): boolean {
  return key.status === 'active' && key.holderName !== fullName(person);
}
