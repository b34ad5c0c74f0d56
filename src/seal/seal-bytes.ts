import { createHash } from 'node:crypto';
import type { Sign } from './ed25519.ts';
import { addresseeText, cutText, isSealable, sealableText, TEXT_LIMITS } from './sealed-text.ts';

/** 0 biasa, 1 terbatas, 2 rahasia, 3 sangat rahasia. */
export type SecurityClass = 0 | 1 | 2 | 3;

export interface SealText {
  number: string;
  subject: string;
  addressee: string;
}

/** The fields of seal-and-log 3.2 in the order of the bytes. */
export interface SealFields {
  profile: 'short' | 'text' | 'confidential';
  security: SecurityClass;
  /** One of several signers (b4). */
  several: boolean;
  /** 4 bytes. */
  kid: Buffer;
  /** Unix seconds. */
  sealedAt: number;
  /** Days since 1970-01-01; 0 in a confidential seal. */
  dateDays: number;
  /** 0 not stated, 255 = 255 or more; 0 in a confidential seal. */
  pages: number;
  anchorSize: number;
  /** 12 bytes. */
  anchorRoot: Buffer;
  /** The first 20 bytes of C. */
  contentCommit: Buffer;
  /** Only in profile `text`. */
  text?: SealText;
}

export interface ParsedSeal extends SealFields {
  /** Everything before the signature. */
  body: Buffer;
  signature: Buffer;
}

export interface Seal {
  body: Buffer;
  message: Buffer;
  signature: Buffer;
  /** body ‖ signature: what goes into the QR. */
  seal: Buffer;
  sealHash: Buffer;
}

const FIRST_BYTE = { short: 0x11, text: 0x12, confidential: 0x13 } as const;
const HEAD = 49;
const SIGNATURE = 64;

/** anchorRoot while there is no checkpoint: the first 12 bytes of SHA-256(""), the root of the empty tree. */
export const NO_ANCHOR = createHash('sha256').digest().subarray(0, 12);

/** biasa carries text, terbatas is short, rahasia and sangat rahasia say nothing. */
export function profileOf(security: SecurityClass): SealFields['profile'] {
  return security === 0 ? 'text' : security === 1 ? 'short' : 'confidential';
}

/** `2026-11-21` → days since 1970-01-01. */
export function dateToDays(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / 86_400_000;
}

/** Days since 1970-01-01 → `2026-11-21`. */
export function daysToDate(days: number): string {
  return new Date(days * 86_400_000).toISOString().slice(0, 10);
}

/** Text fields for a letter: sealable, each within its limit. `qr-drawing.ts` shortens further where the symbol demands it. */
export function sealText(letter: { number: string; subject: string; to: readonly string[] }): SealText {
  return {
    number: cutText(sealableText(letter.number), TEXT_LIMITS.number),
    subject: cutText(sealableText(letter.subject), TEXT_LIMITS.subject),
    addressee: addresseeText(letter.to),
  };
}

/** The bytes before the signature. Throws TypeError when the fields break a rule of 3.2: that is a mistake of the caller. */
export function sealBody(fields: SealFields): Buffer {
  const head = Buffer.alloc(HEAD);
  head.writeUInt8(FIRST_BYTE[fields.profile], 0);
  head.writeUInt8((fields.security << 6) | (fields.several ? 0x10 : 0), 1);
  expectLength('kid', fields.kid, 4).copy(head, 2);
  head.writeUInt32BE(fields.sealedAt, 6);
  head.writeUInt16BE(fields.dateDays, 10);
  head.writeUInt8(fields.pages, 12);
  head.writeUInt32BE(fields.anchorSize, 13);
  expectLength('anchorRoot', fields.anchorRoot, 12).copy(head, 17);
  expectLength('contentCommit', fields.contentCommit, 20).copy(head, 29);
  const text = fields.text;
  const parts = text ? [text.number, text.subject, text.addressee].map(lengthPrefixed) : [];
  const body = Buffer.concat([head, ...parts]);
  if (
    (fields.profile === 'text') !== (text !== undefined) ||
    !parseSeal(Buffer.concat([body, Buffer.alloc(SIGNATURE)]))
  ) {
    throw new TypeError('these fields make no seal (seal-and-log 3.2)');
  }
  return body;
}

