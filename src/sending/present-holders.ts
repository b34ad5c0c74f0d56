import { calendarDate } from '../clock.ts';
import { listAppointmentsTo } from '../people/appointments-store.ts';
import { termState } from '../people/term.ts';
import type { Sql } from '../postgres/database.ts';

/** Everybody who holds the post today, in whatever form. */
export async function listPresentHolders(
  db: Sql,
  positionId: number,
  { now, timeZone }: { now: Date; timeZone: string },
): Promise<number[]> {
  const today = calendarDate(now, timeZone);
  const held = await listAppointmentsTo(db, positionId);
  const present = held.filter((each) => each.positionClosedAt === null && termState(each, today) === 'current');
  return [...new Set(present.map(({ personId }) => personId))];
}
