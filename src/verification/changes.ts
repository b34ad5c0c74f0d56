import type { Words } from '../errors.ts';

/**
 * How far a change goes: 'archival' adds validation data or a document time-stamp and says nothing new; 'form' fills in
 * or signs; 'forbidden' is everything that nobody allowed (the list of allowed things is closed).
 */
export type ChangeLevel = 'archival' | 'form' | 'forbidden';

export const changeWords = {
  'object-changed': { id: 'isi dokumen diubah', en: 'document content was changed' },
  'object-added': { id: 'isi baru disisipkan ke dokumen', en: 'new content was put into the document' },
  'object-removed': { id: 'isi dokumen dihapus', en: 'document content was removed' },
  'object-freed': { id: 'objek dokumen dihapus', en: 'an object of the document was freed' },
  'object-reused': { id: 'objek lama ditimpa', en: 'an existing object was overwritten' },
  'catalog-changed': { id: 'katalog dokumen diubah', en: 'the document catalog was changed' },
  'page-changed': { id: 'halaman diubah', en: 'a page was changed' },
  'annotation-added': { id: 'anotasi ditambahkan pada halaman', en: 'an annotation was added to a page' },
  'annotation-removed': { id: 'anotasi dihapus dari halaman', en: 'an annotation was removed from a page' },
  'form-changed': { id: 'susunan formulir diubah', en: 'the structure of the form was changed' },
  'field-added': { id: 'kolom formulir ditambahkan', en: 'a form field was added' },
  'field-removed': { id: 'kolom formulir dihapus', en: 'a form field was removed' },
  'field-changed': { id: 'kolom formulir diubah', en: 'a form field was changed' },
  'field-filled': { id: 'kolom formulir diisi', en: 'a form field was filled in' },
  'field-redrawn': { id: 'tampilan kolom formulir diubah', en: 'the appearance of a form field was changed' },
  'form-defaults': { id: 'pengaturan bawaan formulir diubah', en: 'defaults of the form were changed' },
  'signature-field-added': { id: 'kolom tanda tangan ditambahkan', en: 'a signature field was added' },
  'signature-added': { id: 'tanda tangan ditambahkan', en: 'a signature was added' },
  'time-stamp-added': { id: 'stempel waktu dokumen ditambahkan', en: 'a document time-stamp was added' },
  'security-store': { id: 'data validasi (DSS) ditambahkan', en: 'validation data (DSS) was added' },
  'security-store-replaced': {
    id: 'data validasi sebuah tanda tangan diganti',
    en: 'the validation data of a signature was replaced',
  },
  'security-store-broken': { id: 'data validasi (DSS) tidak sah', en: 'the validation data (DSS) is malformed' },
  metadata: { id: 'metadata diubah', en: 'metadata was changed' },
  information: { id: 'keterangan dokumen (Info) diubah', en: 'the document information was changed' },
  version: { id: 'nomor versi PDF diubah', en: 'the PDF version was changed' },
  extensions: { id: 'daftar ekstensi PDF diubah', en: 'the list of PDF extensions was changed' },
  'unused-object': { id: 'objek yang tidak dipakai ditambahkan', en: 'unused objects were added' },
  'trailing-bytes': {
    id: 'ada byte setelah akhir dokumen yang tidak ditandatangani',
    en: 'bytes that nobody signed follow the end of the document',
  },
  unreadable: { id: 'perubahan tidak dapat dibaca', en: 'the change cannot be read' },
} as const satisfies Record<string, Words>;

export type ChangeCode = keyof typeof changeWords;

/** One difference between two consecutive revisions. */
export interface Change {
  code: ChangeCode;
  level: ChangeLevel;
  /** Where, in PDF's own words: `page 1 /Contents`. For experts and for the log, not for the sentence. */
  where: string;
  /** Full name of the form field, where the change belongs to one: locks are judged by it. */
  field: string | undefined;
  /** Invisible bookkeeping around time-stamps does not touch a lock (ISO 32000-2, 12.8.5.3). */
  allowedWhenLocked: boolean;
  /** A new visible field after a certification can cover what was certified; that is the attack, so it is not allowed. */
  allowedAfterCertification: boolean;
  /** The replaced key of the security store: forbidden to signatures that were made when it stood there already. */
  storeKey: string | undefined;
}

export function change(
  code: ChangeCode,
  level: ChangeLevel,
  where: string,
  more: Partial<Pick<Change, 'field' | 'allowedWhenLocked' | 'allowedAfterCertification' | 'storeKey'>> = {},
): Change {
  return {
    code,
    level,
    where,
    field: undefined,
    storeKey: undefined,
    allowedWhenLocked: true,
    allowedAfterCertification: true,
    ...more,
  };
}
