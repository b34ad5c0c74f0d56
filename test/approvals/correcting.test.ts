import { checkSigningTurn } from '../../src/approvals/signing-turn.ts';
import { getLetter } from '../../src/letters/letters-store.ts';
import { sql } from '../../src/postgres/sql.ts';
import {
  addPerson,
  currentHash,
  type Key,
  MORNING,
  openOffice,
  submitted,
  type TestOffice,
  writtenLetter,
} from '../letters/office.ts';
import { countLiveSteps, listMisplacedSteps } from './live-steps.ts';

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterEach(async () => {
  office.time.now = MORNING;
  await useTemplate(undefined);
});

/** Whether initials hold after a correction is said by a template; without one they are asked again. */
async function useTemplate(corrections: 'hold' | 'again' | undefined): Promise<void> {
  const admin = { ...(await office.actor('camat')), isAdministrator: true };
  for (const { id, version } of await office.approvals.readTemplates(admin)) {
    await office.approvals.endTemplate(admin, { id, version });
  }
  if (corrections === undefined) return;
  const template = { name: 'Dinas', unitId: null, kinds: [], corrections, stages: [] };
  await office.approvals.saveTemplate(admin, { id: undefined, version: 0, template });
}

const TEXT = 'Dengan hormat,\n\nKami mengundang Saudara pada rapat kurikulum.';

const correct = async (
  key: Key,
  letterId: number,
  change: { subject?: string; isi?: string; remark?: string; versionSha256?: Buffer } = {},
) =>
  office.approvals.correctLetter(await office.actor(key), {
    letterId,
    versionSha256: change.versionSha256 ?? (await currentHash(office, letterId)),
    subject: change.subject ?? 'Undangan Rapat Kurikulum',
    sections: { isi: change.isi ?? TEXT.replace('rapat kurikulum', 'rapat kurikulum pukul 09.00') },
    remark: change.remark ?? 'Waktu ditambahkan',
  });
const decide = async (key: Key, letterId: number) =>
  office.approvals.decide(await office.actor(key), {
    letterId,
    versionSha256: await currentHash(office, letterId),
    outcome: 'approved',
    remark: '',
  });
const progress = async (letterId: number) => office.approvals.readProgress(await office.actor('staf'), letterId);
const waitsFor = async (letterId: number) => {
  const { standing } = await progress(letterId);
  return standing?.turn.holder === 'stage' ? standing.turn.steps.map(({ positionName }) => positionName) : [];
};

