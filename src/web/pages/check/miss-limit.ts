import { RateLimiterMemory } from 'rate-limiter-flexible';
import { networkOf } from '../../sign-in-throttle.ts';

/** Misses of one network address an hour. 75 bits need no limit; this only keeps the noise down. */
export const MISSES = 60;

/**
 * Counts look-ups that found nothing, by address; hits are never counted and never refused. Each process counts for itself and
 * forgets at restart: no counter is shared, so nobody can close the check for others.
 */
export function missLimit(points: number = MISSES): (address: string) => Promise<boolean> {
  const limiter = new RateLimiterMemory({ points, duration: 3600 });
  return async (address) => {
    try {
      await limiter.consume(networkOf(address));
      return true;
    } catch {
      return false;
    }
  };
}
