import { inspectPdf } from './inspect-pdf.ts';
import { mendPdf } from './mend-pdf.ts';
import { type Normalised, normalisePdf } from './normalise-pdf.ts';
import type { UploadProblem } from './upload-words.ts';

export interface PreparedPdf extends Normalised {
  mended: boolean;
  /** Of what the caller forgives, what was there and is not any more. */
  forgiven: UploadProblem[];
}

/**
 * A received PDF inspected, mended where it must be, and normalised; and the result inspected like any other, because it is
 * what will be signed. Two readers that find different numbers of pages have read two documents: such a file is damaged.
 */
export async function preparePdf(
  received: Uint8Array,
  told: (step: 'inspecting' | 'normalising') => void,
  forgivable?: ReadonlySet<UploadProblem>,
): Promise<{ problem: UploadProblem } | PreparedPdf> {
  told('inspecting');
  const inspection = inspectPdf(received, forgivable);
  const damaged = 'problem' in inspection && inspection.problem === 'pdf-damaged';
  const readable = damaged ? await mendPdf(received, forgivable) : { pdf: received, inspection };
  if (readable === undefined) return { problem: 'pdf-damaged' };
  if ('problem' in readable.inspection) return readable.inspection;
  told('normalising');
  const normalised = await normalisePdf(readable.pdf).catch(() => undefined);
  if (normalised === undefined || normalised.sheets.length !== readable.inspection.pages) {
    return { problem: 'pdf-damaged' };
  }
  const result = inspectPdf(normalised.pdf);
  if ('problem' in result || result.pages !== normalised.sheets.length) return { problem: 'pdf-damaged' };
  return { ...normalised, mended: damaged, forgiven: readable.inspection.forgiven ?? [] };
}
