import { beforeAll, describe, expect, it } from '@jest/globals';
import { addKind, changeKind, demandSound, retireKind, useKindVersionAgain } from '../../src/letters/change-kind.ts';
import { kindChanges } from '../../src/letters/kind-changes.ts';
import type { KindDefinition } from '../../src/letters/letter-kind.ts';
import { getKind, listKinds } from '../../src/letters/letter-kind-store.ts';
import { mergeKinds } from '../../src/letters/merge-kinds.ts';
import { openOfficeSettings } from '../../src/letters/office-settings.ts';
import type { Actor } from '../../src/people/actor.ts';
import { openOffice, type TestOffice } from './office.ts';

let office: TestOffice;
let administrator: Actor;
let official: Actor;
const tried: KindDefinition[] = [];

beforeAll(async () => {
  office = await openOffice();
  official = await office.actor('kadis');
  administrator = { ...(await office.actor('staf')), isAdministrator: true };
});

const deps = () => ({
  db: office.db,
  clock: () => office.time.now,
  trySample: async (definition: KindDefinition) => void tried.push(definition),
});

async function definitionOf(code: string): Promise<KindDefinition & { seen: number }> {
  const { code: _, version: seen, retiredAt: __, ...definition } = await getKind(office.db, code);
  return { ...definition, seen };
}

async function change(code: string, change: Partial<KindDefinition>, seenBefore?: number) {
  const { seen, ...definition } = await definitionOf(code);
  return changeKind(deps(), administrator, {
    code,
    seen: seenBefore ?? seen,
    definition: { ...definition, ...change },
    note: 'n',
  });
}

