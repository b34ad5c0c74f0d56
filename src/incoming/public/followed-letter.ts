import type { FollowedRow } from './public-letters-store.ts';

/** What the sender of a public letter may know of it: where it stands, never who has it or what was said about it. */
export type FollowedState =
  | { code: 'at-the-desk'; since: Date }
  | { code: 'registered'; since: Date; agenda: number; year: number }
  | { code: 'answered' | 'done'; since: Date; agenda: number; year: number }
  | { code: 'not-taken'; since: Date };

export function followedState(row: FollowedRow): FollowedState {
  const { state, agenda, year, registeredAt, stateSince } = row;
  if (state === null || agenda === null || year === null || registeredAt === null || stateSince === null) {
    // Registered, and no line in force: struck, and it did not go back to the desk.
    return row.intakeState === 'put_aside' || row.intakeState === 'registered'
      ? { code: 'not-taken', since: row.changedAt }
      : { code: 'at-the-desk', since: row.putInAt };
  }
  if (state === 'open') return { code: 'registered', since: registeredAt, agenda, year };
  return { code: row.answered ? 'answered' : 'done', since: stateSince, agenda, year };
}
