import type { z } from 'zod';
import { ScanFacts } from '../uploads/scan-jobs.ts';
import { SealFinding, SignatureFinding } from './findings.ts';

/** What was found out about one received file: kept with it, so that another order of its pages asks for none of it again. */
export const FileFacts = ScanFacts.omit({ symbols: true }).extend({
  /** The QR on its pages that says most. */
  seal: SealFinding.optional(),
  signatures: SignatureFinding.optional(),
});
export type FileFacts = z.infer<typeof FileFacts>;
