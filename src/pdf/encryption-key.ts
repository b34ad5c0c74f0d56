import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import type { EncryptionDictionary } from './encryption-dictionary.ts';
import { rc4 } from './rc4.ts';

/** What fills a password up to 32 bytes (ISO 32000-2, 7.6.4.3.2, step a). */
const PADDING = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');
/** Longer passwords are cut (7.6.4.3.3). */
const LONGEST_PASSWORD = 127;

/**
 * The key of the file, if the password is that of a user or of the owner (ISO 32000-2, 7.6.4). `id` is the first string of
 * the trailer's /ID, empty without one; `password` is in the encoding of the revision (PDFDocEncoding up to 4, then UTF-8).
 */
export function fileKey(dict: EncryptionDictionary, id: Buffer, password: Buffer): Buffer | undefined {
  if (dict.revision >= 5) return longKey(dict, password.subarray(0, LONGEST_PASSWORD));
  for (const length of dict.keyLengths) {
    const key =
      userKey(dict, id, password, length) ?? userKey(dict, id, passwordBehind(dict, password, length), length);
    if (key !== undefined) return key;
  }
  return undefined;
}

function md5(...parts: Uint8Array[]): Buffer {
  return digest('md5', parts);
}

function digest(algorithm: string, parts: Uint8Array[]): Buffer {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function padded(password: Buffer): Buffer {
  return Buffer.concat([password, PADDING]).subarray(0, 32);
}

/** Algorithm 2, checked by algorithm 6. */
function userKey(dict: EncryptionDictionary, id: Buffer, password: Buffer, length: number): Buffer | undefined {
  const permissions = Buffer.alloc(4);
  permissions.writeInt32LE(dict.permissions | 0);
  const unencrypted = dict.revision >= 4 && !dict.encryptMetadata ? Buffer.alloc(4, 0xff) : Buffer.alloc(0);
  let key = md5(padded(password), dict.owner, permissions, id, unencrypted).subarray(0, length);
  if (dict.revision >= 3) for (let i = 0; i < 50; i += 1) key = md5(key).subarray(0, length);
  return isUserKey(dict, id, key) ? key : undefined;
}

/** Algorithm 4 for revision 2; algorithm 5, whose last 16 bytes are arbitrary, from revision 3 on. */
function isUserKey(dict: EncryptionDictionary, id: Buffer, key: Buffer): boolean {
  if (dict.revision === 2) return rc4(key, PADDING).equals(dict.user);
  let check = md5(PADDING, id);
  for (let i = 0; i < 20; i += 1) check = rc4(turned(key, i), check);
  return check.equals(dict.user.subarray(0, 16));
}

/** Algorithm 7: the user's password, which the owner's opens. */
function passwordBehind(dict: EncryptionDictionary, owner: Buffer, length: number): Buffer {
  let key = md5(padded(owner));
  if (dict.revision >= 3) for (let i = 0; i < 50; i += 1) key = md5(key);
  key = key.subarray(0, length);
  if (dict.revision === 2) return rc4(key, dict.owner);
  let password = dict.owner;
  for (let i = 19; i >= 0; i -= 1) password = rc4(turned(key, i), password);
  return password;
}

function turned(key: Buffer, by: number): Buffer {
  return key.map((byte) => byte ^ by) as Buffer;
}

/** Algorithm 2.A: 32 bytes of hash, 8 of salt to check the password, 8 of salt to open the key. */
function longKey(dict: EncryptionDictionary, password: Buffer): Buffer | undefined {
  const none = Buffer.alloc(0);
  for (const [stored, enciphered, beside] of [
    [dict.owner, dict.ownerKey, dict.user],
    [dict.user, dict.userKey, none],
  ] as const) {
    const hash = (salt: Buffer) =>
      dict.revision === 5 ? digest('sha256', [password, salt, beside]) : hardenedHash(password, salt, beside);
    if (!hash(stored.subarray(32, 40)).equals(stored.subarray(0, 32))) continue;
    const decipher = createDecipheriv('aes-256-cbc', hash(stored.subarray(40, 48)), Buffer.alloc(16));
    decipher.setAutoPadding(false);
    return Buffer.concat([decipher.update(enciphered), decipher.final()]);
  }
  return undefined;
}

/** Algorithm 2.B. The last byte of a round ends it, so there are 288 rounds at most, whatever the input. */
function hardenedHash(password: Buffer, salt: Buffer, beside: Buffer): Buffer {
  let key = digest('sha256', [password, salt, beside]);
  for (let round = 1; ; round += 1) {
    const repeated = Buffer.concat(Array<Buffer>(64).fill(Buffer.concat([password, key, beside])));
    const cipher = createCipheriv('aes-128-cbc', key.subarray(0, 16), key.subarray(16, 32));
    cipher.setAutoPadding(false);
    const enciphered = cipher.update(repeated);
    // 256 is 1 modulo 3: the big number of the first 16 bytes leaves the same remainder as their sum.
    const remainder = enciphered.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3;
    key = digest(['sha256', 'sha384', 'sha512'][remainder] ?? 'sha256', [enciphered]);
    if (round >= 64 && (enciphered.at(-1) ?? 0) <= round - 32) return key.subarray(0, 32);
  }
}