describe('a correction by the holder of an open step', () => {
  it('is a new version in their name, shown as a difference, and tells the drafter until they have read it', async () => {
    const letterId = await writtenLetter(office);
    await submitted(office, letterId, ['kabid', 'sekretaris']);
    await office.letters.readLetter(await office.actor('staf'), letterId);
    await decide('kabid', letterId);
    await expect(correct('sekretaris', letterId, { remark: ' ' })).rejects.toMatchObject({ code: 'remark-required' });
    expect(await correct('sekretaris', letterId)).toEqual({ version: 2, mine: false });
    const staf = await office.actor('staf');
    expect(await office.approvals.correctionNews(staf)).toMatchObject([
      { letterId, capacity: 'Sekretaris Dinas Pendidikan', version: 2 },
    ]);
    const { timeline, corrections } = await progress(letterId);
    expect(timeline.at(-1)).toMatchObject({
      outcome: 'corrected',
      version: 2,
      capacity: 'Sekretaris Dinas Pendidikan',
      remark: 'Waktu ditambahkan',
    });
    expect(corrections).toMatchObject([{ event: { version: 2 }, changes: [{ section: 'isi' }] }]);
    const { changes, content } = await office.letters.readLetter(staf, letterId);
    expect(changes).toMatchObject({ sinceVersion: 1, list: [{ section: 'isi' }] });
    expect(content?.sections[0]?.text).toContain('pukul 09.00');
    expect(await office.approvals.correctionNews(staf)).toEqual([]);
  });

  it('asks every earlier initial again where the template says so, and where there is none', async () => {
    for (const corrections of [undefined, 'again'] as const) {
      await useTemplate(corrections);
      const letterId = await writtenLetter(office);
      await submitted(office, letterId, ['kabid', 'sekretaris']);
      await decide('kabid', letterId);
      await correct('sekretaris', letterId);
      expect(await waitsFor(letterId)).toEqual(['Kepala Bidang SMP']);
    }
  });

  it('lets earlier initials hold where the template says so, each named by the version on which it was given', async () => {
    await useTemplate('hold');
    const letterId = await writtenLetter(office);
    await submitted(office, letterId, ['kabid', 'sekretaris']);
    await decide('kabid', letterId);
    expect(await correct('sekretaris', letterId)).toEqual({ version: 2, mine: true });
    expect(await waitsFor(letterId)).toEqual(['Sekretaris Dinas Pendidikan']);
    await expect(decide('kabid', letterId)).rejects.toMatchObject({ code: 'already-decided' });
    await decide('sekretaris', letterId);
    await correct('kadis', letterId, { subject: 'Undangan Rapat', isi: TEXT });
    const { standing, corrections } = await progress(letterId);
    expect(standing?.steps.map(({ heldVersion }) => heldVersion)).toEqual([1, 2, null]);
    expect(corrections.map(({ event }) => [event.version, event.capacity])).toEqual([
      [2, 'Sekretaris Dinas Pendidikan'],
      [3, 'Kepala Dinas Pendidikan'],
    ]);
    const kadis = await office.actor('kadis');
    const hash = await currentHash(office, letterId);
    await expect(checkSigningTurn(office.db, kadis, letterId, hash, MORNING)).resolves.toMatchObject({
      version: { version: 3 },
      content: { subject: 'Undangan Rapat' },
    });
  });

  it('keeps the posts, the template and the recipients of the version before it', async () => {
    await useTemplate('hold');
    const letterId = await writtenLetter(office);
    await submitted(office, letterId, ['kabid', 'sekretaris']);
    const before = await getStanding(letterId);
    await useTemplate('again');
    await correct('kabid', letterId);
    const after = await getStanding(letterId);
    expect(after.version.recipientPositions).toEqual(before.version.recipientPositions);
    expect(after.steps.map(({ positionId, ordinal }) => [positionId, ordinal])).toEqual(
      before.steps.map(({ positionId, ordinal }) => [positionId, ordinal]),
    );
    const { chain } = await progress(letterId);
    expect(chain).toMatchObject({ corrections: 'hold', templateName: 'Dinas' });
  });

  it('reaches the draft, so that a letter that comes back is written on from there', async () => {
    const letterId = await writtenLetter(office);
    await submitted(office, letterId, ['kabid']);
    await correct('kabid', letterId, { subject: 'Undangan Rapat' });
    await office.approvals.takeBack(await office.actor('staf'), { letterId });
    const { draft, subject } = await getLetter(office.db, letterId);
    expect(subject).toBe('Undangan Rapat');
    expect(draft).toMatchObject({ subject: 'Undangan Rapat', sections: { isi: expect.stringContaining('09.00') } });
    await submitted(office, letterId, ['kabid']);
    expect((await progress(letterId)).corrections).toEqual([]);
  });

  it('does not make anybody wait anew who waited in the same stage', async () => {
    await useTemplate('hold');
    const letterId = await writtenLetter(office);
    await submitted(office, letterId, ['kabid']);
    office.time.now = new Date(MORNING.getTime() + 3_600_000);
    await correct('kabid', letterId);
    expect((await getLetter(office.db, letterId)).stateSince).toEqual(MORNING);
  });

  it('is refused to everybody else, and when the version is not the one that was read', async () => {
    const letterId = await writtenLetter(office);
    const old = await submitted(office, letterId, ['kabid']);
    await expect(correct('kadis', letterId)).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(correct('staf', letterId)).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(correct('sekda', letterId)).rejects.toMatchObject({ code: 'letter-unknown' });
    await correct('kabid', letterId);
    await expect(correct('kabid', letterId, { versionSha256: old })).rejects.toMatchObject({ code: 'letter-changed' });
  });

  it('is refused when nothing changes, a part is emptied, or text cannot be printed; nothing is stored', async () => {
    const letterId = await writtenLetter(office);
    await submitted(office, letterId, ['kabid']);
    await expect(correct('kabid', letterId, { isi: TEXT })).rejects.toMatchObject({ code: 'nothing-corrected' });
    await expect(correct('kabid', letterId, { isi: ' ', subject: '' })).rejects.toMatchObject({
      code: 'correction-invalid',
      fields: { subject: expect.anything(), 'sections.isi': expect.anything() },
    });
    await expect(correct('kabid', letterId, { isi: 'Pada {{hari}}' })).rejects.toMatchObject({
      code: 'unresolved-variable',
    });
    await expect(correct('kabid', letterId, { subject: 'x'.repeat(301) })).rejects.toMatchObject({
      fields: { subject: expect.anything() },
    });
    expect((await getStanding(letterId)).version.version).toBe(1);
  });

  it('makes one version of two at once, and is refused beside a decision that came first', async () => {
    await useTemplate('hold');
    const letterId = await writtenLetter(office);
    const staf = await office.actor('staf');
    const beside = {
      positions: [office.positions.sekda, office.positions.camat],
      mode: 'all-of',
      paraf: 'koordinasi',
    } as const;
    await office.approvals.submitLetter(staf, { letterId, revision: 1, initials: [beside] });
    const versionSha256 = await currentHash(office, letterId);
    const results = await Promise.allSettled([
      correct('sekda', letterId, { versionSha256 }),
      correct('camat', letterId, { versionSha256, subject: 'Lain' }),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'letter-changed' } });
    expect((await getStanding(letterId)).version.version).toBe(2);
    await office.approvals.decide(await office.actor('sekda'), {
      letterId,
      versionSha256: await currentHash(office, letterId),
      outcome: 'returned',
      remark: 'Kembali',
    });
    await expect(correct('camat', letterId)).rejects.toMatchObject({ code: 'not-submitted' });
  });
});

