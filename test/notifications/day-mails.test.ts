import { z } from 'zod';
import { lastOpening } from '../../src/approvals/deadline.ts';
import { readWaitingRules } from '../../src/approvals/waiting-rules.ts';
import { openIncoming } from '../../src/incoming/incoming.ts';
import { dayMail } from '../../src/notifications/day-mail.ts';
import { openNotifications } from '../../src/notifications/notifications.ts';
import { sendDayMails } from '../../src/notifications/send-day-mails.ts';
import { tellPerson } from '../../src/notifications/tell-person.ts';
import { sql } from '../../src/postgres/sql.ts';
import { openTreeOffice, type TreeOffice } from '../incoming/tree-office.ts';
import { type Key, MORNING } from '../letters/office.ts';

let office: TreeOffice;
let deps: Parameters<typeof sendDayMails>[0];

beforeAll(async () => {
  office = await openTreeOffice();
  await office.db.run(sql`UPDATE person SET email = username || '@purnama.example'`);
  deps = {
    db: office.db,
    clock: () => office.time.now,
    appOrigin: 'https://surat.example',
    lastOpening: async (now) => lastOpening(now, (await readWaitingRules(office.db)).calendar),
  };
});
beforeEach(async () => {
  await office.db.run(sql`DELETE FROM mail`);
  await office.db.run(sql`DELETE FROM day_notice`);
  await office.db.run(sql`UPDATE person SET mails = 'each', disabled_at = NULL`);
  office.time.now = MORNING;
});

const at = (instant: string) => {
  office.time.now = new Date(instant);
};
const wants = async (key: Key, mails: 'each' | 'daily') =>
  openNotifications({ ...deps, push: undefined, log: { warn: () => {} } }).chooseMails(await office.actor(key), mails);
const mailsTo = async (key: Key) => {
  const rows = await office.db.many(
    z.object({ subject: z.string(), body: z.string(), incomingId: z.number().nullable() }),
    sql`SELECT m.subject, m.body, m.incoming_id FROM mail m JOIN person p ON p.email = m.to_address
        WHERE p.id = ${office.persons[key]} ORDER BY m.id`,
  );
  return rows;
};
const waiting = async () =>
  (await office.db.one(z.object({ n: z.number() }), sql`SELECT count(*)::int AS n FROM day_notice`)).n;
const desk = () => openIncoming({ ...office.deps, appOrigin: deps.appOrigin });

test('whoever wants each mail has it at once, with its letter; whoever wants one a day has it when the office opens, once', async () => {
  await wants('kadis', 'daily');
  const { incomingId, holdingId } = await office.letter({ subject: 'Permohonan guru matematika' });
  await office.letter({ subject: 'Rahasia sekali', security: 'T' });
  await office.dispose('kadis', holdingId, ['kabid']);
  expect((await mailsTo('kabid')).map((mail) => mail.incomingId)).toEqual([incomingId]);
  expect(await mailsTo('kadis')).toEqual([]);
  expect(await sendDayMails(deps)).toBe(0);
  // It is Tuesday, 09.00: the office is open already.
  const { opens } = (await readWaitingRules(office.db)).calendar;
  const opening = new Date(`2026-11-25T${opens}:00+07:00`);
  office.time.now = new Date(opening.getTime() - 1);
  expect(await sendDayMails(deps)).toBe(0);
  office.time.now = opening;
  expect((await Promise.all([sendDayMails(deps), sendDayMails(deps)])).toSorted()).toEqual([0, 1]);
  const [mail, ...more] = await mailsTo('kadis');
  expect(more).toEqual([]);
  expect(mail?.subject).toBe('Ringkasan harian: 2 pemberitahuan');
  expect(mail?.body).toContain(
    `- Surat masuk: Permohonan guru matematika\n  https://surat.example/incoming/${incomingId}\n`,
  );
  expect(mail?.body).not.toContain('Rahasia sekali');
  // Later, earlier, again, the next day: all was told.
  for (const now of ['2026-11-25T06:00:00Z', '2026-11-24T02:00:00Z', '2026-11-25T01:00:00Z', '2026-11-26T03:00:00Z']) {
    at(now);
    expect(await sendDayMails(deps)).toBe(0);
  }
});

