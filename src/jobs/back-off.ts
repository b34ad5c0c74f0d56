const firstMs = 2_000;
const longestMs = 6 * 3_600_000;
/** With the widest spread. */
export const longestWaitMs = 1.5 * longestMs;

/**
 * Milliseconds until the next try after `attempt` tries: four times longer each time, up to six hours, spread by a half in both
 * directions so that jobs which failed together do not come back together. `chance` is in [0, 1).
 */
export function backOff(attempt: number, chance: number): number {
  const middle = Math.min(firstMs * 4 ** Math.max(0, attempt - 1), longestMs);
  return Math.round(middle * (0.5 + chance));
}
