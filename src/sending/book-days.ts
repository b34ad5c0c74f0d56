import { addDays, calendarDate, startOfDay } from '../clock.ts';

/** Days of a book, both inclusive, `YYYY-MM-DD` in the office's zone. */
export interface Days {
  from: string;
  to: string;
}

/** That are asked for at most, and that a book of everything shows unasked. */
export const A_MONTH = 31;

/** What was asked for, the wrong way round put right; by default the last `unasked` days. At most a month. */
export function daysOf(asked: Partial<Days>, now: Date, timeZone: string, unasked = 1): Days {
  const today = calendarDate(now, timeZone);
  const one = asked.from ?? asked.to ?? addDays(today, 1 - unasked);
  const other = asked.to ?? asked.from ?? today;
  const [from = one, last = other] = [one, other].sort();
  const [to = last] = [last, addDays(from, A_MONTH - 1)].sort();
  return { from, to };
}

/** The instants between which those days lie; `until` is the first that does not belong. */
export function spanOf({ from, to }: Days, timeZone: string): { from: Date; until: Date } {
  return { from: startOfDay(from, timeZone), until: startOfDay(addDays(to, 1), timeZone) };
}
