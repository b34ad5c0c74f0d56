import { createHash, type KeyObject } from 'node:crypto';
import { readPublicKey } from './algorithms.ts';
import { type CertificateExtensions, readExtensions } from './certificate-extensions.ts';
import {
  type Algorithm,
  type Der,
  DerProblem,
  derChildren,
  expectTag,
  readAlgorithm,
  readBits,
  readTime,
  readWholeDer,
  tags,
} from './der.ts';
import { nameAttributes, nameText } from './name.ts';

/** A parsed certificate. Nothing here is trusted: parsing says only that it is well formed. */
export interface Certificate extends CertificateExtensions {
  der: Buffer;
  /** SHA-256 of the DER, lower-case hex: the identity of the certificate everywhere in this project. */
  sha256: string;
  /** Lower-case hex of the INTEGER's octets. */
  serial: string;
  /** DER of the names; equality of names is equality of these bytes. */
  subject: Buffer;
  issuer: Buffer;
  notBefore: Date;
  notAfter: Date;
  /** undefined when OpenSSL does not know this kind of key. */
  publicKey: KeyObject | undefined;
  publicKeyInfo: Buffer;
  tbs: Buffer;
  signatureAlgorithm: Algorithm;
  signature: Buffer;
}

/** Reads one DER certificate that fills `der` exactly. Throws DerProblem. */
export function parseCertificate(der: Buffer): Certificate {
  const [tbs, outerAlgorithm, signature, surplus] = derChildren(readWholeDer(der, tags.sequence));
  if (surplus !== undefined) throw new DerProblem('certificate');
  const fields = derChildren(expectTag(tbs, tags.sequence));
  const versioned = fields[0]?.tag === 0xa0;
  const [serial, algorithm, issuer, validity, subject, spki, ...rest] = versioned ? fields.slice(1) : fields;
  // RFC 5280 4.1.1.2: both spellings of the algorithm are the same, or the unsigned one could be swapped.
  if (algorithm === undefined || outerAlgorithm === undefined || !algorithm.raw.equals(outerAlgorithm.raw)) {
    throw new DerProblem('signature algorithms differ');
  }
  const [notBefore, notAfter] = derChildren(expectTag(validity, tags.sequence));
  const publicKeyInfo = expectTag(spki, tags.sequence).raw;
  return {
    der,
    sha256: createHash('sha256').update(der).digest('hex'),
    serial: expectTag(serial, tags.integer).content.toString('hex'),
    subject: expectTag(subject, tags.sequence).raw,
    issuer: expectTag(issuer, tags.sequence).raw,
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    publicKey: readPublicKey(publicKeyInfo),
    publicKeyInfo,
    tbs: expectTag(tbs, tags.sequence).raw,
    signatureAlgorithm: readAlgorithm(outerAlgorithm),
    signature: readBits(signature),
    ...readExtensions(rest.find((field) => field.tag === 0xa3)),
  };
}

/** As parseCertificate, but undefined for anything malformed. */
export function tryParseCertificate(der: Buffer): Certificate | undefined {
  try {
    return parseCertificate(der);
  } catch {
    return undefined;
  }
}

/** The certificates of a PEM file (any number) or of one DER file. Throws DerProblem when there is none. */
export function readCertificateFile(bytes: Buffer): Certificate[] {
  if (bytes[0] === tags.sequence) return [parseCertificate(bytes)];
  const blocks = bytes.toString('latin1').matchAll(/-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----([\s\S]*?)-----END/g);
  const certificates = Array.from(blocks, ([, body = '']) => parseCertificate(Buffer.from(body, 'base64')));
  if (certificates.length === 0) throw new DerProblem('no certificate in the file');
  return certificates;
}

/** Subject as text, for showing. */
export function subjectText(certificate: Certificate): string {
  return safely(() => nameText(certificate.subject)) ?? '';
}

export function issuerText(certificate: Certificate): string {
  return safely(() => nameText(certificate.issuer)) ?? '';
}

/** The common name, or the whole subject when there is none. */
export function signerName(certificate: Certificate): string {
  const attributes = safely(() => nameAttributes(certificate.subject)) ?? [];
  return attributes.findLast(({ label }) => label === 'CN')?.value ?? subjectText(certificate);
}

function safely<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** RFC 5280 4.1.2.2 issuer and serial number as CMS spells them. */
export function isIssuerAndSerial(certificate: Certificate, issuerAndSerial: Der): boolean {
  const [issuer, serial, surplus] = derChildren(issuerAndSerial);
  return (
    surplus === undefined &&
    issuer !== undefined &&
    certificate.issuer.equals(issuer.raw) &&
    serial?.tag === tags.integer &&
    serial.content.toString('hex') === certificate.serial
  );
}
