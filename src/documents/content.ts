import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Fault } from '../errors.ts';

/** What is to be stored, under the hash by which it will be asked for; `pieces` may be called again for another try. */
export interface Content {
  /** 32 bytes. */
  sha256: Buffer;
  length: number;
  pieces(): Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

export function contentOf(bytes: Uint8Array): Content {
  return { sha256: sha256(bytes), length: bytes.length, pieces: () => [bytes] };
}

/** A file of this machine, read through once for its hash and never held whole. */
export async function contentOfFile(path: string): Promise<Content> {
  return { ...(await hashFile(path)), pieces: () => createReadStream(path) };
}

export async function hashFile(path: string): Promise<{ sha256: Buffer; length: number }> {
  return await hashPieces(createReadStream(path) as AsyncIterable<Buffer>);
}

export async function hashPieces(pieces: AsyncIterable<Uint8Array>): Promise<{ sha256: Buffer; length: number }> {
  const hash = createHash('sha256');
  let length = 0;
  for await (const piece of pieces) {
    hash.update(piece);
    length += piece.length;
  }
  return { sha256: hash.digest(), length };
}

export function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** The name of a document: 64 hexadecimal digits and never a path. */
export function hexOf(hash: Uint8Array): string {
  if (hash.length !== 32) throw new Fault(`a document is named by 32 bytes, not ${hash.length}`);
  return Buffer.from(hash).toString('hex');
}

export function damaged(hex: string): Fault {
  return new Fault(`document ${hex} is damaged: its bytes have another hash`);
}

export function missing(hex: string, cause?: unknown): Fault {
  return new Fault(`reading document ${hex}: it is missing`, { cause });
}
