import type { PDFiumLibrary } from '@hyzyla/pdfium';

const DPI = 40;
const MOST_PIXELS = 1_000_000;
/** Of 255; and of all pixels of a page. Between two drawings of the same picture nothing differs but how edges are smoothed. */
const MOST_APART = 24;
const MOST_SHARE = 0.002;

/**
 * The first page, from 1, on which two documents do not look the same, each page drawn small; undefined where there is none.
 * @throws what PDFium throws for a document that it cannot open
 */
export async function differingPage(
  library: PDFiumLibrary,
  one: Uint8Array,
  other: Uint8Array,
  told: (page: number, pages: number) => void,
): Promise<number | undefined> {
  const first = await library.loadDocument(one);
  try {
    const second = await library.loadDocument(other);
    try {
      const pages = first.getPageCount();
      for (let index = 0; index < pages; index++) {
        if (index >= second.getPageCount()) return index + 1;
        const [before, after] = [await draw(first.getPage(index)), await draw(second.getPage(index))];
        if (before === undefined || after === undefined || !looksSame(before, after)) return index + 1;
        told(index + 1, pages);
      }
      return undefined;
    } finally {
      second.destroy();
    }
  } finally {
    first.destroy();
  }
}

type PdfiumPage = ReturnType<Awaited<ReturnType<PDFiumLibrary['loadDocument']>>['getPage']>;

async function draw(page: PdfiumPage): Promise<Buffer | undefined> {
  const { originalWidth, originalHeight } = page.getOriginalSize();
  const scale = Math.min(DPI / 72, Math.sqrt(MOST_PIXELS / (originalWidth * originalHeight)));
  let drawn: Buffer | undefined;
  await page
    .render({
      scale,
      render: async ({ data }) => {
        drawn = Buffer.from(data);
        return data;
      },
    })
    .catch(() => undefined);
  return drawn;
}

function looksSame(before: Buffer, after: Buffer): boolean {
  if (before.length !== after.length) return false;
  let apart = 0;
  for (let at = 0; at < before.length; at++) {
    if (Math.abs((before[at] ?? 0) - (after[at] ?? 0)) > MOST_APART) apart += 1;
  }
  return apart <= before.length * MOST_SHARE;
}
