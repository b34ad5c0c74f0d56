import type { Transaction } from '../postgres/database.ts';
import { deletePassphrase, destroyWrapped, lockPassphrase } from './custody-store.ts';

/**
 * Destroys the person's private keys and the passphrase that nobody remembers, in the caller's transaction, which also ends
 * certificates and directory lines. False when there was no passphrase. Handles that are open keep working until closed.
 */
export async function destroyKeys(tx: Transaction, personId: number, at: Date): Promise<boolean> {
  if ((await lockPassphrase(tx, personId)) === undefined) return false;
  await destroyWrapped(tx, personId, at);
  await deletePassphrase(tx, personId);
  return true;
}
