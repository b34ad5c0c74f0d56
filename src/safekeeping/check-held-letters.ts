import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { trustAnchors } from '../authority/current-certificate.ts';
import { MAX_FILE } from '../checking/check-file.ts';
import { findIssuedByDocument, findIssuedByToken } from '../checking/checking-store.ts';
import { fileIdentity } from '../checking/file-identity.ts';
import type { Sql } from '../postgres/database.ts';
import type { Verifier } from '../verification/verifier.ts';
import { type Finding, finding } from './finding.ts';
import { findNumberLike } from './held-letters-store.ts';
import type { MarksReader } from './printed-code.ts';

export interface HeldLettersDeps {
  db: Sql;
  verifyPdf: Verifier['verify'];
  readMarks: MarksReader['read'];
}

/**
 * Looks at PDFs that people still hold and names those that this office signed and that its database does not know: what was
 * issued between the last copy and the loss. Their signatures prove them whatever the database says; code and number are as
 * printed. Whose signature does not lead to this office is not told: it may be anybody's file. `told` counts the files.
 */
export async function* checkHeldLetters(
  deps: HeldLettersDeps,
  folder: string,
  told: () => void = () => {},
): AsyncGenerator<Finding> {
  const anchors = await trustAnchors(deps.db);
  for await (const path of pdfsIn(folder)) {
    told();
    if ((await stat(path)).size > MAX_FILE) {
      yield finding(
        'file-too-large',
        path,
        `${path}: terlalu besar untuk diperiksa.`,
        `${path}: too large to be looked at.`,
      );
      continue;
    }
    const found = await checkHeld(deps, anchors, path, await readFile(path));
    if (found) yield found;
  }
}

async function checkHeld(
  deps: HeldLettersDeps,
  anchors: Buffer[],
  path: string,
  pdf: Buffer,
): Promise<Finding | undefined> {
  if (await findIssuedByDocument(deps.db, createHash('sha256').update(pdf).digest())) return undefined;
  const { token, number } = await deps.readMarks(pdf);
  const letter = token === undefined ? undefined : await findIssuedByToken(deps.db, token);
  // What somebody appended to an issued letter is for the check page to judge.
  if (letter && fileIdentity(pdf, { length: letter.pdfLength, sha256: letter.documentSha256 }) === 'extended')
    return undefined;
  const report = await deps.verifyPdf(pdf, { anchors });
  if (!report?.intactAndTrusted) {
    if (!letter) return undefined;
    return finding(
      'letter-differs',
      path,
      `${path}: kodenya ${token}, tetapi bukan berkas yang diterbitkan.`,
      `${path}: it carries code ${token}, but is not the file that was issued.`,
    );
  }
  const [signature] = report.signatures;
  const at = signature?.claimedTime?.toISOString() ?? '?';
  const who = signature?.signerName ?? '?';
  const taken = number === undefined ? undefined : await findNumberLike(deps.db, number);
  const twice =
    taken === undefined || taken.token === token
      ? ['', '']
      : [' Nomor itu kini dipakai surat lain!', ' Another letter has that number now!'];
  return finding(
    twice[0] === '' ? 'letter-unknown' : 'letter-unknown-number-taken',
    path,
    `${path}: ditandatangani ${who} pada ${at}, nomor tercetak ${number ?? '?'}, kode ${token ?? '?'}; tidak dikenal basis data ini.${twice[0]}`,
    `${path}: signed by ${who} at ${at}, printed number ${number ?? '?'}, code ${token ?? '?'}; this database does not know it.${twice[1]}`,
  );
}

async function* pdfsIn(folder: string): AsyncGenerator<string> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* pdfsIn(path);
    else if (entry.isFile() && entry.name.toLowerCase().endsWith('.pdf')) yield path;
  }
}
