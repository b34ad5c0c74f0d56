import type { Words } from '../../errors.ts';
import { isUploadProblem, type UploadProblem, uploadWords } from '../../uploads/upload-words.ts';
import type { FollowedRow } from './public-letters-store.ts';

/** What the sender of a public letter may know of it: where it stands, never who has it or what was said about it. */
export type FollowedState =
  | { code: 'at-the-desk'; since: Date }
  /** A file of it cannot be used: nobody learns it but by this, since nobody is written to. */
  | { code: 'unusable'; since: Date; why: Words }
  | { code: 'registered'; since: Date; agenda: number; year: number }
  /** Rahasia: no number of a line that few may see, as a partner office is told none. */
  | { code: 'registered-secret'; since: Date }
  | { code: 'answered' | 'done'; since: Date }
  | { code: 'not-taken'; since: Date };

export function followedState(row: FollowedRow): FollowedState {
  const { state, agenda, year, registeredAt, stateSince } = row;
  if (state === null || agenda === null || year === null || registeredAt === null || stateSince === null) {
    // Registered, and no line in force: struck, and it did not go back to the desk.
    if (row.intakeState === 'put_aside' || row.intakeState === 'registered')
      return { code: 'not-taken', since: row.changedAt };
    const why = row.intakeState === 'refused' ? faultOf(row.reason ?? '') : undefined;
    return why === undefined
      ? { code: 'at-the-desk', since: row.putInAt }
      : { code: 'unusable', since: row.changedAt, why };
  }
  if (state !== 'open') return { code: row.answered ? 'answered' : 'done', since: stateSince };
  if (row.isSecret) return { code: 'registered-secret', since: registeredAt };
  return { code: 'registered', since: registeredAt, agenda, year };
}

/** Where it is our machine that could not, the desk sees to it. */
const OURS: readonly UploadProblem[] = ['upload-given-up', 'upload-busy', 'virus-scan-too-large'];

function faultOf(reason: string): Words | undefined {
  return isUploadProblem(reason) && !OURS.includes(reason) ? uploadWords(reason, 'virus') : undefined;
}
