import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { FrozenContent } from '../../src/letters/frozen-content.ts';
import type { KindGroup } from '../../src/letters/letter-kind.ts';
import { getKind } from '../../src/letters/letter-kind-store.ts';
import { type OfficeBook, readOfficeBook, resolveContent } from '../../src/letters/resolve-content.ts';
import type { OfficeKind } from '../../src/letters/signature-block.ts';
import type { AppointmentForm } from '../../src/people/capacity.ts';
import { openTypesetter } from '../../src/typesetting/typesetter.ts';
import { judged } from '../support/judge.ts';
import { linesIn } from '../support/pdf-text.ts';
import { SRI, setFinal, writtenDraft } from './kind-letters.ts';
import { openOffice, type TestOffice } from './office.ts';

const typesetter = openTypesetter();
let office: TestOffice;
let book: OfficeBook;
beforeAll(async () => {
  office = await openOffice();
  book = await readOfficeBook(office.db);
});
afterAll(() => typesetter.close());

const TITLED = 'Dr. Sri Wahyuni, M.Si.';
const PLAIN = 'Sri Wahyuni';
const RANK_AND_NIP = ['Pembina Utama Muda, IV/c', 'NIP 198001012005011001'];

/** The kinds that come with the program stand for their groups; regulations have none yet and are set as decrees. */
const KIND_OF: Record<KindGroup, string> = {
  pengaturan: 'keputusan',
  penetapan: 'keputusan',
  penugasan: 'surat-tugas',
  korespondensi: 'surat-dinas',
  khusus: 'surat-keterangan',
};
const POSITION_OF: Record<OfficeKind, string> = {
  head_of_region: 'Bupati Lembah Purnama',
  deputy_head: 'Wakil Bupati Lembah Purnama',
  secretary: 'Sekretaris Daerah',
  other: 'Kepala Dinas Pendidikan',
};
const GROUPS = Object.keys(KIND_OF) as KindGroup[];
const UNTITLED: readonly KindGroup[] = ['pengaturan', 'penetapan'];
const FORMS: readonly AppointmentForm[][] = [[], ['Plt.'], ['Plh.'], ['Pj.'], ['Pjs.'], ['Plh.', 'Pj.']];

/** The block as it stands on the page, read back by pdftotext: what is above the certificate's words, and what is below. */
async function printedBlock(
  group: KindGroup,
  signatory: Partial<FrozenContent['signatory']>,
  forms: readonly AppointmentForm[],
  titlesInBlock = true,
): Promise<{ above: string[]; below: string[] }> {
  const kind = await getKind(office.db, KIND_OF[group]);
  const content = resolveContent(book, kind, writtenDraft(office, kind), true);
  const changed: FrozenContent = {
    ...content,
    kind: { ...content.kind, group, titlesInBlock },
    signatory: { ...content.signatory, ...signatory },
  };
  const { pdf, signatureBox } = await setFinal(typesetter, changed, { ...SRI, forms: [...forms] });
  const [x, y, right, top] = signatureBox.rect;
  const height = content.kind.paper === 'f4' ? 935.4 : 841.9;
  const beside = x + 120;
  const area = { x: beside, y: height - top - 2, width: right - beside, height: top - y + 4 };
  const lines = linesIn(pdf, signatureBox.page, area).map((line) => line.trim());
  const words = lines.findIndex((line) => line.startsWith('Ditandatangani secara elektronik'));
  const code = lines.findIndex((line) => line.startsWith('Periksa:'));
  const name = lines.findIndex((line, i) => i > words && line.includes(PLAIN));
  return {
    above: lines.slice(0, words).filter((line) => !/^(Ditetapkan|pada tanggal|Purnama,)/.test(line)),
    below: lines.slice(name, code),
  };
}

describe('Pasal 44 of Permendagri 1/2023 on the printed page', () => {
  for (const officeKind of Object.keys(POSITION_OF) as OfficeKind[]) {
    for (const forms of FORMS) {
      const named = [...forms, POSITION_OF[officeKind]].join(' ');
      judged(['pdftotext'], `shows a ${named} in every group of kinds`, async () => {
        for (const group of GROUPS) {
          const position = POSITION_OF[officeKind];
          const { above, below } = await printedBlock(group, { officeKind, position, authority: 'own' }, forms);
          expect({ group, above }).toEqual({ group, above: [`${[...forms, position.toUpperCase()].join(' ')},`] });
          // (5): Pj., Pjs., Plt., Plh. of the head, and Pj., Plh. of the secretary (Plt. as Plh.): the bare name.
          const bare = forms.length > 0 && (officeKind === 'head_of_region' || officeKind === 'secretary');
          const name = bare || UNTITLED.includes(group) ? PLAIN : TITLED;
          expect({ group, below }).toEqual({ group, below: [name, ...(officeKind === 'other' ? RANK_AND_NIP : [])] });
        }
      });
    }
  }

  judged(['pdftotext'], 'shows no titles where the kind is a piagam or a certificate', async () => {
    const { below } = await printedBlock('khusus', { officeKind: 'head_of_region' }, [], false);
    expect(below).toEqual([PLAIN]);
  });

  judged(['pdftotext'], 'shows a.n. with the office above the signatory, and u.b. with the one between', async () => {
    const position = 'Sekretaris Daerah';
    const principal = 'Bupati Lembah Purnama';
    const an = { officeKind: 'secretary', position, authority: 'an', principal } as const;
    expect(await printedBlock('korespondensi', an, [])).toEqual({
      above: ['a.n. BUPATI LEMBAH PURNAMA', 'SEKRETARIS DAERAH,'],
      below: [TITLED],
    });
    const ub = { position: 'Kepala Dinas Pendidikan', authority: 'ub', principal, intermediate: position } as const;
    expect(await printedBlock('penugasan', { ...ub, officeKind: 'other' }, ['Plt.'])).toEqual({
      above: ['a.n. BUPATI LEMBAH PURNAMA', 'SEKRETARIS DAERAH', 'u.b.', 'Plt. KEPALA DINAS PENDIDIKAN,'],
      below: [TITLED, ...RANK_AND_NIP],
    });
    expect((await printedBlock('korespondensi', an, ['Plh.', 'Pj.'])).above).toEqual([
      'a.n. BUPATI LEMBAH PURNAMA',
      'Plh. Pj. SEKRETARIS DAERAH,',
    ]);
  });
});
