import { z } from 'zod';
import { agendaUnit } from '../../src/incoming/registering/agenda-unit.ts';
import { letterSentJob } from '../../src/incoming/registering/arrive.ts';
import { sql } from '../../src/postgres/sql.ts';
import { tellStatus } from '../../src/sending/tell-status.ts';
import { withdrawLetter } from '../issuing/signing-world.ts';
import { type SendingWorld, sendingWorld, telling } from '../sending/sending-world.ts';

let world: SendingWorld;
beforeAll(async () => {
  world = await sendingWorld();
});
afterAll(async () => await world.close());

const post = (name: string) => ({ type: 'position' as const, positionId: world.positions.get(name) ?? 0 });
const Line = z.object({
  id: z.number(),
  agenda: z.number(),
  origin: z.string(),
  number: z.string(),
  subject: z.string(),
  addressee: z.string(),
  unit: z.string(),
  sameFile: z.boolean(),
  holder: z.string(),
});
const lines = (letterId: number) =>
  world.layang.db.many(
    Line,
    sql`SELECT i.id, i.agenda, i.origin, i.number, i.subject, p.name AS addressee, u.name AS unit, hp.name AS holder,
          i.document_sha256 = s.document_sha256 AS same_file
        FROM incoming i JOIN position p ON p.id = i.addressee_position_id JOIN unit u ON u.id = i.unit_id
          JOIN issue s ON s.letter_id = i.letter_id JOIN holding h ON h.incoming_id = i.id AND h.parent_id IS NULL
          JOIN position hp ON hp.id = h.position_id
        WHERE i.letter_id = ${letterId} ORDER BY i.id`,
  );
const sendTwo = async () => {
  const letterId = await world.issue({
    recipients: [post('Camat Muara Sagara')],
    copies: [post('Sekretaris Daerah')],
  });
  await world.send(letterId);
  return letterId;
};

test('a letter sent within the office is registered at once for every post it goes to, with the same file', async () => {
  const letterId = await sendTwo();
  await world.jobs.idle();
  const { issued, content } = await world.layang.letters.readLetter(world.chief, letterId);
  const found = await lines(letterId);
  expect(found.map(({ addressee }) => addressee).sort()).toEqual(['Camat Muara Sagara', 'Sekretaris Daerah']);
  for (const line of found) {
    expect(line).toMatchObject({
      origin: 'internal',
      number: issued?.number,
      subject: content?.subject,
      sameFile: true,
    });
    expect(line.holder).toBe(line.addressee);
  }
});

test('what was registered is neither listed a second time in the inbox nor registered twice', async () => {
  const letterId = await sendTwo();
  await world.jobs.idle();
  const before = await lines(letterId);
  const job = letterSentJob({ db: world.layang.db, appOrigin: 'http://localhost' });
  const context = { id: 1, attempt: 2, now: world.time.now, progress: () => {} };
  await job.run({ letterId }, context);
  await Promise.all([job.run({ letterId }, context), job.run({ letterId }, context)]);
  expect(await lines(letterId)).toEqual(before);
  const camat = await world.actor('camat');
  expect((await world.layang.sending.arrivals(camat)).some((one) => one.letterId === letterId)).toBe(false);
});

test('the sender sees when the inbox of the receiver first showed it', async () => {
  const letterId = await sendTwo();
  await world.jobs.idle();
  await world.layang.sending.arrivals(await world.actor('camat'));
  const states = (await world.deliveries(letterId)).map(({ name, state }) => [name, state]);
  expect(states).toContainEqual(['Camat Muara Sagara', 'received']);
});

test('reading the registered letter tells its sender, and a withdrawn one says so to its reader', async () => {
  const letterId = await sendTwo();
  await world.jobs.idle();
  const camat = await world.actor('camat');
  const line = (await lines(letterId)).find(({ addressee }) => addressee === 'Camat Muara Sagara');
  const read = await world.layang.dispositions.read(camat, line?.id ?? 0);
  expect(read.letterStanding).toBeUndefined();
  const states = (await world.deliveries(letterId)).map(({ name, state }) => [name, state]);
  expect(states).toContainEqual(['Camat Muara Sagara', 'read']);
  await withdrawLetter(world, letterId);
  expect((await world.layang.dispositions.read(camat, line?.id ?? 0)).letterStanding).toBe('withdrawn');
});

