import { applyTemplate, missingRequired, type ProposedStage } from '../../src/approvals/apply-template.ts';
import { collides, fittingTemplate, type TemplateStage } from '../../src/approvals/chain-template.ts';
import { alone, type PlannedStage } from '../../src/approvals/plan-chain.ts';
import type { Actor } from '../../src/people/actor.ts';
import { listPositions } from '../../src/people/positions-store.ts';
import { listUnits } from '../../src/people/units-store.ts';
import { sql } from '../../src/postgres/sql.ts';
import { type Key, MORNING, openOffice, type TestOffice, writtenLetter } from '../letters/office.ts';

let office: TestOffice;
let admin: Actor;
beforeAll(async () => {
  office = await openOffice();
  admin = { ...(await office.actor('camat')), isAdministrator: true };
});
afterEach(async () => {
  for (const { id, version } of await office.approvals.readTemplates(admin)) {
    await office.approvals.endTemplate(admin, { id, version });
  }
});

const post = (...keys: Key[]): TemplateStage => posts(keys, {});
const posts = (keys: Key[], more: Partial<Extract<TemplateStage, { by: 'posts' }>>): TemplateStage => ({
  by: 'posts',
  positions: keys.map((key) => office.positions[key]),
  mode: 'all-of',
  paraf: 'hierarki',
  optional: false,
  ...more,
});
const superiors = (most: number): TemplateStage => ({ by: 'superiors', most, optional: false });
const title = (name: string, of: 'drafter' | 'signatory' = 'signatory'): TemplateStage => ({
  by: 'title',
  title: name,
  of,
  paraf: 'hierarki',
  optional: false,
});

const template = (more: object) => ({
  name: 'Templat',
  unitId: null,
  kinds: [],
  corrections: 'again',
  stages: [],
  ...more,
});
const save = (more: object, id?: number, version = 0) =>
  office.approvals.saveTemplate(admin, { id, version, template: template(more) });

describe('which template fits', () => {
  const all = [
    { name: 'semua', unitId: null, kinds: [] },
    { name: 'semua nota', unitId: null, kinds: ['nota-dinas'] },
    { name: 'dinas', unitId: 2, kinds: [] },
    { name: 'bidang keputusan', unitId: 3, kinds: ['keputusan'] },
  ];
  it.each([
    ['the unit’s own for its kind', [3, 2, 1], 'keputusan', 'bidang keputusan'],
    ['otherwise that of the unit above', [3, 2, 1], 'surat-dinas', 'dinas'],
    ['the nearest unit before the kind', [3, 2, 1], 'nota-dinas', 'dinas'],
    ['the whole office’s for the kind', [9, 1], 'nota-dinas', 'semua nota'],
    ['the whole office’s for every kind', [9, 1], 'keputusan', 'semua'],
  ])('is %s', (_, unitLine, kind, name) => {
    expect(fittingTemplate(all, { unitLine, kind })?.name).toBe(name);
  });

  it('is none where none is for unit or kind, and two for the same letters collide', () => {
    expect(fittingTemplate(all.slice(2), { unitLine: [9], kind: 'keputusan' })).toBeUndefined();
    expect(collides({ unitId: 2, kinds: ['a', 'b'] }, { unitId: 2, kinds: ['b'] })).toBe(true);
    expect(collides({ unitId: 2, kinds: [] }, { unitId: 2, kinds: [] })).toBe(true);
    expect(collides({ unitId: 2, kinds: [] }, { unitId: 2, kinds: ['b'] })).toBe(false);
    expect(collides({ unitId: 2, kinds: [] }, { unitId: null, kinds: [] })).toBe(false);
  });
});

