import type { Position } from '../people/positions-store.ts';
import type { Unit } from '../people/units-store.ts';
import type { SigningPerson } from './build-page.ts';
import { type DraftContent, EMPTY_DRAFT } from './draft-content.ts';
import type { FrozenContent } from './frozen-content.ts';
import type { KindDefinition, KindSection } from './letter-kind.ts';
import { type OfficeBook, resolveContent } from './resolve-content.ts';

/** Whose letter the sample is: decides the letterhead and the signature block. */
export type SampleSigner = 'head' | 'agency';

export interface SampleOptions {
  signer?: SampleSigner;
  /** Long enough for a second page: page numbers and the catchword are seen only there. */
  long?: boolean;
}

const UNITS: readonly Unit[] = [
  {
    id: 1,
    parentId: null,
    code: 'Setda',
    name: 'Sekretariat Daerah',
    address: 'Jalan Merdeka Nomor 1',
    contact: 'Telepon (021) 555 0100',
  },
  {
    id: 2,
    parentId: 1,
    code: 'Discontoh',
    name: 'Dinas Contoh dan Pembinaan',
    address: 'Jalan Contoh Nomor 7',
    contact: 'Telepon (021) 555 0107 · Pos-el dinas@contoh.example',
  },
];

const position = (
  at: Pick<Position, 'id' | 'unitId' | 'unitName' | 'superiorId' | 'name' | 'code' | 'officeKind'>,
) => ({
  ...at,
  closedAt: null,
});

/** Person, post and agency are made up; office, place and emblems are those of this office. */
export const SAMPLE_PERSON: SigningPerson = {
  name: 'Nama Pejabat Contoh',
  titleBefore: 'Dr.',
  titleAfter: 'S.H., M.Si.',
  nip: '198001012005011001',
  rank: 'Pembina Utama Muda, IV/c',
  forms: [],
};

/** A letter of the kind with sample content, in this office. A number prints with the agency's code, its counter as dots. */
export function sampleContent(
  book: OfficeBook,
  definition: KindDefinition,
  options: SampleOptions = {},
): FrozenContent {
  const { region } = book.office;
  const ofHead = (options.signer ?? usualSigner(definition)) === 'head';
  const positions: Position[] = [
    position({
      id: 1,
      unitId: 1,
      unitName: 'Sekretariat Daerah',
      superiorId: null,
      name: headOf(region),
      code: 'KDH',
      officeKind: 'head_of_region',
    }),
    position({
      id: 2,
      unitId: 2,
      unitName: 'Dinas Contoh dan Pembinaan',
      superiorId: 1,
      name: 'Kepala Dinas Contoh dan Pembinaan',
      code: 'KADISCONTOH',
      officeKind: 'other',
    }),
  ];
  const draft: DraftContent = {
    ...EMPTY_DRAFT,
    signatoryId: ofHead ? 1 : 2,
    recipients: [{ type: 'outsider', name: 'Kepala Badan Perencanaan Contoh', address: `di ${book.office.place}` }],
    copies: [{ type: 'outsider', name: `Sekretaris Daerah ${region}`, address: '' }],
    subject: 'Contoh hal surat untuk melihat tata letaknya',
    classification: '400.3.5',
    urgency: 'SEGERA',
    attachment: '1 (satu) berkas',
    sections: Object.fromEntries(
      definition.sections.map((section) => [section.key, sampleText(section, options.long ?? false)]),
    ),
  };
  const kind = { ...definition, code: 'contoh', version: 1 };
  return resolveContent({ ...book, units: UNITS, positions }, kind, draft, false);
}

/** Regulations and decrees are the head's; everything else is shown as an agency writes it. */
function usualSigner({ kindGroup, title }: KindDefinition): SampleSigner {
  return kindGroup === 'pengaturan' || kindGroup === 'penetapan' || title.includes('{jabatan}') ? 'head' : 'agency';
}

/** `Kabupaten Purnama` has a bupati, `Kota …` a wali kota, `Provinsi …` a gubernur. */
function headOf(region: string): string {
  const [sort = '', ...name] = region.split(' ');
  const office = { kabupaten: 'Bupati', kota: 'Wali Kota', provinsi: 'Gubernur' }[sort.toLowerCase()];
  return office === undefined || name.length === 0 ? `Kepala Daerah ${region}` : `${office} ${name.join(' ')}`;
}

const PARAGRAPH =
  'Ini teks contoh. Kalimat ini sekadar memperlihatkan lebar baris, jarak antarbaris, dan jarak antarparagraf pada jenis naskah ini, sehingga tata letaknya dapat dinilai sebelum dipakai.';
const LIST =
  '1. butir pertama dari sebuah daftar;\n2. butir kedua, yang sedikit lebih panjang agar terlihat barisnya menjorok; dan\n3. butir ketiga.';

function sampleText({ kind, layout, starter, label }: KindSection, long: boolean): string {
  if (kind === 'line') return starter.trim() === '' ? `Contoh ${label.toLocaleLowerCase('id')}` : starter;
  const text = starter.trim() === '' ? ordinaryText(layout) : starter;
  return long ? [text, ...Array(9).fill(`${PARAGRAPH} ${PARAGRAPH}`)].join('\n\n') : text;
}

function ordinaryText(layout: KindSection['layout']): string {
  if (layout === 'labelled' || layout === 'dicta') return LIST;
  return layout === 'hand' ? 'Nama Pihak Kedua' : [PARAGRAPH, LIST, PARAGRAPH].join('\n\n');
}
