import { z } from 'zod';
import { readWaitingRules } from '../../src/approvals/waiting-rules.ts';
import { noticeTimes } from '../../src/incoming/deadlines/due-of.ts';
import { listLateIncoming, readHoldingNews } from '../../src/incoming/deadlines/overdue-incoming.ts';
import { watchHoldings } from '../../src/incoming/deadlines/watch-holdings.ts';
import { whoHears } from '../../src/incoming/deadlines/who-hears.ts';
import { lockIncoming } from '../../src/incoming/incoming-store.ts';
import { moveOriginal } from '../../src/incoming/originals/hand-over-originals.ts';
import { readAlarms, readLine } from '../../src/incoming/registering/desk.ts';
import { correctLine } from '../../src/incoming/registering/mend-line.ts';
import { moveLetter } from '../../src/incoming/tree/move-letter.ts';
import { openPeople } from '../../src/people/people.ts';
import { sql } from '../../src/postgres/sql.ts';
import { type Key, MORNING } from '../letters/office.ts';
import fc from '../support/draws.ts';
import { filledLine } from './desk-office.ts';
import { openTreeOffice, outcomeOf, type TreeOffice } from './tree-office.ts';

const HOUR = 3_600_000;
const waiting = z.object({ n: z.number() });
const behindLocks = sql`SELECT count(*)::int AS n FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event_type = 'Lock'`;
let office: TreeOffice;
beforeAll(async () => {
  office = await openTreeOffice();
  await office.db.run(sql`UPDATE person SET email = username || '@purnama.example'`);
});
// What one test leaves waiting would be told of in the next.
beforeEach(async () => {
  office.time.now = MORNING;
  await office.db.run(
    sql`UPDATE holding SET state = 'done' WHERE state IN ('unread', 'read', 'reported', 'passed_on')`,
  );
  await office.db.run(sql`DELETE FROM mail`);
});

const later = (hours: number) => {
  office.time.now = new Date(MORNING.getTime() + hours * HOUR);
};
const watch = () => watchHoldings({ db: office.db, clock: () => office.time.now, appOrigin: 'https://surat.example' });
const keys = () => new Map(Object.entries(office.persons).map(([key, personId]) => [personId, key]));
const told = async (incomingId: number) => {
  const rows = await office.db.many(
    z.object({ personId: z.number(), role: z.string(), kind: z.string() }),
    sql`SELECT n.person_id, n.role, n.kind FROM holding_notice n JOIN holding h ON h.id = n.holding_id
        WHERE h.incoming_id = ${incomingId} ORDER BY n.id`,
  );
  return rows.map(({ personId, role, kind }) => `${keys().get(personId)} ${role} ${kind}`);
};
const mails = () =>
  office.db.many(
    z.object({ toAddress: z.string(), subject: z.string(), body: z.string() }),
    sql`SELECT to_address, subject, body FROM mail ORDER BY id`,
  );
const away = async (key: Key, standIn: Key | null) => {
  const actor = await office.actor(key);
  const people = openPeople({ db: office.db, clock: () => office.time.now });
  return people.recordAbsence(actor, {
    personId: actor.personId,
    reason: 'duty',
    firstDay: '2026-11-24',
    lastDay: '2026-11-27',
    standIn: standIn === null ? null : { personId: office.persons[standIn] },
  });
};

test('a letter is reminded of before it is late, and of late ones holder, giver and superior hear once each', async () => {
  const { incomingId } = await office.letter({ urgency: 'SEGERA' });
  await watch();
  expect(await told(incomingId)).toEqual([]);
  later(36);
  expect(await watch()).toBe(1);
  expect(await told(incomingId)).toEqual(['kadis holder reminder']);
  expect(await watch()).toBe(0);
  later(48);
  await Promise.all([watch(), watch()]);
  expect((await told(incomingId)).toSorted()).toEqual([
    'kadis holder overdue',
    'kadis holder reminder',
    'sekda superior escalated',
    'sekretaris giver overdue',
  ]);
  expect(await office.events(incomingId)).toEqual(expect.arrayContaining(['reminded', 'escalated']));
  const sent = await mails();
  expect(sent.some(({ subject }) => subject.startsWith('Terlambat di bawah Anda: '))).toBe(true);
  const notices = sent.filter(({ subject }) => !subject.startsWith('Surat masuk'));
  expect(notices).toHaveLength(4);
  expect(notices.every(({ body }) => body.includes('Batas waktu: 26 November 2026'))).toBe(true);
});

