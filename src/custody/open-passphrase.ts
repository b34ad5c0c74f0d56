import { randomBytes } from 'node:crypto';
import { Fault, Refusal } from '../errors.ts';
import type { Custody } from './custody.ts';
import { findPassphrase, listPrivateKeys, type PassphraseRow, type PrivateKeyRow } from './custody-store.ts';
import { deriveOnce } from './kdf.ts';
import { type KeyHandle, keyHandle } from './key-handle.ts';
import { type Unlock, unwrapKey } from './key-wrap.ts';

/** Longest passphrase taken, in UTF-16 units: a sentence, not a book. */
const LONGEST_PASSPHRASE = 512;

/**
 * Opens the keys of one official by one argon2id derivation. Close the handle in a `finally`.
 * Refusals: `no-passphrase` (never enrolled), `wrong-passphrase`, `try-again-later` (with the waiting time).
 */
export async function openPassphrase(custody: Custody, personId: number, passphrase: string): Promise<KeyHandle> {
  const { unlock, rows, stored } = await unlockKeys(custody, personId, passphrase);
  return keyHandle(personId, unlock, rows, { ...stored, isNew: false });
}

/**
 * A handle for a person without passphrase: nothing is stored until its first `store` inside the caller's transaction,
 * which refuses (`passphrase-changed`) when somebody else set one meanwhile. Refusal `passphrase-exists` otherwise.
 */
export async function firstPassphrase(custody: Custody, personId: number, passphrase: string): Promise<KeyHandle> {
  if ((await findPassphrase(custody.db, personId)) !== undefined) throw passphraseExists();
  const salt = randomBytes(16);
  const kdf = custody.kdf.settings;
  const passphraseKey = await custody.kdf.inTurn(kdf, () => deriveOnce(bounded(passphrase), salt, kdf));
  return keyHandle(personId, { passphraseKey, keyEncryption: custody.keyEncryption }, [], { salt, kdf, isNew: true });
}

/** Whether the person has set a signing passphrase. */
export async function hasPassphrase(custody: Custody, personId: number): Promise<boolean> {
  return (await findPassphrase(custody.db, personId)) !== undefined;
}

/** The passphrase tried against the person's oldest key. Whoever calls this clears `unlock.passphraseKey`. */
export async function unlockKeys(
  custody: Custody,
  personId: number,
  passphrase: string,
): Promise<{ unlock: Unlock; rows: PrivateKeyRow[]; stored: PassphraseRow }> {
  const [stored, rows] = await Promise.all([
    findPassphrase(custody.db, personId),
    listPrivateKeys(custody.db, personId),
  ]);
  if (stored === undefined) throw noPassphrase();
  const [probe] = rows;
  if (probe === undefined) throw new Fault(`person ${personId} has a passphrase and no key`);
  // By person and by key: rows moved to another person bring their count with them.
  const subjects = [`person/${personId}`, `key/${probe.name}`];

  // The count is read and raised while the turn is held, so that a crowd of guesses cannot slip past it together: of each
  // process at most as many as have their turn at once.
  return custody.kdf.inTurn(stored.kdf, async () => {
    const counted = await custody.throttle.demandOpen(subjects);
    const passphraseKey = await deriveOnce(bounded(passphrase), stored.salt, stored.kdf);
    const unlock = { passphraseKey, keyEncryption: custody.keyEncryption };
    if (unwrapKey(unlock, probe) === undefined) {
      passphraseKey.fill(0);
      await custody.throttle.countWrong(subjects);
      throw wrongPassphrase();
    }
    if (counted) await custody.throttle.forget(subjects);
    return { unlock, rows, stored };
  });
}

/** Refuses what could not have been set, before it costs a derivation. */
export function bounded(passphrase: string): string {
  if (passphrase.length === 0 || passphrase.length > LONGEST_PASSPHRASE) throw wrongPassphrase();
  return passphrase;
}

function wrongPassphrase(): Refusal {
  return new Refusal('not-allowed', 'wrong-passphrase', {
    id: 'Frasa sandi salah. Tidak ada yang ditandatangani.',
    en: 'The passphrase is wrong. Nothing was signed.',
  });
}

function noPassphrase(): Refusal {
  return new Refusal('wrong-state', 'no-passphrase', {
    id: 'Anda belum membuat frasa sandi penandatanganan. Buat dahulu di halaman akun.',
    en: 'You have not set a signing passphrase yet. Set it on your account page first.',
  });
}

function passphraseExists(): Refusal {
  return new Refusal('conflict', 'passphrase-exists', {
    id: 'Frasa sandi penandatanganan sudah dibuat. Untuk menggantinya masukkan frasa sandi lama.',
    en: 'A signing passphrase exists already. To change it, give the old one.',
  });
}
