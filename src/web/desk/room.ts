/** Of one person in one browser: a morning's pile of scans, not an archive. */
const MOST_BYTES = 1024 * 1024 * 1024;
/** Left for everything else: a browser that is full throws away whole sites. */
const SPARE_BYTES = 50 * 1024 * 1024;

/** Whether this browser can keep so many bytes more. Asks it, once, not to throw them away when the disk gets full. */
export async function hasRoomFor(bytes: number, kept: readonly { bytes: number }[]): Promise<boolean> {
  const taken = kept.reduce((sum, each) => sum + each.bytes, 0);
  if (taken + bytes > MOST_BYTES) return false;
  const storage: StorageManager | undefined = navigator.storage;
  // Firefox asks its person: not waited for, and a refusal only means that the browser may forget under pressure.
  if (kept.length === 0) void storage?.persist?.().catch(() => {});
  const { quota, usage = 0 } = (await storage?.estimate?.().catch(() => undefined)) ?? {};
  return quota === undefined || quota - usage > bytes + SPARE_BYTES;
}
