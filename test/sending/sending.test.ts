import { createHash } from 'node:crypto';
import { trustAnchors } from '../../src/authority/current-certificate.ts';
import type { DraftContent } from '../../src/letters/draft-content.ts';
import { sql } from '../../src/postgres/sql.ts';
import { sendByPolicy } from '../../src/sending/send-letter.ts';
import { tellStatus } from '../../src/sending/tell-status.ts';
import { verifyPdf } from '../../src/verification/verify-pdf.ts';
import { refusal } from '../mail/mail-room.ts';
import { type SendingWorld, sendingWorld, telling } from './sending-world.ts';

const HOUR = 3_600_000;
let world: SendingWorld;
beforeAll(async () => {
  world = await sendingWorld();
});
afterAll(async () => await world.close());
beforeEach(() => {
  world.post.taken.length = 0;
  world.post.onRecipient = () => {};
});

const sending = () => world.layang.sending;
const outsider = (name: string, email = '') => ({
  type: 'outsider' as const,
  name,
  address: 'Jalan Pelajar 5',
  ...(email === '' ? {} : { email }),
});
const post = (name: string) => ({ type: 'position' as const, positionId: world.positions.get(name) ?? 0 });
const states = async (letterId: number) =>
  (await world.deliveries(letterId)).map(({ channel, state }) => `${channel} ${state}`);
const appDeps = () => ({
  ...{ db: world.layang.db, clock: () => world.time.now, appOrigin: 'https://surat.example', ...telling },
});
const toOutside = (email = 'ketua@dewan.example', more: Partial<DraftContent> = {}): Partial<DraftContent> => ({
  recipients: [outsider('Ketua Dewan', email)],
  copies: [],
  ...more,
});
const withdraw = async (letterId: number, code: 'withdrawn' | 'restored' = 'withdrawn') => {
  const { seen } = await world.layang.letterStatus.choices(world.chief, letterId);
  await world.layang.letterStatus.change(world.chief, {
    letterId,
    seen,
    code,
    successorId: undefined,
    reason: 1,
    remark: '',
  });
};

test('the clerk is offered a way for each recipient, sends once, and each takes theirs', async () => {
  const letterId = await world.issue({
    recipients: [post('Camat Muara Sagara'), outsider('Ketua Dewan', 'ketua@dewan.example'), outsider('Kepala SMP')],
    copies: [post('Sekretaris Daerah')],
  });
  const { ways, attach } = await sending().propose(world.clerk, letterId);
  expect(attach).toBe(true);
  expect(ways.map(({ name, part, proposed, post: holder }) => [name, part, proposed, holder])).toEqual([
    ['Camat Muara Sagara', 'to', 'internal', 'held'],
    ['Ketua Dewan', 'to', 'email', undefined],
    ['Kepala SMP', 'to', 'expedition', undefined],
    ['Sekretaris Daerah', 'cc', 'internal', 'held'],
  ]);
  await world.jobs.idle();
  expect(await sending().toDo(world.clerk)).toContainEqual(
    expect.objectContaining({ letterId, task: 'send', count: 4 }),
  );
  await world.send(letterId);
  expect(await states(letterId)).toEqual(['internal sent', 'email queued', 'expedition queued', 'internal sent']);
  await world.jobs.idle();
  expect(await states(letterId)).toEqual(['internal sent', 'email sent', 'expedition queued', 'internal sent']);
  await expect(world.send(letterId)).rejects.toMatchObject({ problem: 'conflict', code: 'letter-already-sent' });
  const todo = (await sending().toDo(world.clerk)).filter((one) => one.letterId === letterId);
  expect(todo).toMatchObject([{ task: 'hand-over', count: 1 }]);
});

