import { z } from 'zod';
import type { Located } from './demand-printable.ts';
import { LetterPage } from './letter-page.ts';
import { SEAL_BOX_MM } from './page-profile.ts';
import { templateData } from './template-data.ts';

const line = (longest: number) => z.string().max(longest * 2);

/** Where something is printed: the page (from 1), and millimetres from one of its corners to the same corner of the print. */
const Spot = z.object({
  page: z.number().int().min(1).max(4_000),
  corner: z.enum(['top-left', 'top-right', 'bottom-left', 'bottom-right']),
  x: z.number().min(0).max(2_000),
  y: z.number().min(0).max(2_000),
});

/** The longest document with pages from outside. */
export const MOST_MARKED = 4_000;

/** What is printed over pages from outside. */
export const MarksPage = z.object({
  /** The letter that they belong to, with the symbols of these pages; its sections are not printed here. */
  letter: LetterPage,
  /** The number of the first of these pages in the whole document, and how many pages that has. */
  firstPage: z.number().int().min(1),
  total: z.number().int().min(1),
  /** In points. `heading`: at the head of an attachment's first page. */
  sheets: z
    .array(
      z.object({
        width: z.number().min(100).max(20_000),
        height: z.number().min(100).max(20_000),
        heading: z.object({ title: line(40), under: line(240) }).nullable(),
      }),
    )
    .min(1)
    .max(MOST_MARKED),
  /** Of an uploaded letter: what stands where on these pages, the first of which is 1. */
  spots: z.object({ number: Spot.nullable(), date: Spot.nullable(), block: Spot.nullable() }),
});
export type MarksPage = z.infer<typeof MarksPage>;

/** Beside the box of the seal, as views/letters/signature.typ sets them. */
const BLOCK_LINES_MM = 91;

/** Marks as their template reads them: everything that a letter's templates read, so that it may use their parts. */
export function marksData({ letter, firstPage, total, sheets, spots }: MarksPage) {
  const data = templateData(letter);
  const blockWidth = SEAL_BOX_MM[letter.sealSizeMm] + BLOCK_LINES_MM;
  return {
    ...data,
    // The block pushes itself to the right of its column: here the column is the block.
    profile: { ...data.profile, width: blockWidth, margin: { top: 0, bottom: 0, left: 0, right: 0 } },
    author: letter.kop.office,
    firstPage,
    total,
    sheets,
    spots,
    blockWidth,
  };
}

/** What is printed here and is no part of the letter's own page. */
export function textsOfMarks({ sheets }: MarksPage): Located[] {
  const where = { id: 'kepala lampiran', en: 'the heading of an attachment' };
  return sheets.flatMap(({ heading }) =>
    heading === null ? [] : [{ field: 'attachments', where, text: `${heading.title} ${heading.under}` }],
  );
}
