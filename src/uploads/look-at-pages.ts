import type { PDFiumLibrary } from '@hyzyla/pdfium';
import { footIsFree, headIsFree } from './free-bands.ts';

export interface Looked {
  /** Pages, from 1, on which the place of the footer is written on. */
  footTaken: number[];
  /** Whether the head of page 1 is written on. */
  headTaken: boolean;
}

const DPI = 40;
const MOST_PIXELS = 4_000_000;

/**
 * Every page as a reader sees it, small: only the picture knows whether a band is free. A page that cannot be drawn counts
 * as taken: made smaller it loses nothing.
 */
export async function lookAtPages(
  library: PDFiumLibrary,
  pdf: Uint8Array,
  told: (page: number, pages: number) => void,
): Promise<Looked> {
  const document = await library.loadDocument(pdf);
  const looked: Looked = { footTaken: [], headTaken: false };
  try {
    const pages = document.getPageCount();
    for (let index = 0; index < pages; index++) {
      const free = await bandsOf(document.getPage(index)).catch(() => ({ foot: false, head: false }));
      if (!free.foot) looked.footTaken.push(index + 1);
      if (index === 0) looked.headTaken = !free.head;
      told(index + 1, pages);
    }
    return looked;
  } finally {
    document.destroy();
  }
}

type PdfiumPage = ReturnType<Awaited<ReturnType<PDFiumLibrary['loadDocument']>>['getPage']>;

async function bandsOf(page: PdfiumPage): Promise<{ foot: boolean; head: boolean }> {
  const { originalWidth, originalHeight } = page.getOriginalSize();
  const dpi = Math.min(DPI, Math.sqrt(MOST_PIXELS / ((originalWidth * originalHeight) / 5184)));
  const bands = { foot: false, head: false };
  await page.render({
    scale: dpi / 72,
    render: async ({ data, width, height }) => {
      const grey = (x: number, y: number) => {
        const at = (y * width + x) * 4;
        return ((data[at] ?? 255) * 299 + (data[at + 1] ?? 255) * 587 + (data[at + 2] ?? 255) * 114) / 1000;
      };
      bands.foot = footIsFree({ width, height, grey }, dpi);
      bands.head = headIsFree({ width, height, grey }, dpi);
      return data;
    },
  });
  return bands;
}