describe('the chain that a template makes', () => {
  const made = async (stages: TemplateStage[], drafter: Key = 'staf', signatory: Key = 'kadis') => {
    const places = { positions: await listPositions(office.db), units: await listUnits(office.db) };
    const ends = { drafterPositionId: office.positions[drafter], signatoryPositionId: office.positions[signatory] };
    return applyTemplate(places, stages, ends);
  };
  const keys = (stages: readonly ProposedStage[]) =>
    stages.map(({ positions }) =>
      positions.map((id) => (Object.keys(office.positions) as Key[]).find((key) => office.positions[key] === id)),
    );

  it('follows the levels up to the signatory, at most those nearest to it', async () => {
    expect(keys(await made([superiors(3)]))).toEqual([['kabid'], ['sekretaris']]);
    expect(keys(await made([superiors(1)]))).toEqual([['sekretaris']]);
  });

  it('asks named posts, side by side or one of them, and posts by their title in the unit', async () => {
    const stages = await made([
      posts(['sekda', 'camat'], { paraf: 'koordinasi' }),
      posts(['kabid', 'bupati'], { mode: 'one-of' }),
      title('sekretaris'),
    ]);
    expect(keys(stages)).toEqual([['sekda', 'camat'], ['kabid', 'bupati'], ['sekretaris']]);
    expect(stages.map(({ mode, paraf }) => [mode, paraf])).toEqual([
      ['all-of', 'koordinasi'],
      ['one-of', 'hierarki'],
      ['all-of', 'hierarki'],
    ]);
  });

  it('climbs to the nearest unit that has the title, by whole words, and says when there is none', async () => {
    expect(keys(await made([title('Sekretaris', 'drafter')]))).toEqual([['sekretaris']]);
    const [none] = await made([title('Sekret')]);
    expect(none).toMatchObject({ positions: [], missing: { id: expect.stringContaining('"Sekret"') } });
  });

  it('asks neither drafter nor signatory, and nobody twice', async () => {
    expect(keys(await made([superiors(3), title('Sekretaris'), post('kadis'), post('staf')]))).toEqual([
      ['kabid'],
      ['sekretaris'],
    ]);
    expect(keys(await made([superiors(3), posts(['kabid', 'camat'], { mode: 'one-of' })]))).toEqual([
      ['kabid'],
      ['sekretaris'],
    ]);
    expect(keys(await made([posts(['staf', 'camat'], { mode: 'one-of' })]))).toEqual([['camat']]);
  });

  it('goes on without a closed post where one of several will do, and otherwise names it', async () => {
    await office.db.run(sql`UPDATE position SET closed_at = ${MORNING} WHERE id = ${office.positions.sekda}`);
    expect(keys(await made([posts(['sekda', 'camat'], { mode: 'one-of' })]))).toEqual([['camat']]);
    expect(await made([post('sekda', 'camat')])).toMatchObject([
      { positions: [], missing: { id: 'Jabatan ini sudah ditutup: Sekretaris Daerah.' } },
    ]);
    await office.db.run(sql`UPDATE position SET closed_at = NULL WHERE id = ${office.positions.sekda}`);
  });
});

describe('what a template requires', () => {
  const wanted = (positions: number[], more: Partial<ProposedStage> = {}): ProposedStage => ({
    ...alone(0),
    positions,
    required: true,
    ...more,
  });
  const given = (positions: number[], more: Partial<PlannedStage> = {}): PlannedStage => ({
    ...alone(0),
    positions,
    ...more,
  });
  const ok = (proposed: ProposedStage[], stages: PlannedStage[]) =>
    missingRequired(proposed, stages, String) === undefined;

  it.each<[string, ProposedStage[], PlannedStage[], boolean]>([
    ['everything in its order', [wanted([1]), wanted([2])], [given([1]), given([2])], true],
    [
      'more posts before, between and after',
      [wanted([1]), wanted([2])],
      [3, 1, 4, 2, 5].map((id) => given([id])),
      true,
    ],
    ['a post added beside a required one', [wanted([1])], [given([1, 9])], true],
    ['one left out', [wanted([1]), wanted([2])], [given([2])], false],
    ['the wrong order', [wanted([1]), wanted([2])], [given([2]), given([1])], false],
    ['two required stages run together', [wanted([1]), wanted([2])], [given([1, 2])], false],
    ['an optional one left out', [wanted([1], { required: false }), wanted([2])], [given([2])], true],
    ['one of several instead of all', [wanted([1, 2])], [given([1, 2], { mode: 'one-of' })], false],
    ['fewer to choose from', [wanted([1, 2], { mode: 'one-of' })], [given([2])], true],
    ['all instead of one', [wanted([1, 2], { mode: 'one-of' })], [given([1, 2])], true],
    ['another choice', [wanted([1, 2], { mode: 'one-of' })], [given([1, 9], { mode: 'one-of' })], false],
    ['the other box', [wanted([1], { paraf: 'koordinasi' })], [given([1])], false],
  ])('with %s', (_, proposed, stages, fine) => {
    expect(ok(proposed, stages)).toBe(fine);
  });
});

