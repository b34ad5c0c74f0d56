import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openPeople, type People } from '../../src/people/people.ts';
import { sql } from '../../src/postgres/sql.ts';
import {
  currentHash,
  type Key,
  MORNING,
  openOffice,
  submitted,
  type TestOffice,
  writtenLetter,
} from '../letters/office.ts';

const DAY = 86_400_000;
let office: TestOffice;
let people: People;

beforeAll(async () => {
  office = await openOffice();
  people = openPeople({ db: office.db, clock: () => office.time.now });
});
beforeEach(async () => {
  await office.db.run(sql`UPDATE mandate SET revoked_by = made_by, revoked_at = made_at WHERE revoked_at IS NULL`);
});
afterEach(() => {
  office.time.now = MORNING;
});

const day = (offset: number) => new Date(MORNING.getTime() + offset * DAY).toISOString().slice(0, 10);
const at = (offset: number) => {
  office.time.now = new Date(MORNING.getTime() + offset * DAY);
};
const decide = async (key: Key, letterId: number, outcome: 'approved' | 'returned' = 'approved') =>
  office.approvals.decide(await office.actor(key), {
    letterId,
    versionSha256: await currentHash(office, letterId),
    outcome,
    remark: outcome === 'returned' ? 'Perbaiki' : '',
  });
const inbox = async (key: Key) =>
  (await office.approvals.readInbox(await office.actor(key))).map(
    ({ letterId, task, standIn, positionName }) => `${task} ${letterId}${standIn ? ` for ${positionName}` : ''}`,
  );
const last = async (letterId: number) =>
  (await office.approvals.readProgress(await office.actor('staf'), letterId)).timeline.at(-1);
const leave = async (standIn: Key, days: [number, number] = [0, 2]) =>
  people.recordAbsence(await office.actor('kabid'), {
    personId: office.persons.kabid,
    reason: 'leave',
    firstDay: day(days[0]),
    lastDay: day(days[1]),
    standIn: { personId: office.persons[standIn] },
  });
const mandate = async (to: Key, changes: Record<string, unknown> = {}) =>
  people.giveMandate(await office.actor('kabid'), {
    fromPositionId: office.positions.kabid,
    to: { positionId: office.positions[to] },
    kinds: [],
    tasks: ['initial'],
    validFrom: day(0),
    validTo: day(2),
    warrant: '',
    ...changes,
  });

