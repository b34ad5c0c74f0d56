import { type Inspection, inspectPdf } from './inspect-pdf.ts';
import { readLeniently } from './page-parts.ts';
import type { UploadProblem } from './upload-words.ts';

/**
 * A file that the strict reader cannot read, written anew from what a lenient one finds, and inspected like any other.
 * Undefined where that finds no document either. The drafter is told, because a lenient reader guesses.
 */
export async function mendPdf(
  pdf: Uint8Array,
  forgivable?: ReadonlySet<UploadProblem>,
): Promise<{ pdf: Uint8Array; inspection: Inspection } | undefined> {
  try {
    const document = await readLeniently(pdf);
    if (document.isEncrypted) return { pdf, inspection: { problem: 'pdf-encrypted' } };
    if (document.getPageCount() === 0) return undefined;
    const mended = await document.save({ updateFieldAppearances: false, objectsPerTick: Number.POSITIVE_INFINITY });
    return { pdf: mended, inspection: inspectPdf(mended, forgivable) };
  } catch {
    return undefined;
  }
}
