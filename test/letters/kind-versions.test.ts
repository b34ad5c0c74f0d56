import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { freeze, parseFrozen } from '../../src/letters/frozen-content.ts';
import type { KindDefinition } from '../../src/letters/letter-kind.ts';
import {
  getKind,
  getKindVersion,
  insertKindVersion,
  listKinds,
  listKindVersions,
  storeRetirement,
} from '../../src/letters/letter-kind-store.ts';
import { collidingKind, commonNumber } from '../../src/letters/number-formats-collide.ts';
import { sql } from '../../src/postgres/sql.ts';
import { NUMBER_PRESETS, parseNumberFormat, renderNumber } from '../../src/registers/letter-number.ts';
import { writtenDraft } from './kind-letters.ts';
import { fullDraft, MORNING, openOffice, type TestOffice } from './office.ts';

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});

/** The next version of the kind, changed in these members. */
async function change(code: string, changes: Partial<KindDefinition>): Promise<number> {
  const { code: _, version, retiredAt: __, ...definition } = await getKind(office.db, code);
  const made = { code, version: version + 1, definition: { ...definition, ...changes }, note: 'Uji', at: MORNING };
  await office.db.transaction((tx) => insertKindVersion(tx, { ...made, by: office.persons.bupati }));
  return version + 1;
}

describe('a letter and the version of its kind', () => {
  it('prints as its kind was when it was begun, also after there is another version', async () => {
    const staf = await office.actor('staf');
    const begin = async () => {
      const letterId = await office.letters.createLetter(staf, { kind: 'surat-tugas' });
      const sections = { dasar: '1. satu', kepada: '1. dua', untuk: '1. tiga', tempat: 'Purnama' };
      await office.letters.saveDraft(staf, { letterId, revision: 0, draft: fullDraft(office, { sections }) });
      return letterId;
    };
    const page = async (letterId: number) => {
      await office.letters.previewDraft(staf, letterId);
      const set = office.pages.at(-1);
      return { title: set?.title, parts: set?.sections.length, margin: set?.profile.margin.left };
    };
    const first = await begin();
    const { sections, profile } = await getKind(office.db, 'surat-tugas');
    const version = await change('surat-tugas', {
      title: 'SURAT PENUGASAN',
      sections: [
        ...sections,
        { key: 'tempat', label: 'Tempat', labelEn: 'Place', required: true, kind: 'line', starter: '' },
      ],
      profile: { ...profile, margin: { ...profile.margin, left: 35 } },
    });
    const second = await begin();
    expect(await page(first)).toEqual({ title: 'SURAT TUGAS', parts: 3, margin: 30 });
    expect(await page(second)).toEqual({ title: 'SURAT PENUGASAN', parts: 4, margin: 35 });

    await office.approvals.submitLetter(staf, { letterId: first, revision: 1, initials: [] });
    const read = await office.letters.readLetter(staf, first);
    expect(read.kind).toMatchObject({ version: version - 1, title: 'SURAT TUGAS' });
    expect(read.content?.kind).toMatchObject({ version: version - 1, title: 'SURAT TUGAS', profile: { fontSize: 12 } });
    expect((await office.letters.readLetter(staf, second)).kind.version).toBe(version);
  });

  it('tells every version with who made it, why, and how many letters were begun under it', async () => {
    const [newest, shipped] = await listKindVersions(office.db, 'surat-tugas');
    expect(newest).toMatchObject({ version: 2, note: 'Uji', madeByName: 'bupati', letters: 1 });
    expect(shipped).toMatchObject({ version: 1, madeByName: null, letters: 1 });
    expect(await getKindVersion(office.db, 'surat-tugas', 1)).toMatchObject({ version: 1, title: 'SURAT TUGAS' });
    await expect(getKindVersion(office.db, 'surat-tugas', 3)).rejects.toMatchObject({ code: 'kind-unknown' });
  });

  it('keeps versions as they were written, and a letter in one that exists', async () => {
    const refused = { code: '23000' };
    await expect(office.db.run(sql`UPDATE letter_kind_version SET note = note`)).rejects.toMatchObject(refused);
    await expect(office.db.run(sql`DELETE FROM letter_kind_version`)).rejects.toMatchObject(refused);
    await expect(office.db.run(sql`TRUNCATE letter_kind_version CASCADE`)).rejects.toMatchObject(refused);
    await expect(office.db.run(sql`UPDATE letter SET kind_version = 9`)).rejects.toMatchObject({ code: '23503' });
  });

  it('lets no letter of a retired kind be begun, and shows those that were', async () => {
    const staf = await office.actor('staf');
    const letterId = await office.letters.createLetter(staf, { kind: 'notula' });
    await office.db.transaction((tx) => storeRetirement(tx, 'notula', MORNING));
    expect((await listKinds(office.db)).map(({ code }) => code)).not.toContain('notula');
    await expect(office.letters.createLetter(staf, { kind: 'notula' })).rejects.toMatchObject({ code: 'kind-retired' });
    expect((await office.letters.readLetter(staf, letterId)).kind.name).toBe('Notula');
  });

  it('begins with the words that officials expect, and does not set out while dots are left in them', async () => {
    const staf = await office.actor('staf');
    const kind = await getKind(office.db, 'undangan');
    const letterId = await office.letters.createLetter(staf, { kind: 'undangan' });
    const { draft } = await office.letters.getEditable(staf, letterId);
    expect(draft.sections.isi).toMatch(/^Dalam rangka …, dengan ini kami mengundang Saudara/);
    const submit = async (isi: string) => {
      const { draftRevision } = await office.letters.getEditable(staf, letterId);
      const complete = { ...writtenDraft(office, kind), sections: { isi } };
      const revision = await office.letters.saveDraft(staf, { letterId, revision: draftRevision, draft: complete });
      return office.approvals.submitLetter(staf, { letterId, revision, initials: [] });
    };
    await expect(submit(draft.sections.isi ?? '')).rejects.toMatchObject({
      code: 'letter-incomplete',
      fields: { 'sections.isi': { id: expect.stringContaining('titik-titik') } },
    });
    await submit((draft.sections.isi ?? '').replaceAll('…', 'rapat'));
  });

  it('reads the bytes of a version frozen before kinds had versions, to the same hash', () => {
    const before = `{"attachment":"","cc":[],"classification":"400.3.5","kind":{"code":"surat-dinas","font":"Arimo","group":"korespondensi","name":"Surat Dinas","numberFormat":"{klasifikasi}/{urut}/{unit}","paper":"a4","registerCode":"surat","shape":"korespondensi","template":"surat-dinas","title":"","titlesInBlock":true},"letterhead":{"address":"","contact":"","name":"Dinas","office":"Pemerintah","style":"instansi"},"place":"Purnama","sections":[{"key":"isi","kind":"text","label":"Isi surat","optional":false,"text":"Halo."}],"security":"B","signatory":{"authority":"own","intermediate":"","officeKind":"other","position":"Kepala","positionCode":"K","positionId":1,"principal":"","unit":"Dinas","unitCode":"D","unitId":1},"subject":"Hal","to":[],"urgency":"BIASA","v":1}`;
    const frozen = freeze(parseFrozen(before));
    expect(frozen.canonical).toBe(before);
    expect(frozen.sha256).toEqual(createHash('sha256').update(before).digest());
  });
});

