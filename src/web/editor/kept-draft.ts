import type { DraftForm } from '../../letters/merge-draft.ts';
import { fromBase64, sealing, toBase64 } from '../browser/sealing.ts';

/** What was typed and could not be saved, with the form that it began from. */
export interface KeptDraft {
  base: DraftForm;
  form: DraftForm;
  revision: number;
  /** Milliseconds since 1970. */
  at: number;
}

const PREFIX = 'layang.konsep.';
const LONGEST_KEPT_MS = 7 * 24 * 3_600_000;

/**
 * Kept in this browser only until it is saved, and only encrypted: the key comes with the page of this person and this letter, so
 * that nobody reads it after signing out or under another account. Without a secure connection browsers encrypt nothing; then
 * nothing is kept.
 */
export function keptDrafts(letter: string, person: string, keyText: string) {
  const name = `${PREFIX}${letter}.${person}`;
  const { possible, closeValue, openValue } = sealing(keyText);
  let turn = 0;

  return {
    possible,
    async keep(draft: KeptDraft): Promise<void> {
      const own = ++turn;
      const made = await closeValue(draft);
      if (made === undefined || own !== turn) return;
      try {
        localStorage.setItem(name, `${draft.at}.${toBase64(made.iv)}.${toBase64(new Uint8Array(made.sealed))}`);
      } catch {
        // Full or forbidden: what is typed is still in the page.
      }
    },
    forget(): void {
      turn += 1;
      try {
        localStorage.removeItem(name);
      } catch {
        // Forbidden: then nothing was kept either.
      }
    },
    /** What an earlier visit left behind; undefined also for what cannot be read any more. */
    async find(): Promise<KeptDraft | undefined> {
      try {
        forgetOld();
        const [, iv = '', sealed = ''] = localStorage.getItem(name)?.split('.') ?? [];
        if (sealed === '') return undefined;
        return await openValue<KeptDraft>(fromBase64(iv), fromBase64(sealed));
      } catch {
        return undefined;
      }
    },
  };
}
export type KeptDrafts = ReturnType<typeof keptDrafts>;

function forgetOld(): void {
  const old = Object.keys(localStorage).filter((each) => {
    const at = Number(localStorage.getItem(each)?.split('.')[0]);
    return each.startsWith(PREFIX) && !(Date.now() - at < LONGEST_KEPT_MS);
  });
  for (const each of old) localStorage.removeItem(each);
}
