import type { Sql } from '../postgres/database.ts';
import { listGivenUp } from './given-up-store.ts';

/** What Layang tried with a letter by itself and gave up; the administrator has it in a list with its error. */
export interface GivenUp {
  job: 'send-issued' | 'tell-status';
  /** As far as it concerns whoever works with the letter: a part that was away, a process that ended, anything else. */
  why: 'away' | 'ended' | 'error';
  at: Date;
}

/** The codes with which the office's own parts say that they are away: the jobs begin their errors with them. */
const AWAY = /^(documents-unreachable|documents-full|disk-full|verification-busy|too-many-at-once):/;
const ENDED = 'the process that ran it ended';

export async function givenUpFor(db: Sql, letterId: number): Promise<GivenUp[]> {
  return (await listGivenUp(db, letterId)).map(({ job, error, at }) => ({ job, at, why: whyOf(error ?? '') }));
}

function whyOf(error: string): GivenUp['why'] {
  if (AWAY.test(error)) return 'away';
  return error === ENDED ? 'ended' : 'error';
}
