import type { Words } from '../errors.ts';
import { findFlaw, flawWords } from '../typesetting/printable-text.ts';

/** A text from a form as it is stored, or what is wrong with it in words. */
export type CheckedText = { text: string } | { problem: Words };

/** One line, NFC, spaces run together. `longest` counts code points. */
export function checkLine(raw: string, longest: number): CheckedText {
  return checked(
    raw
      .normalize('NFC')
      .replace(/[\s\u00a0]+/gu, ' ')
      .trim(),
    longest,
  );
}

/** Text of several lines, NFC, line ends as `\n`, tabs as spaces, no spaces at line ends, no empty lines around it. */
export function checkParagraphs(raw: string, longest: number): CheckedText {
  const text = raw
    .normalize('NFC')
    .replace(/\r\n?|\u2028|\u2029/gu, '\n')
    .replace(/\t/gu, '    ')
    .replace(/[ \u00a0]+$/gmu, '')
    .replace(/^\n+|\n+$/gu, '');
  return checked(text, longest);
}

function checked(text: string, longest: number): CheckedText {
  // Code units bound the walk, so that an enormous text is refused without being spread into an array.
  if (text.length > longest * 2 || [...text].length > longest) {
    return { problem: { id: `Paling banyak ${longest} karakter.`, en: `At most ${longest} characters.` } };
  }
  const flaw = findFlaw(text);
  if (flaw === undefined) return { text };
  return { problem: flawWords(flaw, { id: 'isian ini', en: 'this entry' }) };
}
