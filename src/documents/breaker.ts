import { StandsStill } from './bucket-errors.ts';

export interface Breaker {
  /**
   * Asks, or throws `StandsStill` at once while the service is known to be silent. `again`: the second try of one who has
   * just met the silence, who may be the trial without a rest.
   */
  through<T>(ask: () => Promise<T>, again?: boolean): Promise<T>;
  /** Something came: a piece of a long answer. */
  heard(): void;
}

/**
 * A service that takes everything and answers nothing would hold each reader for as long as one is waited for. After one
 * such silence, unless anything else was heard meanwhile, all are refused at once; from time to time one request goes
 * through as a trial, and the first answer of any sort opens the way again. A connection that is refused or cut is no
 * silence: that is told at once as it is.
 */
export function openBreaker(
  isSilence: (error: unknown) => boolean,
  { restMs, now = () => performance.now() }: { restMs: number; now?: () => number },
): Breaker {
  let heardAt = Number.NEGATIVE_INFINITY;
  let restsUntil: number | undefined;
  let trying = false;

  function heard(): void {
    heardAt = now();
    restsUntil = undefined;
  }

  async function ask<T>(request: () => Promise<T>): Promise<T> {
    const began = now();
    try {
      const answer = await request();
      heard();
      return answer;
    } catch (error) {
      if (!isSilence(error)) heard();
      // One slow request says nothing while others are answered.
      else if (heardAt < began) restsUntil = now() + restMs;
      throw error;
    }
  }

  return {
    heard,
    async through(request, again = false) {
      if (restsUntil === undefined) return await ask(request);
      if (trying || (!again && now() < restsUntil)) throw new StandsStill();
      trying = true;
      try {
        return await ask(request);
      } finally {
        trying = false;
      }
    },
  };
}
