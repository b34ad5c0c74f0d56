import type { Clock } from '../clock.ts';
import type { Database } from '../postgres/database.ts';
import { type Kdf, openKdf } from './kdf.ts';
import type { KeyEncryption } from './key-encryption.ts';
import { type PassphraseThrottle, passphraseThrottle } from './passphrase-throttle.ts';

/** What every act on an official's keys needs. Made once per process: the KDF's places are counted here. */
export interface Custody {
  readonly db: Database;
  readonly clock: Clock;
  readonly keyEncryption: KeyEncryption;
  readonly kdf: Kdf;
  readonly throttle: PassphraseThrottle;
}

/** `kdf` is given by tests and the bench; by default two derivations at a time with the settings of `DEFAULT_KDF`. */
export function openCustody(parts: { db: Database; clock: Clock; keyEncryption: KeyEncryption; kdf?: Kdf }): Custody {
  return {
    db: parts.db,
    clock: parts.clock,
    keyEncryption: parts.keyEncryption,
    kdf: parts.kdf ?? openKdf(),
    throttle: passphraseThrottle(parts.db),
  };
}
