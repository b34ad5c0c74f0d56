import { z } from 'zod';
import type { Outcome } from '../checking/outcome.ts';
import type { StatusStanding } from '../letters/letter-status.ts';
import type { Conclusion, Standing } from '../verification/report.ts';

const Words = z.object({ id: z.string(), en: z.string() });

/**
 * What a QR of a partner office turned out to be, by that office's own signed texts (seal-and-log 6.1). `partner-away`: they
 * could not be had, or did not verify.
 */
export interface PartnerSeal {
  outcome:
    | 'partner-seal-valid'
    | 'partner-key-revoked'
    | 'partner-away'
    | Extract<Outcome['code'], 'unknown-key' | 'forged-seal' | 'key-out-of-term'>
    | StatusStanding;
  /** The partner's name. */
  office: string;
  /** Name and position, as the partner's directory lists the key. */
  signer?: string;
  unit?: string;
}

/** What a QR on the scan turned out to be on the day it came. */
export const SealFinding = z.object({
  outcome: z.custom<Outcome['code'] | PartnerSeal['outcome']>((code) => typeof code === 'string'),
  /** The page of the received file, from 1. */
  scanPage: z.number().int().positive(),
  file: z.string(),
  host: z.string(),
  token: z.string().optional(),
  /** What the register says of our own letter, as far as its class lets anybody know; of another's, what its QR claims. */
  number: z.string().optional(),
  date: z.string().optional(),
  subject: z.string().optional(),
  unit: z.string().optional(),
  office: z.string().optional(),
  signer: z.string().optional(),
});
export type SealFinding = z.infer<typeof SealFinding>;

/** The verifier's report on one received PDF, in short. `given-up`: it asked for more than a check is given. */
export const SignatureFinding = z.object({
  file: z.string(),
  verdict: z.custom<Standing | 'given-up'>((value) => typeof value === 'string'),
  words: Words,
  checkedAt: z.iso.datetime(),
  signers: z.array(
    z.object({
      name: z.string().optional(),
      /** ISO 8601; a claim of the signer where no time-stamp proves it. */
      time: z.iso.datetime().optional(),
      proved: z.boolean(),
      indication: z.custom<Conclusion['indication']>((value) => typeof value === 'string'),
      words: Words,
    }),
  ),
});
export type SignatureFinding = z.infer<typeof SignatureFinding>;

/** What machines found out about a letter when it came; kept with it for good. */
export const Findings = z.object({
  seal: SealFinding.optional(),
  signatures: z.array(SignatureFinding).optional(),
  /** `not-scanned`: no scanner was set up when it came. */
  scan: z.enum(['clean', 'not-scanned']).optional(),
  /** What the received PDF held beside its pages, and the one that is read does not: codes of the upload words. */
  leftBehind: z.array(z.string()).optional(),
  /** Pages on which nobody looked for a QR, because there were too many; absent where all were looked at, or a seal was found. */
  notSearched: z.number().int().positive().optional(),
  /** Of scans that could not become PDF/A: which file, and its first page (from 1) that stands against it. */
  notArchival: z.array(z.object({ file: z.string(), page: z.number().int().positive() })).optional(),
});
export type Findings = z.infer<typeof Findings>;
