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

async function preview({ pdf, page, dpi, trimmed }: PreviewJob) {
  let document: PDFiumDocument | undefined;
  try {
    document = await library.loadDocument('path' in pdf ? await readStored(pdf) : pdf);
    const pages = document.getPageCount();
    if (page > pages) return { problem: 'no-such-page' };
    const sheet = document.getPage(page - 1);
    const { originalWidth, originalHeight } = sheet.getOriginalSize();
    if (((originalWidth * originalHeight) / 5184) * dpi * dpi > MOST_PIXELS) return { problem: 'too-large' };
    const size = { width: 0, height: 0 };
    const { data } = await sheet.render({
      scale: dpi / 72,
      renderFormFields: true,
      render: async (bitmap) => {
        const drawn = new PNG({ width: bitmap.width, height: bitmap.height });
        drawn.data = Buffer.from(bitmap.data.buffer, bitmap.data.byteOffset, bitmap.data.byteLength);
        const image = trimmed ? withoutWhite(drawn) : drawn;
        Object.assign(size, { width: image.width, height: image.height });
        return PNG.sync.write(image, { colorType: 2, deflateLevel: 6 });
      },
    });
    return { png: data, ...size, pages };
  } catch {
    return { problem: 'unreadable' };
  } finally {
    document?.destroy();
  }
}

/** Paper in a photo is never quite white; what is nearly so round about it is not shown either. */
const WHITE = 250;

function withoutWhite(drawn: PNG): PNG {
  const { width, height, data } = drawn;
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      if (Math.min(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0) >= WHITE) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  if (right < 0) return drawn;
  const kept = new PNG({ width: right - left + 1, height: bottom - top + 1 });
  PNG.bitblt(drawn, kept, left, top, kept.width, kept.height, 0, 0);
  return kept;
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
