import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate } from '@peculiar/asn1-x509';
import { Fault } from '../errors.ts';
import type { Sql } from '../postgres/database.ts';
import { listAuthorityCertificates } from './authority-store.ts';
import { der, x500Name } from './certificate-profile.ts';
import { chainOf } from './current-certificate.ts';
import { type AuthoritySigner, certify } from './issue-certificate.ts';

const LIVES_MS = 60_000;

/**
 * A certificate that names nobody, for a key that lives as long as one trial: it shows that the office's authority can issue,
 * and is written nowhere. It ends after a minute, so that even a copy of it could sign nothing.
 * `publicKey` is SubjectPublicKeyInfo DER, P-256.
 * @throws Fault when there is no issuing certificate, or the key in `keys/` is not its key
 */
export async function trialCertificate(
  db: Sql,
  issuing: AuthoritySigner,
  publicKey: Buffer,
  now: Date,
): Promise<{ certificate: Buffer; chain: Buffer[]; anchors: Buffer[] }> {
  const rows = await listAuthorityCertificates(db);
  const authority = rows.find(({ role }) => role === 'issuing');
  if (authority === undefined) throw new Fault('there is no issuing certificate');
  const issuer = AsnConvert.parse(authority.der, Certificate).tbsCertificate;
  if (!der(issuer.subjectPublicKeyInfo).equals(issuing.publicKey)) {
    throw new Fault('the issuing key is not the one of the issuing certificate');
  }
  const notBefore = new Date(Math.floor(now.getTime() / 1000) * 1000);
  const unit = 'Uji coba sistem: bukan pejabat, bukan tanda tangan';
  const made = certify(
    {
      role: 'official',
      subject: x500Name({ organisation: 'Layang', unit, commonName: 'Uji coba tanda tangan' }),
      publicKey,
      issuer: { name: issuer.subject, publicKey: issuing.publicKey },
      notBefore,
      notAfter: new Date(notBefore.getTime() + LIVES_MS),
    },
    issuing.sign,
  );
  return {
    certificate: made.der,
    chain: await chainOf(db, made),
    anchors: rows.filter(({ role }) => role === 'root').map((row) => row.der),
  };
}
