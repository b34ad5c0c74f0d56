import { calendarDate, hourAndMinute } from '../../clock.ts';

const SEEN = 'layang.jam';
/** A clock that was set right by a little is not one that stands wrong. */
const LITTLE_MS = 3_600_000;
const DAY_MS = 24 * 3_600_000;

/**
 * Notes what this computer's clock says while Layang answers. One whose battery is dead stands years back when it is switched on
 * without a network, and is set right only with it: what was kept meanwhile would be years old at that moment, and be forgotten.
 */
export function noteTime(): void {
  try {
    localStorage.setItem(SEEN, String(Date.now()));
  } catch {
    // Full or forbidden: nothing is kept here anyway.
  }
}

function seen(): number {
  try {
    return Number(localStorage.getItem(SEEN));
  } catch {
    return 0;
  }
}

/** Whether the clock stands before what it showed then: nobody knows what time it is. */
export function isClockWrong(): boolean {
  return Date.now() < seen() - LITTLE_MS;
}

/** Milliseconds since 1970; by a wrong clock within a day after Layang answered last, one letter after the other as it goes. */
export function nowHere(): number {
  return isClockWrong() ? seen() + (Date.now() % DAY_MS) : Date.now();
}

/** The time of day in the office's zone, as a field of a form wants it; empty where nobody knows. */
export function timeThere(timeZone: string): string {
  if (isClockWrong()) return '';
  return hourAndMinute(new Date(), timeZone);
}

/** `YYYY-MM-DD`, likewise. */
export function dayThere(timeZone: string): string {
  if (isClockWrong()) return '';
  return calendarDate(new Date(), timeZone);
}
