import { Refusal, type Words } from '../errors.ts';

export const MOST_UPLOAD_BYTES = 64 * 1024 * 1024;
export const MOST_UPLOAD_PAGES = 4_000;

/** Why a file is not taken. The codes are stable: they stand in the row of the upload. */
const WORDS = {
  'upload-too-large': {
    id: 'Berkas ini lebih besar dari 64 MiB. Kecilkan (misalnya pindai dengan 200 dpi), lalu unggah lagi.',
    en: 'This file is larger than 64 MiB. Make it smaller (scan at 200 dpi, for example) and upload it again.',
  },
  'upload-unknown-kind': {
    id: 'Berkas ini bukan PDF dan bukan DOCX. Simpan sebagai PDF, lalu unggah lagi.',
    en: 'This file is neither PDF nor DOCX. Save it as PDF and upload it again.',
  },
  'upload-not-its-name': {
    id: 'Isi berkas ini bukan seperti yang dikatakan namanya. Simpan ulang dari aplikasi asalnya, lalu unggah lagi.',
    en: 'What this file holds is not what its name says. Save it again where it was made and upload that.',
  },
  'pdf-encrypted': {
    id: 'PDF ini terenkripsi atau dilindungi kata sandi. Buka perlindungannya di aplikasi asal, lalu unggah lagi.',
    en: 'This PDF is encrypted or protected by a password. Remove the protection where it was made and upload it again.',
  },
  'pdf-damaged': {
    id: 'PDF ini rusak dan tidak dapat diperbaiki dengan aman. Simpan ulang sebagai PDF, lalu unggah lagi.',
    en: 'This PDF is damaged and cannot be mended safely. Save it as PDF again and upload that.',
  },
  'pdf-javascript': {
    id: 'PDF ini memuat JavaScript. Cetak ke PDF biasa, lalu unggah lagi.',
    en: 'This PDF contains JavaScript. Print it to a plain PDF and upload that.',
  },
  'pdf-xfa': {
    id: 'PDF ini formulir XFA yang isinya tidak tetap. Cetak ke PDF biasa, lalu unggah lagi.',
    en: 'This PDF is an XFA form, whose content is not fixed. Print it to a plain PDF and upload that.',
  },
  'pdf-embedded-files': {
    id: 'Ada berkas lain tertanam di dalam PDF ini. Unggah berkas itu sebagai lampiran sendiri, atau cetak ke PDF biasa.',
    en: 'Other files are embedded in this PDF. Upload them as attachments of their own, or print it to a plain PDF.',
  },
  'pdf-signed': {
    id: 'PDF ini sudah ditandatangani; mengubahnya merusak tanda tangan itu. Unggah naskah yang belum ditandatangani.',
    en: 'This PDF is signed already, and changing it would break that signature. Upload the unsigned text.',
  },
  'pdf-active-content': {
    id: 'PDF ini memuat isi aktif (menjalankan program, membuka berkas lain, mengirim data, atau media). Cetak ke PDF biasa.',
    en: 'This PDF has active content (starts programs, opens other files, sends data, or plays media). Print it to a plain PDF.',
  },
  'pdf-hidden-layers': {
    id: 'PDF ini memuat lapisan yang disembunyikan, jadi isinya tidak pasti. Cetak ke PDF biasa, lalu unggah lagi.',
    en: 'This PDF has hidden layers, so its content is not certain. Print it to a plain PDF and upload that.',
  },
  'pdf-no-pages': { id: 'PDF ini tidak memuat halaman.', en: 'This PDF has no pages.' },
  'pdf-too-many-pages': {
    id: 'PDF ini lebih dari 4.000 halaman. Bagi menjadi beberapa berkas.',
    en: 'This PDF has more than 4,000 pages. Split it into several files.',
  },
  'docx-damaged': {
    id: 'Berkas DOCX ini rusak. Simpan ulang dari aplikasi asalnya, lalu unggah lagi.',
    en: 'This DOCX file is damaged. Save it again where it was made and upload that.',
  },
  'docx-encrypted': {
    id: 'Berkas ini dokumen Word lama (.doc) atau dilindungi kata sandi. Simpan sebagai DOCX tanpa kata sandi, atau sebagai PDF.',
    en: 'This is an old Word file (.doc) or protected by a password. Save it as DOCX without a password, or as PDF.',
  },
  'docx-too-large': {
    id: 'Isi DOCX ini setelah dibuka terlalu besar atau terlalu banyak. Simpan sebagai PDF, lalu unggah lagi.',
    en: 'This DOCX unpacks to too much. Save it as PDF and upload that.',
  },
  'docx-macros': {
    id: 'DOCX ini memuat makro atau kendali aktif. Simpan sebagai DOCX tanpa makro, atau sebagai PDF.',
    en: 'This DOCX contains macros or active controls. Save it as DOCX without macros, or as PDF.',
  },
  'docx-external': {
    id: 'DOCX ini mengambil isi dari luar (gambar, templat atau berkas bertaut). Masukkan isinya ke dalam dokumen, atau simpan sebagai PDF.',
    en: 'This DOCX takes content from outside (linked pictures, templates or files). Put it into the document, or save it as PDF.',
  },
  'docx-no-converter': {
    id: 'Server ini tidak dapat mengubah DOCX menjadi PDF. Simpan sebagai PDF, atau ambil teksnya saja.',
    en: 'This server cannot turn DOCX into PDF. Save it as PDF, or take over the text alone.',
  },
  'docx-not-converted': {
    id: 'DOCX ini tidak dapat diubah menjadi PDF di sini. Simpan sebagai PDF di aplikasi asalnya, lalu unggah.',
    en: 'This DOCX could not be turned into PDF here. Save it as PDF where it was made and upload that.',
  },
  'upload-too-costly': {
    id: 'Berkas ini meminta terlalu banyak waktu atau memori. Cetak ke PDF biasa, lalu unggah lagi.',
    en: 'This file asks for too much time or memory. Print it to a plain PDF and upload that.',
  },
  'upload-given-up': {
    id: 'Server ini sudah beberapa kali mencoba menyiapkan berkas ini dan tidak berhasil. Hapus, lalu unggah lagi; jika tetap gagal, cetak ke PDF biasa atau beri tahu administrator.',
    en: 'This server has tried several times to prepare this file and did not succeed. Remove it and upload it again; if that fails too, print it to a plain PDF or tell the administrator.',
  },
  'upload-busy': {
    id: 'Terlalu banyak berkas sedang dikerjakan. Coba lagi sebentar lagi.',
    en: 'Too many files are being worked on. Try again in a moment.',
  },
} satisfies Record<string, Words>;

export type UploadProblem = keyof typeof WORDS;

export function isUploadProblem(code: string): code is UploadProblem {
  return Object.hasOwn(WORDS, code);
}

export function uploadWords(code: UploadProblem): Words {
  return WORDS[code];
}

/** `invalid-input` with the sentence beside the file's field, or `unavailable` where only the moment is wrong. */
export function refuseUpload(code: UploadProblem): Refusal {
  const words = WORDS[code];
  return new Refusal(code === 'upload-busy' ? 'unavailable' : 'invalid-input', code, words, { file: words });
}