describe('a letter under a template', () => {
  const propose = async (letterId: number) => office.approvals.proposeChain(await office.actor('staf'), letterId);
  const submit = async (letterId: number, initials: (number | PlannedStage)[], mark?: string) =>
    office.approvals.submitLetter(await office.actor('staf'), {
      letterId,
      revision: 1,
      initials,
      ...(mark === undefined ? {} : { mark }),
    });

  it('is offered its chain, goes round by it, and keeps which version of the template that was', async () => {
    const id = await save({
      name: 'Surat dinas',
      stages: [superiors(3), posts(['sekda', 'camat'], { paraf: 'koordinasi' })],
    });
    const letterId = await writtenLetter(office);
    const chain = await propose(letterId);
    expect(chain).toMatchObject({ template: { id, name: 'Surat dinas' }, mark: `${id}.1` });
    expect(chain.stages.map(({ posts: here, required }) => [required, ...here.map(({ name }) => name)])).toEqual([
      [true, 'Kepala Bidang SMP'],
      [true, 'Sekretaris Dinas Pendidikan'],
      [true, 'Sekretaris Daerah', 'Camat Purnama Utara'],
    ]);
    const stages = chain.stages.map(({ posts: here, mode, paraf }) => ({
      positions: here.map((one) => one.id),
      mode,
      paraf,
    }));
    await submit(letterId, stages, chain.mark);
    await save({ name: 'Surat dinas', stages: [] }, id, 1);
    const progress = await office.approvals.readProgress(await office.actor('staf'), letterId);
    expect(progress.chain).toMatchObject({ templateId: id, templateVersion: 1 });
    expect(progress.standing?.steps).toHaveLength(5);
  });

  it('cannot leave out or reorder what is required, by whatever way it comes, and may add', async () => {
    await save({ stages: [post('sekretaris'), posts(['camat'], { optional: true })] });
    const letterId = await writtenLetter(office);
    await expect(submit(letterId, [office.positions.kabid])).rejects.toMatchObject({
      code: 'chain-invalid',
      fields: { initials: { id: expect.stringContaining('Sekretaris Dinas Pendidikan diwajibkan') } },
    });
    await submit(letterId, [office.positions.kabid, office.positions.sekretaris]);
  });

  it('is told on the form when the template changed between proposing and submitting', async () => {
    const id = await save({ stages: [post('sekretaris')] });
    const letterId = await writtenLetter(office);
    const { mark } = await propose(letterId);
    await save({ stages: [post('sekretaris'), post('kabid')] }, id, 1);
    await expect(submit(letterId, [office.positions.sekretaris], mark)).rejects.toMatchObject({
      code: 'chain-changed',
      problem: 'conflict',
    });
  });

  it('is told what to do when a required post is vacant, closed or missing', async () => {
    const kepala = sql`UPDATE appointment SET valid_to = '2026-11-01' WHERE position_id = ${office.positions.sekretaris}`;
    await save({ stages: [post('sekretaris')] });
    const letterId = await writtenLetter(office);
    await office.db.run(kepala);
    await expect(submit(letterId, [office.positions.sekretaris])).rejects.toMatchObject({
      fields: { initials: { id: expect.stringMatching(/tidak ada pejabatnya.*minta administrator/) } },
    });
    await office.db.run(sql`UPDATE appointment SET valid_to = NULL WHERE position_id = ${office.positions.sekretaris}`);
    const other = await writtenLetter(office);
    for (const { id, version } of await office.approvals.readTemplates(admin)) {
      await save({ stages: [title('Inspektur')] }, id, version);
    }
    expect((await propose(other)).stages).toMatchObject([{ posts: [], missing: { id: expect.anything() } }]);
    await expect(submit(other, [])).rejects.toMatchObject({
      fields: { initials: { id: expect.stringContaining('"Inspektur"') } },
    });
  });
});

