import { generateKeyPairSync, sign } from 'node:crypto';
import type { KeyPair } from '../../src/seal/ensure-trust.ts';
import { encodeVkey } from '../../src/seal/signed-note.ts';

export function framed(note: string, pdf: Buffer): Buffer {
  const bytes = Buffer.from(note);
  return Buffer.concat([Buffer.from(`${bytes.length}\n`), bytes, pdf]);
}

/** Somebody with a key of their own. */
export function strangersKey(name: string): { stateVkey: string; pair: KeyPair } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ type: 'spki', format: 'der' }).subarray(-32));
  return {
    stateVkey: encodeVkey({ name: `${name}/state`, publicKey: raw }),
    pair: { publicKey: raw, sign: (message) => sign(null, message, privateKey) },
  };
}
