import type { Words } from '../errors.ts';

type Language = keyof Words;

/** What the terminal's report calls its facts. */
const labels = {
  trusted: { id: 'UTUH DAN TEPERCAYA', en: 'INTACT AND TRUSTED' },
  untried: { id: 'TIDAK DAPAT DIPERIKSA', en: 'CANNOT BE TRIED' },
  failed: { id: 'TIDAK LOLOS', en: 'NOT PASSED' },
  damage: { id: 'Kerusakan', en: 'Damage' },
  unsignedBytes: {
    id: 'byte setelah akhir dokumen tidak ditandatangani.',
    en: 'bytes after the end of the document are not signed.',
  },
  signature: { id: 'Tanda tangan', en: 'Signature' },
  timeStamp: { id: 'Stempel waktu dokumen', en: 'Document time-stamp' },
  conclusion: { id: 'Kesimpulan', en: 'Conclusion' },
  signer: { id: 'Penanda tangan', en: 'Signer' },
  subject: { id: 'Subjek sertifikat', en: 'Certificate subject' },
  claimedTime: { id: 'Waktu menurut penanda', en: 'Time by the signer' },
  stampedTime: { id: 'Waktu stempel', en: 'Time of the stamp' },
  provedTime: { id: 'Waktu terbukti', en: 'Proved time' },
  reason: { id: 'Alasan', en: 'Reason' },
  coverage: { id: 'Cakupan', en: 'Coverage' },
  content: { id: 'Isi yang dicakup', en: 'Covered content' },
  unchanged: { id: 'tidak berubah', en: 'unchanged' },
  changed: { id: 'berubah', en: 'changed' },
  value: { id: 'Nilai tanda tangan', en: 'Signature value' },
  matches: { id: 'cocok', en: 'matches' },
  differs: { id: 'tidak cocok', en: 'does not match' },
  flaw: { id: 'Cacat CMS', en: 'CMS flaw' },
  note: { id: 'Catatan', en: 'Note' },
  stray: {
    id: 'ada sertifikat dalam CMS yang penerbitnya tidak dikenal',
    en: 'the CMS holds a certificate of an unknown issuer',
  },
  chain: { id: 'Rantai sertifikat', en: 'Certificate chain' },
  chainTrusted: { id: 'sampai ke sertifikat tepercaya', en: 'leads to a trusted certificate' },
  chainUntrusted: { id: 'tidak tepercaya', en: 'not trusted' },
  revocation: { id: 'Pencabutan', en: 'Revocation' },
  notChecked: { id: 'tidak diperiksa (tidak ada jawaban pencabutan)', en: 'not checked (there is no answer about it)' },
  notRevoked: { id: 'tidak dicabut menurut', en: 'not revoked according to' },
  revoked: { id: 'DICABUT sejak', en: 'REVOKED since' },
  laterChanges: { id: 'Perubahan sesudahnya', en: 'Later changes' },
  none: { id: 'tidak ada', en: 'none' },
  allowed: { id: 'hanya yang diizinkan', en: 'only allowed ones' },
  forbidden: { id: 'TERLARANG', en: 'FORBIDDEN' },
  more: { id: 'lagi', en: 'more' },
} satisfies Record<string, Words>;

export type Label = keyof typeof labels;

export function labelsIn(language: Language): (label: Label) => string {
  return (label) => labels[label][language];
}
