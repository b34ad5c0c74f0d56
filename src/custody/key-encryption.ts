import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const NONCE = 12;
const TAG = 16;

/** The outer wrap: what the file outside the database adds, so that a dump of the database alone cannot be brute-forced. */
export interface KeyEncryption {
  wrap(keyName: string, inner: Buffer, aad: Buffer): Buffer;
  /** undefined: another file, another row, or altered bytes. */
  unwrap(keyName: string, wrapped: Buffer, aad: Buffer): Buffer | undefined;
}

/** `secret`: the 32 bytes of the key-encryption file; they stay inside these closures. */
export function keyEncryption(secret: Buffer): KeyEncryption {
  const keyFor = (keyName: string) => deriveKey(secret, 'layang-key-file/v1', keyName);
  return {
    wrap: (keyName, inner, aad) => encrypt(keyFor(keyName), inner, aad),
    unwrap: (keyName, wrapped, aad) => decrypt(keyFor(keyName), wrapped, aad),
  };
}

/** HKDF-SHA256 (RFC 5869) with the use and the key's name in `info`, so that no two wraps ever share a key. */
export function deriveKey(secret: Buffer, use: string, keyName: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `${use}\n${keyName}`, 32));
}

/** AES-256-GCM: nonce(12) ‖ ciphertext ‖ tag(16). The key is used up: it is cleared before this returns. */
export function encrypt(key: Buffer, plain: Buffer, aad: Buffer): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG });
  cipher.setAAD(aad);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  key.fill(0);
  return Buffer.concat([nonce, body, cipher.getAuthTag()]);
}

/** The plain bytes, or undefined when anything differs. The key is cleared before this returns. */
export function decrypt(key: Buffer, boxed: Buffer, aad: Buffer): Buffer | undefined {
  if (boxed.length < NONCE + TAG) return undefined;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, boxed.subarray(0, NONCE), { authTagLength: TAG });
    decipher.setAAD(aad);
    decipher.setAuthTag(boxed.subarray(boxed.length - TAG));
    const head = decipher.update(boxed.subarray(NONCE, boxed.length - TAG));
    return Buffer.concat([head, decipher.final()]);
  } catch {
    return undefined;
  } finally {
    key.fill(0);
  }
}
