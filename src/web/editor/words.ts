import { type EditorWord, editorWords } from '../words/editor.ts';

const language = document.documentElement.lang === 'en' ? 'en' : 'id';

/** A sentence in the page's language, its gaps filled. */
export function say(key: EditorWord, gaps: Readonly<Record<string, string | number>> = {}): string {
  return editorWords[key][language].replace(/\{(\w+)\}/g, (_, gap: string) => String(gaps[gap] ?? ''));
}

/** A date and time as the reader writes it. */
export function sayWhen(instant: Date): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'id-ID', {
    dateStyle: 'long',
    timeStyle: 'short',
  }).format(instant);
}
