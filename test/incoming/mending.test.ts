import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { getIncoming } from '../../src/incoming/incoming-store.ts';
import { countToday, readAgenda, readAlarms } from '../../src/incoming/registering/desk.ts';
import { type Correction, correctLine, strikeLine } from '../../src/incoming/registering/mend-line.ts';
import { listSenders } from '../../src/incoming/registering/senders-store.ts';
import { moveLetter } from '../../src/incoming/tree/move-letter.ts';
import { sendDayMails } from '../../src/notifications/send-day-mails.ts';
import { tellPerson } from '../../src/notifications/tell-person.ts';
import type { Actor } from '../../src/people/actor.ts';
import { sql } from '../../src/postgres/sql.ts';
import { projectPath } from '../../src/project-root.ts';
import type { Key } from '../letters/office.ts';
import { type Desk, filledLine, openDesk } from './desk-office.ts';

let desk: Desk;
let clerk: Actor;
let n = 0;
beforeAll(async () => {
  desk = await openDesk();
  clerk = await desk.actor('sekretaris');
});

const register = (changes: Parameters<Desk['register']>[0] = {}) =>
  desk.register({ number: `mend/${++n}`, ...changes });
const correction = (incomingId: number, changes: object = {}): Correction =>
  ({ ...filledLine(desk, { number: `mend/${n}` }), incomingId, revision: 0, ...changes }) as Correction;
const holdings = async (incomingId: number) =>
  (
    await desk.db.pool.query('SELECT id, position_id, state FROM holding WHERE incoming_id = $1 ORDER BY id', [
      incomingId,
    ])
  ).rows;
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );

