import { unixSeconds } from '../clock.ts';
import type { SealKey } from '../seal/directory-store.ts';
import { verifyEd25519 } from '../seal/ed25519.ts';
import { type ParsedSeal, sealHashOf, sealMessage } from '../seal/seal-bytes.ts';

type Candidate = Pick<SealKey, 'publicKey' | 'notBefore' | 'notAfter'>;

export type SealVerdict<K extends Candidate> =
  | { code: 'unknown-key' | 'forged-seal' | 'key-out-of-term' }
  | { code: 'valid'; sealHash: Buffer; key: K };

/** Steps 5 and 6 of seal-and-log 6.1 for a scanned seal; `keys` are those of the directory with the seal's kid. */
export function judgeSeal<K extends Candidate>(
  host: string,
  token: string,
  seal: ParsedSeal,
  keys: readonly K[],
  now: Date,
): SealVerdict<K> {
  if (keys.length === 0) return { code: 'unknown-key' };
  const message = sealMessage(host, token, seal.body);
  const key = keys.find((candidate) => verifyEd25519(candidate.publicKey, message, seal.signature));
  if (!key) return { code: 'forged-seal' };
  const inTerm = unixSeconds(key.notBefore) <= seal.sealedAt && seal.sealedAt <= unixSeconds(key.notAfter);
  if (!inTerm || seal.sealedAt > unixSeconds(now) + 600) return { code: 'key-out-of-term' };
  return { code: 'valid', sealHash: sealHashOf(message, seal.signature), key };
}
