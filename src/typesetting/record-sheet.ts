import { z } from 'zod';
import { type Coverage, missingGlyphs } from './glyph-coverage.ts';
import { codePointName, findFlaw } from './printable-text.ts';

const text = z.string().max(20_000);

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
        rows: z.array(z.array(text)).max(2_000),
      }),
    )
    .max(10),
  closing: text,
});
export type RecordSheet = z.infer<typeof RecordSheet>;

/** The sheet as its template reads it: every text in characters that can be printed. */
export function printableSheet(sheet: RecordSheet, coverage: Coverage): RecordSheet {
  const print = (words: string) => printable(words, coverage);
  const { createdAt, facts, tables } = sheet;
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
      rows: rows.map((row) => row.map(print)),
    })),
    closing: print(sheet.closing),
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
