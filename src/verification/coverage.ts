import { isPdfDamage, PdfDamage } from '../pdf/damage.ts';
import type { PdfDocument } from '../pdf/reader.ts';
import { asOf, listRevisions, type Revision } from '../pdf/revisions.ts';
import { listSignatures, type SignatureInPdf, type SignatureOddity } from '../pdf/signature-dictionaries.ts';

export type CoverageProblem =
  | SignatureOddity
  | 'byte-range-shape'
  | 'byte-range-beyond-file'
  | 'gap-is-not-contents'
  | 'gap-is-not-hexadecimal'
  | 'no-revision-ends-there'
  | 'signed-revision-unreadable'
  | 'not-in-its-own-revision';

/** What of the file a signature covers. `revision` is the signed one; without it nothing after it can be judged. */
export type Coverage =
  | { kind: 'entire-file'; revision: number }
  | { kind: 'entire-revision'; revision: number }
  | { kind: 'broken'; problem: CoverageProblem };

/** The document as it was at each revision, read from nothing but the bytes up to its end. */
export interface History {
  document: PdfDocument;
  revisions: readonly Revision[];
  /** Of the whole file; more than the document's when the end of the file could not be read. */
  fileLength: number;
  /** The revision by itself; throws PdfDamage when its own bytes do not make a document. */
  at(index: number): PdfDocument;
  /** Forgets what was read of a revision: a file of many updates would otherwise be kept in memory as often. */
  release(index: number): void;
}

export function readHistory(document: PdfDocument, fileLength: number): History {
  const revisions = listRevisions(document);
  const opened = new Map<number, PdfDocument>();
  return {
    document,
    revisions,
    fileLength,
    at(index) {
      const known = opened.get(index);
      if (known !== undefined) return known;
      const revision = revisions[index];
      const isNewest = index === revisions.length - 1;
      const prefix = revision === undefined || isNewest ? document : alone(document, revision);
      opened.set(index, prefix);
      return prefix;
    },
    release: (index) => {
      opened.delete(index);
    },
  };
}

/** A revision nobody closed with %%EOF has no bytes of its own; then only its sections are left to go by. */
function alone(document: PdfDocument, revision: Revision): PdfDocument {
  const seen = asOf(document, revision);
  if (revision.endOfLine === undefined) return seen;
  const prefix = document.upTo(revision.endOfLine);
  const same =
    prefix.sections.length === seen.sections.length &&
    prefix.sections.every(({ offset }, index) => offset === seen.sections[index]?.offset);
  if (!same) throw new PdfDamage('cross-reference', 'a revision read by itself differs');
  return prefix;
}

/**
 * Four integers from the start of the file, whose gap is exactly the hexadecimal string of this signature's own
 * /Contents, and whose end is the end of the file or of a revision (ISO 32000-2, 12.8.1; EN 319 142-1, 5.3 d).
 */
export function judgeCoverage(history: History, signature: SignatureInPdf): Coverage {
  const broken = (problem: CoverageProblem): Coverage => ({ kind: 'broken', problem });
  const { contents, byteRange, oddities } = signature;
  const [oddity] = oddities;
  if (oddity !== undefined) return broken(oddity);
  if (contents === undefined) return broken('contents-missing');
  if (byteRange === undefined) return broken('byte-range-missing');
  const { bytes } = history.document;
  const [first, length, second, rest] = byteRange.numbers;
  if (byteRange.numbers.length !== 4 || first !== 0 || length === undefined) return broken('byte-range-shape');
  if (second === undefined || rest === undefined || second <= length || rest <= 0) return broken('byte-range-shape');
  const end = second + rest;
  if (!Number.isSafeInteger(end) || end > bytes.length) return broken('byte-range-beyond-file');
  if (contents.start !== length || contents.end !== second) return broken('gap-is-not-contents');
  const digits = bytes.toString('latin1', length + 1, second - 1);
  if (digits.length % 2 !== 0 || !/^[0-9A-Fa-f]*$/.test(digits)) return broken('gap-is-not-hexadecimal');
  return judgeEnd(history, end, length);
}

function judgeEnd(history: History, end: number, contentsStart: number): Coverage {
  const { document, revisions } = history;
  const newest = revisions.length - 1;
  if (end === document.bytes.length) {
    return { kind: end === history.fileLength ? 'entire-file' : 'entire-revision', revision: newest };
  }
  const signed = revisions.findLast((revision) => revision.end === end || revision.endOfLine === end);
  if (signed === undefined) return { kind: 'broken', problem: 'no-revision-ends-there' };
  try {
    // Read again from the covered bytes alone: an entry that points beyond them would show that the signed
    // revision was never whole, or that it was made to change its meaning later.
    const signedAlone = signed.index === newest ? document.upTo(end) : history.at(signed.index);
    const present = listSignatures(signedAlone).some(({ contents }) => contents?.start === contentsStart);
    if (!present) return { kind: 'broken', problem: 'not-in-its-own-revision' };
  } catch (error) {
    if (isPdfDamage(error)) return { kind: 'broken', problem: 'signed-revision-unreadable' };
    throw error;
  }
  return { kind: 'entire-revision', revision: signed.index };
}
