import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openWorkingFolder } from '../documents/working-folder.ts';
import { openProcessPool, programBeside } from '../processes/process-pool.ts';
import { costing, tooCostly } from './costly.ts';
import {
  ComposeAnswer,
  DocxAnswer,
  type PartFile,
  PrepareAnswer,
  type Prepared,
  Progress,
  TextAnswer,
  type UploadJob,
  type UploadSetting,
} from './upload-jobs.ts';
import { refuseUpload, type UploadProblem } from './upload-words.ts';

export interface ComposeOrder {
  /** A letter that Typst set; undefined where the first part is the letter. */
  letter: Buffer | undefined;
  /** Pages set by Typst that stand behind the first part, an uploaded letter. */
  lists: Buffer | undefined;
  parts: PartFile[];
  marks: Buffer[];
  title: string;
  author: string;
  createdAt: Date;
}

/** What is done with files from outside, each step in a process that may be killed. Paths lead into the program's own folders. */
export interface UploadWork {
  /** The normalised PDF at `out`, or why there is none. */
  prepare(
    path: string,
    out: string,
    told: (progress: Progress) => void,
  ): Promise<{ problem: UploadProblem } | Prepared>;
  lookIntoDocx(path: string): Promise<{ problem: UploadProblem } | { fine: true }>;
  takeText(path: string): Promise<{ problem: UploadProblem } | { text: string; left: string[] }>;
  /** The composed document at a new path, the caller's to remove. */
  compose(order: ComposeOrder): Promise<{ path: string; pages: number }>;
  /** A name for a new file in the folder of unfinished work. */
  scratch(): Promise<string>;
  close(): Promise<void>;
}

/** 64 MiB some four times over, beside pdf-lib's objects; what asks for more is given up. */
const MEMORY_MB = 1536;
const DEADLINE_MS = 180_000;

export function openUploadWork(directory: string, limits: { deadlineMs?: number; memoryMb?: number } = {}): UploadWork {
  const { deadlineMs = DEADLINE_MS, memoryMb = MEMORY_MB } = limits;
  const pool = (jobsPerProcess: number) =>
    openProcessPool({
      program: programBeside(import.meta.url, 'upload-process'),
      argument: { memoryMb } satisfies UploadSetting,
      heapMb: memoryMb,
      processes: 1,
      deadlineMs,
      jobsPerProcess,
      refusals: { timeout: tooCostly, killed: tooCostly, busy: () => refuseUpload('upload-busy') },
    });
  // What comes from outside begins in a fresh process; what was normalised here may share one, and never waits behind it.
  const received = pool(1);
  const own = pool(100);
  let ready: Promise<void> | undefined;

  const ask = (job: UploadJob, told?: (progress: unknown) => void) => received.ask(job, told);
  const scratch = async () => {
    ready ??= openWorkingFolder(directory);
    await ready;
    return join(directory, randomBytes(16).toString('hex'));
  };
  return {
    scratch,
    prepare: (path, out, told) =>
      costing(async () =>
        PrepareAnswer.parse(
          await ask({ act: 'prepare', path, out }, (progress) => {
            const known = Progress.safeParse(progress);
            if (known.success) told(known.data);
          }),
        ),
      ),
    lookIntoDocx: (path) => costing(async () => DocxAnswer.parse(await ask({ act: 'look-into-docx', path }))),
    takeText: (path) => costing(async () => TextAnswer.parse(await ask({ act: 'take-text', path }))),
    async compose({ createdAt, ...order }) {
      const out = await scratch();
      try {
        const answer = await own.ask({
          act: 'compose',
          ...order,
          createdAt: createdAt.getTime(),
          out,
        } satisfies UploadJob);
        return { path: out, pages: ComposeAnswer.parse(answer).pages };
      } catch (error) {
        await rm(out, { force: true });
        throw error;
      }
    },
    async close() {
      await Promise.all([received.close(), own.close()]);
    },
  };
}
