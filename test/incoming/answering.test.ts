import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { calendarDate } from '../../src/clock.ts';
import { demoPassphrase } from '../../src/demo/regency.ts';
import { answerJobs, followAnswer, watchAnswers } from '../../src/incoming/answers/follow-answer.ts';
import { sql } from '../../src/postgres/sql.ts';
import { projectPath } from '../../src/project-root.ts';
import { letterToSign, withdrawLetter } from '../issuing/signing-world.ts';
import { type SendingWorld, sendingWorld } from '../sending/sending-world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SCHOOL = 'SMP Negeri 1 Sagara';
const DEPS = { appOrigin: 'https://surat.example' };
let world: SendingWorld;
beforeAll(async () => {
  world = await sendingWorld();
  await world.layang.db.run(sql`UPDATE person SET email = username || '@sagaraasri.example'`);
});
afterEach(() => {
  world.post.onRecipient = () => {};
});
afterAll(async () => await world.close());

const school = (email = '') => ({ type: 'outsider' as const, name: SCHOOL, address: 'Jalan Pelajar 5', email });
/** A server that knows nobody at the school's address. */
const denySchool = (address: string) => {
  if (address.startsWith('salah')) throw Object.assign(new Error('no such mailbox'), { responseCode: 550 });
};

/** A letter of the school that the head of agency has in hand, and its id. */
async function incoming(changes: { addresseePositionId?: number | undefined; security?: 'R' } = {}): Promise<number> {
  const { layang, clerk, positions, time } = world;
  const today = calendarDate(time.now, 'Asia/Jakarta');
  const { incomingId } = await layang.incoming.register(clerk, {
    ...{ submissionKey: randomUUID(), unitId: clerk.duties[0]?.unitId ?? 0, channel: 'post', senderName: SCHOOL },
    ...{ number: `${randomUUID().slice(0, 6)}/SMP`, letterDate: '', subject: 'Permohonan meja', receivedOn: today },
    ...{ receivedTime: '00:00', security: changes.security ?? 'B', urgency: 'BIASA' },
    addresseePositionId: changes.addresseePositionId ?? positions.get('Kepala Dinas Pendidikan') ?? 0,
  });
  return incomingId;
}

/** Its answer, signed and issued; not sent. */
async function answer(incomingId: number, to: ReturnType<typeof school>[] = [school()]): Promise<number> {
  const { layang, chief } = world;
  const letter = await letterToSign(world, { recipients: to, copies: [] });
  // As when it was begun from the letter, or named in a report.
  await layang.db.run(sql`UPDATE letter SET answers_id = ${incomingId} WHERE id = ${letter.letterId}`);
  await layang.signLetter({ actor: chief, ...letter, passphrase: demoPassphrase('kadisdik') });
  await world.jobs.idle();
  return letter.letterId;
}

const read = (incomingId: number) => world.layang.dispositions.read(world.chief, incomingId);
const events = async (incomingId: number) =>
  (await read(incomingId)).timeline.map(({ kind }) => kind).filter((kind) => kind !== 'read' && kind !== 'registered');
const stateOf = async (incomingId: number) => (await read(incomingId)).incoming.state;
const way = async (incomingId: number) => (await world.layang.replying.list(world.chief, incomingId))[0]?.way;
const stuck = async () => (await world.layang.incoming.stuckAnswers(world.clerk)).map(({ id, answer: is }) => [id, is]);
/** Who was told by mail of this letter's answer, and what it is called. */
const told = async (incomingId: number) =>
  world.layang.db.many(
    z.object({ toName: z.string(), subject: z.string(), body: z.string() }),
    sql`SELECT to_name, subject, body FROM mail WHERE incoming_id = ${incomingId} AND subject LIKE 'Surat jawaban%' ORDER BY id`,
  );
const withdraw = async (letterId: number) => {
  await withdrawLetter(world, letterId);
  await world.jobs.idle();
};

