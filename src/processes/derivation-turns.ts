import { Refusal } from '../errors.ts';

/** Who takes memory for a moment takes a turn first: in the order they came, and together never more than there is. */
export interface Turns {
  /**
   * Waits until `kib` are free, then runs `work`; more than all there is counts as all. Refusal `too-many-at-once` when too
   * many wait already or it was not their turn in time: nothing of `work` was begun then.
   */
  take<T>(kib: number, work: () => Promise<T>): Promise<T>;
}

export interface TurnLimits {
  kib: number;
  mostWaiting: number;
  longestMs: number;
}

export function openTurns(limits: TurnLimits): Turns {
  let free = limits.kib;
  const waiting: { kib: number; begin(): void }[] = [];

  /** Whoever is first begins or holds up all behind: a large one would never come to its turn otherwise. */
  function next(): void {
    for (let first = waiting[0]; first !== undefined && first.kib <= free; first = waiting[0]) {
      waiting.shift();
      free -= first.kib;
      first.begin();
    }
  }

  function turn(kib: number): Promise<void> {
    if (waiting.length >= limits.mostWaiting) return Promise.reject(tooMany());
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        waiting.splice(waiting.indexOf(mine), 1);
        reject(tooMany());
        next();
      }, limits.longestMs);
      const mine = {
        kib,
        begin() {
          clearTimeout(late);
          resolve();
        },
      };
      waiting.push(mine);
      next();
    });
  }

  return {
    async take(kib, work) {
      const taken = Math.min(kib, limits.kib);
      await turn(taken);
      try {
        return await work();
      } finally {
        free += taken;
        next();
      }
    },
  };
}

/**
 * The turns of this process for argon2id, whatever it is for: its memory is one, however many rooms derive. 64 MiB are one
 * passphrase or three passwords. Without this, libuv's four threads took 166 MB when signatures met a crowd signing in. The last of
 * two hundred who sign at once is served on a slow and busy machine too; whoever gave up waiting finds by the same form what became of it.
 */
export const derivationTurns = openTurns({ kib: 65_536, mostWaiting: 200, longestMs: 120_000 });

function tooMany(): Refusal {
  return new Refusal('unavailable', 'too-many-at-once', {
    id: 'Sangat banyak orang sedang masuk atau menandatangani, jadi giliran Anda belum tiba. Tidak ada yang berubah. Tunggu sebentar, lalu ulangi.',
    en: 'Very many people are signing in or signing at this moment, so it was not your turn yet. Nothing has changed. Wait a moment, then try again.',
  });
}