describe('keeping templates', () => {
  it('keeps every version with who made it, and refuses a change of one that changed meanwhile', async () => {
    const id = await save({ name: 'Satu' });
    await save({ name: 'Dua', stages: [superiors(2)] }, id, 1);
    await expect(save({ name: 'Tiga' }, id, 1)).rejects.toMatchObject({
      code: 'template-changed',
      problem: 'conflict',
    });
    const versions = await office.approvals.readTemplate(admin, id);
    expect(versions.map(({ version, name, changedBy, inForce }) => [version, name, changedBy, inForce])).toEqual([
      [2, 'Dua', 'camat', true],
      [1, 'Satu', 'camat', true],
    ]);
    await office.approvals.endTemplate(admin, { id, version: 2 });
    expect((await office.approvals.readTemplates(admin)).map((one) => one.id)).not.toContain(id);
    expect((await office.approvals.readTemplate(admin, id))[0]).toMatchObject({ version: 3, inForce: false });
  });

  it('makes one of two changes at once, and one of two new ones for the same letters', async () => {
    const id = await save({ name: 'Satu', kinds: ['nota-dinas'] });
    const changes = await Promise.allSettled([
      save({ name: 'A', kinds: ['nota-dinas'] }, id, 1),
      save({ name: 'B', kinds: ['nota-dinas'] }, id, 1),
    ]);
    expect(changes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const fresh = await Promise.allSettled([save({ name: 'C' }), save({ name: 'D' })]);
    expect(fresh.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(fresh.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'template-collides' } });
  });

  it.each<[string, object, string]>([
    ['no name', { name: ' ' }, 'name'],
    ['a kind that does not exist', { kinds: ['surat-cinta'] }, 'kinds'],
    ['a unit that does not exist', { unitId: 99_999 }, 'unitId'],
    [
      'a post that does not exist',
      { stages: [{ ...alone(0), by: 'posts', positions: [99_999], optional: false }] },
      'stages.0.positions',
    ],
    [
      'a stage without posts',
      { stages: [{ ...alone(0), by: 'posts', positions: [], optional: false }] },
      'stages.0.positions',
    ],
    ['more levels than the bound', { stages: [{ by: 'superiors', most: 50, optional: false }] }, 'stages.0.most'],
    ['a rule that is none', { stages: [{ by: 'lot' }] }, 'stages.0.by'],
    [
      'a title of invisible signs',
      { stages: [{ by: 'title', title: 'A\u202eB', of: 'drafter', paraf: 'hierarki', optional: false }] },
      'stages.0.title',
    ],
  ])('refuses %s beside its field', async (_, more, field) => {
    await expect(save(more)).rejects.toMatchObject({
      code: 'template-invalid',
      fields: { [field]: expect.anything() },
    });
  });

  it('refuses a post that is listed twice', async () => {
    await expect(save({ stages: [post('kabid'), post('kabid')] })).rejects.toMatchObject({
      fields: { 'stages.1.positions': { id: 'Kepala Bidang SMP tercantum dua kali.' } },
    });
  });

  it('is for administrators alone, also the looking', async () => {
    const staf = await office.actor('staf');
    const refused = { code: 'not-allowed' };
    await expect(office.approvals.readTemplates(staf)).rejects.toMatchObject(refused);
    await expect(office.approvals.readTemplate(staf, 1)).rejects.toMatchObject(refused);
    await expect(
      office.approvals.saveTemplate(staf, { id: undefined, version: 0, template: template({}) }),
    ).rejects.toMatchObject(refused);
    await expect(office.approvals.endTemplate(staf, { id: 1, version: 1 })).rejects.toMatchObject(refused);
    const ask = { drafterPositionId: 1, signatoryPositionId: 2, by: { kind: 'nota-dinas' } };
    await expect(office.approvals.tryChain(staf, ask)).rejects.toMatchObject(refused);
  });

  it('tries a chain as it would be, by the template that fits or by rules not stored yet', async () => {
    const ends = { drafterPositionId: office.positions.staf, signatoryPositionId: office.positions.kadis };
    expect(await office.approvals.tryChain(admin, { ...ends, by: { kind: 'nota-dinas' } })).toMatchObject({
      templateName: '',
      drafter: 'Pengelola Kurikulum',
      signatory: 'Kepala Dinas Pendidikan',
      stages: [{ posts: ['Kepala Bidang SMP'], required: false }, { posts: ['Sekretaris Dinas Pendidikan'] }],
    });
    const by = { template: template({ name: 'Coba', stages: [posts(['sekda', 'camat'], { mode: 'one-of' })] }) };
    expect(await office.approvals.tryChain(admin, { ...ends, by })).toMatchObject({
      templateName: 'Coba',
      stages: [{ posts: ['Sekretaris Daerah', 'Camat Purnama Utara'], mode: 'one-of', required: true }],
    });
  });
});
