/*
 * A process of its own for PDFium: it reads PDFs that may come from anywhere, in WebAssembly, and may be killed.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type PDFiumDocument, PDFiumLibrary } from '@hyzyla/pdfium';
import { PNG } from 'pngjs';
import { watchSelf } from '../processes/watch-self.ts';
import type { PreviewJob, PreviewSetting, StoredPdf } from './preview.ts';

const MOST_PIXELS = 40_000_000;
const { memoryMb } = JSON.parse(process.argv[2] ?? '{}') as PreviewSetting;
await watchSelf(memoryMb);
const library = await PDFiumLibrary.init();

async function preview({ pdf, page, dpi }: PreviewJob) {
  let document: PDFiumDocument | undefined;
  try {
    document = await library.loadDocument('path' in pdf ? await readStored(pdf) : pdf);
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

async function readStored({ path, sha256 }: StoredPdf): Promise<Buffer> {
  const bytes = await readFile(path);
  if (!createHash('sha256').update(bytes).digest().equals(Buffer.from(sha256))) throw new Error('damaged');
  return bytes;
}

process.on('message', async ({ id, job }: { id: number; job: PreviewJob }) => {
  process.send?.({ id, answer: await preview(job) });
});
process.on('disconnect', () => process.exit());
