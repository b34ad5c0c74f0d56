import type { PDFiumLibrary } from '@hyzyla/pdfium';
import { inspectPdf } from './inspect-pdf.ts';
import { differingPage } from './same-look.ts';
import { takeScannedPages } from './scanned-pdf.ts';

/**
 * A received PDF of scanned pages as one of pictures alone, believed only when every page looks as it came; undefined where it is
 * no such PDF, `obstacle` is the page that stands against it. What cannot be read here is left to whoever takes pages as they are.
 */
export async function takeScan(
  library: PDFiumLibrary,
  received: Uint8Array,
  pages: number,
  told: (page: number, pages: number) => void,
): Promise<{ pdf: Uint8Array } | { obstacle: number } | undefined> {
  try {
    const taken = await takeScannedPages(received);
    if (taken === undefined || 'obstacle' in taken) return taken;
    const inspection = inspectPdf(taken.pdf);
    if ('problem' in inspection || inspection.pages !== pages) return undefined;
    const obstacle = await differingPage(library, received, taken.pdf, told);
    return obstacle === undefined ? taken : { obstacle };
  } catch {
    return undefined;
  }
}
