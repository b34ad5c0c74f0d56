import { fromBase64, type Sealing, toBase64 } from '../browser/sealing.ts';
import type { Values } from './desk-server.ts';

/** A letter that was typed and is not known to be registered. */
export interface KeptLetter {
  values: Values;
  /** How many files go with it, kept under its key; absent: none. */
  files?: number;
  /** `typing`: never sent. `queued`: to be sent as soon as there is a connection. `refused`: somebody has to look at it. */
  state: 'typing' | 'queued' | 'refused';
  why: string;
  /** Milliseconds since 1970. */
  at: number;
}

const PREFIX = 'layang.masuk.';
const LONGEST_KEPT_MS = 7 * 24 * 3_600_000;

/** Letters of this person, by submission key: the key that makes sending one twice harmless. */
export function keptLetters(person: string, sealing: Sealing) {
  const name = (key: string) => `${PREFIX}${person}.${key}`;
  let turn = Promise.resolve();

  async function read(text: string | null): Promise<KeptLetter | undefined> {
    const [, iv = '', sealed = ''] = text?.split('.') ?? [];
    if (sealed === '') return undefined;
    return sealing.openValue<KeptLetter>(fromBase64(iv), fromBase64(sealed));
  }

  return {
    possible: sealing.possible,
    /** One after the other, so that an older state never overtakes a newer one. False: it could not be kept. */
    keep(key: string, letter: KeptLetter): Promise<boolean> {
      const kept = turn.then(async () => {
        const made = await sealing.closeValue(letter);
        if (made === undefined) return false;
        try {
          localStorage.setItem(name(key), `${letter.at}.${toBase64(made.iv)}.${toBase64(new Uint8Array(made.sealed))}`);
          return true;
        } catch {
          // Full or forbidden: what is typed is still in the page.
          return false;
        }
      });
      turn = kept.then(() => {});
      return kept;
    },
    forget(key: string): Promise<void> {
      turn = turn.then(() => localStorage.removeItem(name(key)));
      return turn;
    },
    /** Those that can be read, oldest first. */
    async list(): Promise<[key: string, letter: KeptLetter][]> {
      await turn;
      forgetOld();
      const found: [string, KeptLetter][] = [];
      for (const each of Object.keys(localStorage).filter((one) => one.startsWith(name('')))) {
        const letter = await read(localStorage.getItem(each));
        if (letter !== undefined) found.push([each.slice(name('').length), letter]);
      }
      return found.sort(([, a], [, b]) => a.at - b.at);
    },
  };
}
export type KeptLetters = ReturnType<typeof keptLetters>;

function forgetOld(): void {
  for (const each of Object.keys(localStorage)) {
    const at = Number(localStorage.getItem(each)?.split('.')[0]);
    if (each.startsWith(PREFIX) && !(Date.now() - at < LONGEST_KEPT_MS)) localStorage.removeItem(each);
  }
}
