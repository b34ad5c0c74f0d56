import type { Clock } from '../clock.ts';
import { Refusal, type Words } from '../errors.ts';
import type { Sql } from '../postgres/database.ts';
import { readInstants } from './newest-instant-store.ts';

/** More than any two machines with a time service differ by, and less than a signature may be wrong by. */
const MOST_APART_MS = 5 * 60_000;

/**
 * Refuses to begin with a clock that is wrong, because its hour is signed: `clock-differs` from the database server's, or
 * `clock-behind` what was signed and decided before. Nothing is written.
 */
export async function demandClock(deps: { db: Sql; clock: Clock }): Promise<void> {
  const { server, newest } = await readInstants(deps.db);
  const here = deps.clock();
  if (Math.abs(here.getTime() - server.getTime()) > MOST_APART_MS) {
    throw refusal('clock-differs', {
      id: `Jam komputer ini menunjuk ${utc(here)}, jam server basis data ${utc(server)}. Betulkan yang keliru (timedatectl set-ntp true), lalu mulai lagi.`,
      en: `The clock of this machine says ${utc(here)}, that of the database server ${utc(server)}. Set the wrong one right (timedatectl set-ntp true), then start again.`,
    });
  }
  if (newest !== null && newest.getTime() - here.getTime() > MOST_APART_MS) {
    throw refusal('clock-behind', {
      id: `Jam komputer ini menunjuk ${utc(here)}, padahal yang terakhir dicatat di basis data bertanggal ${utc(newest)}. Betulkan jamnya (timedatectl set-ntp true), lalu mulai lagi.`,
      en: `The clock of this machine says ${utc(here)}, but the newest entry of the database is of ${utc(newest)}. Set the clock right (timedatectl set-ntp true), then start again.`,
    });
  }
}

function refusal(code: string, words: Words): Refusal {
  return new Refusal('unavailable', code, words);
}

function utc(instant: Date): string {
  return `${instant.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
