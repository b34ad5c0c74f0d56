import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openWaiting } from '../../src/approvals/waiting.ts';
import { watchWaiting } from '../../src/approvals/watch-waiting.ts';
import { whoIsTold } from '../../src/approvals/who-is-told.ts';
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
import fc from '../support/draws.ts';

const HOUR = 3_600_000;
let office: TestOffice;
let people: People;
let waiting: ReturnType<typeof openWaiting>;
const deps = () => ({ db: office.db, clock: () => office.time.now, appOrigin: 'https://layang.example' });

beforeAll(async () => {
  office = await openOffice();
  people = openPeople({ db: office.db, clock: () => office.time.now });
  waiting = openWaiting(deps());
  await office.db.run(
    sql`UPDATE person SET email = username || '@purnama.example', is_administrator = username = 'camat'`,
  );
});
beforeEach(async () => {
  office.time.now = MORNING;
});
afterEach(async () => {
  office.time.now = MORNING;
  // Letters of the test before wait no longer.
  await office.db.run(sql`UPDATE letter SET state = 'rejected' WHERE state <> 'draft'`);
  await office.db.run(sql`UPDATE absence SET ended_by = made_by, ended_at = made_at WHERE ended_at IS NULL`);
  await office.db.run(sql`UPDATE mandate SET revoked_by = made_by, revoked_at = made_at WHERE revoked_at IS NULL`);
});

const later = (hours: number) => {
  office.time.now = new Date(MORNING.getTime() + hours * HOUR);
};
const waitingLetter = async (changes: Record<string, unknown> = {}): Promise<number> => {
  const letterId = await writtenLetter(office, { copies: [], ...changes });
  await submitted(office, letterId, ['kabid']);
  return letterId;
};
/** Everything told of a letter: who, as what, of what. */
const told = async (letterId: number): Promise<string[]> => {
  const { rows } = await office.db.pool.query(
    `SELECT p.username || ' ' || n.role || ' ' || n.kind AS line FROM step_notice n JOIN approval_step s ON s.id = n.step_id
     JOIN person p ON p.id = n.person_id WHERE s.letter_id = $1 ORDER BY n.id`,
    [letterId],
  );
  return rows.map(({ line }) => line);
};
const mails = async (letterId: number): Promise<{ to_address: string; subject: string; body: string }[]> => {
  const { rows } = await office.db.pool.query(
    'SELECT to_address, subject, body FROM mail WHERE letter_id = $1 ORDER BY id',
    [letterId],
  );
  return rows;
};
const stepOf = async (letterId: number): Promise<number> => {
  const { rows } = await office.db.pool.query(
    `SELECT s.id FROM approval_step s JOIN letter l ON l.current_version_id = s.version_id WHERE l.id = $1 ORDER BY s.ordinal LIMIT 1`,
    [letterId],
  );
  return Number(rows[0].id);
};
const away = (key: Key, standIn: Key | null) =>
  office.actor(key).then((actor) =>
    people.recordAbsence(actor, {
      personId: actor.personId,
      reason: 'duty',
      firstDay: '2026-11-21',
      lastDay: '2026-11-25',
      standIn: standIn === null ? null : { personId: office.persons[standIn] },
    }),
  );

