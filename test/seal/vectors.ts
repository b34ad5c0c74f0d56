import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const seal = z.object({
  body: z.string(),
  message: z.string(),
  signature: z.string(),
  seal: z.string(),
  sealLength: z.number(),
  digits: z.number(),
  url: z.string(),
  sealHash: z.string(),
  qrVersion: z.object({ L: z.number(), M: z.number(), Q: z.number(), H: z.number() }),
  subject: z.string().optional(),
  subjectCut: z.string().optional(),
});

const schema = z.object({
  host: z.string(),
  keyName: z.string(),
  secretKeySeed: z.string(),
  publicKey: z.string(),
  kid: z.string(),
  token: z.string(),
  content: z.unknown(),
  contentJcs: z.string(),
  salt: z.string(),
  contentCommit: z.string(),
  seals: z.object({ short: seal, text: seal, shortWithoutAnchor: seal, confidential: seal, textCut: seal }),
  letterEntry: z.record(z.string(), z.union([z.string(), z.number()])),
  statusEntry: z.record(z.string(), z.string()),
  cosealEntry: z.record(z.string(), z.string()),
  keysEntry: z.record(z.string(), z.string()),
  reject: z.array(z.object({ name: z.string(), url: z.string(), outcome: z.string() })),
  notes: z.object({
    seeds: z.object({ root: z.string(), directory: z.string(), state: z.string(), log: z.string() }),
    trust: z.string(),
    directory: z.string(),
    stateBeforeFirstCheckpoint: z.string(),
    stateWithOneRecalled: z.string(),
    checkpoint: z.string(),
  }),
});

export const vectors = schema.parse(
  JSON.parse(readFileSync(new URL('../vectors/seal-vectors.json', import.meta.url), 'utf8')),
);

export const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');

/** Ed25519 from a 32-byte seed (RFC 8032): a signing closure and the raw public key. */
export function keyFromSeed(seed: string): { publicKey: Buffer; sign: (message: Uint8Array) => Buffer } {
  const key = createPrivateKey({
    key: Buffer.concat([bytes('302e020100300506032b657004220420'), bytes(seed)]),
    format: 'der',
    type: 'pkcs8',
  });
  const jwk = key.export({ format: 'jwk' });
  // OKP private keys export their public half beside d.
  return { publicKey: Buffer.from(jwk.x ?? '', 'base64url'), sign: (message) => sign(null, message, key) };
}