describe('A kind of letters', () => {
  it('is changed by administrators alone', async () => {
    const { seen, ...definition } = await definitionOf('surat-dinas');
    const acts: (() => Promise<unknown>)[] = [
      () => changeKind(deps(), official, { code: 'surat-dinas', seen, definition, note: '' }),
      () => useKindVersionAgain(deps(), official, { code: 'surat-dinas', seen, version: 1 }),
      () => addKind(deps(), official, { from: 'surat-dinas', name: 'A', nameEn: 'A' }),
      () => retireKind(deps(), official, 'surat-dinas', true),
    ];
    const never = () => Promise.reject(new Error('nothing is set here'));
    const settings = openOfficeSettings({
      ...office.deps,
      documents: { put: never, read: never, locate: never },
      previewer: { preview: never },
    });
    const { kinds, kindPreviews, reasons, emblems } = settings;
    const readings: (() => Promise<unknown>)[] = [
      () => kinds.list(official),
      () => kinds.get(official, 'surat-dinas'),
      () => kinds.versions(official, 'surat-dinas'),
      () => kinds.findDraft(official, 'surat-dinas'),
      () => kinds.storeDraft(official, 'surat-dinas', { baseVersion: 1, form: {} }),
      () => kinds.removeDraft(official, 'surat-dinas'),
      () => kindPreviews.sample(official, definition),
      () => kindPreviews.picture(official, definition, 1),
      () => kindPreviews.letterhead(official, 'region'),
      () => reasons.list(official),
      async () => reasons.add(official, { name: 'A', nameEn: 'A', needsRemark: false }),
      async () =>
        reasons.rename(
          official,
          1,
          { name: '', nameEn: '', needsRemark: false },
          { name: 'A', nameEn: 'A', needsRemark: false },
        ),
      async () => reasons.move(official, 2, 'up'),
      async () => reasons.retire(official, 1, true),
      () => reasons.history(official),
      () => emblems.find(official),
      () => emblems.read(official, 'region'),
      () => emblems.change(official, 'region', Buffer.alloc(0)),
      () => emblems.remove(official, 'region'),
    ];
    for (const act of [...acts, ...readings]) await expect(act()).rejects.toMatchObject({ code: 'not-allowed' });
    expect((await getKind(office.db, 'surat-dinas')).version).toBe(seen);
  });

  it('gets a new version that has been tried; the same again makes none', async () => {
    tried.length = 0;
    expect(await change('surat-dinas', { name: 'Surat Dinas Biasa' })).toBe(2);
    expect(tried.map(({ name }) => name)).toEqual(['Surat Dinas Biasa']);
    expect(await change('surat-dinas', { name: 'Surat Dinas Biasa' })).toBeUndefined();
  });

  it('that two change at once takes the first and refuses the second', async () => {
    const { seen } = await definitionOf('nota-dinas');
    const both = await Promise.allSettled([
      change('nota-dinas', { nameEn: 'Note one' }, seen),
      change('nota-dinas', { nameEn: 'Note two' }, seen),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = both.find((each) => each.status === 'rejected');
    expect(refused?.reason).toMatchObject({ problem: 'conflict', code: 'kind-changed' });
  });

  it('that cannot be set is refused with what keeps it from being set, and nothing is stored', async () => {
    const { seen, ...definition } = await definitionOf('surat-tugas');
    const trySample = () =>
      Promise.reject(Object.assign(new Error('no'), { name: 'Refusal', code: 'template-invalid' }));
    const made = changeKind({ ...deps(), trySample }, administrator, {
      code: 'surat-tugas',
      seen,
      definition: { ...definition, source: '#oops' },
      note: '',
    });
    await expect(made).rejects.toMatchObject({ code: 'template-invalid' });
    expect((await definitionOf('surat-tugas')).seen).toBe(seen);
  });

  it('says of every entry at once what is wrong with it', async () => {
    const { seen: _, ...definition } = await definitionOf('surat-tugas');
    const sections = definition.sections.map((section) => ({ ...section, label: 'Sama' }));
    const wrong = {
      ...definition,
      name: '',
      title: 'SURAT {siapa}',
      numberFormat: '{urut}{urut}',
      sections,
      profile: { ...definition.profile, fontSize: 40, margin: { ...definition.profile.margin, left: 5, right: 60 } },
    };
    expect(() => demandSound(wrong)).toThrow(expect.objectContaining({ code: 'kind-invalid' }));
    try {
      demandSound(wrong);
    } catch (error) {
      expect(Object.keys((error as { fields: object }).fields).sort()).toEqual([
        'name',
        'numberFormat',
        'profile.fontSize',
        'profile.margin.left',
        'sections.1.label',
        'sections.2.label',
        'title',
      ]);
    }
  });

  it('added from another one is not offered until it is, under a code that nobody has', async () => {
    const codes = [];
    for (let n = 0; n < 2; n++)
      codes.push(await addKind(deps(), administrator, { from: 'surat-tugas', name: 'Surat Jalan Éé', nameEn: 'Pass' }));
    expect(codes).toEqual(['surat-jalan-ee', 'surat-jalan-ee-2']);
    const offered = async () => (await listKinds(office.db)).some(({ code }) => code === 'surat-jalan-ee');
    expect(await offered()).toBe(false);
    await retireKind(deps(), administrator, 'surat-jalan-ee', false);
    expect(await offered()).toBe(true);
  });

  it('whose numbers would be those of another register is refused, also when it comes back', async () => {
    const collides = change('nota-dinas', { registerCode: 'lain', numberFormat: '{klasifikasi}/{urut}/{unit}' });
    await expect(collides).rejects.toMatchObject({ code: 'kind-invalid', fields: { numberFormat: expect.anything() } });
    await retireKind(deps(), administrator, 'nota-dinas', true);
    expect(
      await change('nota-dinas', { registerCode: 'lain', numberFormat: '{klasifikasi}/{urut}/{unit}' }),
    ).toBeGreaterThan(1);
    await expect(retireKind(deps(), administrator, 'nota-dinas', false)).rejects.toMatchObject({
      code: 'kind-invalid',
    });
  });

  it('says what its old version said when that is used again', async () => {
    const { seen } = await definitionOf('surat-dinas');
    const version = await useKindVersionAgain(deps(), administrator, { code: 'surat-dinas', seen, version: 1 });
    expect([version, (await definitionOf('surat-dinas')).name]).toEqual([3, 'Surat Dinas']);
  });
});

describe('Two definitions of a kind', () => {
  const inWords = (before: KindDefinition, after: KindDefinition) =>
    kindChanges(before, after).map((change) =>
      'lines' in change
        ? `${change.what.id}: ${change.lines.length}`
        : `${change.what.id}: ${change.before.id} > ${change.after.id}`,
    );

  it('differ in what is said of them in words, and equal ones in nothing', async () => {
    const { seen: _, ...before } = await definitionOf('surat-tugas');
    expect(inWords(before, structuredClone(before))).toEqual([]);
    const [first, ...others] = before.sections;
    if (first === undefined) throw new Error('no parts');
    const after: KindDefinition = {
      ...before,
      kindGroup: 'penetapan',
      profile: { ...before.profile, catchword: false, margin: { ...before.profile.margin, left: 27.5 } },
      sections: [...others, { ...first, label: 'Dasar hukum', required: false, starter: '1. Undang-Undang …' }],
      source: '#let a = 1\n#a',
    };
    expect(inWords(before, after)).toEqual([
      'Kelompok: Arahan: penugasan > Arahan: penetapan',
      'Margin kiri: 30 mm > 27,5 mm',
      'Kata penyambung: Ya > Tidak',
      'Urutan bagian: Dasar, Menugaskan kepada, Untuk > Menugaskan kepada, Untuk, Dasar hukum',
      'Bagian 3 (Dasar hukum): label: Dasar > Dasar hukum',
      'Bagian 3 (Dasar hukum): wajib: Ya > Tidak',
      'Bagian 3 (Dasar hukum): teks awal: 2',
      'Templat Typst sendiri: 3',
    ]);
    expect(inWords(before, { ...before, sections: [first] })).toEqual([
      'Bagian dihapus: Menugaskan kepada > ',
      'Bagian dihapus: Untuk > ',
    ]);
  });

  it('of one base are put together: what each changed stays changed, and mine stands where both did', async () => {
    const { seen: _, ...base } = await definitionOf('surat-tugas');
    const margin = (left: number, top: number) => ({ ...base.profile, margin: { ...base.profile.margin, left, top } });
    const mine = { ...base, name: 'Punya saya', profile: margin(33, 21) };
    const theirs = {
      ...base,
      name: 'Punya mereka',
      nameEn: 'Theirs',
      profile: { ...margin(30, 25), paper: 'f4' as const },
    };
    const merged = mergeKinds({ base, mine, theirs });
    const { top, left } = base.profile.margin;
    expect([top, left]).toEqual([20, 30]);
    expect(merged).toEqual({
      ...base,
      name: 'Punya saya',
      nameEn: 'Theirs',
      profile: { ...margin(33, 21), paper: 'f4' },
    });
  });
});
