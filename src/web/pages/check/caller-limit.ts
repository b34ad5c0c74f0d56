import { createHmac } from 'node:crypto';
import { RateLimiterMemory, RateLimiterPostgres } from 'rate-limiter-flexible';
import { rateLimits } from '../../../postgres/rate-limits.ts';
import type { WebDeps } from '../../deps.ts';
import { isLimit, networkOf } from '../../sign-in-throttle.ts';

type LimitDeps = Pick<WebDeps, 'db' | 'settings'>;
interface Limit {
  /** What is counted: the same name is the same counter. */
  name: string;
  points: number;
  seconds: number;
}

/** As `callerLimit`, by network: an address is a caller's together with the rest of its network. */
export function networkLimit(deps: LimitDeps, limit: Limit): (address: string, cost?: number) => Promise<boolean> {
  const isWithin = callerLimit(deps, limit);
  return (address, cost) => isWithin(networkOf(address), cost);
}

/**
 * Counts what each caller does, for all processes together. Every caller has a counter of its own, so nobody can close the page
 * for others. What is written is a keyed hash of the caller and a number, for as long as it counts. Who is over the limit is no
 * longer written at all, so that noise costs no writing; where nothing can be written a process counts for itself.
 * `cost`: of this once, 1 unless told; 0 only asks whether the caller has gone over it. False: over the limit.
 */
export function callerLimit(
  { db, settings }: LimitDeps,
  { name, points, seconds }: Limit,
): (caller: string, cost?: number) => Promise<boolean> {
  const limiter = new RateLimiterPostgres({
    ...rateLimits(db),
    keyPrefix: name,
    points,
    duration: seconds,
    inMemoryBlockOnConsumed: points + 1,
    insuranceLimiter: new RateLimiterMemory({ points, duration: seconds }),
  });
  return async (caller, cost = 1) => {
    const key = createHmac('sha256', settings.secret).update(`${name}\n${caller}`).digest('base64url');
    try {
      await limiter.consume(key, cost);
      return true;
    } catch (refused) {
      if (!isLimit(refused)) throw refused;
      return false;
    }
  };
}
