import type { Words } from '../../errors.ts';

export const incomingFilterWords = {
  'filter.words': { id: 'Kata', en: 'Words' },
  'filter.more': { id: 'Saring menurut hari, sifat, dan lainnya', en: 'Narrow by days, class and more' },
  'filter.more.book': { id: 'Saring menurut sifat, derajat, dan lainnya', en: 'Narrow by class, urgency and more' },
  'filter.all': { id: 'Semua', en: 'All' },
  'filter.unit': { id: 'Buku agenda unit', en: 'Agenda of the unit' },
  'filter.post': { id: 'Jabatan', en: 'Post' },
  'filter.post.hint': {
    id: 'Yang dituju atau yang memegang suratnya; sebagian namanya cukup',
    en: 'Addressed to it, or in its hands; part of its name is enough',
  },
  'filter.post.hint.sheet': {
    id: 'Yang mendisposisi atau yang menerimanya; sebagian namanya cukup',
    en: 'That disposed or was disposed to; part of its name is enough',
  },
  'filter.on': { id: 'Disaring. {what}.', en: 'Narrowed. {what}.' },
  'filter.off': { id: 'Hapus saringan', en: 'Show everything' },
  'cut.first': {
    id: 'Yang tampil {count} yang pertama. Masih ada lagi; yang lain muncul setelah ini dikerjakan.',
    en: 'The first {count} are shown. There are more; they come up when these are done.',
  },
  'cut.newest': {
    id: 'Yang tampil {count} yang terbaru. Yang lebih lama tidak ditampilkan.',
    en: 'The newest {count} are shown, older ones are not.',
  },
  'cut.holders': { id: 'dan jabatan lain', en: 'and other posts' },
  'cut.posts.found': {
    id: 'Yang tampil paling banyak {count} jabatan. Bila belum ada, tulis namanya lebih lengkap.',
    en: 'At most {count} posts are shown. If yours is not among them, write more of its name.',
  },
  'cut.posts.near': {
    id: 'Yang tampil {count} jabatan pertama. Cari yang lain dengan namanya.',
    en: 'The first {count} posts are shown. Look for others by their name.',
  },
} as const satisfies Record<string, Words>;
