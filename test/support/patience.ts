import { setTimeout as pause } from 'node:timers/promises';

/**
 * How long one thing is waited for that should come at once. No test names a limit of its own: how fast a machine is, is
 * no matter of tests, and one that is shared may take five times as long today as yesterday. Where nobody sits in front
 * of it, a hang may take long to be told; jest gives up a whole test (its configuration) only well after this.
 */
export const PATIENCE_MS = process.env.CI ? 300_000 : 60_000;

/** Waits until it holds. Gives up in silence: the assertion that follows says what was found instead. */
export async function until(holds: () => boolean | Promise<boolean>, everyMs = 20): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await holds()) && performance.now() < end) await pause(everyMs);
}