describe('Initialling by mandate', () => {
  it('shows the letter to the stand-in, and the decision says in which capacity', async () => {
    await mandate('camat');
    const letterId = await writtenLetter(office);
    await submitted(office, letterId, ['kabid', 'sekretaris']);
    expect(await inbox('camat')).toContain(`initial ${letterId} for Kepala Bidang SMP`);
    expect(await inbox('kabid')).toContain(`initial ${letterId}`);
    await decide('camat', letterId);
    expect(await last(letterId)).toMatchObject({
      outcome: 'approved',
      personName: expect.stringContaining('camat'),
      capacity: 'Camat Purnama Utara, atas mandat Kepala Bidang SMP',
    });
    expect(await inbox('sekretaris')).toContain(`initial ${letterId}`);
    const row = await office.db.pool.query(
      `SELECT d.mandate_id IS NOT NULL AS by_mandate, a.position_id FROM decision d JOIN appointment a ON a.id = d.appointment_id
       WHERE d.letter_id = $1 AND d.outcome = 'approved'`,
      [letterId],
    );
    expect(row.rows).toEqual([{ by_mandate: true, position_id: office.positions.camat }]);
  });

  /** Whether a search finds it, which is to be whether it may be read. */
  async function reaches(key: Key, letterId: number): Promise<boolean> {
    const actor = await office.actor(key);
    const { letters } = await office.letters.searchLetters(actor, { text: 'Undangan', state: undefined, page: 1 });
    const found = letters.some((each) => each.id === letterId);
    const read = await office.letters.readLetter(actor, letterId).then(
      () => true,
      () => false,
    );
    expect(found).toBe(read);
    return read;
  }

  it('shows a letter while it goes round and the mandate holds', async () => {
    const id = await mandate('camat', { kinds: ['surat-dinas'] });
    const letterId = await writtenLetter(office, { copies: [] });
    await submitted(office, letterId, ['kabid', 'sekretaris']);
    expect(await reaches('camat', letterId)).toBe(true);
    await people.endMandate(await office.actor('kabid'), id);
    expect(await reaches('camat', letterId)).toBe(false);
  });

  it.each([
    ['B', true],
    ['T', true],
    ['R', false],
    ['SR', false],
  ] as const)('leaves a decided letter of class %s to the stand-in after the mandate: %s', async (security, stays) => {
    const id = await mandate('camat', { kinds: ['surat-dinas'] });
    const letterId = await writtenLetter(office, { copies: [], security });
    await submitted(office, letterId, ['kabid', 'sekretaris']);
    await decide('camat', letterId);
    expect(await reaches('camat', letterId)).toBe(true);
    await people.endMandate(await office.actor('kabid'), id);
    expect(await reaches('camat', letterId)).toBe(stays);
    await decide('sekretaris', letterId, 'returned');
    // A draft is its writers' alone, whoever saw it before.
    expect(await reaches('camat', letterId)).toBe(false);
  });

  it.each([
    ['B', true],
    ['SR', false],
  ] as const)('leaves a letter of class %s to whoever decided on a version before: %s', async (security, stays) => {
    const letterId = await writtenLetter(office, { copies: [], security });
    await submitted(office, letterId, ['kabid', 'sekretaris']);
    await decide('kabid', letterId);
    await decide('sekretaris', letterId, 'returned');
    await submitted(office, letterId, ['sekretaris']);
    expect(await reaches('kabid', letterId)).toBe(stays);
  });

  it('makes no reader of the administrator who hands a letter back', async () => {
    const letterId = await writtenLetter(office, { copies: [] });
    await submitted(office, letterId, ['kabid']);
    await office.db.run(sql`INSERT INTO decision (letter_id, version_id, version_sha256, person_id, capacity, outcome, remark, at)
      SELECT letter_id, id, sha256, ${office.persons.camat}, 'Administrator', 'taken_back', 'Tidak ada pejabat', ${MORNING}
      FROM letter_version WHERE letter_id = ${letterId}`);
    expect(await reaches('camat', letterId)).toBe(false);
  });

  it('leaves the holder of the post every right', async () => {
    await mandate('camat');
    const letterId = await writtenLetter(office);
    await submitted(office, letterId, ['kabid']);
    await decide('kabid', letterId);
    expect(await last(letterId)).toMatchObject({ capacity: 'Kepala Bidang SMP' });
    await expect(decide('camat', letterId)).rejects.toMatchObject({ problem: 'not-allowed' });
  });

  it('reaches other kinds, the signature and later letters no further than it says', async () => {
    await mandate('camat', { kinds: ['nota-dinas'] });
    const letterId = await writtenLetter(office);
    await submitted(office, letterId, ['kabid']);
    expect(await inbox('camat')).not.toContain(`initial ${letterId} for Kepala Bidang SMP`);
    await expect(decide('camat', letterId)).rejects.toMatchObject({ code: expect.any(String) });
    await expect(office.letters.readLetter(await office.actor('camat'), letterId)).rejects.toMatchObject({
      problem: 'not-found',
    });

    await mandate('camat', { tasks: ['initial', 'sign'] });
    const toSign = await writtenLetter(office, { signatoryId: office.positions.kabid, copies: [] });
    await submitted(office, toSign, []);
    expect(await inbox('camat')).not.toContain(`sign ${toSign} for Kepala Bidang SMP`);
    await expect(decide('camat', toSign, 'returned')).rejects.toMatchObject({ problem: 'not-allowed' });
  });

  it('is refused to the drafter of the letter', async () => {
    await mandate('staf');
    const letterId = await writtenLetter(office);
    await submitted(office, letterId, ['kabid']);
    expect(await inbox('staf')).not.toContain(`initial ${letterId} for Kepala Bidang SMP`);
    await expect(decide('staf', letterId)).rejects.toMatchObject({ problem: 'not-allowed' });
  });

  it('is refused in clear words once the mandate has ended while the letter was being read', async () => {
    const id = await mandate('camat');
    const letterId = await writtenLetter(office);
    const versionSha256 = await submitted(office, letterId, ['kabid']);
    const reader = await office.actor('camat');
    await people.endMandate(await office.actor('kabid'), id);
    const act = (actor: typeof reader) =>
      office.approvals.decide(actor, { letterId, versionSha256, outcome: 'approved', remark: '' });
    await expect(act(reader)).rejects.toMatchObject({ problem: 'not-allowed', code: 'mandate-over' });
    await expect(act(await office.actor('camat'))).rejects.toMatchObject({ code: 'mandate-over' });
    await expect(act(await office.actor('bupati'))).rejects.toMatchObject({ problem: 'not-found' });
    expect(await inbox('kabid')).toContain(`initial ${letterId}`);
  });

  it('begins and ends by itself with the leave, and the letter always has a holder', async () => {
    await leave('camat', [1, 2]);
    const letterId = await writtenLetter(office);
    await submitted(office, letterId, ['kabid']);
    const waiting = `initial ${letterId} for Kepala Bidang SMP`;
    expect(await inbox('camat')).not.toContain(waiting);
    at(1);
    expect(await inbox('camat')).toContain(waiting);
    expect(await inbox('kabid')).toContain(`initial ${letterId}`);
    at(3);
    expect(await inbox('camat')).not.toContain(waiting);
    await expect(decide('camat', letterId)).rejects.toMatchObject({ code: 'mandate-over' });
    expect(await inbox('kabid')).toContain(`initial ${letterId}`);
    await decide('kabid', letterId);
  });
});

