import { listCertificatesOf, type OfficialCertificateRow } from '../authority/authority-store.ts';
import { type CertificateState, certificateState } from '../authority/certificate-term.ts';
import type { Clock } from '../clock.ts';
import type { KeyHandle } from '../custody/key-handle.ts';
import { openPassphrase } from '../custody/open-passphrase.ts';
import { Refusal } from '../errors.ts';
import { getOffice } from '../people/office.ts';
import { findPerson, type Person } from '../people/persons-store.ts';
import type { Sql } from '../postgres/database.ts';
import { lockNotes } from '../seal/trust-store.ts';
import { type EnrolDeps, enrolLaterAppointments } from './enrol-official.ts';
import { isOfFormerName } from './former-name.ts';
import { makeCertificate } from './official-keys.ts';

/** From how many days before its end a certificate may be renewed. */
const RENEWAL_DAYS = 90;

/**
 * Whether the person's newest certificate has ended, will end soon or bears a former name; false for a revoked one: that is
 * for the administrator.
 */
export async function certificateNeedsRenewal(db: Sql, personId: number, now: Date): Promise<boolean> {
  return (await findCertificateStanding(db, personId, now))?.renewable ?? false;
}

export interface CertificateStanding {
  state: CertificateState;
  notAfter: Date;
  /** Whether its owner may renew it now. */
  renewable: boolean;
  /** Whether it is made out to a name that the person no longer bears. */
  formerName: boolean;
}

/** How the person's newest certificate stands; undefined before the first. */
export async function findCertificateStanding(
  db: Sql,
  personId: number,
  now: Date,
): Promise<CertificateStanding | undefined> {
  const [newest] = await listCertificatesOf(db, personId);
  const person = await findPerson(db, personId);
  if (newest === undefined || person === undefined) return undefined;
  return {
    state: certificateState(newest, now),
    notAfter: newest.notAfter,
    renewable: isDue(newest, person, now),
    formerName: isOfFormerName(newest, person),
  };
}

function isDue(certificate: OfficialCertificateRow, person: Person, now: Date): boolean {
  const soon = new Date(now.getTime() + RENEWAL_DAYS * 86_400_000);
  if (certificateState(certificate, now) === 'revoked') return false;
  return certificateState(certificate, soon) === 'expired' || isOfFormerName(certificate, person);
}

/**
 * With the keys open anyway: a certificate that ends soon or bears a former name gets its successor, so that an official who
 * signs now and then never stands before an expired one, and signs under the name that the letter prints. True when there is
 * a new one.
 */
export async function renewWhenDue(
  deps: EnrolDeps,
  handle: KeyHandle,
  { certificate, person }: { certificate: OfficialCertificateRow; person: Person },
  now: Date,
): Promise<boolean> {
  if (!isDue(certificate, person, now)) return false;
  await renewWith(deps, handle, () => now);
  return true;
}

/**
 * A new key with a new certificate, at the entry of the passphrase, and the seal keys that are lacking; the old ones stay, for
 * what they signed. Refusals as `openPassphrase`, and `certificate-not-due`.
 */
export async function renewCertificate(
  deps: EnrolDeps,
  input: { personId: number; passphrase: string },
): Promise<void> {
  const handle = await openPassphrase(deps.custody, input.personId, input.passphrase);
  try {
    const renewed = await renewWith(deps, handle, deps.clock);
    const made = await enrolLaterAppointments(deps, handle);
    if (!renewed && made.length === 0) throw notDue();
  } finally {
    handle.close();
  }
}

/** Of two at once the second finds nothing due any more. */
async function renewWith(deps: EnrolDeps, handle: KeyHandle, clock: Clock): Promise<boolean> {
  const office = await getOffice(deps);
  return deps.db.transaction(async (tx) => {
    await lockNotes(tx);
    const now = clock();
    const person = await findPerson(tx, handle.personId);
    if (person === undefined || !(await certificateNeedsRenewal(tx, person.id, now))) return false;
    await makeCertificate(tx, deps, { handle, person, office, now });
    return true;
  });
}

function notDue(): Refusal {
  return new Refusal('wrong-state', 'certificate-not-due', {
    id: 'Sertifikat elektronik Anda masih berlaku lama, atau sudah dicabut; tidak ada yang diperbarui.',
    en: 'Your certificate is still valid for long, or was revoked; nothing was renewed.',
  });
}