describe('Mending a line', () => {
  it('keeps place and number, counts its revisions, and leaves names of fields alone in the history', async () => {
    const { incomingId, agenda } = await register({ security: 'R', subject: 'Yang rahasia' });
    await correctLine(
      desk.deps,
      clerk,
      correction(incomingId, { security: 'R', subject: '', senderName: 'Kejaksaan' }),
    );
    const after = await getIncoming(desk.db, incomingId);
    expect(after).toMatchObject({ agenda, revision: 1, subject: 'Yang rahasia', senderName: 'Kejaksaan' });
    const { rows } = await desk.db.pool.query(
      "SELECT note FROM incoming_event WHERE kind = 'corrected' AND incoming_id = $1",
      [incomingId],
    );
    expect(rows).toEqual([{ note: 'pengirim' }]);
    expect(await refusal(correctLine(desk.deps, clerk, correction(incomingId, { security: 'R' })))).toBe(
      'line-changed',
    );
  });

  it('takes the subject out of what waits for the mail of the day when the class rises', async () => {
    await desk.db.run(
      sql`UPDATE person SET mails = 'daily', email = 'kadis@purnama.example' WHERE id = ${desk.persons.kadis}`,
    );
    const { incomingId } = await register({ subject: 'Yang ternyata rahasia' });
    const told = async () =>
      (await desk.db.pool.query('SELECT subject FROM day_notice WHERE incoming_id = $1', [incomingId])).rows;
    expect(await told()).toEqual([{ subject: 'Surat masuk: Yang ternyata rahasia' }]);
    await correctLine(desk.deps, clerk, correction(incomingId, { security: 'SR', subject: 'Yang ternyata rahasia' }));
    expect(await told()).toEqual([{ subject: 'Surat masuk' }]);
    await desk.db.run(sql`UPDATE person SET mails = 'each', email = '' WHERE id = ${desk.persons.kadis}`);
  });

  it('takes the letter out of mails and messages that are still tried, single ones and of the day, when the class rises', async () => {
    const { db, persons, deps } = desk;
    const [kadis, kabid] = [persons.kadis, persons.kabid];
    await db.run(sql`UPDATE person SET email = username || '@purnama.example' WHERE id IN (${kadis}, ${kabid})`);
    for (const personId of [kadis, kabid])
      await db.run(sql`INSERT INTO push_subscription (person_id, endpoint, p256dh, auth, device, made_at)
        VALUES (${personId}, ${`https://push.example/${personId}`}, ${Buffer.alloc(65, 4)}, ${Buffer.alloc(16)}, 'x', now())`);
    const subject = 'Rencana penangkapan di Kecamatan Purnama Utara';
    const { incomingId } = await register({ subject, senderName: 'Polres Purnama' });
    const other = await register({ subject: 'Undangan rapat' });
    // The same letter in a mail of the day that a server has not taken, and in a line that leads to a list.
    await db.run(sql`UPDATE person SET mails = 'daily' WHERE id = ${kabid}`);
    await db.transaction(async (tx) => {
      for (const [about, said] of [
        [incomingId, `Terlambat di bawah Anda: ${subject}`],
        [other.incomingId, 'Terlambat: Undangan rapat'],
      ] as const)
        await tellPerson(
          tx,
          { personId: kabid, subject: said, text: said, path: '/overdue', about: { incomingId: about } },
          deps.clock(),
        );
    });
    const lastOpening = async () => new Date(deps.clock().getTime() + 1);
    expect(await sendDayMails({ db, clock: deps.clock, appOrigin: deps.appOrigin, lastOpening })).toBeGreaterThan(0);
    await db.run(sql`UPDATE mail SET state = 'given_up', ended_at = now() WHERE incoming_id = ${incomingId}`);
    const told = async () =>
      JSON.stringify([
        (await db.pool.query('SELECT subject, body FROM mail')).rows,
        (await db.pool.query('SELECT subject FROM push_message')).rows,
        (await db.pool.query('SELECT subject FROM day_notice')).rows,
      ]);
    expect((await told()).split(subject).length).toBeGreaterThan(6);
    await correctLine(deps, clerk, correction(incomingId, { security: 'R', subject, senderName: 'Polres Purnama' }));
    const after = await told();
    expect(after).not.toMatch(/penangkapan|Polres/);
    expect(after).toContain('Ringkasan harian: 2 pemberitahuan');
    expect(after.split('Undangan rapat').length).toBeGreaterThan(4);
    await db.run(sql`UPDATE person SET mails = 'each', email = '' WHERE id IN (${kadis}, ${kabid})`);
  });

  it('forgets whoever wrote nothing else when the class rises', async () => {
    const them = { senderName: 'Inspektorat Lain', senderAddress: 'Jalan Lama 5' };
    const letters = [await register(them), await register(them)];
    for (const [at, { incomingId }] of letters.entries()) {
      expect(await listSenders(desk.db, 'inspektorat')).toHaveLength(1);
      const security = at === 0 ? 'T' : 'R';
      await correctLine(desk.deps, clerk, correction(incomingId, { security, senderName: 'Inspektorat Lain' }));
    }
    expect(await listSenders(desk.db, 'inspektorat')).toEqual([]);
    // Who writes openly later is known by that letter alone.
    await register({ senderName: 'Inspektorat Lain', senderAddress: '' });
    expect(await listSenders(desk.db, 'inspektorat')).toMatchObject([{ name: 'Inspektorat Lain', address: '' }]);
  });

  it('suggests nobody for a name that a line bore no longer when its class rose, for a struck line, or for a mended form of a citizen', async () => {
    const suggested = async (typed: string) => (await listSenders(desk.db, typed)).map(({ name }) => name);
    const misnamed = await register({ senderName: 'Kejaksaan Negri Purnama' });
    const named = (revision: number, security: string) =>
      correction(misnamed.incomingId, { senderName: 'Kejaksaan Negeri Purnama', security, revision });
    await correctLine(desk.deps, clerk, named(0, 'B'));
    expect(await suggested('kejaksaan neg')).toEqual(['Kejaksaan Negeri Purnama']);
    await correctLine(desk.deps, clerk, named(1, 'R'));
    expect(await suggested('kejaksaan neg')).toEqual([]);
    // Opened by mistake and lowered again, it is one that everybody may know.
    await correctLine(desk.deps, clerk, named(2, 'B'));
    expect(await suggested('kejaksaan neg')).toEqual(['Kejaksaan Negeri Purnama']);
    const struck = await register({ senderName: 'Pengadilan Purnama' });
    expect(await suggested('pengadilan')).toEqual(['Pengadilan Purnama']);
    await strikeLine(desk.deps, clerk, { incomingId: struck.incomingId, reason: 'Ternyata rahasia' });
    expect(await suggested('pengadilan')).toEqual([]);
    const citizen = await register({ senderName: 'Ibu Sumarni' });
    await desk.db.run(
      sql`UPDATE sender SET letters = 0 WHERE id = (SELECT sender_id FROM incoming WHERE id = ${citizen.incomingId})`,
    );
    await desk.db.run(sql`ALTER TABLE incoming DISABLE TRIGGER USER`);
    await desk.db.run(
      sql`UPDATE incoming SET origin = 'public', channel = 'public', sender_id = NULL WHERE id = ${citizen.incomingId}`,
    );
    await desk.db.run(sql`ALTER TABLE incoming ENABLE TRIGGER USER`);
    await correctLine(desk.deps, clerk, correction(citizen.incomingId, { senderName: 'Ibu Sumarni Dewi' }));
    expect(await suggested('ibu')).toEqual([]);
  });

  it('counts out whom older letters had counted, once and for all', async () => {
    const { db } = desk;
    const up = readFileSync(projectPath('migrations/0045_remembered_senders.sql'), 'utf8').split(
      '-- Down Migration',
    )[0];
    const migrate = () => db.pool.query(up ?? '');
    const from = (senderName: string, security: 'B' | 'T' | 'R', senderAddress: string) =>
      register({ senderName, security, senderAddress });
    const [open, restricted] = [
      await from('Balai Lama', 'B', 'Jalan Terbuka 1'),
      await from('Balai Lama', 'T', 'Jalan Tertutup 2'),
    ];
    const secret = await from('Balai Rahasia', 'R', 'Jalan Tertutup 3');
    // As they were remembered before: of whatever class, with the address of the newest letter.
    await db.run(
      sql`UPDATE sender SET letters = 2, address = 'Jalan Tertutup 2', email = 'x@y.example' WHERE name = 'Balai Lama'`,
    );
    await db.run(
      sql`INSERT INTO sender (name, address, letters, last_at) VALUES ('Balai Rahasia', 'Jalan Tertutup 3', 1, now())`,
    );
    for (const { incomingId } of [restricted, secret])
      await db.run(
        sql`UPDATE incoming SET sender_id = (SELECT id FROM sender WHERE name = incoming.sender_name) WHERE id = ${incomingId}`,
      );
    expect(await listSenders(db, 'balai')).toHaveLength(2);
    await migrate();
    const known = { name: 'Balai Lama', address: 'Jalan Terbuka 1', email: '' };
    expect(await listSenders(db, 'balai')).toMatchObject([known]);
    await migrate();
    expect(await listSenders(db, 'balai')).toMatchObject([known]);
    expect(JSON.stringify((await db.pool.query('SELECT * FROM sender')).rows)).not.toContain('Tertutup');
    // What names a sender without counting does not count them out either.
    const { senderName } = await getIncoming(db, restricted.incomingId);
    await correctLine(desk.deps, clerk, correction(restricted.incomingId, { security: 'R', senderName }));
    expect(await listSenders(db, 'balai')).toMatchObject([known]);
    await correctLine(desk.deps, clerk, correction(open.incomingId, { security: 'T', senderName }));
    expect(await listSenders(db, 'balai')).toEqual([]);
  });

  it('lowers the class of a secret letter only while nobody has opened it', async () => {
    const fresh = await register({ security: 'SR' });
    await correctLine(desk.deps, clerk, correction(fresh.incomingId, { security: 'B' }));
    expect((await getIncoming(desk.db, fresh.incomingId)).security).toBe('B');
    const opened = await register({ security: 'SR' });
    await desk.db.run(sql`UPDATE holding SET state = 'read' WHERE incoming_id = ${opened.incomingId}`);
    expect(await refusal(correctLine(desk.deps, clerk, correction(opened.incomingId, { security: 'B' })))).toBe(
      'class-lowered',
    );
    const withheld = await register({ security: 'R', withheld: true });
    expect(await refusal(correctLine(desk.deps, clerk, correction(withheld.incomingId, { security: 'T' })))).toBe(
      'class-lowered',
    );
  });

  it('is refused for what is over, and unknown to whoever does not see the line', async () => {
    const { incomingId } = await register();
    for (const key of ['staf', 'camat', 'bupati'] as const satisfies Key[])
      expect([key, await refusal(correctLine(desk.deps, await desk.actor(key), correction(incomingId)))]).toEqual([
        key,
        'incoming-unknown',
      ]);
    expect(await refusal(correctLine(desk.deps, await desk.actor('kadis'), correction(incomingId)))).toBe(
      'not-allowed',
    );
    await strikeLine(desk.deps, clerk, { incomingId, reason: 'Salah meja' });
    expect(await refusal(correctLine(desk.deps, clerk, correction(incomingId)))).toBe('line-over');
    expect(await refusal(strikeLine(desk.deps, clerk, { incomingId, reason: 'Lagi' }))).toBe('line-over');
  });
});

describe('A struck line', () => {
  it('keeps its number and reason, is in nobody’s hands, and the next letter gets the next number', async () => {
    const first = await register();
    await strikeLine(desk.deps, clerk, { incomingId: first.incomingId, reason: ' Bukan  surat ' });
    expect(await getIncoming(desk.db, first.incomingId)).toMatchObject({ state: 'void', stateReason: 'Bukan surat' });
    expect((await holdings(first.incomingId)).map(({ state }) => state)).toEqual(['cancelled']);
    expect((await register()).agenda).toBe(first.agenda + 1);
    const unitId = desk.units.get('DISDIK') ?? 0;
    const { lines, last, missing } = await readAgenda(desk.deps, clerk, { unitId });
    expect(missing).toEqual([]);
    expect(lines.map(({ agenda }) => agenda)).toEqual(Array.from({ length: last }, (_, at) => last - at));
    expect(await countToday(desk.deps, clerk)).toBe(last);
  });
});

describe('Giving a letter to another post', () => {
  it('is possible while it is unread, and for what lies at a vacant post, which is an alarm until then', async () => {
    const { incomingId, holdingId } = await register({ addresseePositionId: desk.positions.staf });
    await desk.db.run(sql`UPDATE holding SET state = 'read' WHERE id = ${holdingId}`);
    const move = (positionId: number) => moveLetter(desk.deps, clerk, { incomingId, holdingId, positionId });
    expect(await refusal(move(desk.positions.kabid))).toBe('not-movable');
    expect((await readAlarms(desk.deps, clerk)).map(({ id }) => id)).not.toContain(incomingId);
    await desk.db.run(sql`UPDATE appointment SET valid_to = '2026-11-01' WHERE position_id = ${desk.positions.staf}`);
    expect((await readAlarms(desk.deps, clerk)).map(({ id }) => id)).toContain(incomingId);
    await move(desk.positions.kabid);
    expect(await holdings(incomingId)).toMatchObject([{ position_id: desk.positions.kabid, state: 'unread' }]);
    expect((await readAlarms(desk.deps, clerk)).map(({ id }) => id)).not.toContain(incomingId);
  });

  it('does not bring a clerk into the sight of a secret letter', async () => {
    const { incomingId, holdingId } = await register({ security: 'SR' });
    const own = { incomingId, holdingId, positionId: desk.positions.sekretaris };
    expect(await refusal(moveLetter(desk.deps, clerk, own))).toBe('secret-to-oneself');
    // Nor by a mandate of the post that would have it.
    await desk.db.run(sql`INSERT INTO mandate (from_position_id, to_person_id, tasks, kinds, valid_from, valid_to, given_as, warrant, made_by, made_at)
      VALUES (${desk.positions.camat}, ${desk.persons.sekretaris}, ARRAY['dispose'], '{}', '2026-01-01', NULL, 'holder', '', ${desk.persons.camat}, now())`);
    expect(await refusal(moveLetter(desk.deps, clerk, { ...own, positionId: desk.positions.camat }))).toBe(
      'secret-to-oneself',
    );
    await moveLetter(desk.deps, clerk, { ...own, positionId: desk.positions.kabid });
  });

  it('refuses a post that has it, one that is closed, and two clerks at once are told apart', async () => {
    const { incomingId, holdingId } = await register();
    const to = (positionId: number) => refusal(moveLetter(desk.deps, clerk, { incomingId, holdingId, positionId }));
    expect(await to(desk.positions.kadis)).toBe('has-it-already');
    expect(await to(999_999)).toBe('addressee-unknown');
    expect((await Promise.all([to(desk.positions.kabid), to(desk.positions.kabid)])).toSorted()).toEqual([
      'done',
      'has-it-already',
    ]);
  });
});

describe('A year', () => {
  it('begins with number 1 at midnight of the office', async () => {
    const office = await openDesk();
    office.time.now = new Date('2026-12-31T16:59:00Z');
    const line = (day: string, time: string) => ({ receivedOn: day, receivedTime: time, letterDate: '' });
    expect(await office.register({ number: '1', ...line('2026-12-31', '23:00') })).toMatchObject({
      agenda: 1,
      year: 2026,
    });
    expect(await office.register({ number: '2', ...line('2026-12-31', '23:00') })).toMatchObject({
      agenda: 2,
      year: 2026,
    });
    office.time.now = new Date('2026-12-31T17:01:00Z');
    expect(await office.register({ number: '3', ...line('2026-12-31', '23:59') })).toMatchObject({
      agenda: 1,
      year: 2027,
    });
  });
});
