import { createHash } from 'node:crypto';

/**
 * A file beside the bytes that were issued: the same; the same with something appended (L is the issued length); or another.
 * Whether its signatures hold is a fact apart (seal-and-log 7, "PDF").
 */
export type FileIdentity = 'identical' | 'extended' | 'different';

export function fileIdentity(file: Uint8Array, issued: { length: number; sha256: Uint8Array }): FileIdentity {
  if (file.length < issued.length) return 'different';
  const head = createHash('sha256').update(file.subarray(0, issued.length)).digest();
  if (!head.equals(issued.sha256)) return 'different';
  return file.length === issued.length ? 'identical' : 'extended';
}
