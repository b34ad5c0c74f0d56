import type { KeyObject } from 'node:crypto';
import { readPublicKey } from '../certificates/algorithms.ts';
import { derChildren, readDer } from '../certificates/der.ts';
import { Fault } from '../errors.ts';

/** What a signature says about its certificate, and the key to check it with. */
export interface CertificateParts {
  /** The content bytes that stand in the certificate, without tag and length, one character per byte. */
  readonly issuer: string;
  readonly serial: string;
  readonly publicKey: KeyObject;
}

/**
 * Cut out of a certificate (DER) rather than decoded and encoded again: SignerInfo must name the issuer byte for byte
 * (RFC 5652, 10.2.4). Not through X509Certificate, which costs more than the signature.
 */
export function partsOf(certificate: Buffer): CertificateParts {
  const [toBeSigned] = derChildren(readDer(certificate));
  const fields = toBeSigned === undefined ? [] : derChildren(toBeSigned);
  // The version stands first under [0] unless it is 1, which is left out.
  const [serial, , issuer, , , subjectPublicKey] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  if (serial?.tag !== 0x02 || issuer?.tag !== 0x30 || subjectPublicKey?.tag !== 0x30) {
    throw new Fault('read the signing certificate');
  }
  const publicKey = readPublicKey(subjectPublicKey.raw);
  if (publicKey === undefined) throw new Fault('read the key of the signing certificate');
  return {
    issuer: issuer.content.toString('latin1'),
    serial: serial.content.toString('latin1'),
    publicKey,
  };
}
