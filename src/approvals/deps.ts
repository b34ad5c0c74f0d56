import type { LettersDeps } from '../letters/deps.ts';

/** What the acts of this room need. */
export interface ApprovalsDeps extends LettersDeps {
  documents: LettersDeps['documents'] & { put(bytes: Buffer): Promise<{ sha256: Buffer; length: number }> };
}
