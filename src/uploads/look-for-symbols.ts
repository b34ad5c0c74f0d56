import type { PDFiumLibrary } from '@hyzyla/pdfium';
import type { GreyPicture, openSymbolReader } from './read-symbols.ts';
import type { ScanFacts } from './scan-jobs.ts';

type ReadSymbols = Awaited<ReturnType<typeof openSymbolReader>>;
type Symbols = ScanFacts['symbols'];

/** A letter shows its seal on its first pages; what lies behind may be hundreds of sheets. */
export const LOOKED_AT = 12;
/** Pixels a side at most: A4 at 300 dpi, where a module of 0.49 mm is nearly six pixels. */
export const LONGEST_SIDE = 3_508;

/** Asks one page after the other until a seal is found; a page symbol alone does not end the search. */
export function openSymbolSearch(read: ReadSymbols) {
  const symbols: Symbols = [];
  let looked = 0;
  let sealed = false;
  return {
    symbols,
    wants: () => !sealed && looked < LOOKED_AT,
    async look(page: number, picture: GreyPicture): Promise<void> {
      looked += 1;
      for (const text of await read(picture)) {
        if (text.length > 2_000 || symbols.some((one) => one.text === text)) continue;
        symbols.push({ page, text });
        sealed ||= text.includes('#');
      }
    },
  };
}
export type SymbolSearch = ReturnType<typeof openSymbolSearch>;

/** The pages of a PDF as they are drawn. A page that cannot be drawn shows no symbol. */
export async function searchPdf(library: PDFiumLibrary, pdf: Uint8Array, search: SymbolSearch): Promise<void> {
  const document = await library.loadDocument(pdf);
  try {
    const pages = document.getPageCount();
    for (let index = 0; index < pages && search.wants(); index++) {
      const page = document.getPage(index);
      const { originalWidth, originalHeight } = page.getOriginalSize();
      const scale = Math.min(200 / 72, LONGEST_SIDE / Math.max(originalWidth, originalHeight));
      await page
        .render({
          scale,
          render: async ({ data, width, height }) => {
            await search.look(index + 1, grey(data, width, height));
            return data;
          },
        })
        .catch(() => undefined);
    }
  } finally {
    document.destroy();
  }
}

function grey(data: Uint8Array, width: number, height: number): GreyPicture {
  const pixels = new Uint8Array(width * height);
  for (let i = 0; i < pixels.length; i++) {
    pixels[i] = ((data[i * 4] ?? 255) * 29 + (data[i * 4 + 1] ?? 255) * 150 + (data[i * 4 + 2] ?? 255) * 77) >> 8;
  }
  return { data: pixels, width, height };
}
