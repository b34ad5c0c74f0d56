import type { KeyObject } from 'node:crypto';
import { Fault } from '../errors.ts';
import { type Der, nothing, oid, sequence } from './der.ts';

/** The pairs of key and digest that Acrobat and the ETSI profiles both accept (ETSI TS 119 312). */
export type AlgorithmName = 'ecdsa-p256-sha256' | 'ecdsa-p384-sha384' | 'rsa-sha256';

export interface SignatureAlgorithm {
  readonly name: AlgorithmName;
  /** For node:crypto. */
  readonly digest: 'sha256' | 'sha384';
  readonly digestOid: string;
  readonly signatureOid: string;
  readonly signatureHasNull: boolean;
  /** The longest signature value in bytes: what has to be reserved for. */
  readonly longest: number;
}

const SHA256 = { digest: 'sha256', digestOid: '2.16.840.1.101.3.4.2.1' } as const;
const SHA384 = { digest: 'sha384', digestOid: '2.16.840.1.101.3.4.2.2' } as const;

/** The algorithm that belongs to a public key; a Fault for keys that must not sign letters (RSA below 2048 bits, other curves). */
export function algorithmFor(key: KeyObject): SignatureAlgorithm {
  const details = key.asymmetricKeyDetails;
  if (key.asymmetricKeyType === 'ec' && details?.namedCurve === 'prime256v1') {
    const [name, signatureOid] = ['ecdsa-p256-sha256', '1.2.840.10045.4.3.2'] as const;
    return { name, ...SHA256, signatureOid, signatureHasNull: false, longest: 72 };
  }
  if (key.asymmetricKeyType === 'ec' && details?.namedCurve === 'secp384r1') {
    const [name, signatureOid] = ['ecdsa-p384-sha384', '1.2.840.10045.4.3.3'] as const;
    return { name, ...SHA384, signatureOid, signatureHasNull: false, longest: 104 };
  }
  if (key.asymmetricKeyType === 'rsa' && (details?.modulusLength ?? 0) >= 2048) {
    const longest = Math.ceil((details?.modulusLength ?? 0) / 8);
    const [name, signatureOid] = ['rsa-sha256', '1.2.840.113549.1.1.11'] as const;
    return { name, ...SHA256, signatureOid, signatureHasNull: true, longest };
  }
  throw new Fault(`sign with a ${key.asymmetricKeyType ?? 'nameless'} key that no profile allows`);
}

/** RFC 5754: no parameters for SHA-2 and ECDSA, NULL for RSA. */
export function digestIdentifier({ digestOid }: SignatureAlgorithm): Der {
  return sequence(oid(digestOid));
}

export function signatureIdentifier({ signatureOid, signatureHasNull }: SignatureAlgorithm): Der {
  return signatureHasNull ? sequence(oid(signatureOid), nothing()) : sequence(oid(signatureOid));
}