test('an answer on paper closes its letter when somebody has taken the paper, not when it was chosen', async () => {
  const { sending } = world.layang;
  const unit = world.clerk.duties[0]?.unitId ?? 0;
  const incomingId = await incoming();
  const letterId = await answer(incomingId);
  expect([await stateOf(incomingId), await way(incomingId)]).toEqual(['open', 'waiting']);
  expect(await world.layang.incoming.answersOf([{ id: incomingId, readable: true, state: 'open' }])).toEqual({
    [incomingId]: 'waiting',
  });
  await world.send(letterId, world.clerk, { 1: { channel: 'expedition' } });
  await world.jobs.idle();
  expect([await stateOf(incomingId), await way(incomingId)]).toEqual(['open', 'waiting']);
  const [paper] = await world.deliveries(letterId);
  await sending.expedition.sendOut(world.clerk, unit, [paper?.id ?? 0], 1);
  await world.jobs.idle();
  expect([await stateOf(incomingId), await way(incomingId)]).toEqual(['open', 'moving']);
  const { lines } = await sending.expedition.read(world.clerk, unit);
  const line = lines.find(({ deliveryId }) => deliveryId === paper?.id);
  const back = {
    outcome: 'returned' as const,
    receiver: '',
    day: '',
    time: '',
    note: 'Kantor tutup',
    proofSha256: null,
  };
  await sending.expedition.record(world.clerk, line?.id ?? 0, back);
  await world.jobs.idle();
  expect([await stateOf(incomingId), await way(incomingId)]).toEqual(['open', 'failed']);
  expect(await stuck()).toContainEqual([incomingId, 'failed']);
  await sending.sendAgain(world.clerk, { letterId, deliveryId: paper?.id ?? 0, channel: 'print', email: '' });
  await world.jobs.idle();
  expect([await way(incomingId), await stuck()]).toEqual(['waiting', []]);
  await sending.handOver(world.clerk, { letterId, deliveryId: paper?.id ?? 0, note: 'Kepala sekolah' });
  await world.jobs.idle();
  const closed = await read(incomingId);
  expect(closed.incoming).toMatchObject({ state: 'closed', answeredBy: letterId });
  expect(closed.holdings.every(({ state }) => state === 'done')).toBe(true);
  expect(await events(incomingId)).toEqual(['answer_issued', 'answer_failed', 'answered', 'closed']);
});

test('that the answer of a secret letter does not arrive, those who have it and its drafter learn, and no clerk', async () => {
  const incomingId = await incoming({ security: 'R' });
  const letterId = await answer(incomingId, [school('salah@smp1.example')]);
  world.post.onRecipient = denySchool;
  await world.send(letterId, world.clerk, { 1: { channel: 'email', email: 'salah@smp1.example' } });
  await world.jobs.idle();
  expect(await way(incomingId)).toBe('failed');
  const names = (await told(incomingId)).map(({ toName }) => toName);
  expect([names.length > 0, names.includes(world.clerk.name)]).toEqual([true, false]);
  expect((await stuck()).map(([id]) => id)).not.toContain(incomingId);
});

test('answers of secret letters that do not arrive hide no other from the clerk', async () => {
  const { db } = world.layang;
  const secret = await incoming({ security: 'R' });
  const incomingId = await incoming();
  const letterId = await answer(incomingId, [school('salah@smp1.example')]);
  world.post.onRecipient = denySchool;
  await world.send(letterId, world.clerk, { 1: { channel: 'email', email: 'salah@smp1.example' } });
  await world.jobs.idle();
  // More than the list shows, without as many letters.
  await db.run(sql`ALTER TABLE answer_way DROP CONSTRAINT answer_way_letter_id_fkey`);
  await db.run(sql`INSERT INTO answer_way (letter_id, incoming_id, state, since)
      SELECT -n, ${secret}, 'failed', '2020-01-01' FROM generate_series(1, 60) n`);
  expect((await stuck()).map(([id]) => id)).toContain(incomingId);
  await db.run(sql`DELETE FROM answer_way WHERE letter_id < 0 OR letter_id = ${letterId}`);
  await db.run(
    sql`ALTER TABLE answer_way ADD CONSTRAINT answer_way_letter_id_fkey FOREIGN KEY (letter_id) REFERENCES letter`,
  );
});

test('a look at an answer that was given up is tried again by itself, and the letter closes once it can', async () => {
  const { db } = world.layang;
  const incomingId = await incoming();
  const letterId = await answer(incomingId);
  await db.run(sql`CREATE FUNCTION break_way() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'a bad day'; END $$`);
  await db.run(sql`CREATE TRIGGER break_way BEFORE UPDATE ON answer_way FOR EACH ROW EXECUTE FUNCTION break_way()`);
  await world.send(letterId, world.clerk, { 1: { channel: 'print' } });
  const [paper] = await world.deliveries(letterId);
  await world.layang.sending.handOver(world.clerk, { letterId, deliveryId: paper?.id ?? 0, note: 'Kepala sekolah' });
  await world.jobs.idle();
  const key = `answer:${letterId}`;
  const row = z.object({ state: z.string(), lastError: z.string().nullable() });
  const jobs = () => db.many(row, sql`SELECT state, last_error FROM job WHERE key = ${key} AND state <> 'done'`);
  const giveUp = () =>
    db.run(
      sql`UPDATE job SET state = 'failed', attempts = 10, finished_at = ${world.time.now} WHERE key = ${key} AND state = 'waiting'`,
    );
  const watch = async () => {
    const { now } = world.time;
    const [job] = answerJobs({ db, ...DEPS }).filter(({ name }) => name === 'watch-answers');
    await job?.run({}, { id: 0, attempt: 1, now, progress: () => {} });
    await world.jobs.idle();
  };
  await giveUp();
  await watch();
  expect(await jobs()).toMatchObject([{ state: 'failed' }]);
  // An hour later one try, which fails: an administrator sees it as before.
  world.time.now = new Date(world.time.now.getTime() + HOUR);
  await watch();
  expect(await jobs()).toEqual([{ state: 'failed', lastError: expect.stringContaining('a bad day') }]);
  expect(await stateOf(incomingId)).toBe('open');
  await db.run(sql`DROP FUNCTION break_way CASCADE`);
  world.time.now = new Date(world.time.now.getTime() + HOUR);
  await watch();
  expect([await jobs(), await stateOf(incomingId)]).toEqual([[], 'closed']);
});

