import type { UploadProblem } from './upload-words.ts';

export type FileKind = 'pdf' | 'docx';

const HEADER_WITHIN = 1024;
const ZIP = Buffer.from('PK\u0003\u0004', 'latin1');
const COMPOUND = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/**
 * What a file is by its first bytes, when that is also what its name says. A PDF's header may stand a little into the file
 * (ISO 32000-2, annex I); whether a ZIP is a DOCX is seen when it is opened. Word keeps old and encrypted files in
 * compound files.
 */
export function fileKind(name: string, head: Buffer): { kind: FileKind } | { problem: UploadProblem } {
  const ending = /\.([a-z0-9]{1,8})$/iu.exec(name)?.[1]?.toLowerCase();
  const found = kindOf(head);
  if (found === 'compound') return { problem: ending === 'pdf' ? 'upload-not-its-name' : 'docx-encrypted' };
  if (found === undefined) {
    return { problem: ending === 'pdf' || ending === 'docx' ? 'upload-not-its-name' : 'upload-unknown-kind' };
  }
  if (found === ending) return { kind: found };
  // A document with macros under its own name is told so when it is opened.
  if (found === 'docx' && ending === 'docm') return { kind: 'docx' };
  return { problem: 'upload-not-its-name' };
}

function kindOf(head: Buffer): FileKind | 'compound' | undefined {
  if (head.subarray(0, 4).equals(ZIP)) return 'docx';
  if (head.subarray(0, 8).equals(COMPOUND)) return 'compound';
  return head.subarray(0, HEADER_WITHIN).includes('%PDF-') ? 'pdf' : undefined;
}
