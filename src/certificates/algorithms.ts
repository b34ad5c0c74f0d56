import { constants, createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import {
  type Algorithm,
  type Der,
  DerProblem,
  derChildren,
  expectTag,
  readAlgorithm,
  readSmallInteger,
  tags,
} from './der.ts';

const digests: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.5': 'md5',
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  '2.16.840.1.101.3.4.2.8': 'sha3-256',
  '2.16.840.1.101.3.4.2.9': 'sha3-384',
  '2.16.840.1.101.3.4.2.10': 'sha3-512',
  '2.16.840.1.101.3.4.2.12': 'shake256',
};

/** Digests under which somebody could make two documents with one value (ETSI TS 119 312 clause 5). */
export const weakDigests: ReadonlySet<string> = new Set(['md5', 'sha1']);

interface Scheme {
  family: 'rsa' | 'rsa-pss' | 'ec' | 'dsa' | 'ed25519' | 'ed448';
  /** undefined: the digest is named elsewhere (by the SignerInfo), or the scheme has its own. */
  digest: string | undefined;
}

const schemes: Readonly<Record<string, Scheme>> = {
  '1.2.840.113549.1.1.1': { family: 'rsa', digest: undefined },
  '1.2.840.113549.1.1.4': { family: 'rsa', digest: 'md5' },
  '1.2.840.113549.1.1.5': { family: 'rsa', digest: 'sha1' },
  '1.2.840.113549.1.1.14': { family: 'rsa', digest: 'sha224' },
  '1.2.840.113549.1.1.11': { family: 'rsa', digest: 'sha256' },
  '1.2.840.113549.1.1.12': { family: 'rsa', digest: 'sha384' },
  '1.2.840.113549.1.1.13': { family: 'rsa', digest: 'sha512' },
  '2.16.840.1.101.3.4.3.14': { family: 'rsa', digest: 'sha3-256' },
  '2.16.840.1.101.3.4.3.15': { family: 'rsa', digest: 'sha3-384' },
  '2.16.840.1.101.3.4.3.16': { family: 'rsa', digest: 'sha3-512' },
  '1.2.840.113549.1.1.10': { family: 'rsa-pss', digest: undefined },
  '1.2.840.10045.2.1': { family: 'ec', digest: undefined },
  '1.2.840.10045.4.1': { family: 'ec', digest: 'sha1' },
  '1.2.840.10045.4.3.1': { family: 'ec', digest: 'sha224' },
  '1.2.840.10045.4.3.2': { family: 'ec', digest: 'sha256' },
  '1.2.840.10045.4.3.3': { family: 'ec', digest: 'sha384' },
  '1.2.840.10045.4.3.4': { family: 'ec', digest: 'sha512' },
  '2.16.840.1.101.3.4.3.10': { family: 'ec', digest: 'sha3-256' },
  '2.16.840.1.101.3.4.3.11': { family: 'ec', digest: 'sha3-384' },
  '2.16.840.1.101.3.4.3.12': { family: 'ec', digest: 'sha3-512' },
  '1.2.840.10040.4.1': { family: 'dsa', digest: undefined },
  '1.2.840.10040.4.3': { family: 'dsa', digest: 'sha1' },
  '2.16.840.1.101.3.4.3.1': { family: 'dsa', digest: 'sha224' },
  '2.16.840.1.101.3.4.3.2': { family: 'dsa', digest: 'sha256' },
  '1.3.101.112': { family: 'ed25519', digest: undefined },
  '1.3.101.113': { family: 'ed448', digest: undefined },
};

/** OpenSSL's name of a digest algorithm, undefined when unknown or when its parameters are not absent or NULL. */
export function digestName(algorithm: Algorithm): string | undefined {
  if (algorithm.parameters !== undefined && !isNull(algorithm.parameters)) return undefined;
  return digests[algorithm.oid];
}

