import type { Words } from '../errors.ts';
import {
  FONT_WORDS,
  GROUP_WORDS,
  LAYOUT_WORDS,
  PAGE_NUMBER_WORDS,
  PAPER_WORDS,
  SECTION_KIND_WORDS,
  SHAPE_WORDS,
  templateWords,
  YES_NO,
} from './kind-words.ts';
import type { KindDefinition, KindSection } from './letter-kind.ts';
import { type ChangedLine, changedLines } from './what-changed.ts';

/** One thing that two definitions of a kind say differently; an empty side says nothing. */
export type KindChange =
  | { what: Words; before: Words; after: Words }
  /** Long text, by lines. */
  | { what: Words; lines: ChangedLine[] };

const NOTHING: Words = { id: '', en: '' };

/** What differs between two definitions of a kind, each in the words of the form. Equal definitions differ in nothing. */
export function kindChanges(before: KindDefinition, after: KindDefinition): KindChange[] {
  return [
    ...fieldChanges(before, after),
    ...sectionChanges(before.sections, after.sections),
    ...sourceChange(before, after),
  ];
}

/** Every single value of a definition but its sections and its source. */
export const KIND_FIELDS: readonly { what: Words; said: (kind: KindDefinition) => Words }[] = [
  { what: { id: 'Nama', en: 'Name' }, said: ({ name }) => same(name) },
  { what: { id: 'Nama dalam bahasa Inggris', en: 'Name in English' }, said: ({ nameEn }) => same(nameEn) },
  { what: { id: 'Kelompok', en: 'Group' }, said: ({ kindGroup }) => GROUP_WORDS[kindGroup] },
  { what: { id: 'Bentuk', en: 'Shape' }, said: ({ shape }) => SHAPE_WORDS[shape] },
  { what: { id: 'Templat', en: 'Template' }, said: ({ template }) => templateWords(template) },
  { what: { id: 'Judul tercetak', en: 'Printed title' }, said: ({ title }) => same(title) },
  {
    what: { id: 'Gelar pada nama penanda tangan', en: 'Titles in the name of the signatory' },
    said: ({ titlesInBlock }) => YES_NO[titlesInBlock ? 'yes' : 'no'],
  },
  {
    what: { id: 'Memuat nama orang', en: 'Names persons' },
    said: ({ namesPersons }) => YES_NO[namesPersons ? 'yes' : 'no'],
  },
  { what: { id: 'Buku nomor', en: 'Register' }, said: ({ registerCode }) => same(registerCode) },
  { what: { id: 'Format nomor', en: 'Number format' }, said: ({ numberFormat }) => same(numberFormat) },
  { what: { id: 'Kertas', en: 'Paper' }, said: ({ profile }) => PAPER_WORDS[profile.paper] },
  { what: { id: 'Margin atas', en: 'Top margin' }, said: ({ profile }) => measure(profile.margin.top, 'mm') },
  { what: { id: 'Margin bawah', en: 'Bottom margin' }, said: ({ profile }) => measure(profile.margin.bottom, 'mm') },
  { what: { id: 'Margin kiri', en: 'Left margin' }, said: ({ profile }) => measure(profile.margin.left, 'mm') },
  { what: { id: 'Margin kanan', en: 'Right margin' }, said: ({ profile }) => measure(profile.margin.right, 'mm') },
  { what: { id: 'Huruf', en: 'Typeface' }, said: ({ profile }) => FONT_WORDS[profile.font] },
  { what: { id: 'Ukuran huruf', en: 'Size of type' }, said: ({ profile }) => measure(profile.fontSize, 'pt') },
  { what: { id: 'Jarak baris', en: 'Line spacing' }, said: ({ profile }) => measure(profile.lineSpacing, '') },
  {
    what: { id: 'Kata penyambung', en: 'Catchword' },
    said: ({ profile }) => YES_NO[profile.catchword ? 'yes' : 'no'],
  },
  { what: { id: 'Nomor halaman', en: 'Page numbers' }, said: ({ profile }) => PAGE_NUMBER_WORDS[profile.pageNumbers] },
];

