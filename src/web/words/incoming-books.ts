import type { Words } from '../../errors.ts';

export const incomingBookWords = {
  'books.open': { id: 'Cetak atau unduh buku', en: 'Print or download the books' },
  'books.which': { id: 'Buku', en: 'Book' },
  'books.words': { id: 'Cari (pengirim, nomor, hal)', en: 'Find (sender, number, subject)' },
  'books.none': { id: 'Tidak ada catatan pada hari-hari itu.', en: 'Nothing was recorded on those days.' },
  'books.print': { id: 'Cetak buku ini (PDF)', en: 'Print this book (PDF)' },
  'books.none.narrowed': {
    id: 'Tidak ada catatan yang cocok pada hari-hari itu.',
    en: 'Nothing that fits was recorded on those days.',
  },
  'books.cut': {
    id: '(Hanya {count} baris pertama; masih ada lagi. Pilih hari yang lebih sempit.)',
    en: '(The first {count} rows only; there are more. Choose fewer days.)',
  },
  'books.files': {
    id: 'Cetakan dan berkasnya memuat paling banyak {count} baris pertama. Bila lebih, buat per bagian dengan tanggal yang lebih sempit.',
    en: 'On paper and in the file are the first {count} rows at most. If there are more, make it in parts with fewer days.',
  },
  'books.turn': { id: 'Halaman buku', en: 'Pages of the book' },
  'books.earlier': { id: 'Baris sebelumnya', en: 'Earlier rows' },
  'books.later': { id: 'Baris berikutnya', en: 'Later rows' },
} as const satisfies Record<string, Words>;
