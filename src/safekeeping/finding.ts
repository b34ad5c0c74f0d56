import type { Words } from '../errors.ts';

/** Something in the office that is not as it must be: a value, so that looking goes on to the end. */
export interface Finding {
  /** Stable: `document-missing`, `act-unfinished`, … */
  code: string;
  /** Which thing, for a machine: `letter 42`, `document <hex>`, `register 3/2026`. */
  about: string;
  words: Words;
}

export function finding(code: string, about: string, id: string, en: string): Finding {
  return { code, about, words: { id, en } };
}
