/*
 * A process of its own for PDFium: it reads the words of PDFs that people bring back, in WebAssembly, and may be killed.
 */
import { type PDFiumDocument, PDFiumLibrary } from '@hyzyla/pdfium';
import { watchSelf } from '../processes/watch-self.ts';

/** The code stands on every page and the number on the first; an attachment may come before neither. */
const PAGES = 2;
const LONGEST = 20_000;

const { memoryMb } = JSON.parse(process.argv[2] ?? '{}') as { memoryMb: number };
await watchSelf(memoryMb);
const library = await PDFiumLibrary.init();

async function words(pdf: Uint8Array): Promise<string> {
  let document: PDFiumDocument | undefined;
  try {
    document = await library.loadDocument(pdf);
    let text = '';
    for (let page = 0; page < Math.min(PAGES, document.getPageCount()); page++) {
      text += `${document.getPage(page).getText().slice(0, LONGEST)}\n`;
    }
    return text;
  } catch {
    return '';
  } finally {
    document?.destroy();
  }
}

process.on('message', async ({ id, job }: { id: number; job: { pdf: Uint8Array } }) => {
  process.send?.({ id, answer: await words(job.pdf) });
});
process.on('disconnect', () => process.exit());
