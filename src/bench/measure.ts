/** Milliseconds of one kind of work over many rounds, told as its median. */
export interface Measured {
  median: number;
  rounds: number;
}

export type Work = () => unknown;

/**
 * Several kinds of work in turn (a b c a b c …) after a warm-up, so that what the machine does meanwhile falls on all of
 * them alike and their ratios hold. Medians in milliseconds, in the order given.
 */
export async function inTurn(works: readonly Work[], rounds: number, warmUp = 3): Promise<Measured[]> {
  const times: number[][] = works.map(() => []);
  for (let round = -warmUp; round < rounds; round++) {
    for (const [i, work] of works.entries()) {
      const start = performance.now();
      await work();
      if (round >= 0) times[i]?.push(performance.now() - start);
    }
  }
  return times.map((list) => ({ median: median(list), rounds }));
}

export function median(list: readonly number[]): number {
  const sorted = list.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** What `share` of the list stays within: 0.95 for 95 of 100. */
export function percentile(list: readonly number[], share: number): number {
  const sorted = list.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