function fieldChanges(before: KindDefinition, after: KindDefinition): KindChange[] {
  return KIND_FIELDS.flatMap(({ what, said }) => change(what, said(before), said(after)));
}

function sectionChanges(before: readonly KindSection[], after: readonly KindSection[]): KindChange[] {
  const common = after.filter(({ key }) => before.some((each) => each.key === key));
  const order = before.filter(({ key }) => common.some((each) => each.key === key));
  const moved = common.some(({ key }, i) => order[i]?.key !== key);
  return [
    ...before
      .filter((section) => !after.some(({ key }) => key === section.key))
      .map((section) => ({
        what: { id: 'Bagian dihapus', en: 'Part removed' },
        before: nameOf(section),
        after: NOTHING,
      })),
    ...after
      .filter((section) => !before.some(({ key }) => key === section.key))
      .map((section) => ({
        what: { id: 'Bagian ditambah', en: 'Part added' },
        before: NOTHING,
        after: nameOf(section),
      })),
    ...(moved ? change({ id: 'Urutan bagian', en: 'Order of the parts' }, listed(order), listed(common)) : []),
    ...common.flatMap((section) => {
      const former = before.find(({ key }) => key === section.key);
      return former === undefined ? [] : withinSection(former, section, after);
    }),
  ];
}

function withinSection(before: KindSection, after: KindSection, of: readonly KindSection[]): KindChange[] {
  const number = of.indexOf(after) + 1;
  const what = (id: string, en: string): Words => ({
    id: `Bagian ${number} (${after.label}): ${id}`,
    en: `Part ${number} (${after.labelEn}): ${en}`,
  });
  return [
    ...change(what('label', 'label'), same(before.label), same(after.label)),
    ...change(what('label bahasa Inggris', 'label in English'), same(before.labelEn), same(after.labelEn)),
    ...change(what('wajib', 'required'), yes(before.required), yes(after.required)),
    ...change(what('isian', 'entry'), SECTION_KIND_WORDS[before.kind], SECTION_KIND_WORDS[after.kind]),
    ...change(what('tata letak', 'layout'), layoutOf(before), layoutOf(after)),
    ...change(what('label pada kertas', 'label on paper'), same(before.printed ?? ''), same(after.printed ?? '')),
    ...change(what('kata di atasnya', 'word above it'), same(before.before ?? ''), same(after.before ?? '')),
    ...(before.starter === after.starter
      ? []
      : [{ what: what('teks awal', 'starting text'), lines: changedLines(before.starter, after.starter) }]),
  ];
}

function sourceChange({ source: before }: KindDefinition, { source: after }: KindDefinition): KindChange[] {
  if (before === after) return [];
  return [
    { what: { id: 'Templat Typst sendiri', en: 'Own Typst template' }, lines: changedLines(before ?? '', after ?? '') },
  ];
}

function change(what: Words, before: Words, after: Words): KindChange[] {
  return before.id === after.id && before.en === after.en ? [] : [{ what, before, after }];
}

function layoutOf({ layout }: KindSection): Words {
  return layout === undefined ? { id: 'Menurut bentuk naskah', en: 'As the shape has it' } : LAYOUT_WORDS[layout];
}

function listed(sections: readonly KindSection[]): Words {
  return {
    id: sections.map(({ label }) => label).join(', '),
    en: sections.map(({ labelEn }) => labelEn).join(', '),
  };
}

function nameOf({ label, labelEn }: KindSection): Words {
  return { id: label, en: labelEn };
}

function same(text: string): Words {
  return { id: text, en: text };
}

function yes(value: boolean): Words {
  return YES_NO[value ? 'yes' : 'no'];
}

function measure(value: number, unit: string): Words {
  const text = (language: string) => `${value.toLocaleString(language)}${unit === '' ? '' : ` ${unit}`}`;
  return { id: text('id-ID'), en: text('en-GB') };
}