test('of a letter whose class rises at that moment nobody is told the subject', async () => {
  const { incomingId } = await office.letter({ urgency: 'SEGERA', subject: 'Ditutup sekarang' });
  later(48);
  await office.db.run(sql`DELETE FROM mail`);
  let round: Promise<number> | undefined;
  await office.db.transaction(async (tx) => {
    await lockIncoming(tx, incomingId);
    await tx.run(sql`UPDATE incoming SET security = 'R' WHERE id = ${incomingId}`);
    // Lists it as it was, and waits for it.
    round = watch();
    while ((await office.db.one(waiting, behindLocks)).n === 0);
  });
  await round;
  expect((await mails()).filter(({ subject, body }) => `${subject} ${body}`.includes('Ditutup'))).toEqual([]);
  await watch();
  expect(await told(incomingId)).toContain('sekda superior escalated');
  expect((await mails()).filter(({ subject, body }) => `${subject} ${body}`.includes('Ditutup'))).toEqual([]);
});

test('the day on the sheet counts before the office’s table, and reading does not put it off', async () => {
  const { incomingId, holdingId } = await office.letter({ urgency: 'SEGERA' });
  await office.dispose('kadis', holdingId, ['kabid'], { dueOn: '2026-11-30' });
  later(60);
  await office.dispositions.read(await office.actor('kabid'), incomingId);
  await watch();
  expect(await told(incomingId)).toEqual([]);
  later(24 * 8);
  await watch();
  expect((await told(incomingId)).toSorted()).toEqual([
    'kabid holder overdue',
    'kadis giver overdue',
    'sekretaris superior escalated',
  ]);
});

test('a report that waits to be accepted has a time of its own, and falls to whoever disposed', async () => {
  const { incomingId, holdingId } = await office.letter({ urgency: 'SEGERA' });
  await office.dispose('kadis', holdingId, ['kabid']);
  const kabid = await office.actor('kabid');
  const report = { holdingId: await office.holdingOf(incomingId, 'kabid'), text: 'Sudah.', files: [] };
  await office.dispositions.report(kabid, report);
  later(49);
  await watch();
  expect((await told(incomingId)).toSorted()).toEqual([
    'kabid giver overdue',
    'kadis holder overdue',
    'sekda superior escalated',
  ]);
});

test('a letter that is taken up again has its time anew: nobody is told at once that it is late', async () => {
  const { incomingId, holdingId } = await office.letter({ urgency: 'SEGERA' });
  const kadis = await office.actor('kadis');
  await office.dispositions.finish(kadis, { holdingId, remark: 'Cukup' });
  later(24 * 30);
  await office.dispositions.reopen(kadis, { incomingId, remark: 'Masih ditanyakan' });
  await watch();
  expect(await told(incomingId)).toEqual([]);
  later(24 * 30 + 60);
  await watch();
  expect(await told(incomingId)).toContain('kadis holder overdue');
});

test('the superior hears later where the office says so', async () => {
  await office.db.run(sql`UPDATE waiting_policy SET escalate_percent = 200`);
  try {
    const { incomingId } = await office.letter({ urgency: 'SEGERA' });
    later(50);
    await watch();
    expect((await told(incomingId)).some((one) => one.includes('escalated'))).toBe(false);
    later(96);
    await watch();
    expect(await told(incomingId)).toContain('sekda superior escalated');
  } finally {
    await office.db.run(sql`UPDATE waiting_policy SET escalate_percent = 100`);
  }
});

