import { z } from 'zod';
import { isRefusal, Refusal } from '../errors.ts';
import { openProcessPool, programBeside } from '../processes/process-pool.ts';
import { canonicalToken } from '../seal/token.ts';

/** What can be read of a letter's own words; a claim of the paper and no more. */
export interface PrintedMarks {
  token: string | undefined;
  number: string | undefined;
}

export interface MarksReader {
  read(pdf: Uint8Array): Promise<PrintedMarks>;
  close(): Promise<void>;
}

/** Reads code and number off PDFs from anywhere, each in a process of its own. */
export function openMarksReader(): MarksReader {
  const refused = () =>
    new Refusal('invalid-input', 'words-given-up', {
      id: 'Tulisannya tidak terbaca.',
      en: 'Its words cannot be read.',
    });
  const pool = openProcessPool({
    program: programBeside(import.meta.url, 'printed-code-process'),
    argument: { memoryMb: 1024 },
    processes: 1,
    deadlineMs: 15_000,
    jobsPerProcess: 20,
    refusals: { timeout: refused, busy: refused, killed: refused },
  });
  return {
    async read(pdf) {
      try {
        return marksIn(
          z
            .string()
            .max(100_000)
            .parse(await pool.ask({ pdf })),
        );
      } catch (error) {
        if (isRefusal(error)) return { token: undefined, number: undefined };
        throw error;
      }
    },
    close: () => pool.close(),
  };
}

/** A letter's place and date, which stand on the line of its number. */
const DATED = /\s+[^,]{1,60},\s*\d{1,2} \p{L}+ \d{4}.*$/u;

/** The first code whose check symbol fits, and what stands behind the first "Nomor". */
export function marksIn(text: string): PrintedMarks {
  const codes = text.match(/\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}\b/g) ?? [];
  const token = codes.map(canonicalToken).find((code) => code !== undefined);
  const number = /^\s*nomor\s*:?\s*(\S[^\r\n]{0,200})/im.exec(text)?.[1]?.replace(DATED, '').trim();
  return { token, number };
}
