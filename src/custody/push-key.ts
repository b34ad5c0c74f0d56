import { createECDH, createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { Fault } from '../errors.ts';
import { deriveKey } from './key-encryption.ts';

/** The key under which push services know this office (VAPID, RFC 8292); it can be used but not read. */
export interface PushKey {
  /** Uncompressed P-256 point, 65 bytes. */
  readonly publicKey: Buffer;
  /** First part of every token that it signs, base64url. */
  readonly header: string;
  /** `message`: header, dot, claims. ES256, 64 bytes. Anything else is a fault. */
  sign(message: Uint8Array): Buffer;
}

const header = Buffer.from('{"typ":"JWT","alg":"ES256"}').toString('base64url');

/**
 * Derived from the key-encryption file rather than a file of its own: every machine of an office has the same, an office that
 * was set up earlier has it too, and no browser needs to be asked again after a copy was restored.
 */
export function pushKey(secret: Buffer): PushKey {
  const { key, publicKey } = derive(secret, 1);
  return {
    publicKey,
    header,
    sign(message) {
      if (
        !Buffer.from(message)
          .subarray(0, header.length + 1)
          .equals(Buffer.from(`${header}.`))
      ) {
        throw new Fault('the push key was asked to sign something outside its use');
      }
      return sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' });
    },
  };
}

/** One try in four thousand million gives a number that is no P-256 key; then the next is taken. */
function derive(secret: Buffer, attempt: number): { key: KeyObject; publicKey: Buffer } {
  const scalar = deriveKey(secret, 'layang-push/v1', String(attempt));
  const pair = createECDH('prime256v1');
  try {
    pair.setPrivateKey(scalar);
  } catch {
    return derive(secret, attempt + 1);
  }
  const publicKey = pair.getPublicKey();
  const [x, y] = [publicKey.subarray(1, 33).toString('base64url'), publicKey.subarray(33).toString('base64url')];
  const d = scalar.toString('base64url');
  scalar.fill(0);
  return { key: createPrivateKey({ key: { kty: 'EC', crv: 'P-256', d, x, y }, format: 'jwk' }), publicKey };
}
