import type { Words } from '../errors.ts';
import type { History } from './coverage.ts';
import type { PdfReport, SignatureReport, Standing } from './report.ts';
import { trailingBytes } from './revision-changes.ts';

export const standingWords: Readonly<Record<Standing, Words>> = {
  'intact-and-trusted': {
    id: 'Dokumen utuh dan semua penanda tangannya dikenal.',
    en: 'The document is intact and all its signers are known.',
  },
  'not-trusted': {
    id: 'Dokumen tidak berubah sejak ditandatangani, tetapi identitas penanda tangan tidak dapat dipastikan.',
    en: 'The document is unchanged since it was signed, but the identity of a signer cannot be established.',
  },
  'not-covered': {
    id: 'Tanda tangan utuh, tetapi bagian akhir berkas tidak tercakup oleh tanda tangan mana pun.',
    en: 'The signatures are intact, but the end of the file is covered by none of them.',
  },
  altered: {
    id: 'Dokumen berubah atau tanda tangannya rusak.',
    en: 'The document was changed, or a signature is broken.',
  },
  damaged: {
    id: 'Berkas rusak dan tidak dapat dibaca seluruhnya.',
    en: 'The file is damaged and cannot be read completely.',
  },
  unsigned: { id: 'Dokumen ini tidak ditandatangani.', en: 'This document is not signed.' },
  'cannot-be-tried': { id: 'Berkas tidak dapat diperiksa.', en: 'The file cannot be checked.' },
};

const hindranceWords: Readonly<Record<NonNullable<PdfReport['hindrance']>, Words>> = {
  'no-pdf-header': { id: 'Berkas ini bukan PDF.', en: 'This file is not a PDF.' },
  encrypted: {
    id: 'Berkas ini terenkripsi; tanpa kata sandi tidak dapat diperiksa.',
    en: 'This file is encrypted; it cannot be checked without its password.',
  },
};

export interface OverallInput {
  bytes: Buffer;
  checkedAt: Date;
  signatures: SignatureReport[];
  history?: History;
  damage?: string | undefined;
  hindrance?: PdfReport['hindrance'];
}

/** Joins what is known of the file and of each signature into one standing. */
export function overallVerdict(input: OverallInput): PdfReport {
  const { bytes, checkedAt, signatures, history, damage, hindrance } = input;
  const standing = standingOf(input);
  return {
    standing,
    intactAndTrusted: standing === 'intact-and-trusted',
    hindrance,
    damage,
    words: wordsOf(standing, input),
    length: bytes.length,
    revisions: history?.revisions.length ?? 0,
    trailingBytes: history === undefined ? 0 : trailingBytes(history),
    checkedAt,
    signatures,
  };
}

function standingOf({ signatures, history, damage, hindrance }: OverallInput): Standing {
  if (hindrance !== undefined) return 'cannot-be-tried';
  const isBroken = ({ supported, intact, laterChanges }: SignatureReport) =>
    (supported && !intact) || laterChanges.level === 'forbidden';
  if (damage !== undefined || history === undefined) return 'damaged';
  // A time-stamp alone says when, not who: such a file is signed by nobody.
  if (!signatures.some(({ kind }) => kind === 'signature')) {
    return signatures.some(isBroken) ? 'altered' : 'unsigned';
  }
  if (signatures.some(isBroken)) return 'altered';
  if (signatures.some(({ conclusion }) => conclusion.indication !== 'TOTAL-PASSED')) return 'not-trusted';
  return coversEnd(signatures) ? 'intact-and-trusted' : 'not-covered';
}

/**
 * The file ends with a signature, or after the last one came only what needs none: validation data, time-stamps, and values
 * of form fields that were left open to be filled in (ISO 32000-2, 12.8.2.2).
 */
function coversEnd(signatures: readonly SignatureReport[]): boolean {
  return signatures.some(
    ({ coversWholeFile, laterChanges }) =>
      coversWholeFile ||
      laterChanges.changes.every(
        ({ level, code }) => code === 'field-filled' || (level === 'archival' && code !== 'trailing-bytes'),
      ),
  );
}

function wordsOf(standing: Standing, { hindrance, signatures }: OverallInput): Words {
  if (hindrance !== undefined) return hindranceWords[hindrance];
  const saysMore = signatures.every(({ laterChanges }) =>
    laterChanges.changes.some(({ code }) => code === 'field-filled'),
  );
  return standing === 'intact-and-trusted' && saysMore ? filledLater : standingWords[standing];
}

const filledLater: Words = {
  id: 'Dokumen utuh dan semua penanda tangannya dikenal, tetapi kolom formulir diisi setelah tanda tangan terakhir; isian itu tidak ditandatangani siapa pun.',
  en: 'The document is intact and all its signers are known, but form fields were filled in after the last signature; nobody signed what they say.',
};
