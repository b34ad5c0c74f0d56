import { hashRaw } from '@node-rs/argon2';
import { z } from 'zod';
import { derivationTurns, type Turns } from '../processes/derivation-turns.ts';

/** Argon2id (RFC 9106). `memory` in KiB. Stored with the salt, so that they can be raised without locking anybody out. */
export const kdfSettings = z.strictObject({
  name: z.literal('argon2id'),
  memory: z.int().min(8).max(1_048_576),
  passes: z.int().min(1).max(64),
  lanes: z.int().min(1).max(16),
});
export type KdfSettings = z.infer<typeof kdfSettings>;

/** RFC 9106, 4, second recommended option, on one lane: 64 MiB, three passes. */
export const DEFAULT_KDF: KdfSettings = { name: 'argon2id', memory: 65_536, passes: 3, lanes: 1 };

/** One derivation, 32 bytes, on a thread of libuv's pool. The passphrase is brought to NFC, so that two keyboards agree. */
export function deriveOnce(passphrase: string, salt: Buffer, settings: KdfSettings): Promise<Buffer> {
  // The library's default algorithm is argon2id; the reference vector in the tests holds it to that.
  return hashRaw(passphrase.normalize('NFC'), {
    outputLen: 32,
    salt,
    memoryCost: settings.memory,
    timeCost: settings.passes,
    parallelism: settings.lanes,
  });
}

export interface Kdf {
  /** What new passphrases get. */
  readonly settings: KdfSettings;
  /** Waits for its turn, then runs `work`, which derives once with `settings`: its memory is taken only meanwhile. */
  inTurn<T>(settings: KdfSettings, work: () => Promise<T>): Promise<T>;
}

/** At most two at a time, however cheap: guesses are counted only while a turn is held. */
const LEAST_KIB = 32_768;

/** Derivations of 64 MiB come one at a time in this process: a crowd at nine o'clock must not take all its memory. */
export function openKdf(options: { settings?: KdfSettings; turns?: Turns } = {}): Kdf {
  const turns = options.turns ?? derivationTurns;
  return {
    settings: options.settings ?? DEFAULT_KDF,
    inTurn: (settings, work) => turns.take(Math.max(settings.memory, LEAST_KIB), work),
  };
}
