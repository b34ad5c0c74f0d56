import { startOfDay } from '../clock.ts';

/** Years that a key of an open-ended appointment is listed for: a published notAfter can only come earlier, never later. */
const OPEN_YEARS = 10;

/**
 * From when to when an appointment's key may seal, in whole seconds, both inclusive: never before the key existed, so that
 * nothing can be back-dated with it, and to the last second of the last day in the office's zone.
 */
export function sealKeyTerm(
  appointment: { validFrom: string; validTo: string | null },
  now: Date,
  timeZone: string,
): { notBefore: Date; notAfter: Date } {
  const start = startOfDay(appointment.validFrom, timeZone);
  const notBefore = start > now ? start : wholeSecond(now);
  if (appointment.validTo !== null) return { notBefore, notAfter: endOfDay(appointment.validTo, timeZone) };
  const notAfter = new Date(notBefore);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + OPEN_YEARS);
  return { notBefore, notAfter };
}

/**
 * `end`, but not before `now`: what a key sealed until the moment in which its end was recorded was sealed in good faith and
 * must not become "outside the term".
 */
export function notBeforeNow(end: Date, now: Date): Date {
  return end > now ? end : wholeSecond(now);
}

/** The last second of a calendar day (`YYYY-MM-DD`) in an IANA zone. */
export function endOfDay(day: string, timeZone: string): Date {
  const next = new Date(`${day}T00:00:00Z`);
  next.setUTCDate(next.getUTCDate() + 1);
  return new Date(startOfDay(next.toISOString().slice(0, 10), timeZone).getTime() - 1000);
}

function wholeSecond(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / 1000) * 1000);
}
