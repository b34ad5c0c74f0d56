import { openProcessPool, type PoolLoad, programBeside } from '../processes/process-pool.ts';
import { costing, tooCostly } from './costly.ts';
import {
  JoinAnswer,
  type JoinedPage,
  type PreparedScan,
  PrepareScanAnswer,
  type ScanJob,
  ScanProgress,
  type ScanSetting,
  type ScanSource,
} from './scan-jobs.ts';
import type { ScanKind } from './scan-kind.ts';
import { refuseUpload, type UploadProblem } from './upload-words.ts';

/** What is done with scans and foreign PDFs, in a process that may be killed. Paths lead into the program's own folders. */
export interface ScanWork {
  /** The pages of one received file as a PDF at `out` in the order in which they came; `told` in percent. */
  prepare(
    received: { path: string; kind: ScanKind },
    out: string,
    told: (percent: number) => void,
  ): Promise<{ problem: UploadProblem } | PreparedScan>;
  /** One document of prepared pages at `out`; PDF/A where all of them are pictures. */
  join(
    order: { sources: ScanSource[]; pages: JoinedPage[]; pictures: boolean },
    out: string,
  ): Promise<{ problem: UploadProblem } | { pages: number }>;
  load(): PoolLoad;
  close(): Promise<void>;
}

/** 200 MiB of prepared files with the document made of them, or one picture of the largest size decoded. */
const MEMORY_MB = 1536;
/** 500 sheets in colour take some minutes on a small machine; whoever reads pages is served by other processes. */
const DEADLINE_MS = 900_000;

export interface ScanLimits {
  deadlineMs?: number;
  memoryMb?: number;
  /** More than one only for files that are nobody's: a stranger's gets a process to itself. */
  filesPerProcess?: number;
}

export function openScanWork(limits: ScanLimits = {}): ScanWork {
  const { deadlineMs = DEADLINE_MS, memoryMb = MEMORY_MB, filesPerProcess = 1 } = limits;
  const pool = openProcessPool({
    program: programBeside(import.meta.url, 'scan-process'),
    argument: { memoryMb } satisfies ScanSetting,
    heapMb: memoryMb,
    processes: 1,
    deadlineMs,
    jobsPerProcess: filesPerProcess,
    refusals: { timeout: tooCostly, killed: tooCostly, busy: () => refuseUpload('upload-busy') },
  });
  const ask = (job: ScanJob, told?: (progress: unknown) => void) => pool.ask(job, told);
  return {
    prepare: ({ path, kind }, out, told) =>
      costing(async () =>
        PrepareScanAnswer.parse(
          await ask({ act: 'prepare', path, kind, out }, (progress) => {
            const percent = ScanProgress.safeParse(progress);
            if (percent.success) told(percent.data);
          }),
        ),
      ),
    join: (order, out) => costing(async () => JoinAnswer.parse(await ask({ act: 'join', ...order, out }))),
    load: () => pool.load(),
    close: () => pool.close(),
  };
}
