/** npm hands on a Ctrl+C that the terminal has sent to us as well: so soon after the first it is the same one. */
const SAME_ONE_MS = 1_000;

/**
 * Resolves at the first SIGINT or SIGTERM: the caller then drains and closes in order. A second one, from somebody who
 * does not want to wait, ends the process at once; what was under way is found by the recovery of the next start.
 */
export function untilSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let first: number | undefined;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (first !== undefined && performance.now() - first > SAME_ONE_MS) process.exit(statusOf(signal));
        first ??= performance.now();
        resolve(signal);
      });
    }
  });
}

/** The exit status of a program that a signal ended before its work was done. */
export function statusOf(signal: NodeJS.Signals): number {
  return signal === 'SIGINT' ? 130 : 143;
}
