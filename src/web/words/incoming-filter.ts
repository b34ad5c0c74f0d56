import type { Words } from '../../errors.ts';

export const incomingFilterWords = {
  'filter.words': { id: 'Kata', en: 'Words' },
  'filter.more': { id: 'Saring menurut hari, sifat, dan lainnya', en: 'Narrow by days, class and more' },
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
} as const satisfies Record<string, Words>;
