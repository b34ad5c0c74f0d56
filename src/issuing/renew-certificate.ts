import { listCertificatesOf } from '../authority/authority-store.ts';
import { type CertificateState, type CertificateTerm, certificateState } from '../authority/certificate-term.ts';
import type { Clock } from '../clock.ts';
import type { KeyHandle } from '../custody/key-handle.ts';
import { openPassphrase } from '../custody/open-passphrase.ts';
import { Refusal } from '../errors.ts';
import { getPerson } from '../people/change-persons.ts';
import { getOffice } from '../people/office.ts';
import type { Sql } from '../postgres/database.ts';
import { lockNotes } from '../seal/trust-store.ts';
import type { EnrolDeps } from './enrol-official.ts';
import { makeCertificate } from './official-keys.ts';

/** From how many days before its end a certificate may be renewed. */
const RENEWAL_DAYS = 90;

/** Whether the person's newest certificate has ended or will end soon; false for a revoked one: that is for the administrator. */
export async function certificateNeedsRenewal(db: Sql, personId: number, now: Date): Promise<boolean> {
  return (await findCertificateStanding(db, personId, now))?.renewable ?? false;
}

export interface CertificateStanding {
  state: CertificateState;
  notAfter: Date;
  /** Whether its owner may renew it now. */
  renewable: boolean;
}

/** How the person's newest certificate stands; undefined before the first. */
export async function findCertificateStanding(
  db: Sql,
  personId: number,
  now: Date,
): Promise<CertificateStanding | undefined> {
  const [newest] = await listCertificatesOf(db, personId);
  if (newest === undefined) return undefined;
  return { state: certificateState(newest, now), notAfter: newest.notAfter, renewable: isDue(newest, now) };
}

function isDue(certificate: CertificateTerm, now: Date): boolean {
  const soon = new Date(now.getTime() + RENEWAL_DAYS * 86_400_000);
  return certificateState(certificate, now) !== 'revoked' && certificateState(certificate, soon) === 'expired';
}

/**
 * With the keys open anyway: a certificate that ends soon gets its successor, so that an official who signs now and then never
 * stands before an expired one. True when there is a new one.
 */
export async function renewWhenDue(
  deps: EnrolDeps,
  handle: KeyHandle,
  certificate: CertificateTerm,
  now: Date,
): Promise<boolean> {
  if (!isDue(certificate, now)) return false;
  await renewWith(deps, handle, () => now);
  return true;
}

/**
 * A new key with a new certificate, at the entry of the passphrase; the old one stays, for what it signed. Refusals as
 * `openPassphrase`, and `certificate-not-due`.
 */
export async function renewCertificate(
  deps: EnrolDeps,
  input: { personId: number; passphrase: string },
): Promise<void> {
  const handle = await openPassphrase(deps.custody, input.personId, input.passphrase);
  try {
    if (!(await renewWith(deps, handle, deps.clock))) throw notDue();
  } finally {
    handle.close();
  }
}

/** Of two at once the second finds nothing due any more. */
async function renewWith(deps: EnrolDeps, handle: KeyHandle, clock: Clock): Promise<boolean> {
  const [office, person] = [await getOffice(deps), await getPerson(deps, handle.personId)];
  return deps.db.transaction(async (tx) => {
    await lockNotes(tx);
    const now = clock();
    if (!(await certificateNeedsRenewal(tx, person.id, now))) return false;
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
