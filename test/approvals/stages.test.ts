import { z } from 'zod';
import { stepIsOpen } from '../../src/approvals/approvals-store.ts';
import { whoseTurn } from '../../src/approvals/chain.ts';
import type { PlannedStage } from '../../src/approvals/plan-chain.ts';
import { findStanding } from '../../src/approvals/turn-of.ts';
import { getLetter } from '../../src/letters/letters-store.ts';
import { sql } from '../../src/postgres/sql.ts';
import { currentHash, type Key, MORNING, openOffice, type TestOffice, writtenLetter } from '../letters/office.ts';
import { listMisplacedSteps } from './live-steps.ts';

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});
afterEach(() => {
  office.time.now = MORNING;
});

type Stage = Key | { all: Key[] } | { one: Key[] };

/** A submitted letter: side by side, one of, or one after the other. */
async function roundOf(...stages: Stage[]): Promise<number> {
  const letterId = await writtenLetter(office);
  const staf = await office.actor('staf');
  const { letter } = await office.letters.readLetter(staf, letterId);
  const planned = stages.map((stage): number | PlannedStage => {
    if (typeof stage === 'string') return office.positions[stage];
    const [mode, keys] = 'all' in stage ? (['all-of', stage.all] as const) : (['one-of', stage.one] as const);
    return { positions: keys.map((key) => office.positions[key]), mode, paraf: 'koordinasi' };
  });
  await office.approvals.submitLetter(staf, { letterId, revision: letter.draftRevision, initials: planned });
  return letterId;
}

type Outcome = 'approved' | 'returned' | 'rejected';
const decide = async (key: Key, letterId: number, outcome: Outcome = 'approved', versionSha256?: Buffer) =>
  office.approvals.decide(await office.actor(key), {
    letterId,
    versionSha256: versionSha256 ?? (await currentHash(office, letterId)),
    outcome,
    remark: 'Catatan',
  });
const state = async (letterId: number) => (await getLetter(office.db, letterId)).state;
const waitsFor = async (key: Key, letterId: number) =>
  (await office.approvals.readInbox(await office.actor(key))).some((item) => item.letterId === letterId);

describe('a stage in which everybody decides', () => {
  it('waits in the inbox of each of them, and goes on with the last', async () => {
    const letterId = await roundOf({ all: ['sekda', 'camat'] }, 'sekretaris');
    expect([await waitsFor('sekda', letterId), await waitsFor('camat', letterId)]).toEqual([true, true]);
    await decide('camat', letterId);
    expect([await waitsFor('sekda', letterId), await waitsFor('camat', letterId)]).toEqual([true, false]);
    expect(await waitsFor('sekretaris', letterId)).toBe(false);
    await expect(decide('camat', letterId)).rejects.toMatchObject({ code: 'already-decided' });
    await decide('sekda', letterId);
    expect(await waitsFor('sekretaris', letterId)).toBe(true);
  });

  it('has waited since it began, not since one of them decided', async () => {
    const letterId = await roundOf({ all: ['sekda', 'camat'] });
    office.time.now = new Date(MORNING.getTime() + 3_600_000);
    await decide('camat', letterId);
    expect((await getLetter(office.db, letterId)).stateSince).toEqual(MORNING);
    await decide('sekda', letterId);
    expect((await getLetter(office.db, letterId)).stateSince).toEqual(office.time.now);
  });

  it.each(['returned', 'rejected'] as const)('is over for all when one of them says %s', async (outcome) => {
    const letterId = await roundOf({ all: ['sekda', 'camat'] });
    const hash = await currentHash(office, letterId);
    await decide('sekda', letterId, outcome);
    expect(await state(letterId)).toBe(outcome === 'returned' ? 'draft' : 'rejected');
    await expect(decide('camat', letterId, 'approved', hash)).rejects.toMatchObject({
      code: outcome === 'returned' ? 'not-submitted' : 'letter-finished',
    });
    expect(await waitsFor('camat', letterId)).toBe(false);
  });

  it('takes the decisions of all of them at the same moment, and loses none', async () => {
    const letterId = await roundOf({ all: ['sekda', 'camat', 'kabid', 'sekretaris'] });
    const hash = await currentHash(office, letterId);
    const keys = ['sekda', 'camat', 'kabid', 'sekretaris'] as const;
    await Promise.all(keys.map((key) => decide(key, letterId, 'approved', hash)));
    expect(await state(letterId)).toBe('awaiting_signature');
  });

  it('records of approvals and a return at the same moment whatever came first, and never both a return and a step further', async () => {
    for (let i = 0; i < 5; i++) {
      const letterId = await roundOf({ all: ['sekda', 'camat'] });
      const hash = await currentHash(office, letterId);
      const results = await Promise.allSettled([
        decide('sekda', letterId, 'returned', hash),
        decide('camat', letterId, 'approved', hash),
        decide('sekda', letterId, 'approved', hash),
      ]);
      const done = results.filter(({ status }) => status === 'fulfilled').length;
      const { timeline } = await office.approvals.readProgress(await office.actor('staf'), letterId);
      expect(timeline).toHaveLength(1 + done);
      const returned = timeline.some(({ outcome }) => outcome === 'returned');
      expect(await state(letterId)).toBe(returned ? 'draft' : 'awaiting_signature');
      if (returned) expect(timeline.at(-1)?.outcome).toBe('returned');
    }
  });
});

