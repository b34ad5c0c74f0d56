import { z } from 'zod';
import type { ScanKind } from './scan-kind.ts';
import { Problem } from './upload-jobs.ts';
import { isUploadProblem, type UploadProblem } from './upload-words.ts';

/* What passes between the program and the process for scans (scan-process.ts). Files go by path. */

export interface ScanSetting {
  memoryMb: number;
}

/** A prepared file by the place where it lies; its hash is looked at before it is used. */
export interface ScanSource {
  path: string;
  sha256: string;
}

/** Page from 1 of the source with this index, turned clockwise. */
export interface JoinedPage {
  source: number;
  page: number;
  turn: 0 | 90 | 180 | 270;
}

export type ScanJob =
  | { act: 'prepare'; path: string; kind: ScanKind; out: string }
  | {
      act: 'join';
      sources: ScanSource[];
      pages: JoinedPage[];
      /** Every page is a picture: the document may say that it is PDF/A. */
      pictures: boolean;
      out: string;
    };

/** What was found on the pages of a received file. Kept with the file. */
export const ScanFacts = z.object({
  /** Every page is pictures and nothing else, of sorts that PDF/A takes. */
  pictures: z.boolean(),
  /** The first page, from 1, of a scan that is pictures alone and cannot become PDF/A without changing what they are. */
  notArchival: z.number().int().positive().optional(),
  /** The received bytes bear signatures. */
  signed: z.boolean(),
  /** The strict reader could not read the received PDF: its pages are what a lenient one found. */
  mended: z.boolean(),
  /** What was beside the pages of the received PDF, and is not on the prepared one. */
  leftBehind: z.array(z.custom<UploadProblem>((code) => typeof code === 'string' && isUploadProblem(code))),
  /** The texts of QR symbols that have the form of a Layang's, each with its page from 1. */
  symbols: z.array(z.object({ page: z.number().int().positive(), text: z.string().max(2_000) })),
  /** Pages that there was no time to look at for them; absent in what was prepared when only twelve ever were. */
  notSearched: z.number().int().nonnegative().optional(),
});
export type ScanFacts = z.infer<typeof ScanFacts>;

export const PreparedScan = z.object({ pages: z.number().int().positive(), facts: ScanFacts });
export type PreparedScan = z.infer<typeof PreparedScan>;

export const PrepareScanAnswer = z.union([Problem, PreparedScan]);
export const JoinAnswer = z.union([Problem, z.object({ pages: z.number().int().positive() })]);

/** Percent of the work on one file. */
export const ScanProgress = z.number().min(0).max(100);
