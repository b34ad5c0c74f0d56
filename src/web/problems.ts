import { isRefusal, type Problem } from '../errors.ts';
import type { WordKey } from './words.ts';

/** The one table from a kind of refusal to a status. */
export const statusOf: Readonly<Record<Problem, number>> = {
  'not-found': 404,
  'not-allowed': 403,
  'wrong-state': 409,
  'invalid-input': 422,
  conflict: 409,
  unavailable: 503,
};

export interface ProblemPage {
  status: number;
  heading: WordKey;
  /** Undefined: nobody foresaw it, it is logged and the page shows the id. */
  foreseen: boolean;
}

const headings: Readonly<Record<number, WordKey>> = {
  400: 'problem.bad-request',
  403: 'problem.not-allowed',
  404: 'problem.not-found',
  409: 'problem.wrong-state',
  413: 'problem.too-large',
  422: 'problem.invalid-input',
  429: 'problem.too-many',
  503: 'problem.unavailable',
};

/** How an error is shown. Errors of Express and its body parsers carry a 4xx status; everything else is a 500. */
export function problemPage(error: unknown): ProblemPage {
  const status = isRefusal(error) ? statusOf[error.problem] : statusOfHttpError(error);
  return { status, heading: headings[status] ?? 'problem.fault', foreseen: status < 500 || isRefusal(error) };
}

function statusOfHttpError(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('status' in error)) return 500;
  const { status } = error;
  if (typeof status !== 'number' || status < 400 || status > 499) return 500;
  return status in headings ? status : 400;
}