describe('a stage in which one decides', () => {
  it('goes on with the first decision, and tells the others that theirs is not needed', async () => {
    const letterId = await roundOf({ one: ['sekda', 'camat'] }, 'sekretaris');
    const hash = await currentHash(office, letterId);
    await decide('camat', letterId);
    expect(await waitsFor('sekda', letterId)).toBe(false);
    expect(await waitsFor('sekretaris', letterId)).toBe(true);
    await expect(decide('sekda', letterId, 'approved', hash)).rejects.toMatchObject({
      code: 'decided-by-another',
      problem: 'conflict',
    });
  });

  it('records one of several decisions at the same moment', async () => {
    const letterId = await roundOf({ one: ['sekda', 'camat', 'kabid'] });
    const hash = await currentHash(office, letterId);
    const results = await Promise.allSettled(
      (['sekda', 'camat', 'kabid'] as const).map((key) => decide(key, letterId, 'approved', hash)),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'decided-by-another' });
    }
    expect(await state(letterId)).toBe('awaiting_signature');
  });
});

describe('the database itself', () => {
  /** A decision put beside the acts, by whoever writes to the tables directly. */
  async function force(letterId: number, key: Key, outcome: Outcome = 'approved'): Promise<void> {
    const standing = await findStanding(office.db, await getLetter(office.db, letterId));
    const step = standing?.steps.find(({ positionId }) => positionId === office.positions[key]);
    await office.db.run(sql`INSERT INTO decision (letter_id, version_id, step_id, outcome, person_id, appointment_id, capacity,
        version_sha256, at)
      SELECT ${letterId}, ${standing?.version.id}, ${step?.id}, ${outcome}, a.person_id, a.id, '', '\\x00', ${MORNING}
      FROM appointment a WHERE a.position_id = ${office.positions[key]}`);
  }

  it('keeps one decision of a stage of one', async () => {
    const letterId = await roundOf({ one: ['sekda', 'camat'] });
    await force(letterId, 'sekda');
    await expect(force(letterId, 'camat')).rejects.toThrow(/decision_one_closes_stage/);
  });

  it('takes no decision on a version that has ended', async () => {
    const letterId = await roundOf({ all: ['sekda', 'camat'] });
    await force(letterId, 'sekda', 'returned');
    await expect(force(letterId, 'camat')).rejects.toThrow(/has ended/);
  });

  it('keeps a post once in a chain, the signature last and alone, and one mode a stage', async () => {
    const letterId = await roundOf('kabid');
    const { currentVersionId } = await getLetter(office.db, letterId);
    const add = (key: Key, ordinal: number, task: 'initial' | 'sign', mode: 'all-of' | 'one-of') =>
      office.db.run(sql`INSERT INTO approval_step (version_id, letter_id, ordinal, position_id, task, mode)
        VALUES (${currentVersionId}, ${letterId}, ${ordinal}, ${office.positions[key]}, ${task}, ${mode})`);
    await expect(add('kabid', 1, 'initial', 'all-of')).rejects.toThrow(/approval_step_position_once/);
    for (const [ordinal, task, mode] of [
      [2, 'initial', 'all-of'],
      [3, 'initial', 'all-of'],
      [3, 'sign', 'all-of'],
      [1, 'initial', 'one-of'],
    ] as const) {
      await expect(add('sekda', ordinal, task, mode)).rejects.toThrow(/the signature is one and last/);
    }
  });
});

