import type { Words } from '../errors.ts';

/** Directional marks, embeddings, overrides and isolates: they make a line read otherwise than it is stored. */
const BIDI_CONTROL = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Format characters that ordinary Arabic, Syriac or Javanese writing needs inside words and numbers. */
const FORMAT_OF_SCRIPTS = /[\u0600-\u0605\u06dd\u070f\u08e2\u200c\u200d]/u;

/** Controls, format characters, unpaired surrogates, private use, line and paragraph separators. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u;

export type TextFlaw = { code: 'bidi-control' | 'invisible-character'; character: string };

/** The first character that may not stand in a letter; newline and tab are the only controls allowed. */
export function findFlaw(text: string): TextFlaw | undefined {
  for (const character of text) {
    if (character === '\n' || character === '\t') continue;
    if (BIDI_CONTROL.test(character)) return { code: 'bidi-control', character };
    if (INVISIBLE.test(character) && !FORMAT_OF_SCRIPTS.test(character))
      return { code: 'invisible-character', character };
  }
  return undefined;
}

/** `U+202E`, for a character that cannot be shown. */
export function codePointName(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** `where` names the place in both languages: `{ id: 'baris 3', en: 'line 3' }`. */
export function flawWords(flaw: TextFlaw, where: Words): Words {
  const name = codePointName(flaw.character);
  if (flaw.code === 'bidi-control') {
    return {
      id: `Ada karakter tersembunyi pengubah arah tulisan (${name}) di ${where.id}. Hapus, lalu ketik ulang bagian itu.`,
      en: `A hidden character that changes the direction of writing (${name}) stands in ${where.en}. Remove it and type that part again.`,
    };
  }
  return {
    id: `Ada karakter tak terlihat (${name}) di ${where.id} yang tidak dapat dicetak. Hapus, lalu ketik ulang bagian itu.`,
    en: `An invisible character (${name}) stands in ${where.en} and cannot be printed. Remove it and type that part again.`,
  };
}
