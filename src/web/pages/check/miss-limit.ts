import { createHmac } from 'node:crypto';
import { RateLimiterMemory, RateLimiterPostgres } from 'rate-limiter-flexible';
import { rateLimits } from '../../../postgres/rate-limits.ts';
import type { WebDeps } from '../../deps.ts';
import { isLimit, networkOf } from '../../sign-in-throttle.ts';

/** Misses of one network address an hour. 75 bits need no limit; this only keeps the noise down. */
export const MISSES = 60;
const HOUR = 3600;

/**
 * Counts look-ups that found nothing, by address, for all processes together; hits are never counted and never refused. Every
 * network has a counter of its own, so nobody can close the check for others. What is written is a keyed hash of the network
 * and a number, for an hour: not what was looked for. Who is over the limit is no longer written at all, so that noise costs no
 * writing; where nothing can be written a process counts for itself.
 */
export function missLimit(
  { db, settings }: Pick<WebDeps, 'db' | 'settings'>,
  points: number = MISSES,
): (address: string) => Promise<boolean> {
  const limiter = new RateLimiterPostgres({
    ...rateLimits(db),
    keyPrefix: 'miss',
    points,
    duration: HOUR,
    inMemoryBlockOnConsumed: points + 1,
    insuranceLimiter: new RateLimiterMemory({ points, duration: HOUR }),
  });
  return async (address) => {
    const key = createHmac('sha256', settings.secret)
      .update(`miss\n${networkOf(address)}`)
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
