import type { WebDeps } from '../../deps.ts';
import { networkLimit } from './caller-limit.ts';

/** Misses of one network address an hour. 75 bits need no limit; this only keeps the noise down. */
export const MISSES = 60;
const HOUR = 3600;

/** Counts look-ups that found nothing; hits are never counted and never refused. Not what was looked for is written. */
export function missLimit(deps: Pick<WebDeps, 'db' | 'settings'>, points: number = MISSES) {
  return networkLimit(deps, { name: 'miss', points, seconds: HOUR });
}
