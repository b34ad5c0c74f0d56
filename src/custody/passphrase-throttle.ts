import { RateLimiterPostgres } from 'rate-limiter-flexible';
import { Refusal } from '../errors.ts';
import type { Database } from '../postgres/database.ts';
import { rateLimits } from '../postgres/rate-limits.ts';

/** Wrong tries that cost nothing; people mistype. */
const FREE_TRIES = 4;
const FIRST_WAIT_SECONDS = 15;
const LONGEST_WAIT_SECONDS = 3600;
/** After a day without a wrong try the count begins again. */
const MEMORY_SECONDS = 86_400;

/** How long the next try must wait after `wrong` wrong ones in a row, in seconds: doubling, never for good. */
export function waitAfter(wrong: number): number {
  if (wrong <= FREE_TRIES) return 0;
  return Math.min(FIRST_WAIT_SECONDS * 2 ** Math.min(wrong - FREE_TRIES - 1, 20), LONGEST_WAIT_SECONDS);
}

export interface PassphraseThrottle {
  /** Throws Refusal `try-again-later` with the waiting time while any of the subjects must wait. True: wrong tries are counted. */
  demandOpen(subjects: readonly string[]): Promise<boolean>;
  countWrong(subjects: readonly string[]): Promise<void>;
  /** A right passphrase clears what mistyping left. */
  forget(subjects: readonly string[]): Promise<void>;
}

/** Counts wrong passphrases in table `rate_limit`, so that every process of the installation sees the same number. */
export function passphraseThrottle(db: Database): PassphraseThrottle {
  const limiter = new RateLimiterPostgres({
    ...rateLimits(db),
    keyPrefix: 'passphrase',
    points: FREE_TRIES,
    duration: MEMORY_SECONDS,
  });
  return {
    async demandOpen(subjects) {
      const counts = await Promise.all(subjects.map((subject) => limiter.get(subject)));
      let wait = 0;
      for (const count of counts) {
        if (count === null) continue;
        // A row lives MEMORY_SECONDS from the last wrong try, so its remaining life tells how long ago that was.
        const sinceLast = MEMORY_SECONDS - count.msBeforeNext / 1000;
        wait = Math.max(wait, Math.ceil(waitAfter(count.consumedPoints) - sinceLast));
      }
      if (wait > 0) throw tryAgainLater(wait);
      return counts.some((count) => count !== null);
    },
    async countWrong(subjects) {
      for (const subject of subjects) {
        const { consumedPoints } = await limiter.penalty(subject);
        await limiter.set(subject, consumedPoints, MEMORY_SECONDS);
      }
    },
    async forget(subjects) {
      await Promise.all(subjects.map((subject) => limiter.delete(subject)));
    },
  };
}

function tryAgainLater(seconds: number): Refusal {
  const minutes = Math.ceil(seconds / 60);
  return new Refusal('not-allowed', 'try-again-later', {
    id: `Terlalu banyak frasa sandi yang keliru. Coba lagi dalam ${seconds < 120 ? `${seconds} detik` : `${minutes} menit`}.`,
    en: `Too many wrong passphrases. Try again in ${seconds < 120 ? `${seconds} seconds` : `${minutes} minutes`}.`,
  });
}
