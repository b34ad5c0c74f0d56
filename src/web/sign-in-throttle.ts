import { createHmac } from 'node:crypto';
import { RateLimiterPostgres, type RateLimiterRes } from 'rate-limiter-flexible';
import type { Database } from '../postgres/database.ts';
import { rateLimits } from '../postgres/rate-limits.ts';

export interface Attempt {
  username: string;
  /** The client's address as Express gives it. */
  address: string;
  /** The name of a device that signed in to this account before. */
  device: string | undefined;
}

export interface Admitted {
  admitted: true;
  /** Wait this long before answering: the account is being guessed at from many places. */
  slowMs: number;
  succeeded(): Promise<void>;
}
export interface PutOff {
  admitted: false;
  minutes: number;
}

/** Guesses that are free, per quarter of an hour. */
export const budgets = { device: 10, accountAndAddress: 5, address: 50 } as const;
const quarter = 15 * 60;
/** Beyond so many guesses an hour from unknown devices, answers about the account come slower; they always come. */
const freeForAccount = 20;
const slowestMs = 3_000;

export type SignInThrottle = (attempt: Attempt) => Promise<Admitted | PutOff>;

/**
 * Slows guessing by account and address. No counter is shared by all addresses, except one that only delays: so nobody
 * can shut an official out from elsewhere, and a device that has signed in before has a budget of its own.
 */
export function signInThrottle(db: Database, secret: string): SignInThrottle {
  const limiter = (keyPrefix: string, points: number, duration: number) =>
    new RateLimiterPostgres({
      ...rateLimits(db),
      keyPrefix,
      points,
      duration,
    });
  const byDevice = limiter('device', budgets.device, quarter);
  const byPair = limiter('pair', budgets.accountAndAddress, quarter);
  const byAddress = limiter('address', budgets.address, quarter);
  const byAccount = limiter('account', 1_000_000, 3600);
  // Hashed: people type passwords into the field for the name.
  const key = (...parts: string[]) => createHmac('sha256', secret).update(parts.join('\n')).digest('base64url');

  return async ({ username, address, device }) => {
    const name = username.trim().toLowerCase();
    const place = networkOf(address);
    if (device !== undefined) {
      const own = key(name, device);
      const put = await putOff(byDevice, own);
      return put ?? { admitted: true, slowMs: 0, succeeded: async () => void (await byDevice.delete(own)) };
    }
    const pair = key(name, place);
    const put = (await putOff(byPair, pair)) ?? (await putOff(byAddress, key(place)));
    if (put !== undefined) return put;
    const guesses = (await byAccount.consume(key(name))).consumedPoints ?? 0;
    return {
      admitted: true,
      slowMs: Math.min(slowestMs, Math.max(0, guesses - freeForAccount) * 100),
      async succeeded() {
        await byPair.delete(pair);
        await byAddress.reward(key(place));
      },
    };
  };
}

async function putOff(limiter: RateLimiterPostgres, key: string): Promise<PutOff | undefined> {
  try {
    await limiter.consume(key);
    return undefined;
  } catch (refused) {
    if (!isLimit(refused)) throw refused;
    return { admitted: false, minutes: Math.max(1, Math.ceil((refused.msBeforeNext ?? 0) / 60_000)) };
  }
}

/** The limiter's own refusal, not a fault of its store. */
export function isLimit(refused: unknown): refused is RateLimiterRes {
  return typeof refused === 'object' && refused !== null && 'msBeforeNext' in refused;
}

/** An IPv4 address, or the /64 of an IPv6 one: a single customer has at least that many. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1] !== undefined) return mapped[1];
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.toLowerCase().split('%')[0]?.split('::') ?? [];
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = tail === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill('0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