test('who is away leaves it to the stand-in; without one it goes to the superior, unless it was opened or is secret', async () => {
  const { incomingId, holdingId } = await office.letter({ urgency: 'SEGERA' });
  const opened = await office.letter({ urgency: 'SEGERA' });
  const secret = await office.letter({ urgency: 'SEGERA', security: 'R' });
  const has = await office.letter({ urgency: 'SEGERA' });
  await office.dispose('kadis', holdingId, ['kabid']);
  await office.dispose('kadis', opened.holdingId, ['kabid']);
  await office.dispose('kadis', secret.holdingId, ['kabid']);
  await office.dispose('kadis', has.holdingId, ['kabid', 'sekretaris']);
  await office.dispositions.read(await office.actor('kabid'), opened.incomingId);
  await away('kabid', null);
  await Promise.all([watch(), watch()]);
  expect(await office.tree(incomingId)).toBe('kadis:passed_on sekretaris:unread');
  expect((await office.events(incomingId)).filter((event) => event === 'moved')).toHaveLength(1);
  expect(await told(incomingId)).toEqual([]);
  for (const other of [opened, secret, has]) {
    expect((await told(other.incomingId)).toSorted()).toEqual(['kadis giver absent', 'sekretaris superior absent']);
  }
  await office.dispositions.report(await office.actor('sekretaris'), {
    ...{ holdingId: await office.holdingOf(incomingId, 'sekretaris'), text: 'Sudah ditangani.', files: [] },
  });
  await office.db.run(sql`UPDATE waiting_policy SET absent_to = 'drafter'`);
  const alone = await office.letter({ urgency: 'SEGERA' });
  await office.dispose('kadis', alone.holdingId, ['kabid']);
  await watch();
  expect(await office.tree(alone.incomingId)).toBe('kadis:passed_on kabid:unread');
  expect(await told(alone.incomingId)).toEqual(['kadis giver absent']);
  await office.db.run(sql`UPDATE waiting_policy SET absent_to = 'superior'`);
  await office.db.run(sql`UPDATE absence SET ended_at = now(), ended_by = person_id WHERE ended_at IS NULL`);
  await away('kabid', 'staf');
  const other = await office.letter({ urgency: 'SEGERA' });
  await office.dispose('kadis', other.holdingId, ['kabid']);
  later(36);
  await watch();
  expect(await told(other.incomingId)).toEqual(['staf holder reminder']);
  await office.db.run(sql`UPDATE absence SET ended_at = now(), ended_by = person_id WHERE ended_at IS NULL`);
});

test('a report that nobody can accept is told upward and an alarm of the clerk, who gives it to a post that can', async () => {
  const { db, positions, dispositions, deps } = office;
  const { incomingId, holdingId } = await office.letter({ urgency: 'SEGERA' });
  await office.dispose('kadis', holdingId, ['kabid', 'sekretaris']);
  const section = await office.holdingOf(incomingId, 'kabid');
  await office.dispose('kabid', section, ['staf']);
  const staff = await office.holdingOf(incomingId, 'staf');
  const clerk = await office.actor('sekretaris');
  const alarms = async () =>
    (await readAlarms(deps, clerk))
      .filter(({ id }) => id === incomingId)
      .map(({ posts, reports }) => ({ posts, reports }));
  await office.endAppointment(office.persons.kabid, '2026-11-23');
  try {
    // Whoever has it below is at work: nothing waits for the vacant post yet.
    await watch();
    expect([await told(incomingId), await alarms()]).toEqual([[], []]);
    later(1);
    await dispositions.report(await office.actor('staf'), { holdingId: staff, text: 'Sudah selesai', files: [] });
    await watch();
    // Another branch of the letter is under way all the same.
    expect(await office.tree(incomingId)).toBe('kadis:passed_on kabid:passed_on sekretaris:unread staf:reported');
    expect((await told(incomingId)).toSorted()).toEqual(['sekretaris superior vacant', 'staf giver vacant']);
    expect(await alarms()).toEqual([{ posts: ['Kepala Bidang SMP'], reports: true }]);
    const said = (await mails()).map(({ body }) => body).join();
    expect(said).toContain('Minta petugas agenda mengalihkan surat ini');
    expect(said).toMatch(/alihkan ke jabatan lain dari kotak masuk.*\s+https:\/\/[^/]+\/\s/);
    await db.run(sql`UPDATE position SET closed_at = now() WHERE id = ${positions.kabid}`);
    later(50);
    await watch();
    expect(await told(incomingId)).toEqual(
      expect.arrayContaining(['staf giver overdue', 'sekretaris superior escalated']),
    );
    expect(await alarms()).toHaveLength(1);
    const acceptance = (key: Key) =>
      office.actor(key).then((who) => outcomeOf(dispositions.accept(who, { holdingId: staff, remark: '' })));
    expect(await acceptance('camat')).not.toBe('done');
    await moveLetter(deps, clerk, { incomingId, holdingId: section, positionId: positions.camat });
    expect(await alarms()).toEqual([]);
    expect(await acceptance('camat')).toBe('done');
    // Everybody below is done, so the disposition is reported by itself to the head of the agency.
    expect(await office.tree(incomingId)).toBe('kadis:passed_on camat:reported sekretaris:unread staf:done');
    const head = await office.actor('kadis');
    expect(await outcomeOf(dispositions.accept(head, { holdingId: section, remark: '' }))).toBe('done');
  } finally {
    await db.run(sql`UPDATE position SET closed_at = NULL WHERE id = ${positions.kabid}`);
    await db.run(sql`UPDATE appointment SET valid_to = NULL WHERE person_id = ${office.persons.kabid}`);
  }
});

