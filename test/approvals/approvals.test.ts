import { checkSigningTurn, lockSigningTurn, recordSigned } from '../../src/approvals/signing-turn.ts';
import { sql } from '../../src/postgres/sql.ts';
import { parseNumberFormat } from '../../src/registers/letter-number.ts';
import { takeNumber } from '../../src/registers/take-number.ts';
import {
  addPerson,
  appoint,
  currentHash,
  type Key,
  MORNING,
  openOffice,
  submitted,
  type TestOffice,
  writtenLetter,
} from '../letters/office.ts';

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterEach(() => {
  office.time.now = MORNING;
});

const decide = async (key: Key, letterId: number, outcome: 'approved' | 'returned' | 'rejected', remark = '') =>
  office.approvals.decide(await office.actor(key), {
    letterId,
    versionSha256: await currentHash(office, letterId),
    outcome,
    remark,
  });
const state = async (letterId: number) =>
  (await office.letters.readLetter(await office.actor('staf'), letterId)).letter.state;
const inbox = async (key: Key) =>
  (await office.approvals.readInbox(await office.actor(key))).map(({ letterId, task }) => `${task} ${letterId}`);

describe('submitting', () => {
  it('offers the line of superiors below the signatory, with who holds each post', async () => {
    const letterId = await writtenLetter(office);
    const chain = await office.approvals.proposeChain(await office.actor('staf'), letterId);
    expect(chain).toMatchObject({
      initials: [{ name: 'Kepala Bidang SMP', holder: 'Dr. kabid, M.Si.' }, { name: 'Sekretaris Dinas Pendidikan' }],
      signatory: { name: 'Kepala Dinas Pendidikan', holder: 'Dr. kadis, M.Si.' },
    });
  });

  it('goes to the first post of the chain, with the version frozen and its preview stored', async () => {
    const letterId = await writtenLetter(office);
    await submitted(office, letterId, ['kabid', 'sekretaris']);
    expect(await state(letterId)).toBe('in_approval');
    expect(await inbox('kabid')).toContain(`initial ${letterId}`);
    expect(await inbox('sekretaris')).not.toContain(`initial ${letterId}`);
    expect(await inbox('staf')).not.toContain(`write ${letterId}`);
    await expect(office.letters.getEditable(await office.actor('staf'), letterId)).rejects.toMatchObject({
      code: 'letter-not-draft',
    });
  });

  it('refuses an unfinished letter field by field, and stores nothing', async () => {
    const letterId = await writtenLetter(office, {
      signatoryId: null,
      subject: '',
      classification: 'x',
      recipients: [],
      sections: {},
    });
    await expect(submitted(office, letterId, [])).rejects.toMatchObject({
      code: 'letter-incomplete',
      fields: {
        signatoryId: expect.anything(),
        subject: expect.anything(),
        classification: expect.anything(),
        recipients: expect.anything(),
        'sections.isi': expect.anything(),
      },
    });
    expect(await state(letterId)).toBe('draft');
  });

  it('refuses variables that nothing fills, where they stand', async () => {
    const letterId = await writtenLetter(office, { sections: { isi: 'Pada {{hari}} ini' } });
    await expect(submitted(office, letterId, [])).rejects.toMatchObject({
      code: 'unresolved-variable',
      fields: { 'sections.isi': expect.anything() },
    });
  });

  it('refuses a vacant post, a.n. without a superior, and a letter changed since it was read', async () => {
    const vacant = await office.db.pool.query(
      `INSERT INTO position (unit_id, name) SELECT id, 'Kosong' FROM unit WHERE code = 'SMP' RETURNING id`,
    );
    const letterId = await writtenLetter(office);
    const staf = await office.actor('staf');
    const submit = (input: { revision?: number; initials?: number[] }) =>
      office.approvals.submitLetter(staf, { letterId, revision: 1, initials: [], ...input });
    await expect(submit({ initials: [vacant.rows[0].id] })).rejects.toMatchObject({ code: 'chain-invalid' });
    await expect(submit({ initials: [987_654] })).rejects.toMatchObject({ code: 'chain-invalid' });
    await expect(submit({ revision: 0 })).rejects.toMatchObject({ code: 'letter-changed' });
    const top = await writtenLetter(office, { signatoryId: office.positions.bupati, authority: 'an' });
    await expect(submitted(office, top, [])).rejects.toMatchObject({ fields: { authority: expect.anything() } });
  });

  it('makes one version of two submissions at once', async () => {
    const letterId = await writtenLetter(office);
    const staf = await office.actor('staf');
    const submit = () => office.approvals.submitLetter(staf, { letterId, revision: 1, initials: [] });
    const results = await Promise.allSettled([submit(), submit()]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('deciding', () => {
  it('hands the letter on, and every decision keeps person, capacity, version and time', async () => {
    const letterId = await writtenLetter(office);
    await submitted(office, letterId, ['kabid', 'sekretaris']);
    await decide('kabid', letterId, 'approved', 'Sudah sesuai');
    await decide('sekretaris', letterId, 'approved');
    expect(await state(letterId)).toBe('awaiting_signature');
    expect(await inbox('kadis')).toContain(`sign ${letterId}`);
    const { timeline } = await office.approvals.readProgress(await office.actor('staf'), letterId);
    const hash = await currentHash(office, letterId);
    expect(timeline).toMatchObject([
      { outcome: 'submitted', capacity: 'Pengelola Kurikulum' },
      {
        outcome: 'approved',
        personName: 'Dr. kabid, M.Si.',
        capacity: 'Kepala Bidang SMP',
        remark: 'Sudah sesuai',
        at: MORNING,
      },
      { outcome: 'approved', versionSha256: hash },
    ]);
  });

  it('goes back to the drafter with the reason; a new version asks every initial again', async () => {
    const letterId = await writtenLetter(office);
    await submitted(office, letterId, ['kabid', 'sekretaris']);
    await decide('kabid', letterId, 'approved');
    await expect(decide('sekretaris', letterId, 'returned', ' \n ')).rejects.toMatchObject({ code: 'remark-required' });
    await decide('sekretaris', letterId, 'returned', 'Tanggal rapat keliru');
    expect(await state(letterId)).toBe('draft');
    expect(await inbox('staf')).toContain(`revise ${letterId}`);
    await submitted(office, letterId, ['kabid', 'sekretaris']);
    expect(await inbox('kabid')).toContain(`initial ${letterId}`);
    expect(await inbox('sekretaris')).not.toContain(`initial ${letterId}`);
  });

  it('ends for good when it is rejected, and gives up a number that an unfinished signing had taken', async () => {
    const letterId = await writtenLetter(office);
    await submitted(office, letterId, []);
    const number = await office.db.transaction((tx) =>
      takeNumber(tx, {
        letterId,
        unitId: office.units.get('DISDIK') ?? 0,
        registerCode: 'surat',
        format: parseNumberFormat('{urut}/{tahun}'),
        values: { klasifikasi: '400', unit: 'D', jabatan: 'K', keamanan: 'B', date: '2026-11-24' },
        personId: office.persons.kadis,
        at: MORNING,
      }),
    );
    await decide('kadis', letterId, 'rejected', 'Tidak perlu');
    expect(await state(letterId)).toBe('rejected');
    const { rows } = await office.db.pool.query('SELECT state, reason FROM letter_number WHERE id = $1', [number.id]);
    expect(rows).toEqual([{ state: 'cancelled', reason: 'Surat ditolak' }]);
    await expect(decide('kadis', letterId, 'returned', 'x')).rejects.toMatchObject({ code: 'letter-finished' });
  });

  it('is refused to everybody whose turn it is not', async () => {
    const letterId = await writtenLetter(office);
    await submitted(office, letterId, ['kabid']);
    await expect(decide('kadis', letterId, 'approved')).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(decide('staf', letterId, 'approved')).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(decide('camat', letterId, 'approved')).rejects.toMatchObject({ code: 'letter-unknown' });
    await decide('kabid', letterId, 'approved');
    await expect(decide('kabid', letterId, 'approved')).rejects.toMatchObject({
      code: 'already-decided',
      problem: 'conflict',
    });
    await expect(decide('kadis', letterId, 'approved')).rejects.toMatchObject({ code: 'outcome-not-possible' });
  });

  it('is refused on a version that is not the current one', async () => {
    const letterId = await writtenLetter(office);
    const old = await submitted(office, letterId, ['kabid']);
    await decide('kabid', letterId, 'returned', 'Perbaiki');
    const staf = await office.actor('staf');
    const { letter } = await office.letters.readLetter(staf, letterId);
    await office.letters.saveDraft(staf, {
      letterId,
      revision: letter.draftRevision,
      draft: { ...letter.draft, subject: 'Baru' },
    });
    await submitted(office, letterId, ['kabid']);
    const stale = { letterId, versionSha256: old, outcome: 'approved', remark: '' } as const;
    await expect(office.approvals.decide(await office.actor('kabid'), stale)).rejects.toMatchObject({
      code: 'letter-changed',
      problem: 'conflict',
    });
  });

  it('records one of two decisions at the same moment', async () => {
    const letterId = await writtenLetter(office);
    await submitted(office, letterId, ['kabid', 'sekretaris']);
    const results = await Promise.allSettled([
      decide('kabid', letterId, 'approved'),
      decide('kabid', letterId, 'returned', 'x'),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('is refused from an appointment that has ended meanwhile or not begun, and taken from whoever stands in', async () => {
    const position = office.positions.sekretaris;
    const deputy = await addPerson(office.db, 'plh.sekretaris');
    await appoint(office.db, deputy, position, { forms: ['Plh.'], from: '2026-12-01', to: '2026-12-05' });
    const letterId = await writtenLetter(office);
    const versionSha256 = await submitted(office, letterId, ['sekretaris']);
    const approve = (actor: Awaited<ReturnType<TestOffice['actor']>>) =>
      office.approvals.decide(actor, { letterId, versionSha256, outcome: 'approved', remark: '' });
    // Nobody who does not hold the post can have read it, so without the version's hash it stays unknown.
    await expect(approve(await office.actor(deputy))).rejects.toMatchObject({ code: 'appointment-over' });
    const guessed = { letterId, versionSha256: Buffer.alloc(32), outcome: 'approved', remark: '' } as const;
    await expect(office.approvals.decide(await office.actor(deputy), guessed)).rejects.toMatchObject({
      code: 'letter-unknown',
    });
    office.time.now = new Date('2026-12-05T16:59:59Z');
    const standIn = await office.actor(deputy);
    office.time.now = new Date('2026-12-05T17:00:00Z');
    await expect(approve(standIn)).rejects.toMatchObject({ code: 'appointment-over' });
    office.time.now = new Date('2026-12-05T16:59:59Z');
    await approve(standIn);
    const { timeline } = await office.approvals.readProgress(await office.actor('staf'), letterId);
    expect(timeline.at(-1)).toMatchObject({ capacity: 'Plh. Sekretaris Dinas Pendidikan' });
  });
});

describe('taking back', () => {
  it('is the drafter’s while nobody has signed', async () => {
    const letterId = await writtenLetter(office);
    await submitted(office, letterId, ['kabid']);
    await expect(office.approvals.takeBack(await office.actor('kabid'), { letterId })).rejects.toMatchObject({
      code: 'not-allowed',
    });
    await office.approvals.takeBack(await office.actor('staf'), { letterId });
    expect(await state(letterId)).toBe('draft');
    expect(await inbox('kabid')).not.toContain(`initial ${letterId}`);
    await expect(office.approvals.takeBack(await office.actor('staf'), { letterId })).rejects.toMatchObject({
      code: 'nothing-to-take-back',
    });
  });
});

describe('the signatory’s turn', () => {
  it('is checked against version, chain and appointment, and ends the chain when it is recorded', async () => {
    const letterId = await writtenLetter(office);
    const hash = await submitted(office, letterId, ['kabid']);
    const kadis = await office.actor('kadis');
    const check = (sha256 = hash) => checkSigningTurn(office.db, kadis, letterId, sha256, office.time.now);
    await expect(check()).rejects.toMatchObject({ code: 'not-allowed' });
    await decide('kabid', letterId, 'approved');
    await expect(check(Buffer.alloc(32))).rejects.toMatchObject({ code: 'letter-changed' });
    const turn = await check();
    expect(turn).toMatchObject({ step: { task: 'sign' }, appointment: { capacity: 'Kepala Dinas Pendidikan' } });
    await office.db.transaction(async (tx) => {
      const { step, appointment, version } = await lockSigningTurn(tx, kadis, letterId, hash, office.time.now);
      await recordSigned(tx, {
        letterId,
        versionId: version.id,
        versionSha256: version.sha256,
        stepId: step.id,
        personId: kadis.personId,
        appointmentId: appointment.id,
        capacity: appointment.capacity,
        at: office.time.now,
      });
    });
    expect(await state(letterId)).toBe('issued');
    await expect(check()).rejects.toMatchObject({ code: 'letter-finished' });
    await expect(office.approvals.takeBack(await office.actor('staf'), { letterId })).rejects.toMatchObject({
      code: 'nothing-to-take-back',
    });
  });
});

describe('the inbox', () => {
  it('puts first what is due first, and one’s own drafts last', async () => {
    await office.db.run(sql`UPDATE letter SET state = 'rejected' WHERE state IN ('in_approval', 'awaiting_signature')`);
    const routine = await writtenLetter(office, { urgency: 'BIASA' });
    await submitted(office, routine, ['kabid']);
    office.time.now = new Date(MORNING.getTime() + 3_600_000);
    const urgent = await writtenLetter(office, { urgency: 'AMAT_SEGERA' });
    await submitted(office, urgent, ['kabid']);
    const kabid = await office.actor('kabid');
    const own = await office.letters.createLetter(kabid, { kind: 'nota-dinas' });
    const items = await office.approvals.readInbox(kabid);
    expect(items.map(({ letterId }) => letterId)).toEqual([urgent, routine, own]);
    expect(items[0]?.due).toEqual(new Date(office.time.now.getTime() + 24 * 3_600_000));
  });
});
