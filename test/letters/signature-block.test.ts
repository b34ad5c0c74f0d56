import { type BlockInput, signatureBlock } from '../../src/letters/signature-block.ts';

const person = {
  name: 'Sri Wahyuni',
  titleBefore: 'Dr.',
  titleAfter: 'M.Si.',
  nip: '198001012005011001',
  rank: 'Pembina Utama Muda, IV/c',
};
const RANK_AND_NIP = ['Pembina Utama Muda, IV/c', 'NIP 198001012005011001'];
const PLAIN = 'Sri Wahyuni';
const TITLED = 'Dr. Sri Wahyuni, M.Si.';

function block(changes: Partial<BlockInput>) {
  return signatureBlock({
    kindGroup: 'korespondensi',
    titlesInBlock: true,
    officeKind: 'other',
    position: 'Kepala Dinas Pendidikan',
    forms: [],
    authority: { form: 'own' },
    person,
    ...changes,
  });
}

describe('the signature block by Permendagri 1/2023 Pasal 44', () => {
  it.each<[string, Partial<BlockInput>, string, string[]]>([
    ['pengaturan by the head: no titles', { kindGroup: 'pengaturan', officeKind: 'head_of_region' }, PLAIN, []],
    ['penetapan by the head: no titles', { kindGroup: 'penetapan', officeKind: 'head_of_region' }, PLAIN, []],
    ['penetapan by another: no titles, rank and NIP', { kindGroup: 'penetapan' }, PLAIN, RANK_AND_NIP],
    ['penugasan by the head: titles', { kindGroup: 'penugasan', officeKind: 'head_of_region' }, TITLED, []],
    ['korespondensi by the deputy: titles', { officeKind: 'deputy_head' }, TITLED, []],
    ['korespondensi by the secretary: titles', { officeKind: 'secretary' }, TITLED, []],
    ['khusus by the head: titles', { kindGroup: 'khusus', officeKind: 'head_of_region' }, TITLED, []],
    ['a piagam: no titles', { kindGroup: 'khusus', titlesInBlock: false, officeKind: 'head_of_region' }, PLAIN, []],
    ['another office: titles, rank and NIP', {}, TITLED, RANK_AND_NIP],
    ['another office, penugasan: the same', { kindGroup: 'penugasan' }, TITLED, RANK_AND_NIP],
    ['another office held by a Plt.: the same', { forms: ['Plt.'] }, TITLED, RANK_AND_NIP],
    ['Pj. head: bare name', { officeKind: 'head_of_region', forms: ['Pj.'] }, PLAIN, []],
    ['Pjs. head: bare name', { officeKind: 'head_of_region', forms: ['Pjs.'] }, PLAIN, []],
    ['Plt. head: bare name', { officeKind: 'head_of_region', forms: ['Plt.'] }, PLAIN, []],
    ['Plh. head: bare name', { officeKind: 'head_of_region', forms: ['Plh.'] }, PLAIN, []],
    ['Pj. secretary: bare name', { officeKind: 'secretary', forms: ['Pj.'] }, PLAIN, []],
    ['Plh. secretary: bare name', { officeKind: 'secretary', forms: ['Plh.'] }, PLAIN, []],
    ['Plh. of a Pj. secretary: bare name', { officeKind: 'secretary', forms: ['Plh.', 'Pj.'] }, PLAIN, []],
    ['Plt. secretary, where the article is silent: as Plh.', { officeKind: 'secretary', forms: ['Plt.'] }, PLAIN, []],
  ])('%s', (_, changes, name, under) => {
    const { name: shown, under: below } = block(changes);
    expect({ name: shown, under: below }).toEqual({ name, under });
  });

  it('lets an office decide otherwise on the Plt. secretary', () => {
    const input = { kindGroup: 'korespondensi', titlesInBlock: true, officeKind: 'secretary' } as const;
    const acting = {
      ...input,
      position: 'Sekretaris Daerah',
      forms: ['Plt.' as const],
      authority: { form: 'own' as const },
      person,
    };
    expect(signatureBlock(acting, ['Pj.', 'Plh.']).name).toBe(TITLED);
  });

  it('leaves out a rank or a NIP that the person does not have', () => {
    expect(block({ person: { ...person, nip: '', rank: '' } }).under).toEqual([]);
  });

  it.each<[string, Partial<BlockInput>, string[]]>([
    ['own authority', {}, ['KEPALA DINAS PENDIDIKAN,']],
    ['acting', { forms: ['Plt.'] }, ['Plt. KEPALA DINAS PENDIDIKAN,']],
    ['stacked acting forms', { forms: ['Pj.', 'Plh.'] }, ['Plh. Pj. KEPALA DINAS PENDIDIKAN,']],
    [
      'a.n., one level up',
      { authority: { form: 'an', principal: 'Bupati Kudus' }, position: 'Sekretaris Daerah' },
      ['a.n. BUPATI KUDUS', 'SEKRETARIS DAERAH,'],
    ],
    [
      'u.b., two levels up',
      {
        authority: { form: 'ub', principal: 'Bupati Kudus', intermediate: 'Sekretaris Daerah' },
        position: 'Asisten Pemerintahan',
      },
      ['a.n. BUPATI KUDUS', 'SEKRETARIS DAERAH', 'u.b.', 'ASISTEN PEMERINTAHAN,'],
    ],
  ])('names the office: %s', (_, changes, office) => {
    expect(block(changes).office).toEqual(office);
  });
});
