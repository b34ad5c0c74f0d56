import { hashRaw } from '@node-rs/argon2';
import { z } from 'zod';

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
  /** Waits for a free place, then runs `work`; what `work` derives takes its memory only while it holds the place. */
  inPlace<T>(work: () => Promise<T>): Promise<T>;
}

/** At most `atOnce` derivations at a time in this process: each takes 64 MiB, and a crowd at nine o'clock must not take all. */
export function openKdf(options: { atOnce?: number; settings?: KdfSettings } = {}): Kdf {
  let free = options.atOnce ?? 2;
  const waiting: (() => void)[] = [];
  return {
    settings: options.settings ?? DEFAULT_KDF,
    async inPlace(work) {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else free += 1;
      }
    },
  };
}
