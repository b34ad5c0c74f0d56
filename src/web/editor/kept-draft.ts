import type { DraftForm } from '../../letters/merge-draft.ts';

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
  // Missing outside secure contexts, whatever its type says.
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
  let turn = 0;

  async function key(): Promise<CryptoKey | undefined> {
    return subtle?.importKey('raw', fromBase64(keyText), 'AES-GCM', false, ['encrypt', 'decrypt']);
  }

  return {
    possible: subtle !== undefined,
    async keep(draft: KeptDraft): Promise<void> {
      const own = ++turn;
      const made = await key();
      if (made === undefined || subtle === undefined) return;
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const plain = new TextEncoder().encode(JSON.stringify(draft));
      const sealed = new Uint8Array(await subtle.encrypt({ name: 'AES-GCM', iv }, made, plain));
      if (own !== turn) return;
      try {
        localStorage.setItem(name, `${draft.at}.${toBase64(iv)}.${toBase64(sealed)}`);
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
        const made = await key();
        if (sealed === '' || made === undefined || subtle === undefined) return undefined;
        const plain = await subtle.decrypt({ name: 'AES-GCM', iv: fromBase64(iv) }, made, fromBase64(sealed));
        return JSON.parse(new TextDecoder().decode(plain)) as KeptDraft;
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

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}