test('a mail that its server refuses leaves the letter open, tells clerk and holder what to do, and another way closes it', async () => {
  const incomingId = await incoming();
  const letterId = await answer(incomingId, [school('salah@sekolah.example')]);
  world.post.onRecipient = denySchool;
  await world.send(letterId);
  await world.jobs.idle();
  expect([await stateOf(incomingId), await way(incomingId)]).toEqual(['open', 'failed']);
  const mails = await told(incomingId);
  expect(mails.length).toBeGreaterThan(1);
  for (const { subject, body } of mails) {
    expect(subject).toMatch(/^Surat jawaban gagal terkirim: agenda \d+\/\d{4}$/);
    expect(body).toContain('memilih cara kirim lain');
    expect(body).not.toContain('Permohonan meja');
  }
  expect(mails.map(({ body }) => body).join()).toContain(`/incoming/${incomingId}\n`);
  expect(mails.map(({ body }) => body).join()).toContain(`/incoming/${incomingId}/line\n`);
  const [delivery] = await world.deliveries(letterId);
  const again = { letterId, deliveryId: delivery?.id ?? 0, channel: 'email', email: 'benar@sekolah.example' };
  await world.layang.sending.sendAgain(world.clerk, again);
  await world.jobs.idle();
  expect(await read(incomingId)).toMatchObject({ incoming: { state: 'closed', answeredBy: letterId } });
  // The job runs again, and the letter is opened again: the same answer changes nothing any more.
  await world.layang.dispositions.reopen(world.chief, { incomingId, remark: 'Masih ada pertanyaan' });
  const { db } = world.layang;
  expect(await db.transaction((tx) => followAnswer(tx, DEPS, { letterId, at: world.time.now }))).toBe('sent');
  expect(await stateOf(incomingId)).toBe('open');
  expect((await events(incomingId)).filter((kind) => kind === 'answered')).toHaveLength(1);
});

test('an answer withdrawn before it left leaves the letter open with a line that says so; restored and sent, it closes it', async () => {
  const incomingId = await incoming();
  const letterId = await answer(incomingId);
  await world.send(letterId, world.clerk, { 1: { channel: 'print' } });
  await withdraw(letterId);
  expect([await stateOf(incomingId), await way(incomingId)]).toEqual(['open', 'withdrawn']);
  expect(await events(incomingId)).toEqual(['answer_issued', 'answer_withdrawn']);
  expect((await told(incomingId))[0]?.subject).toContain('dicabut sebelum terkirim');
  expect(await stuck()).toEqual([]);
  const { seen } = await world.layang.letterStatus.choices(world.chief, letterId);
  const change = { letterId, seen, code: 'restored' as const, successorId: undefined, reason: 1, remark: 'Keliru' };
  await world.layang.letterStatus.change(world.chief, change);
  await world.jobs.idle();
  expect(await way(incomingId)).toBe('waiting');
  const [delivery] = await world.deliveries(letterId);
  const taken = { letterId, deliveryId: delivery?.id ?? 0, note: 'Kepala sekolah' };
  await world.layang.sending.handOver(world.clerk, taken);
  await world.jobs.idle();
  // Withdrawn after it had arrived: the sender has it, and was told.
  await withdraw(letterId);
  expect([await stateOf(incomingId), await way(incomingId)]).toEqual(['closed', 'sent']);
});

