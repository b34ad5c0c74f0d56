import { randomBytes } from 'node:crypto';
import { Fault } from '../errors.ts';
import type { Transaction } from '../postgres/database.ts';
import type { Custody } from './custody.ts';
import { listPrivateKeys, lockPassphrase, replacePassphrase, replaceWrapped } from './custody-store.ts';
import { deriveOnce } from './kdf.ts';
import { passphraseChanged } from './key-handle.ts';
import { rewrapKey } from './key-wrap.ts';
import { bounded, unlockKeys } from './open-passphrase.ts';

/**
 * Wraps every key of the person under `next` in one transaction: after a power failure either passphrase opens all of
 * them. Refusals as `openPassphrase`; `passphrase-changed` when another change won. The strength of `next` is the
 * caller's to check. `also` stands or falls with the change.
 */
export async function changePassphrase(
  custody: Custody,
  personId: number,
  change: { old: string; next: string; also?: (tx: Transaction, at: Date) => Promise<void> },
): Promise<void> {
  const { unlock: from, stored } = await unlockKeys(custody, personId, change.old);
  const salt = randomBytes(16);
  const kdf = custody.kdf.settings;
  let passphraseKey: Buffer | undefined;
  try {
    passphraseKey = await custody.kdf.inTurn(kdf, () => deriveOnce(bounded(change.next), salt, kdf));
    const to = { passphraseKey, keyEncryption: custody.keyEncryption };
    await custody.db.transaction(async (tx) => {
      // Locked before the keys are read: a key being stored under the old passphrase is either seen here or refused there.
      const inForce = await lockPassphrase(tx, personId);
      if (inForce === undefined || !inForce.salt.equals(stored.salt)) throw passphraseChanged();
      for (const row of await listPrivateKeys(tx, personId)) {
        const rewrapped = rewrapKey(from, to, row);
        if (rewrapped === undefined)
          throw new Fault(`the key ${row.name} is not wrapped under its holder's passphrase`);
        await replaceWrapped(tx, row.id, rewrapped.wrapped);
      }
      const at = custody.clock();
      await replacePassphrase(tx, { personId, salt, kdf, at });
      await change.also?.(tx, at);
    });
  } finally {
    from.passphraseKey.fill(0);
    passphraseKey?.fill(0);
  }
}
