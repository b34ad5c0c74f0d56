/**
 * Runs `work` unless another tab of this browser is at it, or this one; then it gives undefined. A tab that is closed or dies lets go.
 * Where browsers have no locks (no secure connection, very old) it runs at once.
 */
export async function inOneTab<T>(name: string, work: () => Promise<T>): Promise<T | undefined> {
  const locks: LockManager | undefined = navigator.locks;
  if (locks === undefined) return work();
  return locks.request(name, { ifAvailable: true }, (lock) => (lock === null ? undefined : work()));
}
