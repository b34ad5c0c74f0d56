import { Refusal, type Words } from '../errors.ts';
import { isPdfDamage } from '../pdf/damage.ts';
import { listFields } from '../pdf/form-fields.ts';
import { isKind, type PdfDict } from '../pdf/objects.ts';
import { openPdf, type PdfDocument } from '../pdf/reader.ts';
import { listSignatures } from '../pdf/signature-dictionaries.ts';

const WORDS = {
  'pdf-damaged': {
    id: 'Berkas PDF ini rusak atau tidak mengikuti standar PDF, sehingga tidak dapat ditandatangani. Simpan ulang sebagai PDF lalu unggah kembali.',
    en: 'This PDF is damaged or breaks the PDF standard, so it cannot be signed. Save it as PDF again and upload it once more.',
  },
  'pdf-encrypted': {
    id: 'Berkas PDF ini terenkripsi atau dilindungi kata sandi. Buka perlindungannya di aplikasi asal, lalu unggah kembali.',
    en: 'This PDF is encrypted or protected by a password. Remove the protection where it was made and upload it again.',
  },
  'pdf-leading-bytes': {
    id: 'Berkas ini memuat data lain sebelum awal PDF. Simpan ulang sebagai PDF lalu unggah kembali.',
    en: 'This file has other data before the PDF begins. Save it as PDF again and upload it once more.',
  },
  'pdf-xfa': {
    id: 'Formulir XFA tidak dapat ditandatangani karena isinya tidak tetap. Cetak ke PDF biasa, lalu unggah kembali.',
    en: 'An XFA form cannot be signed because its content is not fixed. Print it to a plain PDF and upload that.',
  },
  'pdf-certified': {
    id: 'Berkas ini telah disertifikasi penandatangan sebelumnya tanpa mengizinkan perubahan apa pun, termasuk tanda tangan baru.',
    en: 'An earlier signer certified this file and allows no change at all, not even another signature.',
  },
  'pdf-locked': {
    id: 'Penandatangan sebelumnya mengunci berkas ini terhadap kolom baru, termasuk tanda tangan baru.',
    en: 'An earlier signer locked this file against new fields, and so against another signature.',
  },
  'signature-field-exists': {
    id: 'Berkas ini sudah memuat kolom dengan nama tanda tangan tersebut.',
    en: 'The file already has a field with the name of this signature.',
  },
  'signature-field-name': {
    id: 'Nama kolom tanda tangan kosong, terlalu panjang, atau memuat titik.',
    en: 'The name of the signature field is empty, too long, or contains a full stop.',
  },
  'signature-box': {
    id: 'Kotak tanda tangan berada di luar halaman.',
    en: 'The box of the signature lies on no page of the file.',
  },
} satisfies Record<string, Words>;

export type SigningRefusalCode = keyof typeof WORDS;

export function refuseSigning(code: SigningRefusalCode): Refusal {
  return new Refusal('invalid-input', code, WORDS[code]);
}

/** Runs something that reads or extends the file; damage found on the way becomes the refusal `pdf-damaged` or `pdf-encrypted`. */
export function refusingDamage<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!isPdfDamage(error)) throw error;
    const refusal = refuseSigning(error.code === 'encrypted' ? 'pdf-encrypted' : 'pdf-damaged');
    refusal.cause = error;
    throw refusal;
  }
}

/**
 * Opens a file that a signature field of this name may be added to. Refusals (`invalid-input`): pdf-damaged,
 * pdf-encrypted, pdf-leading-bytes, pdf-xfa, pdf-certified, pdf-locked, signature-field-exists, signature-field-name.
 */
export function openForSigning(pdf: Uint8Array, field: string): PdfDocument {
  if (field.length === 0 || field.length > 100 || field.includes('.')) throw refuseSigning('signature-field-name');
  return refusingDamage(() => {
    const document = openPdf(pdf);
    if (document.encrypted) throw refuseSigning('pdf-encrypted');
    // A ByteRange counts from the first byte, other offsets from the header: readers disagree about such files.
    if (document.headerOffset > 0) throw refuseSigning('pdf-leading-bytes');
    refuseCertified(document);
    const form = document.dict(document.catalog, 'AcroForm');
    if (form !== undefined) refuseForm(document, form, field);
    return document;
  });
}

/** The certification that the catalog names, whether or not the form knows its field (ISO 32000-2, 12.8.6). */
function refuseCertified(document: PdfDocument): void {
  const permissions = document.dict(document.catalog, 'Perms');
  const certification = permissions && document.dict(permissions, 'DocMDP');
  if (certification !== undefined && forbidsAnyChange(document, certification)) throw refuseSigning('pdf-certified');
}

function forbidsAnyChange(document: PdfDocument, signature: PdfDict): boolean {
  return transforms(document, signature).some(
    ([method, parameters]) => method === 'DocMDP' && document.integer(parameters, 'P') === 1,
  );
}

function refuseForm(document: PdfDocument, form: PdfDict, field: string): void {
  if (document.value(form, 'XFA') !== null) throw refuseSigning('pdf-xfa');
  const names = listFields(document).map(({ name }) => name);
  if (names.some((name) => name === field || name.startsWith(`${field}.`)))
    throw refuseSigning('signature-field-exists');
  for (const signature of listSignatures(document)) {
    if (forbidsAnyChange(document, signature.dict)) throw refuseSigning('pdf-certified');
    const lock = document.dict(signature.field.dict, 'Lock');
    const locks = transforms(document, signature.dict).flatMap(([method, dict]) =>
      method === 'FieldMDP' ? [dict] : [],
    );
    if (lock !== undefined) locks.push(lock);
    if (locks.some((dict) => covers(document, dict, field))) throw refuseSigning('pdf-locked');
  }
}

/** The transforms of a signature's references with their parameters (ISO 32000-2, 12.8.1, table 256). */
function transforms(document: PdfDocument, signature: PdfDict): [string, PdfDict][] {
  return (document.array(signature, 'Reference')?.items ?? []).flatMap((item): [string, PdfDict][] => {
    const reference = document.resolve(item);
    if (!isKind(reference, 'dict')) return [];
    const method = document.name(reference, 'TransformMethod');
    const parameters = document.dict(reference, 'TransformParams');
    return method === undefined || parameters === undefined ? [] : [[method, parameters]];
  });
}

/** Whether a lock reaches a field of this name, or allows no change at all (/P 1, tables 237 and 259). */
function covers(document: PdfDocument, lock: PdfDict, field: string): boolean {
  if (document.integer(lock, 'P') === 1) return true;
  const action = document.name(lock, 'Action');
  const listed = (document.array(lock, 'Fields')?.items ?? []).map((item) => document.resolve(item));
  const names = listed.map((item) => (isKind(item, 'string') ? item.bytes.toString('latin1') : ''));
  if (action === 'All') return true;
  return action === 'Exclude' ? !names.includes(field) : action === 'Include' && names.includes(field);
}