test('what comes on a Friday, or before a day off, is told on the next working day, together', async () => {
  await wants('kadis', 'daily');
  await office.db.run(sql`INSERT INTO holiday (day, name) VALUES ('2026-11-30', 'Libur')`);
  try {
    at('2026-11-27T08:00:00Z');
    await office.letter();
    for (const now of ['2026-11-28T05:00:00Z', '2026-11-29T05:00:00Z', '2026-11-30T05:00:00Z']) {
      at(now);
      await office.letter();
      expect(await sendDayMails(deps)).toBe(0);
    }
    at('2026-12-01T05:00:00Z');
    expect(await sendDayMails(deps)).toBe(1);
    expect((await mailsTo('kadis'))[0]?.subject).toBe('Ringkasan harian: 4 pemberitahuan');
  } finally {
    await office.db.run(sql`DELETE FROM holiday`);
  }
});

test('a choice changed meanwhile loses nothing; a closed account is told nothing; what was sent is not kept', async () => {
  await wants('kadis', 'daily');
  await office.letter();
  await wants('kadis', 'each');
  at('2026-11-25T05:00:00Z');
  expect(await sendDayMails(deps)).toBe(1);
  expect(await waiting()).toBe(1);
  await office.db.run(sql`UPDATE mail SET state = 'sent', ended_at = ${office.time.now}`);
  await sendDayMails(deps);
  expect(await waiting()).toBe(0);

  await wants('kadis', 'daily');
  await office.letter();
  await office.db.run(sql`UPDATE person SET disabled_at = ${MORNING} WHERE id = ${office.persons.kadis}`);
  at('2026-11-26T05:00:00Z');
  expect(await sendDayMails(deps)).toBe(0);
  expect(await waiting()).toBe(0);
  const notice = { subject: 'x', text: 'x', path: '/x', about: { incomingId: 1 } } as const;
  await office.db.run(sql`DELETE FROM mail`);
  await office.db.transaction((tx) => tellPerson(tx, { personId: office.persons.kadis, ...notice }, office.time.now));
  expect([await mailsTo('kadis'), await waiting()]).toEqual([[], 0]);
});

test('a mail that did not leave is shown to whoever keeps that agenda: to whom and about which line', async () => {
  const unsent = async (key: Key) =>
    (await desk().unsentMails(await office.actor(key)))
      .toSorted((a, b) => a.incomingId - b.incomingId)
      .map((mail) => [mail.toAddress, mail.incomingId]);
  const { incomingId } = await office.letter();
  await wants('kadis', 'daily');
  const second = await office.letter();
  at('2026-11-25T05:00:00Z');
  await sendDayMails(deps);
  expect(await unsent('sekretaris')).toEqual([]);
  await office.db.run(sql`UPDATE mail SET state = 'given_up', ended_at = ${office.time.now}`);
  const { email } = await office.db.one(
    z.object({ email: z.string() }),
    sql`SELECT email FROM person WHERE id = ${office.persons.kadis}`,
  );
  expect(await unsent('sekretaris')).toEqual([
    [email, incomingId],
    [email, second.incomingId],
  ]);
  expect(await unsent('camat')).toEqual([]);
  expect(await unsent('kadis')).toEqual([]);
  expect(JSON.stringify(await desk().unsentMails(await office.actor('sekretaris')))).not.toContain('guru matematika');
  // Whom a secret letter reached, the clerk does not learn by its mail either.
  await office.db.run(sql`UPDATE incoming SET security = 'R' WHERE id = ${incomingId}`);
  expect(await unsent('sekretaris')).toEqual([
    ['', incomingId],
    [email, second.incomingId],
  ]);
  await office.db.run(sql`UPDATE incoming SET state = 'closed' WHERE id = ${incomingId}`);
  expect(await unsent('sekretaris')).toEqual([[email, second.incomingId]]);
});

test('a summary names the same thing once, and has its bounds', () => {
  const notices = Array.from({ length: 240 }, (_, i) => ({ subject: `Hal ${i % 120}`, path: `/incoming/${i % 120}` }));
  const { subject, text } = dayMail(notices, { language: 'id', origin: 'https://surat.example' });
  expect(subject).toBe('Ringkasan harian: 120 pemberitahuan');
  expect(text.match(/^- /gm)).toHaveLength(100);
  expect(text).toContain('dan 20 lagi.');
  expect(dayMail(notices.slice(0, 1), { language: 'en', origin: '' }).subject).toBe('Daily summary: 1 notice');
});