describe('A letter that waits', () => {
  it('is told before it is due to its holder, afterwards to superior and drafter too, once each', async () => {
    const letterId = await waitingLetter();
    await watchWaiting(deps());
    expect(await told(letterId)).toEqual([]);
    // SEGERA: 48 hours; reminded when three quarters are over.
    later(35.9);
    await watchWaiting(deps());
    expect(await told(letterId)).toEqual([]);
    later(36);
    await watchWaiting(deps());
    await watchWaiting(deps());
    expect(await told(letterId)).toEqual(['kabid holder reminder']);
    later(48);
    await Promise.all([watchWaiting(deps()), watchWaiting(deps())]);
    later(72);
    await watchWaiting(deps());
    expect((await told(letterId)).toSorted()).toEqual(
      [
        'kabid holder overdue',
        'kabid holder reminder',
        'sekretaris superior overdue',
        'staf drafter overdue',
      ].toSorted(),
    );
    expect((await mails(letterId)).map(({ to_address }) => to_address).toSorted()).toEqual([
      'kabid@purnama.example',
      'kabid@purnama.example',
      'sekretaris@purnama.example',
      'staf@purnama.example',
    ]);
    expect((await mails(letterId))[0]).toMatchObject({
      subject: 'Segera jatuh tempo: Surat Dinas “Undangan Rapat Kurikulum”',
      body: expect.stringContaining(`https://layang.example/letters/${letterId}`),
    });
  });

  it('is nobody’s any more once it was decided: nothing is told', async () => {
    const letterId = await waitingLetter();
    const kabid = await office.actor('kabid');
    const versionSha256 = await currentHash(office, letterId);
    await office.approvals.decide(kabid, { letterId, versionSha256, outcome: 'returned', remark: 'Perbaiki' });
    later(100);
    await watchWaiting(deps());
    expect(await told(letterId)).toEqual([]);
  });

  it.each(['T', 'R', 'SR'] as const)(
    'never has its subject in a mail, nor before superiors, in class %s',
    async (security) => {
      const letterId = await waitingLetter({ security, subject: 'Operasi Fajar Kelabu' });
      later(60);
      await watchWaiting(deps());
      const sent = await mails(letterId);
      expect(sent.length).toBeGreaterThan(2);
      expect(JSON.stringify(sent)).not.toContain('Kelabu');
      const { below } = await waiting.readNews(await office.actor('sekretaris'));
      expect(below).toContainEqual(expect.objectContaining({ letterId, notice: 'overdue', subject: undefined }));
      const { own } = await waiting.readNews(await office.actor('staf'));
      const subject = security === 'T' ? 'Operasi Fajar Kelabu' : undefined;
      expect(own).toContainEqual(expect.objectContaining({ letterId, subject }));
      const admin = { ...(await office.actor('camat')), isAdministrator: true };
      expect(JSON.stringify(await waiting.listOverdue(admin))).not.toContain('Kelabu');
    },
  );

  it('follows the office’s own table', async () => {
    const letterId = await waitingLetter({ urgency: 'BIASA' });
    const admin = { ...(await office.actor('camat')), isAdministrator: true };
    const rules = await waiting.readRules();
    const { workDays, opens, closes } = rules.calendar;
    const deadlines = { ...rules.deadlines, BIASA: { amount: 2, unit: 'hours' as const } };
    const input = { deadlines, workDays: [...workDays], opens, closes, remindPercent: 50, escalatePercent: 150 };
    await expect(waiting.changeDeadlines(await office.actor('staf'), input)).rejects.toMatchObject({
      code: 'not-allowed',
    });
    await waiting.changeDeadlines(admin, input);
    later(1);
    await watchWaiting(deps());
    expect(await told(letterId)).toEqual(['kabid holder reminder']);
    await waiting.changeDeadlines(admin, {
      ...input,
      deadlines: rules.deadlines,
      remindPercent: rules.remindPercent,
      escalatePercent: rules.escalatePercent,
    });
  });
});

describe('A holder who is away', () => {
  it('with a stand-in: nobody is troubled, the stand-in is reminded', async () => {
    const letterId = await waitingLetter();
    await away('kabid', 'camat');
    await watchWaiting(deps());
    expect(await told(letterId)).toEqual([]);
    later(36);
    await watchWaiting(deps());
    expect(await told(letterId)).toEqual(['camat holder reminder']);
  });

  it('without one: superior and drafter are told at once, or the drafter alone by policy', async () => {
    await away('kabid', null);
    const letterId = await waitingLetter();
    await watchWaiting(deps());
    expect((await told(letterId)).toSorted()).toEqual(['sekretaris superior absent', 'staf drafter absent']);
    await office.db.run(sql`UPDATE waiting_policy SET absent_to = 'drafter'`);
    const other = await waitingLetter();
    await watchWaiting(deps());
    expect(await told(other)).toEqual(['staf drafter absent']);
    await office.db.run(sql`UPDATE waiting_policy SET absent_to = 'superior'`);
  });

  it('with the drafter as the stand-in: nobody is there, for nobody initials their own draft in another’s place', async () => {
    await away('kabid', 'staf');
    const letterId = await waitingLetter();
    await watchWaiting(deps());
    expect((await told(letterId)).toSorted()).toEqual(['sekretaris superior absent', 'staf drafter absent']);
  });

  it('troubles nobody where another post of the stage will do', async () => {
    await away('kabid', null);
    const letterId = await writtenLetter(office, { copies: [] });
    const staf = await office.actor('staf');
    const { letter } = await office.letters.readLetter(staf, letterId);
    const positions = [office.positions.kabid, office.positions.camat];
    await office.approvals.submitLetter(staf, {
      letterId,
      revision: letter.draftRevision,
      initials: [{ positions, mode: 'one-of', paraf: 'hierarki' }],
    });
    await watchWaiting(deps());
    expect(await told(letterId)).toEqual([]);
  });

  it('goes past a superior who is away too, to the next who is there', async () => {
    await away('kabid', null);
    await away('sekretaris', null);
    const letterId = await waitingLetter();
    await watchWaiting(deps());
    expect(await told(letterId)).toContain('kadis superior absent');
  });

  it('who signs: a stand-in does not help, since nobody signs in another’s place', async () => {
    await away('kadis', 'sekretaris');
    const letterId = await writtenLetter(office, { copies: [] });
    await submitted(office, letterId, []);
    await watchWaiting(deps());
    expect((await told(letterId)).toSorted()).toEqual(['sekda superior absent', 'staf drafter absent']);
  });

  it('whose appointment ends while the letter waits leaves it to superior and drafter', async () => {
    const letterId = await waitingLetter();
    await office.db.run(sql`UPDATE appointment SET valid_to = '2026-11-22' WHERE person_id = ${office.persons.kabid}`);
    later(48);
    await watchWaiting(deps());
    expect(await told(letterId)).toEqual(expect.arrayContaining(['sekretaris superior vacant', 'staf drafter vacant']));
    await office.db.run(sql`UPDATE appointment SET valid_to = NULL WHERE person_id = ${office.persons.kabid}`);
  });
});

