import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';

/** Signs a whole message with Ed25519; the key stays with whoever passes this in. Answers 64 bytes. */
export type Sign = (message: Uint8Array) => Buffer | Promise<Buffer>;

/** The order of the base point, little-endian as in a signature (RFC 8032, 5.1). */
const ORDER = Buffer.from('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010', 'hex');

/** A raw 32-byte public key as a key object. */
export function ed25519Key(publicKey: Uint8Array): KeyObject {
  return createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') },
    format: 'jwk',
  });
}

/**
 * Strict Ed25519: RFC 8032 with the cofactorless equation and S < L. OpenSSL recomputes R and compares its bytes, so a
 * non-canonical R fails there. Keys are examined once, at enrolment (`isEnrollableKey`).
 */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64 || !isBelowOrder(signature.subarray(32))) return false;
  return verify(null, message, ed25519Key(publicKey), signature);
}

function isBelowOrder(scalar: Uint8Array): boolean {
  for (let i = 31; i >= 0; i--) {
    const difference = (scalar[i] ?? 0) - (ORDER[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/**
 * May this public key be enrolled (seal-and-log 3.2)? Refused: other lengths, points not on the curve, non-canonical
 * encodings, small order, and points with a torsion component; on all others Node, WebCrypto and @noble agree.
 */
export function isEnrollableKey(publicKey: Uint8Array): boolean {
  if (publicKey.length !== 32) return false;
  try {
    const point = ed25519.Point.fromBytes(Uint8Array.from(publicKey), false);
    return !point.isSmallOrder() && point.isTorsionFree();
  } catch {
    return false;
  }
}