it('finds the open steps in SQL as the rule does, whatever happened to a letter', async () => {
  const letters = [
    await roundOf('kabid', { all: ['sekda', 'camat'] }),
    await roundOf({ all: ['sekda', 'camat'] }, 'kabid'),
    await roundOf({ one: ['sekda', 'camat'] }, { one: ['kabid', 'sekretaris'] }),
    await roundOf(),
  ];
  const compare = async () => {
    for (const letterId of letters) {
      const standing = await findStanding(office.db, await getLetter(office.db, letterId));
      const turn = whoseTurn(standing?.steps ?? [], standing?.decided ?? []);
      const open = await office.db.many(
        z.object({ id: z.number() }),
        sql`SELECT s.id FROM letter l JOIN approval_step s ON s.letter_id = l.id
            WHERE l.id = ${letterId} AND ${stepIsOpen} ORDER BY s.id`,
      );
      expect(open.map(({ id }) => id)).toEqual(turn.holder === 'stage' ? turn.steps.map(({ id }) => id) : []);
    }
    // An inbox looks for them there.
    expect(await listMisplacedSteps(office.db)).toEqual([]);
  };
  await compare();
  for (const key of ['camat', 'kabid', 'sekda', 'sekretaris'] as const) {
    for (const letterId of letters) await decide(key, letterId).catch(() => {});
    await compare();
  }
  await decide('kadis', letters[3] ?? 0, 'returned');
  await office.approvals.takeBack(await office.actor('staf'), { letterId: letters[0] ?? 0 }).catch(() => {});
  await compare();
});

describe('bad stages', () => {
  const submit = async (initials: (number | PlannedStage)[]) => {
    const letterId = await writtenLetter(office);
    const staf = await office.actor('staf');
    return office.approvals.submitLetter(staf, { letterId, revision: 1, initials });
  };

  it.each<[string, () => (number | PlannedStage)[]]>([
    ['a post twice', () => [office.positions.kabid, office.positions.kabid]],
    [
      'a post twice in one stage',
      () => [{ positions: Array(2).fill(office.positions.kabid), mode: 'all-of', paraf: 'hierarki' }],
    ],
    ['the signatory among the initials', () => [office.positions.kadis]],
    ['an empty stage', () => [{ positions: [], mode: 'one-of', paraf: 'hierarki' }]],
    ['more posts than the bound', () => Array.from({ length: 25 }, (_, i) => i + 1_000)],
    ['a post that does not exist', () => [987_654]],
  ])('refuses %s with a message beside the field, and stores nothing', async (_, initials) => {
    await expect(submit(initials())).rejects.toMatchObject({
      code: 'chain-invalid',
      fields: { initials: expect.anything() },
    });
  });

  it('asks nobody for a stage of one of which somebody is there', async () => {
    const vacant = await office.db.one(
      z.object({ id: z.number() }),
      sql`INSERT INTO position (unit_id, name) SELECT id, 'Kosong' FROM unit WHERE code = 'SMP' RETURNING id`,
    );
    const stage = (mode: 'all-of' | 'one-of'): PlannedStage => ({
      positions: [vacant.id, office.positions.kabid],
      mode,
      paraf: 'hierarki',
    });
    await submit([stage('one-of')]);
    await expect(submit([stage('all-of')])).rejects.toMatchObject({
      fields: { initials: { id: expect.stringContaining('Kosong sedang tidak ada pejabatnya') } },
    });
  });
});