test('two clicks at once send one letter', async () => {
  const letterId = await world.issue(toOutside());
  const both = await Promise.allSettled([world.send(letterId), world.send(letterId)]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await world.jobs.idle();
  expect(world.post.taken).toHaveLength(1);
});

test('an open letter arrives as the signed file, byte for byte, with the way to check it', async () => {
  const letterId = await world.issue(toOutside());
  const { issued, content } = await world.layang.letters.readLetter(world.chief, letterId);
  await world.send(letterId);
  await world.jobs.idle();
  const { mail, to } = world.post.taken[0] ?? { mail: undefined, to: [] };
  expect(to).toEqual(['ketua@dewan.example']);
  expect(mail?.subject).toBe(`Surat ${issued?.number}: ${content?.subject}`);
  expect(mail?.text).toContain(`http://localhost:3000/${issued?.token}`);
  expect(mail?.attachments).toHaveLength(1);
  const pdf = Buffer.from(mail?.attachments[0]?.content as ArrayBuffer);
  expect(
    createHash('sha256')
      .update(pdf)
      .digest()
      .equals(issued?.documentSha256 ?? Buffer.alloc(0)),
  ).toBe(true);
  expect(mail?.attachments[0]?.filename).toMatch(/^surat-[0-9A-Za-z.-]+\.pdf$/);
  const report = verifyPdf(pdf, { anchors: await trustAnchors(world.layang.db), at: world.time.now });
  expect(report.intactAndTrusted).toBe(true);
});

test('a restricted letter goes as a word and a link, a policy can say the same of an open one', async () => {
  const restricted = await world.issue(toOutside('ketua@dewan.example', { security: 'T' }));
  await world.send(restricted, world.clerk, { 1: { channel: 'email' } });
  await world.jobs.idle();
  const { issued, content } = await world.layang.letters.readLetter(world.chief, restricted);
  const mail = world.post.taken[0]?.mail;
  expect(mail?.attachments).toEqual([]);
  expect(mail?.text).toContain(`http://localhost:3000/${issued?.token}`);
  expect(`${mail?.subject}${mail?.text}`).not.toContain(content?.subject ?? '');

  const admin = await world.actor('admin');
  await sending().setPolicy(admin, { kind: 'surat-dinas', unitId: null, atOnce: false, attach: false });
  const open = await world.issue(toOutside());
  await world.send(open);
  await world.jobs.idle();
  expect(world.post.taken[1]?.mail.attachments).toEqual([]);
  const rule = (await sending().policies(admin)).find(({ kind }) => kind === 'surat-dinas');
  await sending().removePolicy(admin, rule?.id ?? 0);
});

test.each(['R', 'SR'] as const)(
  'of a letter of class %s no subject, number or file is told, and no clerk sends it',
  async (security) => {
    const letterId = await world.issue({
      security,
      recipients: [post('Camat Muara Sagara'), outsider('Ketua Dewan', 'ketua@dewan.example')],
      copies: [],
    });
    const { issued, content } = await world.layang.letters.readLetter(world.chief, letterId);
    await expect(sending().propose(world.clerk, letterId)).rejects.toMatchObject({ code: 'letter-unknown' });
    await world.jobs.idle();
    expect((await sending().toDo(world.clerk)).some((one) => one.letterId === letterId)).toBe(false);
    expect((await sending().toDo(world.chief)).find((one) => one.letterId === letterId)).toMatchObject({ subject: '' });
    expect((await sending().propose(world.chief, letterId)).ways.map(({ proposed }) => proposed)).toEqual([
      'internal',
      'expedition',
    ]);
    const camat = await world.actor('camat');
    const admin = await world.actor('admin');
    await world.layang.people.changeEmail(admin, camat.personId, 'camat@sagaraasri.example');
    await world.send(letterId, world.chief, { 2: { channel: 'email' } });
    const arrived = (await sending().arrivals(camat)).find((one) => one.letterId === letterId);
    expect(arrived).toMatchObject({ subject: '', security });
    await world.jobs.idle();
    expect((await world.deliveries(letterId)).map(({ copyNumber }) => copyNumber)).toEqual([1, 2]);
    expect(world.post.taken.map(({ to }) => to[0]).sort()).toEqual(['camat@sagaraasri.example', 'ketua@dewan.example']);
    for (const { mail } of world.post.taken) {
      expect(mail.attachments).toEqual([]);
      expect(['Ada surat rahasia untuk Anda', 'Surat masuk']).toContain(mail.subject);
      for (const secret of [content?.subject, issued?.number, issued?.token])
        expect(mail.text).not.toContain(secret ?? 'x');
    }
    expect(world.post.taken.find(({ to }) => to[0]?.startsWith('ketua'))?.mail.text).toContain(
      'ambil di Dinas Pendidikan',
    );
    await world.layang.people.changeEmail(admin, camat.personId, '');
  },
);

test('a recipient here finds it in the inbox; the sender sees when it was received and when it was read, once', async () => {
  const letterId = await world.issue({ recipients: [post('Camat Muara Sagara')], copies: [] });
  await world.send(letterId);
  const camat = await world.actor('camat');
  expect((await sending().arrivals(camat)).find((one) => one.letterId === letterId)).toMatchObject({
    state: 'sent',
    part: 'to',
  });
  await sending().arrivals(camat);
  expect(await states(letterId)).toEqual(['internal received']);
  await sending().noteReading(await world.actor('sekda'), letterId);
  expect(await states(letterId)).toEqual(['internal received']);
  await world.later(HOUR);
  await sending().noteReading(camat, letterId);
  await sending().noteReading(camat, letterId);
  expect((await sending().arrivals(camat)).some((one) => one.letterId === letterId)).toBe(false);
  const followed = await sending().follow(world.chief, letterId);
  expect(followed?.deliveries[0]?.events.map(({ state, personName }) => [state, personName])).toEqual([
    ['queued', 'Wulan Maharani'],
    ['sent', 'Wulan Maharani'],
    ['received', 'Agus Setiadi'],
    ['read', 'Agus Setiadi'],
  ]);
  // How others were reached is not for the recipients to see.
  expect(await sending().follow(camat, letterId)).toBeUndefined();
});

test('by policy a letter sets out once it is issued, once, however often the job runs', async () => {
  const admin = await world.actor('admin');
  await sending().setPolicy(admin, { kind: null, unitId: null, atOnce: true, attach: true });
  try {
    const letterId = await world.issue({
      recipients: [post('Camat Muara Sagara'), outsider('Kepala SMP')],
      copies: [],
    });
    expect(await states(letterId)).toEqual([]);
    await world.jobs.idle();
    expect(await states(letterId)).toEqual(['internal sent', 'expedition queued']);
    expect(await sendByPolicy(appDeps(), letterId)).toBe(false);
    expect(await states(letterId)).toHaveLength(2);

    const void_ = await world.issue(toOutside());
    await withdraw(void_);
    await world.jobs.idle();
    expect(await states(void_)).toEqual([]);
  } finally {
    await sending().setPolicy(admin, { kind: null, unitId: null, atOnce: false, attach: true });
  }
});

test('what was withdrawn before it was sent is not sent; restored, it is', async () => {
  const letterId = await world.issue(toOutside());
  await withdraw(letterId);
  await expect(sending().propose(world.clerk, letterId)).rejects.toMatchObject({ code: 'letter-not-in-force' });
  expect((await sending().toDo(world.clerk)).some((one) => one.letterId === letterId)).toBe(false);
  await withdraw(letterId, 'restored');
  await world.later(1_000);
  expect(await sending().toDo(world.clerk)).toContainEqual(expect.objectContaining({ letterId, task: 'send' }));
  await world.send(letterId);
  await world.jobs.idle();
  expect(await states(letterId)).toEqual(['email sent']);
  // What happened before it left is no news to whoever received it.
  expect(world.post.taken).toHaveLength(1);
});

test('a post that was closed meanwhile is offered paper', async () => {
  const admin = await world.actor('admin');
  const camat = world.positions.get('Camat Muara Sagara') ?? 0;
  const { unitId } = (await world.layang.people.findPosition(camat)) ?? { unitId: 0 };
  const input = { unitId, superiorId: null, name: 'Lurah Sementara', code: '', officeKind: 'other' as const };
  const positionId = await world.layang.people.addPosition(admin, input);
  const letterId = await world.issue({ recipients: [{ type: 'position', positionId }], copies: [] });
  expect((await sending().propose(world.clerk, letterId)).ways).toMatchObject([
    { post: 'vacant', proposed: 'internal' },
  ]);
  await world.layang.people.closePosition(admin, positionId);
  expect((await sending().propose(world.clerk, letterId)).ways).toMatchObject([
    { post: 'closed', proposed: 'expedition', channels: ['expedition', 'print'] },
  ]);
  await expect(world.send(letterId, world.clerk, { 1: { channel: 'internal' } })).rejects.toMatchObject({
    fields: { 'channel.1': expect.anything() },
  });
  await expect(
    world.send(letterId, world.clerk, { 1: { channel: 'email', email: 'a@b.example' } }),
  ).rejects.toMatchObject({
    fields: { 'channel.1': expect.anything() },
  });
});

test('a refused address is told, and takes another way; a typed one must be an address', async () => {
  world.post.onRecipient = () => {
    throw refusal(550);
  };
  const letterId = await world.issue(toOutside('salah@dewan.example'));
  await world.send(letterId);
  await world.jobs.idle();
  expect(await states(letterId)).toEqual(['email failed']);
  expect(await sending().toDo(world.clerk)).toContainEqual(expect.objectContaining({ letterId, task: 'failed' }));
  const followed = await sending().follow(world.clerk, letterId);
  const delivery = followed?.deliveries[0];
  expect(delivery).toMatchObject({
    mailState: 'failed',
    mailError: 'EENVELOPE RCPT TO 550',
    channels: ['email', 'expedition', 'print'],
  });
  const again = (channel: string, email: string) =>
    sending().sendAgain(world.clerk, { letterId, deliveryId: delivery?.id ?? 0, channel, email });
  await expect(again('email', 'bukan alamat')).rejects.toMatchObject({ code: 'sending-invalid' });
  world.post.onRecipient = () => {};
  await again('email', 'benar@dewan.example');
  await world.jobs.idle();
  expect(await states(letterId)).toEqual(['email sent']);
  expect(world.post.taken.map(({ to }) => to)).toEqual([['benar@dewan.example']]);
  await expect(again('email', 'benar@dewan.example')).rejects.toMatchObject({ code: 'delivery-changed' });
});

test('a mail server that is down for a day delays a letter and loses none', async () => {
  world.post.onRecipient = () => {
    throw refusal(451);
  };
  const letterId = await world.issue(toOutside());
  await world.send(letterId);
  await world.jobs.idle();
  for (let hour = 0; hour < 24; hour++) await world.later(HOUR);
  expect(await states(letterId)).toEqual(['email queued']);
  world.post.onRecipient = () => {};
  await world.later(HOUR);
  expect(await states(letterId)).toEqual(['email sent']);
});

test('what happens to a letter is told by the way it took, to each once', async () => {
  const letterId = await world.issue({
    recipients: [
      post('Camat Muara Sagara'),
      outsider('Ketua Dewan', 'ketua@dewan.example'),
      outsider('Kepala SMP'),
      outsider('Kepala SMA'),
    ],
    copies: [],
  });
  await world.send(letterId, world.clerk, { 3: { channel: 'print' }, 4: { channel: 'print' } });
  const [, , smp] = await world.deliveries(letterId);
  const handOver = { letterId, deliveryId: smp?.id ?? 0, note: 'Diserahkan kepada satpam sekolah' };
  await sending().handOver(world.clerk, handOver);
  await expect(sending().handOver(world.clerk, handOver)).rejects.toMatchObject({ code: 'delivery-changed' });
  await world.later(1_000);
  world.post.taken.length = 0;
  await withdraw(letterId);
  await world.jobs.idle();
  await tellStatus(appDeps(), letterId);
  await world.jobs.idle();
  const { issued } = await world.layang.letters.readLetter(world.chief, letterId);
  expect(world.post.taken.map(({ to, mail }) => [to[0], mail.subject])).toEqual([
    ['ketua@dewan.example', `Surat ${issued?.number} dicabut`],
  ]);
  expect(world.post.taken[0]?.mail.text).toContain('jangan dipakai');
  expect(
    (await world.layang.letterStatus.news(await world.actor('camat'))).some((one) => one.letterId === letterId),
  ).toBe(true);
  // Paper that left is to be told by hand; paper that never left does not leave.
  const followed = await sending().follow(world.clerk, letterId);
  expect(followed?.deliveries.map(({ changes }) => changes.length)).toEqual([0, 0, 1, 0]);
  expect(followed?.deliveries.map(({ channels }) => channels)).toEqual([[], [], [], []]);
  const todo = (await sending().toDo(world.clerk)).filter((one) => one.letterId === letterId);
  expect(todo).toMatchObject([{ task: 'tell', count: 1 }]);
  const told = { letterId, deliveryId: smp?.id ?? 0, statusId: followed?.deliveries[2]?.changes[0]?.statusId ?? 0 };
  await sending().toldOnPaper(world.clerk, told);
  await expect(sending().toldOnPaper(world.clerk, told)).rejects.toMatchObject({ code: 'delivery-changed' });
});

/** As the runner leaves a job after its last try. */
const giveUp = async (job: string, letterId: number, error: string) =>
  await world.layang.db.run(
    sql`UPDATE job SET state = 'failed', finished_at = ${world.time.now}, last_error = ${error}
        WHERE name = ${job} AND payload ->> 'letterId' = ${String(letterId)}`,
  );

test('what Layang gave up is told to the sender side with its reason until it is done in another way, and to nobody else', async () => {
  const letterId = await world.issue({ recipients: [post('Camat Muara Sagara')], copies: [] });
  const givenUp = async () => (await sending().follow(world.clerk, letterId))?.givenUp;
  expect(await givenUp()).toEqual([]);
  expect(await giveUp('send-issued', letterId, 'documents-unreachable: The document store cannot be reached')).toBe(1);
  expect(await givenUp()).toEqual([{ job: 'send-issued', why: 'away', at: world.time.now }]);
  expect((await sending().follow(world.chief, letterId))?.givenUp).toHaveLength(1);
  const toDo = async () => (await sending().toDo(world.clerk)).filter((one) => one.letterId === letterId);
  expect(await toDo()).toMatchObject([{ task: 'send', count: 1 }]);
  await world.send(letterId);
  expect([await givenUp(), await toDo()]).toEqual([[], []]);
  expect(await sending().follow(await world.actor('camat'), letterId)).toBeUndefined();

  await world.later(1_000);
  await withdraw(letterId);
  expect(await giveUp('tell-status', letterId, 'SELECT of a secret table failed')).toBe(1);
  expect(await givenUp()).toEqual([{ job: 'tell-status', why: 'error', at: world.time.now }]);
  await tellStatus(appDeps(), letterId);
  expect(await givenUp()).toEqual([]);
});

test('a group of two hundred is sent in one go, each by a way of their own', async () => {
  const members = Array.from({ length: 200 }, (_, i) => ({
    positionId: null,
    name: `Kepala Desa ${i + 1}`,
    address: '',
    // Mail to so many is tested by a few: each takes a connection of its own.
    email: i < 12 ? `desa${i + 1}@sagaraasri.example` : '',
  }));
  const groupId = await world.layang.groups.add(world.clerk, { name: 'Semua desa', printed: 'name', members });
  const letterId = await world.issue({ recipients: [{ type: 'group', groupId }], copies: [] });
  await world.send(letterId);
  await world.jobs.idle();
  expect(await states(letterId)).toEqual([...Array(12).fill('email sent'), ...Array(188).fill('expedition queued')]);
  expect(new Set(world.post.taken.map(({ to }) => to.join()))).toHaveProperty('size', 12);
});

test('a letter issued before recipients were kept is sent as it is printed', async () => {
  const letterId = await world.issue({
    recipients: [post('Camat Muara Sagara'), outsider('Ketua Dewan', 'ketua@dewan.example')],
    copies: [],
  });
  await world.layang.db.run(sql`ALTER TABLE version_recipient DISABLE TRIGGER USER`);
  await world.layang.db.run(
    sql`DELETE FROM version_recipient WHERE version_id = (SELECT current_version_id FROM letter WHERE id = ${letterId})`,
  );
  await world.layang.db.run(sql`ALTER TABLE version_recipient ENABLE TRIGGER USER`);
  expect((await sending().propose(world.clerk, letterId)).ways.map(({ proposed }) => proposed)).toEqual([
    'internal',
    'expedition',
  ]);
});

test('who may not read a letter learns nothing of how it is sent', async () => {
  const letterId = await world.issue(toOutside());
  for (const username of ['camat', 'admin', 'sekbkpsdm']) {
    const other = await world.actor(username);
    await expect(sending().propose(other, letterId)).rejects.toMatchObject({ code: 'letter-unknown' });
    await expect(sending().follow(other, letterId)).rejects.toMatchObject({ code: 'letter-unknown' });
    await expect(sending().sheet(other, letterId)).rejects.toMatchObject({ code: 'letter-unknown' });
  }
  await expect(sending().policies(world.clerk)).rejects.toMatchObject({ code: 'not-allowed' });
});
