import { type KeyObject, sign } from 'node:crypto';
import { Fault, Refusal } from '../errors.ts';
import type { Transaction } from '../postgres/database.ts';
import {
  holdPassphrase,
  insertPassphrase,
  insertPrivateKey,
  type KeyPurpose,
  type PrivateKeyRow,
} from './custody-store.ts';
import type { KdfSettings } from './kdf.ts';
import { type KeyAlgorithm, makeWrappedKey, type Unlock, unwrapKey } from './key-wrap.ts';

/** A key made by `makeKey`: nothing of it is stored until the caller's transaction calls `store`. */
export interface MadeKey {
  readonly name: string;
  readonly purpose: KeyPurpose;
  readonly algorithm: KeyAlgorithm;
  /** SubjectPublicKeyInfo DER for p256, 32 raw bytes for ed25519. */
  readonly publicKey: Buffer;
  readonly wrapped: Buffer;
}

/** A key open for one act: it can sign until its handle is closed. */
export interface OpenKey {
  readonly publicKey: Buffer;
  sign(message: Uint8Array): Buffer;
}

/** An official's keys, opened by the passphrase for one act or one batch. Whoever opens it closes it, in a `finally`. */
export interface KeyHandle {
  readonly personId: number;
  /** Signs DER bytes with ECDSA P-256 SHA-256 (DER result). `expectedSpki`: the public key of the certificate to be used. */
  openCertificateKey(name: string, expectedSpki: Uint8Array): OpenKey;
  /** Signs only seals, co-seals and status entries (seal-and-log 3.2). `expectedPublic`: 32 bytes from the directory. */
  openSealKey(name: string, expectedPublic: Uint8Array): OpenKey;
  makeKey(wanted: { purpose: KeyPurpose; name: string }): MadeKey;
  /** Stores a made key and gives its id; refused (`passphrase-changed`) when the passphrase was changed meanwhile. */
  store(tx: Transaction, made: MadeKey, at: Date): Promise<number>;
  /** Clears the secret; every later use of the handle or of its keys is a fault. */
  close(): void;
}

const SEAL_LABELS = ['layang-seal/v1\n', 'layang-coseal/v1\n', 'layang-status/v1\n'].map((label) => Buffer.from(label));
const ALGORITHM: Record<KeyPurpose, KeyAlgorithm> = { certificate: 'p256', seal: 'ed25519' };

/** `rows`: the person's stored keys; `passphrase`: the row they are wrapped under, `isNew` when it is still to be stored. */
export function keyHandle(
  personId: number,
  unlock: Unlock,
  rows: readonly PrivateKeyRow[],
  passphrase: { salt: Buffer; kdf: KdfSettings; isNew: boolean },
): KeyHandle {
  let closed = false;
  const known = [...rows];

  function demandUsable(): void {
    if (closed) throw new Fault('a key was used after its act had ended');
  }

  function open(purpose: KeyPurpose, name: string, expected: Uint8Array): { key: KeyObject; publicKey: Buffer } {
    demandUsable();
    const row = known.find((candidate) => candidate.name === name);
    if (row === undefined || row.purpose !== purpose || row.algorithm !== ALGORITHM[purpose]) {
      throw new Fault(`person ${personId} holds no ${purpose} key named ${name}`);
    }
    // seal-and-log 4: after opening, the public half equals what the world was told, or nothing is signed with it.
    if (!row.publicKey.equals(expected))
      throw new Fault(`the key ${name} is not the one in its certificate or directory line`);
    const key = unwrapKey(unlock, row);
    if (key === undefined) throw new Fault(`the key ${name} is not wrapped under its holder's passphrase`);
    return { key, publicKey: row.publicKey };
  }

  return {
    personId,
    openCertificateKey(name, expectedSpki) {
      const { key, publicKey } = open('certificate', name, expectedSpki);
      return {
        publicKey,
        sign(message) {
          demandUsable();
          return sign('sha256', message, key);
        },
      };
    },
    openSealKey(name, expectedPublic) {
      const { key, publicKey } = open('seal', name, expectedPublic);
      return {
        publicKey,
        sign(message) {
          demandUsable();
          if (!SEAL_LABELS.some((label) => label.equals(message.subarray(0, label.length)))) {
            throw new Fault('a seal key signs seals, co-seals and status entries only');
          }
          return sign(null, message, key);
        },
      };
    },
    makeKey({ purpose, name }) {
      demandUsable();
      return { ...makeWrappedKey(unlock, name, ALGORITHM[purpose]), purpose };
    },
    async store(tx, made, at) {
      demandUsable();
      if (passphrase.isNew) await insertPassphrase(tx, { personId, salt: passphrase.salt, kdf: passphrase.kdf, at });
      const inForce = await holdPassphrase(tx, personId);
      if (inForce === undefined || !inForce.salt.equals(passphrase.salt)) throw passphraseChanged();
      const id = await insertPrivateKey(tx, { ...made, personId, at });
      // Usable in this very act; if the transaction rolls back, no certificate or directory line ever names it.
      known.push({ ...made, id });
      return id;
    },
    close() {
      closed = true;
      unlock.passphraseKey.fill(0);
    },
  };
}

export function passphraseChanged(): Refusal {
  return new Refusal('conflict', 'passphrase-changed', {
    id: 'Frasa sandi diubah pada saat yang sama. Ulangi dengan frasa sandi yang berlaku.',
    en: 'The passphrase was changed at the same moment. Try again with the one in force.',
  });
}
