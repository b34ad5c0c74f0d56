import type { Clock } from '../clock.ts';
import type { Database } from '../postgres/database.ts';
import { type Kdf, openKdf } from './kdf.ts';
import type { KeyEncryption } from './key-encryption.ts';
import { type PassphraseThrottle, passphraseThrottle } from './passphrase-throttle.ts';

/** What every act on an official's keys needs. */
export interface Custody {
  readonly db: Database;
  readonly clock: Clock;
  readonly keyEncryption: KeyEncryption;
  readonly kdf: Kdf;
  readonly throttle: PassphraseThrottle;
}

/** `kdf` is given by tests and the bench; by default the settings of `DEFAULT_KDF` and the turns of this process. */
export function openCustody(parts: { db: Database; clock: Clock; keyEncryption: KeyEncryption; kdf?: Kdf }): Custody {
  return {
    db: parts.db,
    clock: parts.clock,
    keyEncryption: parts.keyEncryption,
    kdf: parts.kdf ?? openKdf(),
    throttle: passphraseThrottle(parts.db),
  };
}