test('a secret letter goes from a vacant post to those who know of it, down to a report at a post that was closed', async () => {
  const { db, positions, dispositions, deps } = office;
  const clerk = await office.actor('bupati');
  await db.run(
    sql`INSERT INTO duty (person_id, unit_id, duty) VALUES (${clerk.personId}, ${office.units.get('DISDIK')}, 'registry')`,
  );
  const registrar = await office.actor('bupati');
  const { incomingId, holdingId } = await office.letter({ security: 'R' });
  await office.dispose('kadis', holdingId, ['kabid', 'sekretaris']);
  const section = await office.holdingOf(incomingId, 'kabid');
  await office.dispose('kabid', section, ['camat']);
  const camat = await office.holdingOf(incomingId, 'camat');
  const move = (from: number) => outcomeOf(moveLetter(deps, registrar, { incomingId, holdingId: from }));
  const lying = async () =>
    (await readAlarms(deps, registrar)).filter(({ id }) => id === incomingId).flatMap(({ posts }) => posts);
  try {
    // Whoever disposed has it to look at again; a sister who has it too keeps it.
    await office.endAppointment(office.persons.camat, '2026-11-23');
    expect(await move(camat)).toBe('done');
    expect(await office.tree(incomingId)).toBe('kadis:passed_on kabid:passed_on sekretaris:unread camat:reported');
    expect((await mails()).at(-1)?.body).toContain('Laporan atas disposisi Kepala Bidang SMP menunggu');
    // Which of them is vacant too is an alarm again, and goes on to the next.
    await office.endAppointment(office.persons.kabid, '2026-11-23');
    await db.run(sql`UPDATE position SET closed_at = now() WHERE id = ${positions.kabid}`);
    expect(await lying()).toEqual(['Kepala Bidang SMP']);
    expect(await move(section)).toBe('done');
    expect(await office.tree(incomingId)).toBe('kadis:passed_on kabid:reported sekretaris:unread camat:done');
    const head = await office.actor('kadis');
    expect(await outcomeOf(dispositions.accept(head, { holdingId: section, remark: '' }))).toBe('done');
    // A report to the first holder goes to the nearest above that has it not in hand.
    const secretary = await office.actor('sekretaris');
    const report = { holdingId: await office.holdingOf(incomingId, 'sekretaris'), text: 'Sudah', files: [] };
    await dispositions.report(secretary, report);
    await office.endAppointment(office.persons.kadis, '2026-11-23');
    await db.run(sql`UPDATE position SET closed_at = now() WHERE id = ${positions.kadis}`);
    expect(await move(holdingId)).toBe('done');
    expect(await office.tree(incomingId)).toBe('sekda:passed_on kabid:done sekretaris:reported camat:done');
    expect(await lying()).toEqual([]);
    // Nor does the book of the papers tell by what it refuses.
    const paper = {
      kind: 'handed',
      receiver: 'Ajudan',
      day: '2026-11-24',
      time: '08:30',
      place: '',
      note: '',
    } as const;
    const handing = (key: Key) =>
      moveOriginal(deps, registrar, {
        ...{ ...paper, incomingId, seen: 0, proofSha256: null, to: { positionId: positions[key] } },
      });
    expect(await Promise.all((['sekda', 'staf', 'sekretaris'] as const).map((key) => outcomeOf(handing(key))))).toEqual(
      Array(3).fill('original-by-name'),
    );
    const above = await office.actor('sekda');
    expect(await outcomeOf(dispositions.accept(above, { holdingId: report.holdingId, remark: '' }))).toBe('done');
    expect(await office.tree(incomingId)).toBe('sekda:done kabid:done sekretaris:done camat:done');
  } finally {
    await db.run(sql`UPDATE position SET closed_at = NULL WHERE closed_at IS NOT NULL`);
    await db.run(sql`UPDATE appointment SET valid_to = NULL`);
    await db.run(sql`DELETE FROM duty WHERE person_id = ${clerk.personId}`);
  }
});

