import type { PublicLetter } from './letter-fields.ts';

/** The rows somebody compares with the paper, in the order of the page. */
export const COMPARE_ROWS = [
  'number',
  'date',
  'subject',
  'addressee',
  'signer',
  'position',
  'unit',
  'pages',
  'body',
] as const;
export type CompareRow = (typeof COMPARE_ROWS)[number];

/** `no-picture` is an answer of the last row only: there was nothing to compare with. */
export type CompareAnswer = 'same' | 'different' | 'no-picture';

export type Comparison =
  | { result: 'nothing' }
  | { result: 'different'; rows: CompareRow[] }
  /** `notCompared`: rows left open, and the body when there was no picture of it. */
  | { result: 'matches'; notCompared: CompareRow[] };

/** Which rows a letter of this class has; none for a classified letter. The body is always the last. */
export function compareRows(letter: PublicLetter): CompareRow[] {
  if (letter.security === 'biasa') return [...COMPARE_ROWS];
  return letter.security === 'terbatas' ? ['date', 'signer', 'position', 'unit', 'body'] : [];
}

/** What the answers say together. One difference decides; silence never counts as a match. */
export function compare(rows: readonly CompareRow[], answers: Partial<Record<CompareRow, CompareAnswer>>): Comparison {
  const different = rows.filter((row) => answers[row] === 'different');
  if (different.length > 0) return { result: 'different', rows: different };
  const same = rows.filter((row) => answers[row] === 'same');
  if (same.length === 0) return { result: 'nothing' };
  return { result: 'matches', notCompared: rows.filter((row) => answers[row] !== 'same') };
}
