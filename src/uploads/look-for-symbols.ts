import type { PDFiumLibrary } from '@hyzyla/pdfium';
import type { GreyPicture, SymbolReader } from './read-symbols.ts';
import type { ScanFacts } from './scan-jobs.ts';

type Symbols = ScanFacts['symbols'];

/** A page symbol stands on the first pages, the seal on the last signed one, and attachments may follow. */
const AT_EACH_END = 3;
/** For the pages between, which may be hundreds: a letter waits for this at the front desk. */
const MOST_MS = 20_000;
/** Pixels a side at most: A4 at 300 dpi, where a module of 0.49 mm is nearly six pixels. */
export const LONGEST_SIDE = 3_508;
/** Of a drawn page at the first look, and at the second. */
const DPI = { first: 200, closer: 300 } as const;
/** Each is looked up: a sheet may be covered with them. */
const MOST_KEPT = 40;
const LONGEST_TEXT = 2_000;

export interface SymbolsFound {
  symbols: Symbols;
  /** Pages that there was no time to look at; 0 where a seal was found before. */
  notSearched: number;
}

/** Every page once, from 1: the first ones, the last ones from the back, then those between. */
export function searchOrder(pages: number): number[] {
  const first = Math.min(AT_EACH_END, pages);
  const last = Math.max(first, pages - AT_EACH_END);
  const run = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index + 1);
  return [...run(0, first), ...run(last, pages).toReversed(), ...run(first, last)];
}

/** A page from 1; `closer` for a second look, finer than the first. Undefined where it cannot be drawn, or not finer. */
export type PictureOf = (page: number, closer: boolean) => Promise<GreyPicture | undefined>;

/**
 * The QR symbols on the pages: both ends are always looked at, the rest until there is a seal or the time is up. A page at
 * an end on which none is found is looked at once more, closer: a worn symbol of few dots is read so.
 */
export async function searchPages(
  pages: number,
  pictureOf: PictureOf,
  read: SymbolReader,
  mostMs = MOST_MS,
): Promise<SymbolsFound> {
  const symbols: Symbols = [];
  const ends = performance.now() + mostMs;
  for (const [index, page] of searchOrder(pages).entries()) {
    if (index >= 2 * AT_EACH_END) {
      if (symbols.some(({ text }) => text.includes('#'))) break;
      if (performance.now() > ends) return { symbols, notSearched: pages - index };
    }
    const look = async (closer: boolean) => {
      const picture = await pictureOf(page, closer);
      return picture === undefined ? [] : await read(picture);
    };
    let texts = await look(false);
    if (texts.length === 0 && index < 2 * AT_EACH_END) texts = await look(true);
    for (const text of texts) {
      if (text.length > LONGEST_TEXT || symbols.length >= MOST_KEPT) continue;
      if (!symbols.some((one) => one.text === text)) symbols.push({ page, text });
    }
  }
  return { symbols, notSearched: 0 };
}

/** The pages of a PDF as they are drawn. */
export async function searchPdf(library: PDFiumLibrary, pdf: Uint8Array, read: SymbolReader): Promise<SymbolsFound> {
  const document = await library.loadDocument(pdf);
  try {
    return await searchPages(
      document.getPageCount(),
      (page, closer) => drawn(document.getPage(page - 1), closer),
      read,
    );
  } finally {
    document.destroy();
  }
}

type PdfiumPage = ReturnType<Awaited<ReturnType<PDFiumLibrary['loadDocument']>>['getPage']>;

async function drawn(page: PdfiumPage, closer: boolean): Promise<GreyPicture | undefined> {
  const { originalWidth, originalHeight } = page.getOriginalSize();
  const scale = Math.min(DPI[closer ? 'closer' : 'first'] / 72, LONGEST_SIDE / Math.max(originalWidth, originalHeight));
  let picture: GreyPicture | undefined;
  await page
    .render({
      scale,
      render: async ({ data, width, height }) => {
        picture = grey(data, width, height);
        return data;
      },
    })
    .catch(() => undefined);
  return picture;
}

function grey(data: Uint8Array, width: number, height: number): GreyPicture {
  const pixels = new Uint8Array(width * height);
  for (let i = 0; i < pixels.length; i++) {
    pixels[i] = ((data[i * 4] ?? 255) * 29 + (data[i * 4 + 1] ?? 255) * 150 + (data[i * 4 + 2] ?? 255) * 77) >> 8;
  }
  return { data: pixels, width, height };
}
