import { z } from 'zod';
import { RANGES } from './page-ranges.ts';
import { isUploadProblem, type UploadProblem } from './upload-words.ts';

/*
 * What passes between the program and its process (upload-process.ts). Files go by path: they are large, and no process
 * holds one that does not need it.
 */

export interface UploadSetting {
  memoryMb: number;
}

/** A normalised file by the place where it lies; its hash is looked at before it is used. */
export interface PartFile {
  path: string;
  sha256: string;
  /** Pages made smaller, as ranges. */
  smaller: string;
  headToo: boolean;
}

export type UploadJob =
  | { act: 'prepare'; path: string; out: string }
  | { act: 'look-into-docx'; path: string }
  | { act: 'take-text'; path: string }
  | {
      act: 'compose';
      letter: Uint8Array | undefined;
      lists: Uint8Array | undefined;
      parts: PartFile[];
      marks: Uint8Array[];
      title: string;
      author: string;
      /** Milliseconds since 1970. */
      createdAt: number;
      out: string;
    };

export const Problem = z.object({
  problem: z.custom<UploadProblem>((code) => typeof code === 'string' && isUploadProblem(code)),
});

/** Sheets of one size after the other: how many, width and height in points. */
export const SheetRuns = z.array(
  z.tuple([z.number().int().positive(), z.number().positive().max(20_000), z.number().positive().max(20_000)]),
);
export type SheetRuns = z.infer<typeof SheetRuns>;

export const Prepared = z.object({
  pages: z.number().int().positive(),
  /** The strict reader could not read it: what was found by guessing must be looked at page by page. */
  mended: z.boolean(),
  sheets: SheetRuns,
  footTaken: z.string().regex(RANGES),
  headTaken: z.boolean(),
});
export type Prepared = z.infer<typeof Prepared>;

export const PrepareAnswer = z.union([Problem, Prepared]);
export const DocxAnswer = z.union([Problem, z.object({ fine: z.literal(true) })]);
export const TextAnswer = z.union([Problem, z.object({ text: z.string(), left: z.array(z.string()) })]);
export const ComposeAnswer = z.object({ pages: z.number().int().positive() });

export const Progress = z.object({
  step: z.enum(['inspecting', 'normalising', 'looking']),
  /** 0 to 100 over all steps. */
  percent: z.number().min(0).max(100),
});
export type Progress = z.infer<typeof Progress>;

export function sheetRuns(sheets: readonly { width: number; height: number }[]): SheetRuns {
  const runs: SheetRuns = [];
  for (const { width, height } of sheets) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === width && run[2] === height) run[0] += 1;
    else runs.push([1, width, height]);
  }
  return runs;
}
