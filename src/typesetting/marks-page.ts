import { z } from 'zod';
import type { Located } from './demand-printable.ts';
import { familiesFor } from './fonts.ts';
import { LetterPage } from './letter-page.ts';
import { BASE_PROFILE, FONTS, pageProfile, SEAL_BOX_MM } from './page-profile.ts';
import { qrSizeMm, qrSvg } from './qr-outline.ts';

const line = (longest: number) => z.string().max(longest * 2);

export const CORNERS = ['top-left', 'top-right', 'bottom-left', 'bottom-right'] as const;

/** Where something is printed: the page (from 1), and millimetres from one of its corners to the same corner of the print. */
export const Spot = z.object({
  page: z.number().int().min(1).max(4_000),
  corner: z.enum(CORNERS),
  x: z.number().min(0).max(2_000),
  y: z.number().min(0).max(2_000),
});
export type Spot = z.infer<typeof Spot>;

/** The longest document with pages from outside. */
export const MOST_MARKED = 4_000;

/** What is printed over pages from outside; texts are verbatim, as on a letter. */
export const MarksPage = LetterPage.pick({
  documentTitle: true,
  createdAt: true,
  draft: true,
  footer: true,
  sealSizeMm: true,
  seal: true,
}).extend({
  font: z.enum(FONTS),
  author: line(200),
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
  /** The symbol of each of these pages; empty in a draft. */
  pageSymbols: z.array(LetterPage.shape.pageSymbols.element).max(MOST_MARKED),
  /** Of an uploaded letter: what stands where on these pages, the first of which is 1. */
  number: Spot.extend({ text: line(200) }).nullable(),
  date: Spot.extend({ text: line(120) }).nullable(),
  block: Spot.extend({ signature: LetterPage.shape.signature }).nullable(),
});
export type MarksPage = z.infer<typeof MarksPage>;

/** Beside the box of the seal, as views/letters/signature.typ sets them. */
const BLOCK_LINES_MM = 91;

/** Marks as their template reads them. */
export function marksData(page: MarksPage) {
  const { number, date, block, seal, pageSymbols, footer, sealSizeMm, font } = page;
  const sealBoxMm = SEAL_BOX_MM[sealSizeMm];
  const blockWidth = sealBoxMm + BLOCK_LINES_MM;
  const set = (symbol: NonNullable<MarksPage['seal']>) => ({ svg: qrSvg(symbol), sizeMm: qrSizeMm(symbol) });
  return {
    ...page,
    families: familiesFor(font),
    footer: { ...footer, code: footer.code ?? '____-____-____-____' },
    sealBoxMm,
    seal: seal === null ? null : set(seal),
    pageSymbols: pageSymbols.map(set),
    signature: block?.signature ?? null,
    spots: { number, date, block },
    blockWidth,
    // Read by the parts of a letter that stand beside the block in its file; nothing of them is printed here.
    tembusan: [],
    distribution: [],
    hand: null,
    place: '',
    number: '',
    date: '',
    // The block pushes itself to the right of its column: here the column is the block.
    profile: {
      ...pageProfile({ profile: BASE_PROFILE }),
      width: blockWidth,
      margin: { top: 0, bottom: 0, left: 0, right: 0 },
    },
  };
}

/** Everything that is printed of somebody's typing. */
export function textsOfMarks({ number, date, block, footer, sheets, documentTitle }: MarksPage): Located[] {
  const named = (field: string, id: string, en: string, ...texts: string[]): Located[] =>
    texts.map((text) => ({ field, where: { id, en }, text }));
  const signature = block?.signature;
  return [
    ...named('number', 'nomor surat', 'the number', number?.text ?? ''),
    ...named('place', 'tanggal', 'the date', date?.text ?? ''),
    ...named('hal', 'hal', 'the subject', documentTitle),
    ...named('signature', 'blok tanda tangan', 'the signature block', ...(signature?.office ?? [])),
    ...named(
      'signature',
      'blok tanda tangan',
      'the signature block',
      signature?.name ?? '',
      ...(signature?.under ?? []),
    ),
    ...named(
      'attachments',
      'kepala lampiran',
      'the heading of an attachment',
      ...sheets.map(({ heading }) => heading?.under ?? ''),
    ),
    ...named('footer', 'kaki halaman', 'the footer', footer.statement, footer.host, footer.code ?? ''),
  ];
}