describe('Signing on somebody’s behalf', () => {
  const rule = (value: string) => office.db.run(sql`UPDATE waiting_policy SET authority_rule = ${value}`);
  const anLetter = () => writtenLetter(office, { authority: 'an' });

  it('is refused at submission without the principal’s mandate where the office says so, and goes with it', async () => {
    await rule('refuse');
    const letterId = await anLetter();
    await expect(submitted(office, letterId, [])).rejects.toMatchObject({
      code: 'authority-without-mandate',
      fields: { authority: expect.anything() },
    });
    await people.giveMandate(await office.actor('sekda'), {
      fromPositionId: office.positions.sekda,
      to: { positionId: office.positions.kadis },
      kinds: ['surat-dinas'],
      tasks: ['sign'],
      validFrom: day(0),
      validTo: day(1),
      warrant: '',
    });
    await submitted(office, letterId, []);
    // It ends while the letter waits: judged again at the signing.
    const { checkSigningTurn } = await import('../../src/approvals/signing-turn.ts');
    const hash = await currentHash(office, letterId);
    const check = async () => checkSigningTurn(office.db, await office.actor('kadis'), letterId, hash, office.time.now);
    await expect(check()).resolves.toMatchObject({ appointment: { capacity: 'Kepala Dinas Pendidikan' } });
    at(2);
    await expect(check()).rejects.toMatchObject({ code: 'authority-without-mandate' });
    await rule('warn');
    await expect(check()).resolves.toBeDefined();
  });

  it('is only told by default, to those who may read the letter', async () => {
    const { readSigningWarnings } = await import('../../src/approvals/signing-authority.ts');
    const letterId = await anLetter();
    const warn = async (key: Key) =>
      (await readSigningWarnings(office.deps as never, await office.actor(key), letterId)).map(({ en }) => en);
    expect(await warn('staf')).toEqual([expect.stringContaining('no mandate in force from Sekretaris Daerah')]);
    await expect(warn('camat')).rejects.toMatchObject({ problem: 'not-found' });
    await rule('off');
    expect(await warn('staf')).toEqual([]);
    await rule('warn');
  });
});
