import type { Words } from '../errors.ts';
import type { LayoutProfile } from '../typesetting/page-profile.ts';
import type { KindDefinition, KindGroup, SectionLayout } from './letter-kind.ts';

/** What can be chosen for a kind of letter, in words: the same on the form, in its history, and where two versions differ. */
export const GROUP_WORDS: Record<KindGroup, Words> = {
  pengaturan: { id: 'Arahan: pengaturan', en: 'Directive: regulation' },
  penetapan: { id: 'Arahan: penetapan', en: 'Directive: determination' },
  penugasan: { id: 'Arahan: penugasan', en: 'Directive: assignment' },
  korespondensi: { id: 'Korespondensi', en: 'Correspondence' },
  khusus: { id: 'Naskah khusus', en: 'Special' },
};

const WITHOUT_TITLES: Words = {
  id: 'Nama penanda tangan tanpa gelar (Pasal 44 Permendagri 1/2023).',
  en: 'The name of the signatory without titles (Pasal 44 of Permendagri 1/2023).',
};
const WITH_TITLES: Words = {
  id: 'Nama dengan gelar, pangkat, dan NIP; kepala daerah dan penjabatnya tanpa itu semua (Pasal 44).',
  en: 'The name with titles, rank and NIP; the head of the region and whoever acts for them without any (Pasal 44).',
};

/** What the group does to the signature block. */
export const GROUP_CONSEQUENCE: Record<KindGroup, Words> = {
  pengaturan: WITHOUT_TITLES,
  penetapan: WITHOUT_TITLES,
  penugasan: WITH_TITLES,
  korespondensi: WITH_TITLES,
  khusus: WITH_TITLES,
};

export const SHAPE_WORDS: Record<KindDefinition['shape'], Words> = {
  korespondensi: {
    id: 'Surat: tanggal di kanan atas; Nomor, Sifat, Lampiran, Hal; Yth.',
    en: 'Letter: date at the top right; number, class, attachment, subject; addressee',
  },
  judul: {
    id: 'Judul: judul, nomor, dan TENTANG di tengah',
    en: 'Title: title, number and subject in the middle',
  },
};

const TEMPLATE_NAMES: Readonly<Record<string, Words>> = {
  'surat-dinas': { id: 'Surat dinas', en: 'Official letter' },
  'nota-dinas': { id: 'Nota dinas', en: 'Official note' },
  'surat-tugas': { id: 'Surat tugas', en: 'Assignment letter' },
  keputusan: { id: 'Keputusan', en: 'Decree' },
};

export function templateWords(template: string): Words {
  return TEMPLATE_NAMES[template] ?? { id: plain(template), en: plain(template) };
}

function plain(code: string): string {
  return code.charAt(0).toUpperCase() + code.slice(1).replaceAll('-', ' ');
}

export const LAYOUT_WORDS: Record<SectionLayout, Words> = {
  plain: { id: 'Dari tepi ke tepi', en: 'From edge to edge' },
  labelled: { id: 'Di belakang labelnya dan titik dua', en: 'Behind its label and a colon' },
  heading: { id: 'Di bawah labelnya sebagai judul', en: 'Below its label as a heading' },
  dicta: { id: 'Diktum: KESATU, KEDUA, …', en: 'Dicta: KESATU, KEDUA, …' },
  hand: { id: 'Ruang tanda tangan basah pihak kedua', en: 'Space for the hand signature of a second party' },
};

export const SECTION_KIND_WORDS: Record<'text' | 'line', Words> = {
  text: { id: 'Paragraf', en: 'Paragraphs' },
  line: { id: 'Satu baris', en: 'One line' },
};

export const PAPER_WORDS: Record<LayoutProfile['paper'], Words> = {
  a4: { id: 'A4 (210 × 297 mm)', en: 'A4 (210 × 297 mm)' },
  f4: { id: 'F4 (215 × 330 mm)', en: 'F4 (215 × 330 mm)' },
};

export const FONT_WORDS: Record<LayoutProfile['font'], Words> = {
  Arimo: { id: 'Arimo (seukuran Arial)', en: 'Arimo (the measures of Arial)' },
  Tinos: { id: 'Tinos (seukuran Times New Roman)', en: 'Tinos (the measures of Times New Roman)' },
};

export const PAGE_NUMBER_WORDS: Record<LayoutProfile['pageNumbers'], Words> = {
  none: { id: 'Tidak dicetak', en: 'Not printed' },
  'top-centre': { id: 'Tengah atas, mulai halaman kedua', en: 'Top centre, from the second page' },
  'top-right': { id: 'Kanan atas, mulai halaman kedua', en: 'Top right, from the second page' },
};

export const YES_NO: Record<'yes' | 'no', Words> = { yes: { id: 'Ya', en: 'Yes' }, no: { id: 'Tidak', en: 'No' } };