test('an answer that failed is nobody’s alarm any more once another one has arrived', async () => {
  const incomingId = await incoming();
  world.post.onRecipient = denySchool;
  await world.send(await answer(incomingId, [school('salah@sekolah.example')]));
  await world.jobs.idle();
  expect(await stuck()).toContainEqual([incomingId, 'failed']);
  const other = await answer(incomingId);
  await world.send(other, world.clerk, { 1: { channel: 'print' } });
  const [delivery] = await world.deliveries(other);
  await world.layang.sending.handOver(world.clerk, { letterId: other, deliveryId: delivery?.id ?? 0, note: 'TU' });
  await world.jobs.idle();
  expect(await read(incomingId)).toMatchObject({ incoming: { state: 'closed', answeredBy: other } });
  expect(await stuck()).not.toContainEqual([incomingId, 'failed']);
  expect(await world.layang.incoming.answersOf([{ id: incomingId, readable: true, state: 'closed' }])).toEqual({});
});

test('of a letter that is finished already nobody is told that it stays open', async () => {
  const incomingId = await incoming();
  const letterId = await answer(incomingId);
  const [root] = (await read(incomingId)).holdings;
  await world.layang.dispositions.finish(world.chief, { holdingId: root?.id ?? 0, remark: 'Dijawab lisan' });
  await withdraw(letterId);
  const bodies = (await told(incomingId)).map(({ body }) => body).join();
  expect(bodies).toContain('dicabut sebelum sampai kepada pengirimnya.');
  expect(bodies).not.toContain('terbuka');
});

test('an answer that lies longer than its urgency allows is told once, by a moved clock', async () => {
  const incomingId = await incoming();
  const letterId = await answer(incomingId);
  await world.send(letterId, world.clerk, { 1: { channel: 'print' } });
  await world.jobs.idle();
  const { db } = world.layang;
  const watch = (at: Date) => watchAnswers({ db, ...DEPS }, at);
  expect(await watch(new Date(world.time.now.getTime() + HOUR))).toBe(0);
  const later = new Date(world.time.now.getTime() + 60 * DAY);
  expect(await Promise.all([watch(later), watch(later)])).toEqual(expect.arrayContaining([1]));
  expect(await watch(later)).toBe(0);
  expect(await stuck()).toContainEqual([incomingId, 'waiting']);
  expect((await events(incomingId)).filter((kind) => kind === 'answer_late')).toHaveLength(1);
  const mails = await told(incomingId);
  expect(mails[0]?.body).toContain('catat penyerahannya');
  expect(new Set(mails.map(({ toName }) => toName)).size).toBe(mails.length);
  expect(await stateOf(incomingId)).toBe('open');
});

test('a letter whose answer had left before anybody said what it answers is closed by the saying', async () => {
  const { dispositions, sending } = world.layang;
  const [secretary, head] = ['Sekretaris Daerah', 'Kepala Dinas Pendidikan'].map(
    (name) => world.positions.get(name) ?? 0,
  );
  const incomingId = await incoming({ addresseePositionId: secretary });
  const sent = await world.issue({ recipients: [school()], copies: [] });
  await world.send(sent, world.clerk, { 1: { channel: 'print' } });
  const [delivery] = await world.deliveries(sent);
  await sending.handOver(world.clerk, { letterId: sent, deliveryId: delivery?.id ?? 0, note: 'TU' });
  await world.jobs.idle();
  const sekda = await world.actor('sekda');
  const [root] = (await dispositions.read(sekda, incomingId)).holdings;
  const recipients = [{ positionId: head ?? 0, responsible: true }];
  await dispositions.dispose(sekda, { holdingId: root?.id ?? 0, recipients, instructions: ['JAWAB'], remark: '' });
  const held = (await read(incomingId)).holdings.find(({ positionId }) => positionId === head);
  const report = { holdingId: held?.id ?? 0, text: 'Sudah dijawab', files: [], replyId: sent };
  await dispositions.report(world.chief, report);
  expect(await stateOf(incomingId)).toBe('open');
  await world.jobs.idle();
  expect(await read(incomingId)).toMatchObject({ incoming: { state: 'closed', answeredBy: sent } });
});

test('answers of before their way was written down wait where nobody sent them, and not where they were taken back', async () => {
  const [taken, lying] = [await incoming(), await incoming()];
  await withdraw(await answer(taken));
  const letterId = await answer(lying);
  const migration = readFileSync(projectPath('migrations/0040_answers_and_scans.sql'), 'utf8');
  const [backfill = ''] = /INSERT INTO answer_way[^;]*;/.exec(migration) ?? [];
  const { db } = world.layang;
  await db.run(sql`DELETE FROM answer_way`);
  await db.pool.query(backfill);
  expect([await way(taken), await way(lying)]).toEqual(['withdrawn', 'waiting']);
  expect(await db.transaction((tx) => followAnswer(tx, DEPS, { letterId, at: world.time.now }))).toBe('waiting');
});
