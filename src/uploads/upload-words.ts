import { Refusal, type Words } from '../errors.ts';

export const MOST_UPLOAD_BYTES = 64 * 1024 * 1024;
export const MOST_UPLOAD_PAGES = 4_000;
/** Of one scan or photo of an incoming letter; a limit of the pages that receive it as well. */
export const MOST_SCAN_BYTES = 100 * 1024 * 1024;
/** In one file of pictures. */
export const MOST_SCAN_PAGES = 500;
/** Of one picture: A3 at 600 dpi is 70 million. */
export const MOST_PAGE_PIXELS = 120_000_000;
/** Of all pictures in one file: 500 sheets of A4 at 300 dpi. */
export const MOST_SCAN_PIXELS = 4_500_000_000;

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
    id: 'PDF ini dilindungi kata sandi atau dikunci pembuatnya. Bila dapat dibuka di komputer Anda: pilih Cetak, Simpan sebagai PDF, lalu unggah hasilnya. Bila meminta kata sandi yang tidak Anda ketahui, minta berkas tanpa kata sandi.',
    en: 'This PDF is protected by a password or locked by whoever made it. If it opens on your computer: choose Print, Save as PDF, and upload that. If it asks for a password that you do not know, ask for the file without one.',
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
  'scan-too-large': {
    id: 'Berkas ini lebih besar dari 100 MiB. Pindai dengan 200 atau 300 dpi, atau bagi menjadi beberapa berkas, lalu unggah lagi.',
    en: 'This file is larger than 100 MiB. Scan at 200 or 300 dpi, or split it into several files, and upload that.',
  },
  'scan-empty': {
    id: 'Berkas ini kosong (0 byte). Pindai atau simpan ulang, lalu unggah lagi.',
    en: 'This file is empty (0 bytes). Scan or save it again and upload that.',
  },
  'scan-unknown-kind': {
    id: 'Berkas ini bukan PDF, JPEG, PNG, atau TIFF. Buka di komputer Anda (ZIP diekstrak dahulu), simpan atau cetak sebagai PDF, lalu unggah lagi.',
    en: 'This file is neither PDF, JPEG, PNG nor TIFF. Open it on your computer (unpack a ZIP first), save or print it as PDF, and upload that.',
  },
  'picture-heic': {
    id: 'Foto HEIC dari ponsel tidak dapat dibaca di sini. Di iPhone: Pengaturan, Kamera, Format, pilih "Paling Kompatibel"; atau kirim foto ini sebagai JPEG, lalu unggah lagi.',
    en: 'HEIC photos cannot be read here. On an iPhone: Settings, Camera, Formats, choose "Most Compatible"; or share the photo as JPEG and upload that.',
  },
  'picture-webp': {
    id: 'Gambar WebP atau AVIF tidak dapat dibaca di sini. Buka gambar ini, simpan sebagai JPEG atau PNG, lalu unggah lagi.',
    en: 'WebP and AVIF pictures cannot be read here. Open the picture, save it as JPEG or PNG and upload that.',
  },
  'picture-gif': {
    id: 'Gambar GIF tidak dapat dibaca di sini. Buka gambar ini, simpan sebagai JPEG atau PNG, lalu unggah lagi.',
    en: 'GIF pictures cannot be read here. Open the picture, save it as JPEG or PNG and upload that.',
  },
  'picture-animated': {
    id: 'Gambar ini bergerak, jadi tidak jelas bagian mana yang dimaksud. Simpan satu gambar diam sebagai JPEG atau PNG.',
    en: 'This picture moves, so it is not clear what is meant. Save one still picture as JPEG or PNG.',
  },
  'picture-damaged': {
    id: 'Gambar ini rusak atau terpotong di tengah. Pindai, foto, atau kirim ulang, lalu unggah lagi.',
    en: 'This picture is damaged or cut off. Scan, photograph or send it again and upload that.',
  },
  'picture-too-large': {
    id: 'Satu halaman gambar ini lebih dari 120 juta piksel, atau semua halamannya bersama terlalu besar. Pindai dengan 200 atau 300 dpi.',
    en: 'One page of this picture has more than 120 million pixels, or all its pages together are too large. Scan at 200 or 300 dpi.',
  },
  'picture-too-many-pages': {
    id: 'Berkas gambar ini lebih dari 500 halaman. Bagi menjadi beberapa berkas.',
    en: 'This file has more than 500 pictures. Split it into several files.',
  },
  'virus-found': {
    id: 'Pemindai virus menemukan {virus} di berkas ini. Berkasnya tidak disimpan. Jangan buka berkas itu; beri tahu pengirimnya.',
    en: 'The virus scanner found {virus} in this file. The file was not kept. Do not open it; tell whoever sent it.',
  },
  'virus-scan-too-large': {
    id: 'Berkas ini lebih besar dari yang mau diperiksa pemindai virus. Kecilkan atau bagi, atau minta administrator menaikkan batas StreamMaxLength.',
    en: 'This file is larger than the virus scanner takes. Make it smaller or split it, or ask the administrator to raise its StreamMaxLength.',
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

/** `detail` stands where the words leave a place for it: the name of a virus. */
export function uploadWords(code: UploadProblem, detail = ''): Words {
  const { id, en } = WORDS[code];
  return { id: id.replace('{virus}', detail), en: en.replace('{virus}', detail) };
}

/** `invalid-input` with the sentence beside the file's field, or `unavailable` where only the moment is wrong. */
export function refuseUpload(code: UploadProblem, detail?: string): Refusal {
  const words = uploadWords(code, detail);
  return new Refusal(code === 'upload-busy' ? 'unavailable' : 'invalid-input', code, words, { file: words });
}