test('whichever post a clerk names for a secret letter at a vacant one, nothing tells them whether it has the letter', async () => {
  const { db, deps, positions } = office;
  const { personId } = await office.actor('bupati');
  await db.run(
    sql`INSERT INTO duty (person_id, unit_id, duty) VALUES (${personId}, ${office.units.get('DISDIK')}, 'registry')`,
  );
  const registrar = await office.actor('bupati');
  const outcomes = new Set<string>();
  try {
    for (const positionId of [positions.camat, positions.staf, positions.kadis, 999_999, undefined]) {
      const { incomingId, holdingId } = await office.letter({ security: 'SR' });
      await office.dispose('kadis', holdingId, ['kabid', 'camat']);
      await office.endAppointment(office.persons.kabid, '2026-11-23');
      const { inHand } = await readLine(deps, registrar, incomingId);
      expect(inHand).toMatchObject([{ positionId: positions.kabid, vacant: true, movable: true, chosen: false }]);
      const move = moveLetter(deps, registrar, { incomingId, holdingId: inHand[0]?.holdingId ?? 0, positionId });
      const outcome = await outcomeOf(move);
      const { line, may, inHand: after } = await readLine(deps, registrar, incomingId);
      const alarm = (await readAlarms(deps, registrar)).some(({ id }) => id === incomingId);
      outcomes.add(JSON.stringify([outcome, after, may, line.holders, line.state, alarm]));
      expect(await office.tree(incomingId)).toBe('kadis:passed_on kabid:reported camat:unread');
      await db.run(sql`UPDATE appointment SET valid_to = NULL`);
    }
  } finally {
    await db.run(sql`UPDATE appointment SET valid_to = NULL`);
    await db.run(sql`DELETE FROM duty WHERE person_id = ${personId}`);
  }
  expect([...outcomes]).toHaveLength(1);
});

test('who has a secret letter first, the book of papers tells no clerk for having taken it from a vacant post since', async () => {
  const { db, positions, dispositions, deps } = office;
  const { personId } = await office.actor('bupati');
  await db.run(
    sql`INSERT INTO duty (person_id, unit_id, duty) VALUES (${personId}, ${office.units.get('DISDIK')}, 'registry')`,
  );
  const registrar = await office.actor('bupati');
  const take = (incomingId: number, from: number) => moveLetter(deps, registrar, { incomingId, holdingId: from });
  try {
    const { incomingId, holdingId } = await office.letter({ security: 'R' });
    await office.dispose('kadis', holdingId, ['sekretaris']);
    const report = { holdingId: await office.holdingOf(incomingId, 'sekretaris'), text: 'Sudah', files: [] };
    await dispositions.report(await office.actor('sekretaris'), report);
    await office.endAppointment(office.persons.kadis, '2026-11-23');
    await take(incomingId, holdingId);
    await office.dispose('sekda', holdingId, ['camat'], { further: true });
    await office.endAppointment(office.persons.camat, '2026-11-23');
    await take(incomingId, await office.holdingOf(incomingId, 'camat'));
    expect(await office.tree(incomingId)).toBe('sekda:passed_on sekretaris:reported camat:reported');
    const paper = {
      kind: 'handed',
      receiver: 'Ajudan',
      day: '2026-11-24',
      time: '08:30',
      place: '',
      note: '',
    } as const;
    const to = { positionId: positions.sekda };
    const handing = moveOriginal(deps, registrar, { ...paper, incomingId, seen: 0, proofSha256: null, to });
    expect(await outcomeOf(handing)).toBe('original-by-name');
  } finally {
    await db.run(sql`UPDATE appointment SET valid_to = NULL`);
    await db.run(sql`DELETE FROM duty WHERE person_id = ${personId}`);
  }
});

