import { Refusal } from '../errors.ts';
import type { Transaction } from '../postgres/database.ts';
import { findStatusKey, insertSealKey, nextKeySerial, type SealKey } from './directory-store.ts';
import { isEnrollableKey } from './ed25519.ts';
import type { KeyPair } from './ensure-trust.ts';
import { keyId } from './key-id.ts';
import { publishDirectory } from './publish-directory.ts';
import { lockNotes } from './trust-store.ts';

/** What the directory says of a key besides its bytes. */
export interface SealKeyHolder {
  holderName: string;
  /** With capacity: "Plt. Kepala Dinas …". */
  position: string;
  unit: string;
  notBefore: Date;
  notAfter: Date;
}

/** The name of the next official's key, `<host>/official/000001`: taken before the key is made, because it is in its AAD. */
export async function nextSealKeyName(tx: Transaction, host: string): Promise<string> {
  return `${host}/official/${String(await nextKeySerial(tx)).padStart(6, '0')}`;
}

/**
 * Enters an official's key for one appointment; call `publishDirectory` in the same transaction after the last one. Refuses
 * (unusable-seal-key) a public key outside the rules of seal-and-log 3.2.
 */
export async function enrolSealKey(
  tx: Transaction,
  key: SealKeyHolder & { name: string; publicKey: Buffer; appointmentId: number; privateKeyId: number | null },
): Promise<SealKey> {
  demandEnrollable(key.publicKey);
  return insertSealKey(tx, { ...key, kid: keyId(key.name, key.publicKey), role: 'official' });
}

/** The office's status key, entered once and published at once; a second call finds it. */
export async function ensureStatusKey(
  tx: Transaction,
  host: string,
  key: SealKeyHolder & { publicKey: Buffer },
  directoryKey: KeyPair,
  now: Date,
): Promise<SealKey> {
  await lockNotes(tx);
  const existing = await findStatusKey(tx, key.publicKey);
  if (existing) return existing;
  demandEnrollable(key.publicKey);
  const name = `${host}/status/000001`;
  const kid = keyId(name, key.publicKey);
  const entered = await insertSealKey(tx, {
    ...key,
    name,
    kid,
    role: 'status',
    appointmentId: null,
    privateKeyId: null,
  });
  await publishDirectory(tx, directoryKey, now);
  return entered;
}

function demandEnrollable(publicKey: Buffer): void {
  if (isEnrollableKey(publicKey)) return;
  throw new Refusal('invalid-input', 'unusable-seal-key', {
    id: 'Kunci tanda QR ini tidak memenuhi aturan dan tidak didaftarkan.',
    en: 'This seal key does not meet the rules and was not enrolled.',
  });
}
