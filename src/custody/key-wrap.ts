import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { Fault } from '../errors.ts';
import { decrypt, deriveKey, encrypt, type KeyEncryption } from './key-encryption.ts';

export type KeyAlgorithm = 'p256' | 'ed25519';

/** `publicKey`: SubjectPublicKeyInfo DER for p256, 32 raw bytes for ed25519. */
export interface WrappedKey {
  name: string;
  algorithm: KeyAlgorithm;
  publicKey: Buffer;
  wrapped: Buffer;
}

/** What unlocks an official's keys: the passphrase's 32 bytes and the key-encryption file, both needed. */
export interface Unlock {
  passphraseKey: Buffer;
  keyEncryption: KeyEncryption;
}

const FORMAT = 0x01;

/** Bound into both wraps (seal-and-log 4): a blob moved to another name or another public key does not open. */
function associatedData(name: string, publicKey: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`layang-key/v1\n${name}\n`), publicKey]);
}

/** A fresh key pair under `name`, its private half already wrapped twice; the plain half exists only inside this call. */
export function makeWrappedKey(unlock: Unlock, name: string, algorithm: KeyAlgorithm): WrappedKey {
  const { privateKey } =
    algorithm === 'p256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' });
  const publicKey = publicHalf(privateKey, algorithm);
  try {
    return { name, algorithm, publicKey, wrapped: wrap(unlock, name, publicKey, pkcs8) };
  } finally {
    pkcs8.fill(0);
  }
}

/**
 * The private key. undefined: the inner wrap does not open, which is what a wrong passphrase looks like. A blob whose outer
 * wrap does not open was exchanged, altered or wrapped under another key-encryption file: that is a fault, and says
 * nothing about the passphrase.
 */
export function unwrapKey(unlock: Unlock, key: WrappedKey): KeyObject | undefined {
  const pkcs8 = unwrap(unlock, key);
  if (pkcs8 === undefined) return undefined;
  try {
    const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
    if (!isOf(privateKey, key.algorithm) || !publicHalf(privateKey, key.algorithm).equals(key.publicKey)) {
      throw new Fault(`the private key ${key.name} does not belong to its public key`);
    }
    return privateKey;
  } finally {
    pkcs8.fill(0);
  }
}

/** Whether a stored key was wrapped under this key-encryption file; the passphrase is not needed to say so. */
export function opensOuterWrap(keyEncryption: KeyEncryption, key: Omit<WrappedKey, 'algorithm'>): boolean {
  const aad = associatedData(key.name, key.publicKey);
  return key.wrapped[0] === FORMAT && keyEncryption.unwrap(key.name, key.wrapped.subarray(1), aad) !== undefined;
}

/** The same key under another passphrase; undefined when the old one does not open it. */
export function rewrapKey(from: Unlock, to: Unlock, key: WrappedKey): WrappedKey | undefined {
  const pkcs8 = unwrap(from, key);
  if (pkcs8 === undefined) return undefined;
  try {
    return { ...key, wrapped: wrap(to, key.name, key.publicKey, pkcs8) };
  } finally {
    pkcs8.fill(0);
  }
}

function wrap(unlock: Unlock, name: string, publicKey: Buffer, pkcs8: Buffer): Buffer {
  const aad = associatedData(name, publicKey);
  const inner = encrypt(deriveKey(unlock.passphraseKey, 'layang-key-passphrase/v1', name), pkcs8, aad);
  return Buffer.concat([Buffer.from([FORMAT]), unlock.keyEncryption.wrap(name, inner, aad)]);
}

function unwrap(unlock: Unlock, key: WrappedKey): Buffer | undefined {
  const aad = associatedData(key.name, key.publicKey);
  const inner =
    key.wrapped[0] === FORMAT ? unlock.keyEncryption.unwrap(key.name, key.wrapped.subarray(1), aad) : undefined;
  if (inner === undefined) {
    throw new Fault(`the key ${key.name} does not open under this installation's key-encryption file`);
  }
  return decrypt(deriveKey(unlock.passphraseKey, 'layang-key-passphrase/v1', key.name), inner, aad);
}

function isOf(key: KeyObject, algorithm: KeyAlgorithm): boolean {
  return algorithm === 'p256'
    ? key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1'
    : key.asymmetricKeyType === 'ed25519';
}

function publicHalf(privateKey: KeyObject, algorithm: KeyAlgorithm): Buffer {
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  // The last 32 bytes of an Ed25519 SubjectPublicKeyInfo are the raw key (RFC 8410, 4).
  return algorithm === 'p256' ? spki : Buffer.from(spki.subarray(-32));
}
