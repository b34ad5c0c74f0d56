/** From and to are calendar dates (`YYYY-MM-DD`) in the office's zone, both inclusive; without an end it is open. */
export interface Term {
  validFrom: string;
  validTo: string | null;
}

export type TermState = 'coming' | 'current' | 'past';

/** Where `date` (`YYYY-MM-DD` in the office's zone) lies in a term: its first and its last day belong to it. */
export function termState(term: Term, date: string): TermState {
  if (date < term.validFrom) return 'coming';
  return term.validTo !== null && date > term.validTo ? 'past' : 'current';
}
