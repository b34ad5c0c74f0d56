/**
 * Why bytes cannot be read as a PDF. Every code is stable; `offset` is where in the file it was noticed, -1 if nowhere.
 * `limit` means that the file asks for more than this reader grants anybody (depth, size, number of sections).
 */
export type DamageCode =
  | 'no-header'
  | 'no-startxref'
  | 'cross-reference'
  | 'cross-reference-loop'
  | 'syntax'
  | 'object'
  | 'stream'
  | 'object-stream'
  | 'structure'
  | 'encrypted'
  | 'limit';

/** The file, or the part of it that was asked for, breaks ISO 32000. Thrown by everything in this room, and nothing else is. */
export class PdfDamage extends Error {
  readonly code: DamageCode;
  readonly offset: number;

  constructor(code: DamageCode, reason: string, offset = -1) {
    super(offset < 0 ? reason : `${reason} (at byte ${offset})`);
    this.name = 'PdfDamage';
    this.code = code;
    this.offset = offset;
  }
}

/** By name, because worker threads and test realms have classes of their own. */
export function isPdfDamage(error: unknown): error is PdfDamage {
  return error instanceof PdfDamage || (error instanceof Error && error.name === 'PdfDamage');
}
