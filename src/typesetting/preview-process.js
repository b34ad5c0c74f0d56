// @ts-check
/*
 * A process of its own for PDFium: it reads PDFs that may come from anywhere, in WebAssembly, and may be killed.
 */
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { PNG } from 'pngjs';

const MOST_PIXELS = 40_000_000;
const library = await PDFiumLibrary.init();

/**
 * @param {{ pdf: Uint8Array, page: number, dpi: number }} job
 * @returns {Promise<{ png: Uint8Array, width: number, height: number, pages: number } | { problem: string }>}
 */
async function preview({ pdf, page, dpi }) {
  /** @type {import('@hyzyla/pdfium').PDFiumDocument | undefined} */
  let document;
  try {
    document = await library.loadDocument(pdf);
    const pages = document.getPageCount();
    if (page > pages) return { problem: 'no-such-page' };
    const sheet = document.getPage(page - 1);
    const { originalWidth, originalHeight } = sheet.getOriginalSize();
    if (((originalWidth * originalHeight) / 5184) * dpi * dpi > MOST_PIXELS) return { problem: 'too-large' };
    const { width, height, data } = await sheet.render({
      scale: dpi / 72,
      renderFormFields: true,
      render: async (bitmap) => {
        const image = new PNG({ width: bitmap.width, height: bitmap.height });
        image.data = Buffer.from(bitmap.data.buffer, bitmap.data.byteOffset, bitmap.data.byteLength);
        return PNG.sync.write(image, { colorType: 2, deflateLevel: 6 });
      },
    });
    return { png: data, width, height, pages };
  } catch {
    return { problem: 'unreadable' };
  } finally {
    document?.destroy();
  }
}

process.on('message', async (/** @type {{ id: number, job: any }} */ { id, job }) => {
  process.send?.({ id, answer: await preview(job) });
});
process.on('disconnect', () => process.exit());
