import { z } from 'zod';
import { isRefusal, Refusal } from '../errors.ts';
import { openProcessPool, type PoolLoad, programBeside } from '../processes/process-pool.ts';
import type { PdfReport, SignatureReport } from './report.ts';
import type { VerifyOptions } from './verify-pdf.ts';

/** What a reader is told of a file; of a certificate its hash alone, so that it crosses from process to process. */
export type PdfSummary = Pick<PdfReport, 'standing' | 'intactAndTrusted' | 'words'> & {
  signatures: (Pick<SignatureReport, 'signerName' | 'claimedTime' | 'provedTime' | 'conclusion'> & {
    /** Of the certificate in DER, in hex. */
    signerSha256: string | undefined;
  })[];
};

export interface VerifyJob {
  pdf: Uint8Array;
  options: VerifyOptions;
}

export interface Verifier {
  /**
   * As `verifyPdf`, in a process that sees this file alone. Undefined when the file asked for more time or memory than
   * anybody is given, and its process was killed.
   * @throws Refusal `verification-busy` when too many wait
   */
  verify(pdf: Uint8Array, options: VerifyOptions): Promise<PdfSummary | undefined>;
  load(): PoolLoad;
  close(): Promise<void>;
}

const AT_ONCE = 2;
const DEADLINE_MS = 20_000;
/** A file of 32 MB, twice, and what is read out of it; an ordinary letter takes about 90 MB with Node itself. */
const MEMORY_MB = 768;

const Words = z.object({ id: z.string(), en: z.string() });
const Answer = z.object({
  standing: z.custom<PdfReport['standing']>((value) => typeof value === 'string'),
  intactAndTrusted: z.boolean(),
  words: Words,
  signatures: z.array(
    z.object({
      signerName: z.string().or(z.undefined()),
      signerSha256: z.string().or(z.undefined()),
      claimedTime: z.coerce.date().or(z.undefined()),
      provedTime: z.coerce.date().or(z.undefined()),
      conclusion: z.custom<SignatureReport['conclusion']>((value) => typeof value === 'object' && value !== null),
    }),
  ),
});

export interface VerifierLimits {
  atOnce?: number;
  deadlineMs?: number;
  memoryMb?: number;
  /** More than one only for files that are the office's own: a stranger's gets a process to itself. */
  filesPerProcess?: number;
}

/** Verification out of the event loop: bytes from anywhere may cost their own process, never the pages of others. */
export function openVerifier(limits: VerifierLimits = {}): Verifier {
  const { atOnce = AT_ONCE, deadlineMs = DEADLINE_MS, memoryMb = MEMORY_MB, filesPerProcess = 1 } = limits;
  const pool = openProcessPool({
    program: programBeside(import.meta.url, 'verify-process'),
    argument: { memoryMb },
    heapMb: memoryMb,
    processes: atOnce,
    deadlineMs,
    jobsPerProcess: filesPerProcess,
    refusals: { timeout: gaveUp, killed: gaveUp, busy },
  });
  return {
    async verify(pdf, options) {
      try {
        return Answer.parse(await pool.ask({ pdf, options } satisfies VerifyJob));
      } catch (error) {
        if (isRefusal(error) && error.code === 'verification-given-up') return undefined;
        throw error;
      }
    },
    load: () => pool.load(),
    close: () => pool.close(),
  };
}

function gaveUp(): Refusal {
  return new Refusal('invalid-input', 'verification-given-up', {
    id: 'Berkas ini terlalu rumit untuk diperiksa di sini.',
    en: 'This file is too complicated to be checked here.',
  });
}

function busy(): Refusal {
  return new Refusal('unavailable', 'verification-busy', {
    id: 'Terlalu banyak berkas sedang diperiksa. Coba lagi sebentar lagi.',
    en: 'Too many files are being checked. Try again in a moment.',
  });
}
