import { X509Certificate } from 'node:crypto';
import { Fault, Refusal } from '../errors.ts';
import type { Sql } from '../postgres/database.ts';
import { listAuthorityCertificates, listCertificatesOf, type OfficialCertificateRow } from './authority-store.ts';
import { certificateState, demandUsable } from './certificate-term.ts';

/** The certificate with which an official signs, and the name of its key in custody. */
export interface OfficialCertificate extends OfficialCertificateRow {
  /** SubjectPublicKeyInfo DER as the certificate states it: what custody must find in the opened key. */
  publicKey: Buffer;
}

/**
 * The newest certificate of the person that is valid at `at`. Refusals: `no-certificate`, and those of `demandUsable` for
 * the newest one when none is valid.
 */
export async function currentCertificate(
  db: Sql,
  personId: number,
  at: Date,
  timeZone?: string,
): Promise<OfficialCertificate> {
  const all = await listCertificatesOf(db, personId);
  const certificate = all.find((candidate) => certificateState(candidate, at) === 'valid') ?? all[0];
  if (certificate === undefined) throw noCertificate();
  demandUsable(certificate, at, timeZone);
  const { publicKey } = new X509Certificate(certificate.der);
  return { ...certificate, publicKey: publicKey.export({ type: 'spki', format: 'der' }) };
}

/** The certificates above an official's, nearest first: issuing, root (DER). */
export async function chainOf(db: Sql, certificate: { der: Buffer }): Promise<Buffer[]> {
  const authorities = (await listAuthorityCertificates(db)).map(({ der }) => new X509Certificate(der));
  const chain: Buffer[] = [];
  let below = new X509Certificate(certificate.der);
  while (!isSelfIssued(below)) {
    const child = below;
    const issuer = authorities.find((candidate) => child.checkIssued(candidate) && child.verify(candidate.publicKey));
    if (issuer === undefined) throw new Fault('a certificate was issued by none of the stored authorities');
    chain.push(Buffer.from(issuer.raw));
    below = issuer;
  }
  return chain;
}

/** The roots that our own verifier trusts (DER). */
export async function trustAnchors(db: Sql): Promise<Buffer[]> {
  return (await listAuthorityCertificates(db)).filter(({ role }) => role === 'root').map(({ der }) => der);
}

function isSelfIssued(certificate: X509Certificate): boolean {
  return certificate.checkIssued(certificate);
}

function noCertificate(): Refusal {
  return new Refusal('wrong-state', 'no-certificate', {
    id: 'Anda belum memiliki sertifikat elektronik. Buat frasa sandi penandatanganan di halaman akun.',
    en: 'You have no certificate yet. Set a signing passphrase on your account page.',
  });
}
