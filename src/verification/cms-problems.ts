import type { Words } from '../errors.ts';

/** What can be wrong with the CMS itself. Stable codes: the JSON report and the tests name them. */
export const cmsProblems = {
  'not-der': { id: 'isi tanda tangan bukan CMS yang benar', en: 'the signature content is not well-formed CMS' },
  padding: {
    id: 'ada byte lain di ruang sisa tanda tangan',
    en: 'bytes other than zero fill the room left by the signature',
  },
  version: { id: 'nomor versi CMS tidak sesuai isinya', en: 'the CMS version does not fit its content' },
  signers: { id: 'CMS harus memuat tepat satu penanda tangan', en: 'the CMS must hold exactly one signer' },
  'content-inside': {
    id: 'tanda tangan terpisah tidak boleh memuat isi dokumen',
    en: 'a detached signature must not carry content',
  },
  'content-missing': { id: 'isi stempel waktu tidak ada', en: 'the time-stamp has no content' },
  'content-type': { id: 'jenis isi CMS tidak sesuai', en: 'the CMS content type does not fit' },
  'digest-algorithms': {
    id: 'daftar algoritma ringkasan tidak sesuai',
    en: 'the list of digest algorithms does not fit',
  },
  'digest-unknown': { id: 'algoritma ringkasan tidak dikenal', en: 'unknown digest algorithm' },
  'signature-unknown': { id: 'algoritma tanda tangan tidak dikenal', en: 'unknown signature algorithm' },
  'no-signed-attributes': { id: 'atribut bertanda tangan tidak ada', en: 'there are no signed attributes' },
  'attribute-twice': { id: 'atribut CMS muncul lebih dari sekali', en: 'a CMS attribute occurs more than once' },
  'message-digest-missing': { id: 'atribut message-digest tidak ada', en: 'the message-digest attribute is missing' },
  'signer-certificate-missing': {
    id: 'sertifikat penanda tangan tidak ada di dalam CMS',
    en: "the signer's certificate is not in the CMS",
  },
  'certificate-unreadable': { id: 'sertifikat di dalam CMS rusak', en: 'a certificate in the CMS is damaged' },
  'signing-certificate-missing': {
    id: 'atribut signing-certificate tidak ada (syarat PAdES)',
    en: 'the signing-certificate attribute is missing (PAdES requires it)',
  },
  'signing-certificate-differs': {
    id: 'sertifikat penanda tangan bukan yang ditunjuk atribut signing-certificate',
    en: "the signer's certificate is not the one that signing-certificate names",
  },
  'algorithm-protection': {
    id: 'algoritma berbeda dengan yang dilindungi tanda tangan',
    en: 'the algorithms differ from those that the signature protects',
  },
} as const satisfies Record<string, Words>;

export type CmsProblem = keyof typeof cmsProblems;