describe('Whoever oversees a post', () => {
  it('finds in the inbox what is late below, reminds once a day, and hands over', async () => {
    const letterId = await waitingLetter();
    later(50);
    await watchWaiting(deps());
    const sekretaris = await office.actor('sekretaris');
    const { below } = await waiting.readNews(sekretaris);
    expect(below).toContainEqual(expect.objectContaining({ letterId, notice: 'overdue' }));
    const stepId = await stepOf(letterId);
    expect(await waiting.getOverseen(sekretaris, stepId)).toMatchObject({
      overdue: true,
      mayHandOver: true,
      acting: [{ capacity: 'Kepala Bidang SMP' }],
    });
    await waiting.remind(sekretaris, stepId);
    await expect(waiting.remind(sekretaris, stepId)).rejects.toMatchObject({ code: 'reminded-today' });
    later(75);
    await waiting.remind(sekretaris, stepId);
    expect((await waiting.readNews(await office.actor('kabid'))).nudges[stepId]).toMatchObject({
      byName: 'sekretaris',
    });
    const day = new Date(office.time.now).toISOString().slice(0, 10);
    await people.giveMandate(sekretaris, {
      fromPositionId: office.positions.kabid,
      to: { positionId: office.positions.camat },
      kinds: [],
      tasks: ['initial'],
      validFrom: day,
      validTo: day,
      warrant: '',
    });
    expect((await office.approvals.readInbox(await office.actor('camat'))).map((item) => item.letterId)).toContain(
      letterId,
    );
  });

  it('is nobody else: the step is not for drafter, holder or strangers to oversee', async () => {
    const stepId = await stepOf(await waitingLetter());
    for (const key of ['staf', 'kabid'] as const) {
      await expect(waiting.getOverseen(await office.actor(key), stepId)).rejects.toMatchObject({ code: 'not-allowed' });
      await expect(waiting.remind(await office.actor(key), stepId)).rejects.toMatchObject({ code: 'not-allowed' });
    }
    await expect(waiting.getOverseen(await office.actor('kadis'), 987_654)).rejects.toMatchObject({
      code: 'step-not-waiting',
    });
  });

  it('sees the overdue list of the unit they lead, and others see none', async () => {
    const letterId = await waitingLetter();
    later(60);
    const units = async (key: Key) =>
      (await waiting.listOverdue(await office.actor(key))).map(
        ({ name, steps }) => `${name}: ${steps.map((s) => s.letterId)}`,
      );
    expect(await units('kabid')).toEqual([expect.stringContaining(`${letterId}`)]);
    expect(await units('staf')).toEqual([]);
    expect(await waiting.readsOverdue(await office.actor('staf'))).toBe(false);
    expect((await units('camat')).length).toBeGreaterThan(2);
  });
});

describe('The rule of who is told', () => {
  const person = fc.integer({ min: 1, max: 9 });
  const waitings = fc.record({
    now: fc.integer({ min: 0, max: 30 }).map((n) => new Date(n)),
    remindAt: fc.constant(new Date(10)),
    due: fc.constant(new Date(20)),
    acting: fc.array(fc.record({ personId: person, awayUntil: fc.constantFrom(null, '2026-11-30') }), { maxLength: 3 }),
    superiors: fc.array(person, { maxLength: 2 }),
    administrators: fc.array(person, { minLength: 1, maxLength: 2 }),
    drafter: person,
    othersWillDo: fc.constant(false),
    absentTo: fc.constantFrom('superior' as const, 'drafter' as const),
  });

  it('leaves no letter without somebody who can move it and knows of it', () => {
    fc.assert(
      fc.property(waitings, (each) => {
        const found = whoIsTold(each);
        const somebodyThere = each.acting.some(({ awayUntil }) => awayUntil === null);
        const above = found.filter(({ role }) => role === 'superior' || role === 'administrator');
        const knows = (id: number) => found.some(({ personId }) => personId === id);
        if (each.acting.length === 0) expect(above.length).toBeGreaterThan(0);
        if (!somebodyThere) expect(knows(each.drafter)).toBe(true);
        if (each.now >= each.due) {
          for (const id of each.superiors.length > 0 ? each.superiors : each.administrators)
            expect(knows(id)).toBe(true);
          expect(knows(each.drafter)).toBe(true);
        }
      }),
    );
  });

  it('tells nobody the same twice, and nobody anything while all is in time and somebody is there', () => {
    fc.assert(
      fc.property(waitings, (each) => {
        const found = whoIsTold(each);
        expect(new Set(found.map(({ kind, personId }) => `${kind} ${personId}`)).size).toBe(found.length);
        if (each.now < each.remindAt && each.acting.some(({ awayUntil }) => awayUntil === null))
          expect(found).toEqual([]);
      }),
    );
  });
});
