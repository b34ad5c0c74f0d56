import type { Words } from '../../errors.ts';

export const incomingBookWords = {
  'books.open': { id: 'Buku agenda dan disposisi', en: 'Agenda and disposition books' },
  'books.which': { id: 'Buku', en: 'Book' },
  'books.words': { id: 'Cari (pengirim, nomor, hal)', en: 'Find (sender, number, subject)' },
  'books.none': { id: 'Tidak ada catatan pada hari-hari itu.', en: 'Nothing was recorded on those days.' },
  'books.cut': {
    id: 'Hanya {count} baris pertama yang ditampilkan. Persempit tanggalnya untuk melihat sisanya.',
    en: 'Only the first {count} rows are shown. Choose fewer days to see the rest.',
  },
} as const satisfies Record<string, Words>;
