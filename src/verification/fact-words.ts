import type { ChainProblem } from '../certificates/chain.ts';
import type { Words } from '../errors.ts';
import type { Coverage, CoverageProblem } from './coverage.ts';
import type { Constraint } from './report.ts';

/** Sentences for the reasons that stand in a report under stable codes. */
export const reasonWords: Readonly<Record<ChainProblem | Constraint, Words>> = {
  'no-chain': { id: 'penerbit tidak dikenal', en: 'unknown issuer' },
  expired: { id: 'sertifikat kedaluwarsa', en: 'certificate expired' },
  'not-yet-valid': { id: 'sertifikat belum berlaku', en: 'certificate not yet valid' },
  'not-an-authority': { id: 'penerbit bukan otoritas sertifikat', en: 'the issuer is no certificate authority' },
  'path-too-long': { id: 'rantai sertifikat terlalu panjang', en: 'certificate path too long' },
  'name-constraints': { id: 'nama di luar wewenang penerbit', en: "name outside the issuer's remit" },
  'unknown-critical-extension': { id: 'ekstensi penting tidak dikenal', en: 'unknown critical extension' },
  'wrong-key-usage': { id: 'sertifikat bukan untuk keperluan ini', en: 'certificate is not for this use' },
  'weak-key': { id: 'kunci terlalu lemah', en: 'key too weak' },
  'weak-digest': { id: 'algoritma ringkasan terlalu lemah', en: 'digest algorithm too weak' },
  'unreadable-key': { id: 'kunci publik tidak terbaca', en: 'public key unreadable' },
  'hybrid-file': {
    id: 'berkas hibrida: pembaca lama dan baru dapat melihat isi yang berbeda',
    en: 'hybrid file: old and new readers may see different content',
  },
  'second-certification': { id: 'lebih dari satu sertifikasi dokumen', en: 'more than one certification' },
  'certification-not-first': {
    id: 'sertifikasi bukan tanda tangan pertama',
    en: 'certification is not the first signature',
  },
  'broken-time-stamp': { id: 'stempel waktu pada tanda tangan rusak', en: 'the time-stamp on the signature is broken' },
  'unknown-unsigned-attribute': {
    id: 'CMS memuat atribut tak bertanda tangan yang tidak dikenal',
    en: 'the CMS holds an unknown unsigned attribute',
  },
  'unknown-transform': { id: 'aturan perubahan tidak dikenal', en: 'unknown transform method' },
};

const problems: Readonly<Record<CoverageProblem, Words>> = {
  'value-not-a-dictionary': { id: 'isi kolom bukan tanda tangan', en: "the field's value is no signature" },
  'in-object-stream': {
    id: 'tanda tangan berada di dalam aliran objek',
    en: 'the signature stands in an object stream',
  },
  'duplicate-keys': { id: 'ada kunci ganda', en: 'a key stands twice' },
  'contents-missing': { id: '/Contents tidak ada', en: '/Contents is missing' },
  'contents-indirect': { id: '/Contents tidak langsung', en: '/Contents is indirect' },
  'contents-not-a-string': { id: '/Contents bukan untai', en: '/Contents is no string' },
  'contents-literal-string': { id: '/Contents bukan heksadesimal', en: '/Contents is not hexadecimal' },
  'byte-range-missing': { id: '/ByteRange tidak ada', en: '/ByteRange is missing' },
  'byte-range-indirect': { id: '/ByteRange tidak langsung', en: '/ByteRange is indirect' },
  'byte-range-not-integers': { id: '/ByteRange bukan bilangan bulat', en: '/ByteRange is not integers' },
  'byte-range-shape': { id: '/ByteRange tidak wajar', en: '/ByteRange has a wrong shape' },
  'byte-range-beyond-file': { id: '/ByteRange melampaui berkas', en: '/ByteRange goes beyond the file' },
  'gap-is-not-contents': { id: 'celah /ByteRange bukan /Contents-nya sendiri', en: 'the gap is not its own /Contents' },
  'gap-is-not-hexadecimal': {
    id: 'celah memuat selain heksadesimal',
    en: 'the gap holds more than hexadecimal digits',
  },
  'no-revision-ends-there': { id: 'tidak berakhir pada akhir suatu revisi', en: 'does not end where a revision ends' },
  'signed-revision-unreadable': { id: 'revisi yang ditandatangani tidak utuh', en: 'the signed revision is not whole' },
  'not-in-its-own-revision': {
    id: 'tidak ada dalam revisi yang ditandatanganinya',
    en: 'is not in the revision that it signs',
  },
};

export function coverageWords(coverage: Coverage): Words {
  if (coverage.kind === 'entire-file') return { id: 'seluruh berkas', en: 'the entire file' };
  if (coverage.kind === 'entire-revision') {
    return { id: 'seluruh dokumen pada saat ditandatangani', en: 'the entire document as it was when signed' };
  }
  const words = problems[coverage.problem];
  return { id: `rusak: ${words.id}`, en: `broken: ${words.en}` };
}
