import { createHash } from 'node:crypto';
import { type Sign, verifyEd25519 } from './ed25519.ts';
import { keyId } from './key-id.ts';

/** An Ed25519 verifier of C2SP signed notes. */
export interface NoteKey {
  name: string;
  /** 32 raw bytes. */
  publicKey: Buffer;
}

export interface NoteSigner extends NoteKey {
  sign: Sign;
}

const MAX_NOTE = 1_000_000;
const MAX_SIGNATURES = 100;
const SIGNATURE_LINE = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u;

/** `<name>+<key id, 8 hex>+<base64(0x01 ‖ public key)>`. */
export function encodeVkey(key: NoteKey): string {
  const id = keyId(key.name, key.publicKey).toString('hex');
  return `${key.name}+${id}+${Buffer.concat([Uint8Array.of(1), key.publicKey]).toString('base64')}`;
}

/** The key of a vkey line; undefined when its form, type or id is wrong. */
export function decodeVkey(vkey: string): NoteKey | undefined {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/u.exec(vkey);
  const bytes = match && strictBase64(match[3] ?? '');
  if (!match || !bytes || bytes.length !== 33 || bytes[0] !== 1) return undefined;
  const key = { name: match[1] ?? '', publicKey: bytes.subarray(1) };
  return keyId(key.name, key.publicKey).toString('hex') === match[2] ? key : undefined;
}

/** Text ending in a newline, an empty line, one signature line a signer. Throws TypeError for a text no note can carry. */
export async function signNote(text: string, signers: readonly NoteSigner[]): Promise<string> {
  if (!isNoteText(text)) throw new TypeError('a note is UTF-8 text without control characters that ends in a newline');
  const lines: string[] = [];
  for (const signer of signers) {
    const signature = await signer.sign(Buffer.from(text));
    const blob = Buffer.concat([keyId(signer.name, signer.publicKey), signature]).toString('base64');
    lines.push(`— ${signer.name} ${blob}\n`);
  }
  return `${text}\n${lines.join('')}`;
}

/**
 * Opens a note with the keys that are trusted for it: its text and the names of those who signed. Signatures of unknown keys
 * are passed over (C2SP signed-note); a known key whose signature fails, no known signature, or a malformed note: undefined.
 */
export function openNote(note: string, keys: readonly NoteKey[]): { text: string; signedBy: string[] } | undefined {
  const split = note.length > MAX_NOTE ? -1 : note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) return undefined;
  const text = note.slice(0, split + 1);
  const lines = note.slice(split + 2, -1).split('\n');
  if (!isNoteText(text) || lines.length > MAX_SIGNATURES) return undefined;
  const signedBy = new Set<string>();
  for (const line of lines) {
    const match = SIGNATURE_LINE.exec(line);
    const blob = match && strictBase64(match[2] ?? '');
    if (!match || !blob || blob.length < 5) return undefined;
    const key = keys.find((k) => k.name === match[1] && keyId(k.name, k.publicKey).equals(blob.subarray(0, 4)));
    if (!key) continue;
    if (!verifyEd25519(key.publicKey, Buffer.from(text), blob.subarray(4))) return undefined;
    signedBy.add(encodeVkey(key));
  }
  return signedBy.size === 0 ? undefined : { text, signedBy: [...signedBy] };
}

/** The hash by which one note names another: over its text without the signatures. */
export function noteTextSha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function isNoteText(text: string): boolean {
  const unfit = (char: string) => (char < ' ' && char !== '\n') || /\p{Cs}/u.test(char);
  return text.endsWith('\n') && !Array.from(text).some(unfit);
}

function strictBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