describe('two number formats', () => {
  const common = (one: string, other: string) => commonNumber(parseNumberFormat(one), parseNumberFormat(other));

  it.each([
    ['the same twice', '{klasifikasi}/{urut}/{unit}', '{klasifikasi}/{urut}/{unit}'],
    ['counter and classification exchanged', '{klasifikasi}/{urut}/{unit}', '{urut}/{klasifikasi}/{unit}'],
    ['a fixed word where a code may stand', '{urut}/SETDA/{tahun}', '{urut}/{jabatan}/{tahun}'],
    ['a year that a counter may reach', '{unit}/{tahun}-{urut}', '{unit}/{urut}-{tahun}'],
    ['Roman months and position codes', '{urut}/{bulanRomawi}/{tahun}', '{urut}/{jabatan}/{tahun}'],
    ['case and spaces, which nobody types alike', 'Nomor {urut} Tahun {tahun}', 'NOMOR {urut}TAHUN {tahun}'],
    ['a counter padded with zeros', '{urut:4}/{unit}', '{urut}/{unit}'],
  ])('can print the same: %s', (_, one, other) => {
    expect(common(one, other)).toEqual(expect.any(String));
    expect(common(other, one)).toEqual(expect.any(String));
  });

  it.each([
    ['another count of parts', '{klasifikasi}/{urut}/{unit}', '{urut}/{jabatan}/{klasifikasi}/{bulan2}/{tahun}'],
    ['a word of their own', '{urut}/ND.1/{unit}', '{urut}/ST.1/{unit}'],
    ['a month in figures and in Roman ones', '{urut}/{bulan2}/{tahun}', '{urut}/{bulanRomawi}/{tahun}'],
    ['a class and a number', '{keamanan}-{urut}/{unit}', '{urut}/{unit}'],
  ])('cannot: %s', (_, one, other) => {
    expect(common(one, other)).toBeUndefined();
  });

  it('show a number that both of them print', () => {
    const example = common('{klasifikasi}/{urut}/{unit}', '{urut}/{klasifikasi}/{unit}') ?? '';
    const [klasifikasi = '', urut = '', unit = ''] = example.split('/');
    const values = { keamanan: 'B', jabatan: '', date: '2026-11-24', unit } as const;
    const one = parseNumberFormat('{klasifikasi}/{urut}/{unit}');
    const other = parseNumberFormat('{urut}/{klasifikasi}/{unit}');
    expect(renderNumber(one, { ...values, klasifikasi, urut: Number(urut) })).toBe(example);
    expect(renderNumber(other, { ...values, klasifikasi: urut, urut: Number(klasifikasi) })).toBe(example);
  });

  it('are alike for every preset and itself, and refused only in different registers', () => {
    for (const { format } of NUMBER_PRESETS) expect(common(format, format)).toEqual(expect.any(String));
    const kind = { code: 'a', name: 'A', nameEn: 'A', registerCode: 'surat', numberFormat: '{urut}/{unit}' };
    expect(collidingKind(kind, [{ ...kind, code: 'b' }])).toBeUndefined();
    expect(collidingKind(kind, [{ ...kind, code: 'b', registerCode: 'lain' }])?.other.code).toBe('b');
  });

  it('do not collide among the kinds that come with the program', async () => {
    const kinds = await listKinds(office.db);
    for (const kind of kinds) expect(collidingKind(kind, kinds)).toBeUndefined();
  });
});