test('a letter that a vacant post was passed comes back to whoever passed it up, where the clerk gives it to them', async () => {
  const { db, positions, units, dispositions, deps } = office;
  await db.run(
    sql`INSERT INTO first_holder (unit_id, position_id) VALUES (${units.get('DISDIK')}, ${positions.sekretaris})`,
  );
  const { incomingId, holdingId } = await office.letter();
  await db.run(sql`DELETE FROM first_holder`);
  const clerk = await office.actor('sekretaris');
  await dispositions.forward(clerk, { holdingId, positionId: positions.kadis, remark: '' });
  await office.endAppointment(office.persons.kadis, '2026-11-23');
  try {
    const head = await office.holdingOf(incomingId, 'kadis');
    await moveLetter(deps, clerk, { incomingId, holdingId: head, positionId: positions.sekretaris });
    expect(await office.tree(incomingId)).toBe('sekretaris:forwarded sekretaris:unread');
    await dispositions.finish(clerk, { holdingId: head, remark: 'Cukup diketahui' });
    expect(await office.tree(incomingId)).toBe('sekretaris:done sekretaris:done');
  } finally {
    await db.run(sql`UPDATE appointment SET valid_to = NULL WHERE person_id = ${office.persons.kadis}`);
  }
});

test('of a vacant post those above hear at once', async () => {
  const { incomingId, holdingId } = await office.letter();
  await office.dispose('kadis', holdingId, ['kabid']);
  await office.endAppointment(office.persons.kabid, '2026-11-23');
  try {
    await watch();
    expect((await told(incomingId)).toSorted()).toEqual(['kadis giver vacant', 'sekretaris superior vacant']);
  } finally {
    await office.db.run(sql`UPDATE appointment SET valid_to = NULL WHERE person_id = ${office.persons.kabid}`);
  }
});

test.each(['T', 'R', 'SR'] as const)(
  'of class %s no mail and no list of others says sender or subject',
  async (security) => {
    const { incomingId } = await office.letter({ security, subject: 'Operasi Fajar Kelabu', senderName: 'Kodim 0501' });
    later(24 * 20);
    await watch();
    const sent = await mails();
    expect(sent.length).toBeGreaterThan(1);
    expect(JSON.stringify(sent)).not.toMatch(/Kelabu|Kodim/);
    const deps = { db: office.db, clock: () => office.time.now };
    const admin = { ...(await office.actor('camat')), isAdministrator: true };
    expect(JSON.stringify(await listLateIncoming(deps, admin))).not.toContain('Kelabu');
    const news = await readHoldingNews(deps, await office.actor('sekda'));
    expect(news).toContainEqual(
      expect.objectContaining({ incomingId, kind: 'escalated', subject: undefined, senderName: '', readable: false }),
    );
    // Which one it is the superior learns of a restricted one alone.
    const which = security === 'T';
    expect(news.every(({ line }) => (line !== undefined) === which)).toBe(true);
    const above = sent.filter(({ subject }) => subject.startsWith('Terlambat di bawah Anda'));
    expect(above.map(({ subject, body }) => /agenda \d/.test(subject + body))).toEqual(above.map(() => which));
    expect(above.length).toBeGreaterThan(0);
  },
);

test('which line it is of a restricted letter, those above are not told any more once it is secret', async () => {
  const { incomingId } = await office.letter({ security: 'T', urgency: 'SEGERA' });
  later(24 * 20);
  await watch();
  const about = async () =>
    JSON.stringify(
      (await office.db.pool.query('SELECT subject, body FROM mail WHERE incoming_id = $1', [incomingId])).rows,
    );
  expect(await about()).toMatch(/nomor agenda \d/);
  const line = filledLine(office, { number: 'rises/1', security: 'R', urgency: 'SEGERA' });
  await correctLine(office.deps, await office.actor('sekretaris'), { ...line, incomingId, revision: 0 });
  expect(await about()).toContain('Ada surat masuk yang menyangkut Anda');
  expect(await about()).not.toMatch(/nomor agenda \d/);
});

