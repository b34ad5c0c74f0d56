/**
 * Remembers what was made lately, up to so many bytes; what was used longest ago goes first. Two who ask for the same thing
 * at once wait for one making; a failure is not remembered.
 */
export function recentBytes(mostBytes: number) {
  const kept = new Map<string, Promise<Buffer>>();
  const sizes = new Map<string, number>();
  let total = 0;

  function forget(key: string): void {
    total -= sizes.get(key) ?? 0;
    sizes.delete(key);
    kept.delete(key);
  }

  return async (key: string, make: () => Promise<Buffer>): Promise<Buffer> => {
    const known = kept.get(key);
    if (known !== undefined) {
      kept.delete(key);
      kept.set(key, known);
      return known;
    }
    const making = make();
    kept.set(key, making);
    try {
      const bytes = await making;
      sizes.set(key, bytes.length);
      total += bytes.length;
      for (const oldest of kept.keys()) {
        if (total <= mostBytes) break;
        if (sizes.has(oldest)) forget(oldest);
      }
      return bytes;
    } catch (error) {
      kept.delete(key);
      throw error;
    }
  };
}
