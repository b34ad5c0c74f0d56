import { createHash } from 'node:crypto';
import type { Sign } from './ed25519.ts';

/** otherIndex and prev of a STATUS entry when there is none. */
export const NO_INDEX = 2n ** 64n - 1n;

/** Codes of a STATUS entry (seal-and-log 8.1). */
export const STATUS_CODES = {
  withdrawn: 1,
  recalled: 2,
  superseded: 3,
  corrected: 4,
  destroyed: 6,
  restored: 8,
} as const;

/** What issueCommit hides: 32-byte r and C, and length and SHA-256 of the signed PDF. */
export interface IssueOpening {
  r: Uint8Array;
  contentCommit: Uint8Array;
  pdfLength: number;
  pdfSha256: Uint8Array;
}

function bytesOf(value: Uint8Array, length: number): Uint8Array {
  if (value.length !== length) throw new TypeError(`expected ${length} bytes, got ${value.length}`);
  return value;
}

function u64(value: number | bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function sha256(...parts: (string | Uint8Array)[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function openingBytes(opening: IssueOpening): Buffer {
  return Buffer.concat([
    bytesOf(opening.r, 32),
    bytesOf(opening.contentCommit, 32),
    u64(opening.pdfLength),
    bytesOf(opening.pdfSha256, 32),
  ]);
}

/** issueCommit = SHA-256("layang-issue/v1\n" ‖ r ‖ C ‖ pdfLength u64 ‖ pdfSha256). */
export function issueCommit(opening: IssueOpening): Buffer {
  return sha256('layang-issue/v1\n', openingBytes(opening));
}

/** `extra` of a receipt: 01 ‖ r ‖ C ‖ pdfLength ‖ pdfSha256. */
export function receiptExtra(opening: IssueOpening): Buffer {
  return Buffer.concat([Uint8Array.of(1), openingBytes(opening)]);
}

/** LETTER, 70 bytes. */
export function letterEntry(letter: { kid: Uint8Array; sealHash: Uint8Array; issueCommit: Uint8Array }): Buffer {
  return Buffer.concat([
    Uint8Array.of(1, 1),
    bytesOf(letter.kid, 4),
    bytesOf(letter.sealHash, 32),
    bytesOf(letter.issueCommit, 32),
  ]);
}

export interface StatusFields {
  letterIndex: number | bigint;
  prev: number | bigint;
  code: number;
  otherIndex: number | bigint;
  /** Unix seconds. */
  at: number;
  reason: number;
  kid: Uint8Array;
}

/** STATUS, 100 bytes, signed by the seal key over "layang-status/v1\n" ‖ origin ‖ "\n" ‖ the bytes before the signature. */
export async function statusEntry(origin: string, status: StatusFields, sign: Sign): Promise<Buffer> {
  const head = Buffer.concat([
    Uint8Array.of(1, 3),
    u64(status.letterIndex),
    u64(status.prev),
    Uint8Array.of(status.code),
    u64(status.otherIndex),
    u32(status.at),
    Uint8Array.of(status.reason),
    bytesOf(status.kid, 4),
  ]);
  const signature = await sign(Buffer.concat([Buffer.from(`layang-status/v1\n${origin}\n`), head]));
  return Buffer.concat([head, bytesOf(signature, 64)]);
}

/** KEYS, 38 bytes: the SHA-256 of a directory version's text. */
export function keysEntry(version: number, textSha256: Uint8Array): Buffer {
  return Buffer.concat([Uint8Array.of(1, 4), u32(version), bytesOf(textSha256, 32)]);
}

/** What a later signer's seal key signs (seal-and-log 5). */
export function cosealMessage(host: string, token: string, contentCommit: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`layang-coseal/v1\n${host}\n${token}\n`), bytesOf(contentCommit, 32)]);
}

/** COSEAL, 38 bytes. */
export function cosealEntry(kid: Uint8Array, message: Uint8Array, signature: Uint8Array): Buffer {
  const hash = sha256('layang-coseal-leaf/v1\n', message, bytesOf(signature, 64));
  return Buffer.concat([Uint8Array.of(1, 5), bytesOf(kid, 4), hash]);
}

/** The leaf of an entry: SHA-256(0x00 ‖ entry) (RFC 6962, 2.1). */
export function leafHash(entry: Uint8Array): Buffer {
  return sha256(Uint8Array.of(0), entry);
}
