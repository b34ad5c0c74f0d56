import { z } from 'zod';
import { type Coverage, missingGlyphs } from './glyph-coverage.ts';
import { codePointName, findFlaw } from './printable-text.ts';

/** In a cell, the names of all that a letter may go to. */
const text = z.string().max(60_000);
const picture = z.custom<Uint8Array>((value) => ArrayBuffer.isView(value));
const cell = z.union([
  text,
  z.object({ text, /** Which of the sheet's pictures stands under the text. */ picture: z.number().int().min(0) }),
]);

/**
 * A sheet about a letter: facts and tables from the records, set plainly on A4. Everything is printed verbatim; what no
 * typeface has is named instead, because a record must print whatever it holds.
 */
export const RecordSheet = z.object({
  /** The title in the PDF's metadata. */
  documentTitle: text.min(1),
  /** Unix seconds: creation date of the PDF. Equal sheets of an equal instant are equal bytes. */
  createdAt: z.number().int().min(0),
  office: text,
  unit: text,
  title: text,
  /** In the head of every page after the first. */
  reference: text,
  /** Printed large under the title where it is not empty: that the letter does not stand as issued. */
  standing: text,
  facts: z.array(z.object({ label: text, value: text })).max(40),
  tables: z
    .array(
      z.object({
        heading: text,
        columns: z.array(z.object({ name: text, /** Parts of the width. */ share: z.number().positive() })).min(1),
        rows: z.array(z.array(cell)).max(2_000),
      }),
    )
    .max(10),
  closing: text,
  /** Books with many columns lie across. */
  lying: z.boolean().optional(),
  /** PNGs that cells name by their place here. */
  pictures: z.array(picture).max(200).optional(),
});
export type RecordSheet = z.infer<typeof RecordSheet>;
export type SheetCell = z.infer<typeof cell>;

/** The sheet as its template reads it: every text in characters that can be printed. */
export function printableSheet(
  sheet: RecordSheet,
  coverage: Coverage,
): Omit<RecordSheet, 'pictures'> & { lying: boolean } {
  const print = (words: string) => printable(words, coverage);
  const { createdAt, facts, tables, lying = false } = sheet;
  return {
    documentTitle: print(sheet.documentTitle),
    createdAt,
    office: print(sheet.office),
    unit: print(sheet.unit),
    title: print(sheet.title),
    reference: print(sheet.reference),
    standing: print(sheet.standing),
    facts: facts.map(({ label, value }) => ({ label: print(label), value: print(value) })),
    tables: tables.map(({ heading, columns, rows }) => ({
      heading: print(heading),
      columns: columns.map(({ name, share }) => ({ name: print(name), share })),
      rows: rows.map((row) =>
        row.map((cell) => (typeof cell === 'string' ? print(cell) : { ...cell, text: print(cell.text) })),
      ),
    })),
    closing: print(sheet.closing),
    lying,
  };
}

/** Words in characters that can be printed: what no typeface has is named instead. */
export function printable(words: string, coverage: Coverage): string {
  if (findFlaw(words) === undefined && missingGlyphs(coverage, words).length === 0) return words;
  return Array.from(words, (character) =>
    findFlaw(character) === undefined && missingGlyphs(coverage, character).length === 0
      ? character
      : `[${codePointName(character)}]`,
  ).join('');
}
