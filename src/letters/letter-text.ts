/** What a text from a form may hold; the answer is the text as stored, or what is wrong with it. */
export type TextProblem = 'bidi' | 'control' | 'too-long';
export type CheckedText = { text: string } | { problem: TextProblem };

/** Directional marks, embeddings, overrides and isolates: they make a line read otherwise than it is stored. */
const BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Format characters that ordinary Arabic, Syriac or Javanese writing needs inside words and numbers. */
const FORMAT_OF_SCRIPTS = /[\u0600-\u0605\u06dd\u070f\u08e2\u200c\u200d]/gu;

/** Controls, unpaired surrogates, private use, separators and every other invisible format character. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;

/** One line, NFC, spaces run together. `longest` counts code points. */
export function checkLine(raw: string, longest: number): CheckedText {
  if (BIDI_CONTROLS.test(raw)) return { problem: 'bidi' };
  const text = raw.normalize('NFC').replace(/[\s\u00a0]+/gu, ' ').trim();
  if (INVISIBLE.test(text.replace(FORMAT_OF_SCRIPTS, ''))) return { problem: 'control' };
  return withinLength(text, longest);
}

/** Text of several lines, NFC, line ends as `\n`, tabs as spaces, no trailing spaces. */
export function checkParagraphs(raw: string, longest: number): CheckedText {
  if (BIDI_CONTROLS.test(raw)) return { problem: 'bidi' };
  const text = raw
    .normalize('NFC')
    .replace(/\r\n?|\u2028|\u2029/gu, '\n')
    .replace(/\t/gu, '    ')
    .replace(/[ \u00a0]+$/gmu, '')
    .replace(/^\n+|\n+$/gu, '');
  if (INVISIBLE.test(text.replace(FORMAT_OF_SCRIPTS, '').replace(/\n/gu, ''))) return { problem: 'control' };
  return withinLength(text, longest);
}

function withinLength(text: string, longest: number): CheckedText {
  // Code units bound the walk, so that an enormous text is refused without being spread into an array.
  if (text.length > longest * 2 || [...text].length > longest) return { problem: 'too-long' };
  return { text };
}