describe('a letter that waits for a post without a holder', () => {
  it('is told, and an administrator hands it back to its drafter without reading it', async () => {
    const admin = { ...(await office.actor('camat')), isAdministrator: true };
    const letterId = await writtenLetter(office, { copies: [] });
    await submitted(office, letterId, ['sekretaris']);
    await expect(office.approvals.releaseLetter(admin, letterId)).rejects.toMatchObject({ code: 'not-stuck' });
    await office.db.run(sql`UPDATE position SET closed_at = ${MORNING} WHERE id = ${office.positions.sekretaris}`);
    expect((await progress(letterId)).vacant).toMatchObject([{ positionName: 'Sekretaris Dinas Pendidikan' }]);
    const stuck = await office.approvals.listStuck(admin);
    expect(stuck.filter((one) => one.letterId === letterId)).toMatchObject([
      { kindName: 'Surat Dinas', unitName: 'Bidang SMP', posts: ['Sekretaris Dinas Pendidikan'] },
    ]);
    expect(JSON.stringify(stuck)).not.toContain('Undangan');
    const outsider = await office.actor(await addPerson(office.db, 'tamu'));
    await expect(office.approvals.releaseLetter(outsider, letterId)).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(office.approvals.listStuck(outsider)).rejects.toMatchObject({ code: 'not-allowed' });
    await office.approvals.releaseLetter({ ...outsider, isAdministrator: true }, letterId);
    const { timeline } = await progress(letterId);
    expect(timeline.at(-1)).toMatchObject({ outcome: 'taken_back', capacity: 'Administrator' });
    expect((await getLetter(office.db, letterId)).state).toBe('draft');
    await office.db.run(sql`UPDATE position SET closed_at = NULL WHERE id = ${office.positions.sekretaris}`);
  });
});

it('leaves the steps of every version that goes round, and no others, where an inbox looks for them', async () => {
  expect(await listMisplacedSteps(office.db)).toEqual([]);
  expect(await countLiveSteps(office.db)).toBeGreaterThan(0);
});

async function getStanding(letterId: number) {
  const { standing } = await progress(letterId);
  if (standing === undefined) throw new Error('not submitted');
  return standing;
}