function lengthPrefixed(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Uint8Array.of(bytes.length), bytes]);
}

function expectLength(name: string, bytes: Buffer, length: number): Buffer {
  if (bytes.length !== length) throw new TypeError(`${name} has ${length} bytes`);
  return bytes;
}

/** M, the message under the signature; it binds host and token. */
export function sealMessage(host: string, token: string, body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`layang-seal/v1\n${host}\n${token}\n`), body]);
}

/** The name of a seal everywhere else: SHA-256("layang-seal-leaf/v1\n" ‖ M ‖ signature). */
export function sealHashOf(message: Uint8Array, signature: Uint8Array): Buffer {
  return createHash('sha256').update('layang-seal-leaf/v1\n').update(message).update(signature).digest();
}

/** Makes and signs a seal. `sign` gets M, whose label is checked by whoever holds the key. */
export async function buildSeal(host: string, token: string, fields: SealFields, sign: Sign): Promise<Seal> {
  const body = sealBody(fields);
  const message = sealMessage(host, token, body);
  const signature = expectLength('signature', await sign(message), SIGNATURE);
  return { body, message, signature, seal: Buffer.concat([body, signature]), sealHash: sealHashOf(message, signature) };
}

/** The strict reader: undefined for whatever 3.2 refuses (the outcome is then damaged-qr). */
export function parseSeal(seal: Buffer): ParsedSeal | undefined {
  if (seal.length < HEAD + SIGNATURE) return undefined;
  const profile = (['short', 'text', 'confidential'] as const).find((p) => FIRST_BYTE[p] === seal[0]);
  const flags = seal.readUInt8(1);
  const security = (flags >> 6) as SecurityClass;
  if (!profile || (flags & 0x2f) !== 0) return undefined;
  const body = seal.subarray(0, -SIGNATURE);
  const fields: ParsedSeal = {
    profile,
    security,
    several: (flags & 0x10) !== 0,
    kid: seal.subarray(2, 6),
    sealedAt: seal.readUInt32BE(6),
    dateDays: seal.readUInt16BE(10),
    pages: seal.readUInt8(12),
    anchorSize: seal.readUInt32BE(13),
    anchorRoot: seal.subarray(17, 29),
    contentCommit: seal.subarray(29, HEAD),
    body,
    signature: seal.subarray(-SIGNATURE),
  };
  if (!isAllowed(fields)) return undefined;
  if (profile !== 'text') return body.length === HEAD ? fields : undefined;
  const text = parseText(body.subarray(HEAD));
  return text && { ...fields, text };
}

function isAllowed(seal: ParsedSeal): boolean {
  if (seal.anchorSize === 0 && !seal.anchorRoot.equals(NO_ANCHOR)) return false;
  if (seal.profile === 'text') return seal.security === 0;
  if (seal.profile === 'short') return seal.security <= 1;
  return seal.security >= 2 && seal.dateDays === 0 && seal.pages === 0;
}

function parseText(bytes: Buffer): SealText | undefined {
  const fields: string[] = [];
  let at = 0;
  for (const limit of [TEXT_LIMITS.number, TEXT_LIMITS.subject, TEXT_LIMITS.addressee]) {
    const length = bytes[at];
    if (length === undefined || length > limit || at + 1 + length > bytes.length) return undefined;
    const text = strictUtf8(bytes.subarray(at + 1, at + 1 + length));
    if (text === undefined || !isSealable(text)) return undefined;
    fields.push(text);
    at += 1 + length;
  }
  const [number = '', subject = '', addressee = ''] = fields;
  return at === bytes.length ? { number, subject, addressee } : undefined;
}

function strictUtf8(bytes: Buffer): string | undefined {
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : undefined;
}
