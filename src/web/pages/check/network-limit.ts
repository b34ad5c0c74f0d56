import { createHmac } from 'node:crypto';
import { RateLimiterMemory, RateLimiterPostgres } from 'rate-limiter-flexible';
import { rateLimits } from '../../../postgres/rate-limits.ts';
import type { WebDeps } from '../../deps.ts';
import { isLimit, networkOf } from '../../sign-in-throttle.ts';

/**
 * Counts what one network address does, for all processes together. Every network has a counter of its own, so nobody can close
 * the page for others. What is written is a keyed hash of the network and a number, for as long as it counts. Who is over the
 * limit is no longer written at all, so that noise costs no writing; where nothing can be written a process counts for itself.
 * False: over the limit.
 */
export function networkLimit(
  { db, settings }: Pick<WebDeps, 'db' | 'settings'>,
  { name, points, seconds }: { name: string; points: number; seconds: number },
): (address: string) => Promise<boolean> {
  const limiter = new RateLimiterPostgres({
    ...rateLimits(db),
    keyPrefix: name,
    points,
    duration: seconds,
    inMemoryBlockOnConsumed: points + 1,
    insuranceLimiter: new RateLimiterMemory({ points, duration: seconds }),
  });
  return async (address) => {
    const key = createHmac('sha256', settings.secret)
      .update(`${name}\n${networkOf(address)}`)
      .digest('base64url');
    try {
      await limiter.consume(key);
      return true;
    } catch (refused) {
      if (!isLimit(refused)) throw refused;
      return false;
    }
  };
}