test('that a secret letter is late at a post, its head learns and not which one, its clerk nothing', async () => {
  const { holdingId } = await office.letter({ security: 'R', urgency: 'SEGERA' });
  await office.dispose('kadis', holdingId, ['camat']);
  later(24 * 20);
  const deps = { db: office.db, clock: () => office.time.now };
  const listed = async (actor: Parameters<typeof listLateIncoming>[1]) =>
    (await listLateIncoming(deps, actor)).flatMap(({ posts }) => posts.flatMap(({ late }) => late));
  // The clerk of the agenda sees the line everywhere else.
  expect(await listed(await office.actor('sekretaris'))).toEqual([]);
  const admin = { ...(await office.actor('staf')), isAdministrator: true };
  expect(await listed(admin)).toMatchObject([{ security: 'R', line: undefined, subject: undefined, readable: false }]);
  expect(await listed(await office.actor('camat'))).toMatchObject([
    { readable: true, line: { agenda: expect.any(Number) } },
  ]);
});

test('who gave a letter from a post that they hold no more is told nothing of it', async () => {
  const personId = await office.acting('kadis', 'pengganti-lama', ['Plh.']);
  await office.db.run(sql`UPDATE person SET email = 'lama@purnama.example' WHERE id = ${personId}`);
  const { holdingId } = await office.letter({ urgency: 'SEGERA' });
  await office.dispositions.dispose(await office.actor(personId), {
    ...{ holdingId, recipients: [{ positionId: office.positions.kabid, responsible: true }] },
    ...{ instructions: ['PROSES'], remark: '' },
  });
  await office.endAppointment(personId, '2026-11-24');
  await office.db.run(sql`DELETE FROM mail`);
  later(60);
  await watch();
  expect((await mails()).map(({ toAddress }) => toAddress)).not.toContain('lama@purnama.example');
  const deps = { db: office.db, clock: () => office.time.now };
  expect(await readHoldingNews(deps, await office.actor(personId))).toEqual([]);
});

test('whoever was told as the superior sees nothing more of it once they stand above that post no longer', async () => {
  const personId = await office.acting('sekda', 'atasan-lama');
  const { incomingId } = await office.letter({ urgency: 'SEGERA' });
  later(60);
  await watch();
  const deps = { db: office.db, clock: () => office.time.now };
  const news = async () => (await readHoldingNews(deps, await office.actor(personId))).map((each) => each.subject);
  expect(await told(incomingId)).toContain('undefined superior escalated');
  expect(await news()).toEqual(['Permohonan guru matematika']);
  await office.endAppointment(personId, '2026-11-25');
  expect(await news()).toEqual([]);
});

test('what is late is listed by post for whoever leads the unit, and for nobody else', async () => {
  const { holdingId } = await office.letter({ urgency: 'SEGERA' });
  await office.dispose('kadis', holdingId, ['kabid', 'camat']);
  later(24 * 20);
  const deps = { db: office.db, clock: () => office.time.now };
  const posts = async (key: Key) =>
    (await listLateIncoming(deps, await office.actor(key))).flatMap((unit) =>
      unit.posts.map(({ name, late }) => `${unit.name}: ${name} ${late.length}`),
    );
  expect(await posts('camat')).toEqual(['Kecamatan Purnama Utara: Camat Purnama Utara 1']);
  expect(await posts('staf')).toEqual([]);
  expect((await posts('sekretaris')).length).toBeGreaterThan(1);
});

test('the superior never hears before it is late, whatever the clock, the deadline and the policy', async () => {
  const rules = await readWaitingRules(office.db);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 99 }),
      fc.integer({ min: 100, max: 1_000 }),
      fc.integer({ min: -10_000, max: 1_000_000 }),
      fc.integer({ min: 0, max: 2_000_000 }),
      (remindPercent, escalatePercent, lasts, passed) => {
        const since = new Date(0);
        const due = new Date(lasts * 1_000);
        const times = noticeTimes({ ...rules, remindPercent, escalatePercent }, since, due);
        const now = new Date(passed * 1_000);
        const hearing = whoHears({
          ...{ now, due, superiors: [2], administrators: [3], giver: 4, absentTo: 'superior' as const },
          ...times,
          acting: [{ personId: 1, awayUntil: null }],
        });
        const late = now >= due;
        expect(hearing.some(({ kind }) => kind === 'overdue')).toBe(late);
        if (!late) expect(hearing.every(({ role }) => role === 'holder')).toBe(true);
        expect(new Set(hearing.map(({ kind, personId }) => `${kind} ${personId}`)).size).toBe(hearing.length);
      },
    ),
  );
});
