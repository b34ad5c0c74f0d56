import { readFileSync } from 'node:fs';
import { familiesFor, fontFiles } from './fonts.ts';

/** Which characters some face of the families can show. */
export type Coverage = (codePoint: number) => boolean;

/** Joiners, variation selectors and the soft hyphen shape their neighbours and have no picture of their own. */
const WITHOUT_GLYPH = /\u00ad|\u034f|[\u200b-\u200d]|\u2060|[\ufe00-\ufe0f]|\s/u;

/**
 * The coverage of the families that set a letter in `font`: what every face of one family has (a bold or italic word must
 * not lose a letter that the upright one had).
 */
export function readCoverage(font: 'Arimo' | 'Tinos'): Coverage {
  const families = familiesFor(font).map((family) =>
    fontFiles(family).map((file) => readCharacters(readFileSync(file))),
  );
  return (codePoint) => families.some((faces) => faces.every((has) => has(codePoint)));
}

/** The characters of `text` that no face can show, each once, in order. */
export function missingGlyphs(coverage: Coverage, text: string): string[] {
  const missing = new Set<string>();
  for (const character of text) {
    if (!WITHOUT_GLYPH.test(character) && !coverage(character.codePointAt(0) ?? 0)) missing.add(character);
  }
  return [...missing];
}

/**
 * The Unicode character map of a TrueType file (OpenType 1.9, `cmap`, formats 4 and 12). The files come from our own
 * dependencies, so damage is a fault and not looked for.
 */
export function readCharacters(font: Buffer): Coverage {
  const table = tableOffset(font, 'cmap');
  const count = font.readUInt16BE(table + 2);
  for (const wanted of [12, 4]) {
    for (let index = 0; index < count; index++) {
      const subtable = table + font.readUInt32BE(table + 4 + index * 8 + 4);
      const platform = font.readUInt16BE(table + 4 + index * 8);
      if ((platform !== 0 && platform !== 3) || font.readUInt16BE(subtable) !== wanted) continue;
      return wanted === 12 ? format12(font, subtable) : format4(font, subtable);
    }
  }
  throw new RangeError('the font has no Unicode character map');
}

function tableOffset(font: Buffer, tag: string): number {
  const tables = font.readUInt16BE(4);
  for (let index = 0; index < tables; index++) {
    const record = 12 + index * 16;
    if (font.toString('latin1', record, record + 4) === tag) return font.readUInt32BE(record + 8);
  }
  throw new RangeError(`the font has no table ${tag}`);
}

function format12(font: Buffer, at: number): Coverage {
  const ranges = Array.from({ length: font.readUInt32BE(at + 12) }, (_, index) => {
    const group = at + 16 + index * 12;
    return { from: font.readUInt32BE(group), to: font.readUInt32BE(group + 4) };
  });
  return (codePoint) => ranges.some(({ from, to }) => codePoint >= from && codePoint <= to);
}

function format4(font: Buffer, at: number): Coverage {
  const twice = font.readUInt16BE(at + 6);
  const ends = at + 14;
  const starts = ends + twice + 2;
  const deltas = starts + twice;
  const offsets = deltas + twice;
  return (codePoint) => {
    for (let segment = 0; segment < twice; segment += 2) {
      if (codePoint > font.readUInt16BE(ends + segment)) continue;
      const start = font.readUInt16BE(starts + segment);
      if (codePoint < start) return false;
      const offset = font.readUInt16BE(offsets + segment);
      const delta = font.readUInt16BE(deltas + segment);
      if (offset === 0) return ((codePoint + delta) & 0xffff) !== 0;
      return font.readUInt16BE(offsets + segment + offset + (codePoint - start) * 2) !== 0;
    }
    return false;
  };
}
