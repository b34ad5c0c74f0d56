import { openPdf } from '../../src/pdf/reader.ts';
import { listSignatures } from '../../src/pdf/signature-dictionaries.ts';
import { signPdf } from '../../src/signing/sign-pdf.ts';
import type { PdfReport } from '../../src/verification/report.ts';
import { verifyPdf } from '../../src/verification/verify-pdf.ts';
import { appendUpdate, samplePdf, startxrefOf } from '../pdf/sample-pdf.ts';
import { testPki } from '../signing/test-pki.ts';

/** A small letter of one page, signed by us, with the people and the moment that its checking needs. */
export const at = new Date('2026-03-02T03:04:05Z');
export const pki = testPki();
export const trust = { anchors: [pki.root], at };

export function signLetter(pdf: Buffer = samplePdf(), field = 'TTE-1'): Promise<Buffer> {
  return signPdf({ pdf, field, signer: pki.signer, at, name: 'Siti Rahayu' });
}

/** An update after signing, objects by number. */
export function updated(signed: Buffer, changes: Record<number, string>, more = ''): Buffer {
  return appendUpdate(signed, changes, startxrefOf(signed), more);
}

export function checked(pdf: Uint8Array): PdfReport {
  return verifyPdf(pdf, trust);
}

/** The object as it stands in the newest revision, to write a changed copy of it. */
export function bodyOf(pdf: Buffer, number: number): string {
  const found = openPdf(pdf).indirect(number);
  if (found === undefined || found.start < 0) throw new Error(`no object ${number}`);
  const text = pdf.toString('latin1', found.start, found.end);
  return text.replace(/^\d+ \d+ obj\s*/, '').replace(/\s*endobj$/, '');
}

/** The gap of the first signature: from `<` to after `>`. */
export function gapOf(pdf: Buffer): { start: number; end: number } {
  const contents = listSignatures(openPdf(pdf))[0]?.contents;
  if (contents === undefined) throw new Error('no signature');
  return contents;
}

/** Codes of the forbidden changes after the first signature, each once. */
export function forbiddenChanges(report: PdfReport): string[] {
  const changes = report.signatures[0]?.laterChanges.changes ?? [];
  return [...new Set(changes.filter(({ forbidden }) => forbidden).map(({ code }) => code))];
}
