/** A sentence for the reader in both languages of the interface: Indonesian first, then English. */
export interface Words {
  id: string;
  en: string;
}

/** What kind of refusal it is; `web/` alone maps a problem to an HTTP status. */
export type Problem = 'not-found' | 'not-allowed' | 'wrong-state' | 'invalid-input' | 'conflict' | 'unavailable';

/**
 * A foreseen refusal: the request was understood and is declined. Nothing was changed.
 * `code` is stable and tested; `words` says what is wrong and what to do; `fields` holds one message per input field.
 */
export class Refusal extends Error {
  readonly problem: Problem;
  readonly code: string;
  readonly words: Words;
  readonly fields: Readonly<Record<string, Words>>;

  constructor(problem: Problem, code: string, words: Words, fields: Record<string, Words> = {}) {
    super(`${code}: ${words.en}`);
    this.name = 'Refusal';
    this.problem = problem;
    this.code = code;
    this.words = words;
    this.fields = fields;
  }
}

/**
 * Anything nobody foresaw, wrapped with what was being done. Logged once, with the id that the error page shows; `words`
 * where there is something to tell the reader besides (what is safe, what to do).
 */
export class Fault extends Error {
  readonly words: Words | undefined;

  constructor(doing: string, options: { cause?: unknown; words?: Words } = {}) {
    super(doing, options);
    this.name = 'Fault';
    this.words = options.words;
  }
}

/** Jest and worker threads have realms of their own, so a refusal is known by its name, not by `instanceof` alone. */
export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Refusal || (error instanceof Error && error.name === 'Refusal');
}
