import { offsetAt } from '../clock.ts';

export const DEADLINE_UNITS = ['hours', 'working_hours', 'working_days'] as const;

/** How long a step may wait. Hours run through nights and holidays; the other two know the office's calendar. */
export interface Deadline {
  amount: number;
  unit: (typeof DEADLINE_UNITS)[number];
}

export interface WorkCalendar {
  timeZone: string;
  /** ISO days of the week, 1 is Monday. */
  workDays: readonly number[];
  /** `HH:MM` in the office's zone; `closes` is later than `opens`. */
  opens: string;
  closes: string;
  /** `YYYY-MM-DD`. */
  holidays: ReadonlySet<string>;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Where a calendar leaves no working day, the search ends here instead of never. */
const LONGEST_SEARCH_DAYS = 3_660;

/**
 * When a step that has waited since `since` is due. `working_days`: the office's closing time on the nth working day after
 * that of the arrival. `working_hours`: when so many open hours have passed.
 */
export function dueAt({ amount, unit }: Deadline, since: Date, calendar: WorkCalendar): Date {
  if (unit === 'hours') return new Date(since.getTime() + amount * 60 * MINUTE);
  // Indonesia's zones know no summer time: one distance from UTC holds for the whole of it.
  const offset = offsetAt(since.getTime(), calendar.timeZone);
  const local = since.getTime() + offset;
  const end =
    unit === 'working_days' ? afterDays(amount, local, calendar) : afterHours(amount * 60 * MINUTE, local, calendar);
  return new Date(end - offset);
}

/** The instant at which this share (1 to 99 per cent) of the time is over. */
export function remindAt(since: Date, due: Date, percent: number): Date {
  return new Date(since.getTime() + Math.floor(((due.getTime() - since.getTime()) * percent) / 100));
}

/** The latest moment, not after `now`, at which the office opened; undefined where its calendar has no working day. */
export function lastOpening(now: Date, calendar: WorkCalendar): Date | undefined {
  const offset = offsetAt(now.getTime(), calendar.timeZone);
  const local = now.getTime() + offset;
  let day = startOfDay(local);
  for (let searched = 0; searched < LONGEST_SEARCH_DAYS; searched++, day -= DAY) {
    const opening = day + ofDay(calendar.opens);
    if (opening <= local && isWorkDay(day, calendar)) return new Date(opening - offset);
  }
  return undefined;
}

function afterDays(amount: number, local: number, calendar: WorkCalendar): number {
  let left = amount;
  let day = startOfDay(local);
  for (let searched = 0; left > 0 && searched < LONGEST_SEARCH_DAYS; searched++) {
    day += DAY;
    if (isWorkDay(day, calendar)) left--;
  }
  return day + ofDay(calendar.closes);
}

function afterHours(amount: number, local: number, calendar: WorkCalendar): number {
  let left = amount;
  let day = startOfDay(local);
  for (let searched = 0; searched < LONGEST_SEARCH_DAYS; searched++, day += DAY) {
    if (!isWorkDay(day, calendar)) continue;
    const from = Math.max(local, day + ofDay(calendar.opens));
    const open = Math.max(0, day + ofDay(calendar.closes) - from);
    if (left <= open && open > 0) return from + left;
    left -= open;
  }
  return day;
}

function isWorkDay(day: number, { workDays, holidays }: WorkCalendar): boolean {
  const date = new Date(day);
  if (!workDays.includes(date.getUTCDay() || 7)) return false;
  return holidays.size === 0 || !holidays.has(date.toISOString().slice(0, 10));
}

function startOfDay(local: number): number {
  return Math.floor(local / DAY) * DAY;
}

function ofDay(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return ((hours ?? 0) * 60 + (minutes ?? 0)) * MINUTE;
}
