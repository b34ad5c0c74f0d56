import { incomingKeptWords, type KeptWord } from '../words/incoming-kept.ts';

const language = document.documentElement.lang === 'en' ? 'en' : 'id';

/** A sentence in the page's language, its gaps filled. */
export function say(key: KeptWord, gaps: Readonly<Record<string, string | number>> = {}): string {
  return incomingKeptWords[key][language].replace(/\{(\w+)\}/g, (_, gap: string) => String(gaps[gap] ?? ''));
}