export function digestOf(name: string, ...parts: Uint8Array[]): Buffer {
  const hash = name === 'shake256' ? createHash('shake256', { outputLength: 64 }) : createHash(name);
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** What became of one signature value. `digest` is the digest really used, for the weakness rules. */
export type SignatureValueOutcome =
  | { outcome: 'valid'; digest: string }
  | { outcome: 'invalid' }
  | { outcome: 'unsupported' };

/**
 * Verifies a signature value as X.509 and CMS spell it.
 * `digest` is the digest named beside the signature (SignerInfo.digestAlgorithm); where the algorithm names one too, both must agree.
 */
export function verifySignatureValue(
  algorithm: Algorithm,
  digest: string | undefined,
  key: KeyObject,
  message: Uint8Array,
  signature: Buffer,
): SignatureValueOutcome {
  const scheme = schemes[algorithm.oid];
  if (scheme === undefined) return { outcome: 'unsupported' };
  try {
    return verifyScheme(scheme, algorithm.parameters, digest, key, message, signature);
  } catch {
    // OpenSSL throws for keys and values that no honest signer makes; for the reader that is one thing: it does not verify.
    return { outcome: 'invalid' };
  }
}

function verifyScheme(
  scheme: Scheme,
  parameters: Der | undefined,
  beside: string | undefined,
  key: KeyObject,
  message: Uint8Array,
  signature: Buffer,
): SignatureValueOutcome {
  const type = key.asymmetricKeyType;
  const outcome = (valid: boolean, digest: string): SignatureValueOutcome =>
    valid ? { outcome: 'valid', digest } : { outcome: 'invalid' };
  if (scheme.family === 'ed25519' || scheme.family === 'ed448') {
    if (parameters !== undefined || type !== scheme.family) return { outcome: 'invalid' };
    return outcome(verify(null, message, key, signature), beside ?? 'sha512');
  }
  if (scheme.family === 'rsa-pss') {
    if (type !== 'rsa' && type !== 'rsa-pss') return { outcome: 'invalid' };
    const pss = readPssParameters(parameters);
    if (pss === undefined || (beside !== undefined && beside !== pss.digest)) return { outcome: 'invalid' };
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    return outcome(verify(pss.digest, message, { key, padding, saltLength: pss.saltLength }, signature), pss.digest);
  }
  const digest = scheme.digest ?? beside;
  if (digest === undefined || (beside !== undefined && digest !== beside)) return { outcome: 'invalid' };
  if (scheme.family === 'rsa') {
    if (type !== 'rsa' || (parameters !== undefined && !isNull(parameters))) return { outcome: 'invalid' };
    return outcome(verify(digest, message, { key, padding: constants.RSA_PKCS1_PADDING }, signature), digest);
  }
  if (type !== scheme.family) return { outcome: 'invalid' };
  if (parameters !== undefined && (scheme.digest !== undefined || !isNull(parameters))) {
    // RFC 5758 3.2: parameters are absent. With the bare key identifier some signers repeat the curve; the key says it already.
    if (scheme.digest !== undefined) return { outcome: 'invalid' };
  }
  return outcome(verify(digest, message, { key, dsaEncoding: 'der' }, signature), digest);
}

/** RFC 4055 3.1. Only MGF1 with the same digest, which is all that OpenSSL's simple interface and everybody else use. */
function readPssParameters(parameters: Der | undefined): { digest: string; saltLength: number } | undefined {
  if (parameters === undefined) return undefined;
  let digest: string | undefined = 'sha1';
  let mask: string | undefined = 'sha1';
  let saltLength = 20;
  for (const part of derChildren(expectTag(parameters, tags.sequence))) {
    const [inner] = derChildren(part);
    if (part.tag === 0xa0) digest = digestName(readAlgorithm(inner));
    else if (part.tag === 0xa1) {
      const generator = readAlgorithm(inner);
      if (generator.oid !== '1.2.840.113549.1.1.8') return undefined;
      mask = digestName(readAlgorithm(generator.parameters));
    } else if (part.tag === 0xa2) saltLength = readSmallInteger(inner);
    else if (part.tag !== 0xa3 || readSmallInteger(inner) !== 1) throw new DerProblem('PSS parameters');
  }
  return digest !== undefined && digest === mask ? { digest, saltLength } : undefined;
}

/** Whether a key is too small to rely on (ETSI TS 119 312: RSA below 2048 bits, curves below 256). */
export function isWeakKey(key: KeyObject): boolean {
  const details = key.asymmetricKeyDetails;
  if (key.asymmetricKeyType === 'rsa' || key.asymmetricKeyType === 'rsa-pss' || key.asymmetricKeyType === 'dsa') {
    return (details?.modulusLength ?? 0) < 2048;
  }
  if (key.asymmetricKeyType === 'ec') return !strongCurves.has(details?.namedCurve ?? '');
  return false;
}

const strongCurves = new Set([
  'prime256v1',
  'secp384r1',
  'secp521r1',
  'brainpoolP256r1',
  'brainpoolP384r1',
  'brainpoolP512r1',
]);

const MOST_KEYS = 200;
const readKeys = new Map<string, KeyObject>();

/**
 * The key inside a SubjectPublicKeyInfo, undefined when OpenSSL cannot read it. The last ones are remembered: reading a key
 * costs more than checking a signature with it, and the authority's are asked for with every letter.
 */
export function readPublicKey(spki: Buffer): KeyObject | undefined {
  const name = spki.toString('latin1');
  const known = readKeys.get(name);
  if (known !== undefined) return known;
  try {
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    const [oldest] = readKeys.keys();
    if (readKeys.size >= MOST_KEYS && oldest !== undefined) readKeys.delete(oldest);
    readKeys.set(name, key);
    return key;
  } catch {
    return undefined;
  }
}

export function isNull(node: Der): boolean {
  return node.tag === tags.null && node.content.length === 0;
}
