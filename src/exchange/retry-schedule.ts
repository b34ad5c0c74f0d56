const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * When a delivery that did not get through is tried again: the whole schedule. Quick at first, because most lines are away for
 * a minute; then every hour, so that a partner who comes back is reached within the hour; for ten days, so that one who was
 * down for a week, a long holiday between, is reached at all.
 */
const FIRST_WAITS = [30_000, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE];
const USUAL_WAIT = HOUR;
export const TRIED_FOR_MS = 10 * DAY;

/**
 * Milliseconds until the next try after `attempts` of them; undefined: given up, until somebody says "again". `chance` in
 * [0, 1) spreads by a quarter what failed together.
 */
export function nextTryIn(attempts: number, triedForMs: number, chance: number): number | undefined {
  if (triedForMs >= TRIED_FOR_MS) return undefined;
  return Math.round((FIRST_WAITS[attempts - 1] ?? USUAL_WAIT) * (0.875 + chance / 4));
}

/**
 * Milliseconds until the other side is asked again what became of a delivery that it has: often on the first day, then less
 * and less; undefined after three months: what was not registered until then is asked for by telephone.
 */
export function nextQuestionIn(sinceReceivedMs: number): number | undefined {
  if (sinceReceivedMs < HOUR) return 10 * MINUTE;
  if (sinceReceivedMs < DAY) return HOUR;
  if (sinceReceivedMs < 14 * DAY) return 6 * HOUR;
  return sinceReceivedMs < 90 * DAY ? DAY : undefined;
}
