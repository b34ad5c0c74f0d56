import { randomBytes } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate } from '@peculiar/asn1-x509';
import { Fault } from '../errors.ts';
import type { Transaction } from '../postgres/database.ts';
import { insertCertificate, listAuthorityCertificates } from './authority-store.ts';
import { issuingName, officialName, rootName } from './certificate-names.ts';
import { type CertificateContent, der, ecdsaWithSha256, tbsCertificate, x500Name } from './certificate-profile.ts';
import { termFrom, YEARS } from './certificate-term.ts';

/** A P-256 key of the authority: `publicKey` is SubjectPublicKeyInfo DER, `sign` answers ECDSA with SHA-256, DER. */
export interface AuthoritySigner {
  readonly publicKey: Buffer;
  sign(message: Uint8Array): Buffer;
}

export interface OfficeNames {
  name: string;
  region: string;
}

/** A certificate: the content in DER, signed by its issuer. No I/O; `sign` is the issuer's key. */
export function certify(
  unsigned: Omit<CertificateContent, 'serial'>,
  sign: (tbs: Uint8Array) => Buffer,
): { der: Buffer; serial: string } {
  const serial = randomBytes(16);
  // Positive, and always sixteen octets: 126 random bits, no leading zero to lose.
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  const content = tbsCertificate({ ...unsigned, serial });
  const certificate = new Certificate({
    tbsCertificate: content,
    signatureAlgorithm: ecdsaWithSha256(),
    signatureValue: Uint8Array.from(sign(der(content))).buffer,
  });
  return { der: der(certificate), serial: serial.toString('hex') };
}

/** The office's root and issuing certificates, made once; the caller holds `lockAuthority` and knows that none exist. */
export async function createAuthority(
  tx: Transaction,
  keys: { root: AuthoritySigner; issuing: AuthoritySigner },
  office: OfficeNames,
  now: Date,
): Promise<{ root: Buffer; issuing: Buffer }> {
  const names = { root: rootName(office), issuing: issuingName(office) };
  const issuer = { name: x500Name(names.root), publicKey: keys.root.publicKey };
  const rootTerm = termFrom(now, YEARS.root);
  const root = certify(
    { role: 'root', subject: issuer.name, publicKey: issuer.publicKey, issuer, ...rootTerm },
    keys.root.sign,
  );
  const issuingTerm = termFrom(now, YEARS.issuing, rootTerm.notAfter);
  const subject = x500Name(names.issuing);
  const issuing = certify(
    { role: 'issuing', subject, publicKey: keys.issuing.publicKey, issuer, ...issuingTerm },
    keys.root.sign,
  );
  const authority = { personId: null, privateKeyId: null, at: now };
  await insertCertificate(tx, { ...authority, ...root, ...rootTerm, role: 'root', subject: names.root.commonName });
  await insertCertificate(tx, {
    ...authority,
    ...issuing,
    ...issuingTerm,
    role: 'issuing',
    subject: names.issuing.commonName,
  });
  return { root: root.der, issuing: issuing.der };
}

/**
 * An official's certificate for a key that the caller stored in the same transaction. The issuer's name is taken from
 * `office` as it was when the authority was made, read from the issuing certificate itself.
 */
export async function issueCertificate(
  tx: Transaction,
  issuing: AuthoritySigner,
  request: {
    personId: number;
    privateKeyId: number;
    /** SubjectPublicKeyInfo DER, P-256. */
    publicKey: Buffer;
    fullName: string;
    plainName: string;
    office: OfficeNames;
    now: Date;
  },
): Promise<{ id: number; der: Buffer; serial: string; notBefore: Date; notAfter: Date }> {
  const authority = (await listAuthorityCertificates(tx)).find((row) => row.role === 'issuing');
  if (authority === undefined) throw new Fault('there is no issuing certificate: the office was not set up');
  const issuer = AsnConvert.parse(authority.der, Certificate).tbsCertificate;
  if (!der(issuer.subjectPublicKeyInfo).equals(issuing.publicKey)) {
    throw new Fault('the issuing key is not the one of the issuing certificate');
  }
  const term = termFrom(request.now, YEARS.official, authority.notAfter);
  const subject = officialName(request.office, request);
  const made = certify(
    {
      role: 'official',
      subject: x500Name(subject),
      publicKey: request.publicKey,
      issuer: { name: issuer.subject, publicKey: issuing.publicKey },
      ...term,
    },
    issuing.sign,
  );
  const { personId, privateKeyId, now: at } = request;
  const id = await insertCertificate(tx, {
    personId,
    privateKeyId,
    role: 'official',
    ...made,
    ...term,
    subject: subject.commonName,
    at,
  });
  return { id, ...made, ...term };
}
