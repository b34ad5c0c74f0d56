import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Sql } from '../postgres/database.ts';
import { parseContent } from '../seal/content.ts';
import { canonicalToken } from '../seal/token.ts';
import type { PdfSummary } from '../verification/verifier.ts';
import { findIssuedByDocument, findIssuedByToken, type IssuedLetter, listAnchors } from './checking-store.ts';
import { type FileIdentity, fileIdentity } from './file-identity.ts';
import { type PublicLetter, publicLetter } from './letter-fields.ts';
import { type PublicStanding, publicStanding } from './letter-standing.ts';

export interface CheckFileDeps {
  db: Sql;
  clock: Clock;
  /** Undefined when the file asked for more than a check is given. */
  verifyPdf: (pdf: Buffer, options: { anchors: Buffer[]; at?: Date }) => Promise<PdfSummary | undefined>;
}

/** The largest file that is looked at. */
export const MAX_FILE = 32 * 1024 * 1024;

/** Two facts apart: whether it is the file we issued, and what its signatures say. */
export type FileOutcome =
  | { code: 'typo' }
  | { code: 'not-registered' }
  | {
      code: 'compared';
      identity: FileIdentity;
      token: string;
      letter: PublicLetter;
      /** That the letter does not stand as issued any more; undefined where it does. */
      standing: PublicStanding | undefined;
      signatures: PdfSummary;
    }
  /** Brought without a code, and not byte for byte one of ours. */
  | { code: 'unknown-file'; signatures: PdfSummary }
  /** Its check took too long or too much memory and was stopped: nothing is known of it. */
  | { code: 'given-up' };

/** Checks a file against a code, or without one against everything issued. The file is not kept. */
export async function checkFile(deps: CheckFileDeps, file: Buffer, typed: string): Promise<FileOutcome> {
  const letter = typed.trim() === '' ? await findIssuedByDocument(deps.db, sha256(file)) : await byCode(deps.db, typed);
  if (letter === 'typo' || (letter === undefined && typed.trim() !== '')) return { code: letter ?? 'not-registered' };
  const identity = letter && fileIdentity(file, { length: letter.pdfLength, sha256: letter.documentSha256 });
  // That these very bytes existed when they were issued, our own register says; of any other file only the present is known.
  const at = letter && identity === 'identical' ? letter.sealedAt : deps.clock();
  const signatures = await deps.verifyPdf(file, { anchors: await listAnchors(deps.db), at });
  if (!signatures) return { code: 'given-up' };
  if (!letter || !identity) return { code: 'unknown-file', signatures };
  const shown = publicLetter(letter, parseContent(letter.content));
  const standing = publicStanding(letter);
  return { code: 'compared', identity, token: letter.token, letter: shown, standing, signatures };
}

/** The issued part of a file to which something was appended; undefined when it does not begin with what we issued. */
export async function issuedPart(deps: { db: Sql }, file: Buffer, token: string): Promise<Buffer | undefined> {
  const letter = await findIssuedByToken(deps.db, token);
  if (!letter) return undefined;
  const identity = fileIdentity(file, { length: letter.pdfLength, sha256: letter.documentSha256 });
  return identity === 'different' ? undefined : file.subarray(0, letter.pdfLength);
}

async function byCode(db: Sql, typed: string): Promise<IssuedLetter | 'typo' | undefined> {
  const token = canonicalToken(typed);
  return token === undefined ? 'typo' : findIssuedByToken(db, token);
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
