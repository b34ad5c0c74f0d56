import { listCertificatesOf } from '../authority/authority-store.ts';
import { certificateState } from '../authority/certificate-term.ts';
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
  const [newest] = await listCertificatesOf(db, personId);
  if (newest === undefined) return false;
  const soon = new Date(now.getTime() + RENEWAL_DAYS * 86_400_000);
  return certificateState(newest, now) !== 'revoked' && certificateState(newest, soon) === 'expired';
}

/**
 * A new key with a new certificate, at the entry of the passphrase; the old one stays, for what it signed. Refusals as
 * `openPassphrase`, and `certificate-not-due`.
 */
export async function renewCertificate(
  deps: EnrolDeps,
  input: { personId: number; passphrase: string },
): Promise<void> {
  const [office, person] = await Promise.all([getOffice(deps), getPerson(deps, input.personId)]);
  const handle = await openPassphrase(deps.custody, person.id, input.passphrase);
  try {
    await deps.db.transaction(async (tx) => {
      await lockNotes(tx);
      const now = deps.clock();
      if (!(await certificateNeedsRenewal(tx, person.id, now))) throw notDue();
      await makeCertificate(tx, deps, { handle, person, office, now });
    });
  } finally {
    handle.close();
  }
}

function notDue(): Refusal {
  return new Refusal('wrong-state', 'certificate-not-due', {
    id: 'Sertifikat elektronik Anda masih berlaku lama, atau sudah dicabut; tidak ada yang diperbarui.',
    en: 'Your certificate is still valid for long, or was revoked; nothing was renewed.',
  });
}