test('whoever has a withdrawn letter by disposition is told once, and its timeline says so', async () => {
  const letterId = await sendTwo();
  await world.jobs.idle();
  const line = (await lines(letterId)).find(({ addressee }) => addressee === 'Sekretaris Daerah');
  const secretary = await world.actor('sekda');
  const { dispositions, db } = world.layang;
  const [held] = (await dispositions.read(secretary, line?.id ?? 0)).holdings;
  const recipients = [{ positionId: world.positions.get('Kepala Dinas Pendidikan') ?? 0, responsible: true }];
  const sheet = { instructions: ['PROSES'], remark: '', recipients };
  await dispositions.dispose(secretary, { holdingId: held?.id ?? 0, ...sheet });
  await db.run(
    sql`UPDATE person SET email = username || '@sagaraasri.example' WHERE username IN ('kadisdik', 'sekda')`,
  );
  await withdrawLetter(world, letterId);
  await world.jobs.idle();
  await tellStatus({ db, clock: () => world.time.now, appOrigin: 'https://surat.example', ...telling }, letterId);
  const told = sql`SELECT to_address FROM mail WHERE incoming_id = ${line?.id} AND subject LIKE 'Surat masuk dicabut pengirim%'`;
  const to = await db.many(z.object({ toAddress: z.string() }), told);
  expect(to.map(({ toAddress }) => toAddress.split('@')[0]).sort()).toEqual(['kadisdik', 'sekda']);
  const { senderStatuses, letterStanding } = await dispositions.read(secretary, line?.id ?? 0);
  expect([letterStanding, senderStatuses.map(({ code }) => code)]).toEqual(['withdrawn', ['withdrawn']]);
});

test('an answer that is issued and sent closes what it answers, for everybody who has it in hand', async () => {
  const { dispositions, replying, letters } = world.layang;
  const first = await sendTwo();
  await world.jobs.idle();
  const line = (await lines(first)).find(({ addressee }) => addressee === 'Camat Muara Sagara');
  const incomingId = line?.id ?? 0;
  const camat = await world.actor('camat');
  await expect(replying.begin(world.clerk, { incomingId, kind: 'surat-dinas' })).rejects.toBeDefined();
  const answer = await replying.begin(camat, { incomingId, kind: 'surat-dinas' });
  const { letter } = await letters.readLetter(camat, answer);
  expect(letter.draft).toMatchObject({
    subject: expect.stringContaining('Jawaban atas Undangan'),
    recipients: [{ type: 'position', positionId: world.positions.get('Kepala Dinas Pendidikan') }],
  });
  expect(await replying.list(camat, incomingId)).toMatchObject([{ letterId: answer, state: 'draft', way: null }]);
  expect((await dispositions.read(camat, incomingId)).incoming.state).toBe('open');
  // The way to issue is tried elsewhere: here another issued letter takes the place of the answer.
  const sent = await world.issue({ recipients: [post('Kepala Dinas Pendidikan')], copies: [] });
  await world.layang.db.run(sql`UPDATE letter SET answers_id = ${incomingId} WHERE id = ${sent}`);
  expect((await dispositions.read(camat, incomingId)).incoming.state).toBe('open');
  await world.send(sent);
  await world.jobs.idle();
  const closed = await dispositions.read(camat, incomingId);
  expect(closed.incoming).toMatchObject({ state: 'closed', answeredBy: sent });
  expect(closed.holdings.every(({ state }) => state === 'done')).toBe(true);
  expect(closed.timeline.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['answered', 'closed']));
});

test('a letter that somebody merely received cannot be made the answer to another', async () => {
  const { dispositions } = world.layang;
  const received = await sendTwo();
  await world.jobs.idle();
  const line = (await lines(received)).find(({ addressee }) => addressee === 'Sekretaris Daerah');
  const [secretary, camat] = [await world.actor('sekda'), await world.actor('camat')];
  const postOf = world.positions.get('Camat Muara Sagara') ?? 0;
  const before = await dispositions.read(secretary, line?.id ?? 0);
  const sheet = { instructions: ['PROSES'], remark: '', recipients: [{ positionId: postOf, responsible: true }] };
  await dispositions.dispose(secretary, { holdingId: before.holdings[0]?.id ?? 0, ...sheet });
  const held = (await dispositions.read(camat, line?.id ?? 0)).holdings.find(({ positionId }) => positionId === postOf);
  const answer = { holdingId: held?.id ?? 0, text: 'Sudah dijawab', files: [], replyId: received };
  await expect(dispositions.report(camat, answer)).rejects.toMatchObject({ code: 'reply-unknown' });
});

test('the agenda of a unit without a clerk is that of the nearest unit above it that has one', () => {
  const units = [
    { id: 1, parentId: null, name: 'Kabupaten' },
    { id: 2, parentId: 1, name: 'Dinas' },
    { id: 3, parentId: 2, name: 'Bidang' },
  ];
  expect(agendaUnit(units, new Set([1, 2]), 3)).toBe(2);
  expect(agendaUnit(units, new Set([1]), 3)).toBe(1);
  expect(agendaUnit(units, new Set([3]), 3)).toBe(3);
  expect(agendaUnit(units, new Set(), 3)).toBe(3);
  expect(
    agendaUnit(
      [
        { id: 5, parentId: 6, name: 'a' },
        { id: 6, parentId: 5, name: 'b' },
      ],
      new Set([1]),
      5,
    ),
  ).toBe(5);
});
