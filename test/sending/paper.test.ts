import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { addDays, calendarDate, startOfDay } from '../../src/clock.ts';
import { sql } from '../../src/postgres/sql.ts';
import { groupedToken } from '../../src/seal/token.ts';
import { withdrawLetter } from '../issuing/signing-world.ts';
import { judged } from '../support/judge.ts';
import { runOn } from '../support/pdf-text.ts';
import { type SendingWorld, sendingWorld } from './sending-world.ts';

const HOUR = 3_600_000;
let world: SendingWorld;
let disdik: number;
beforeAll(async () => {
  world = await sendingWorld();
  // The book shows the lines of a day: hours that pass here stay within it, at whatever hour this runs.
  world.time.now = new Date(startOfDay(addDays(today(), 1), 'Asia/Jakarta').getTime() + 8 * HOUR);
  disdik = world.clerk.duties[0]?.unitId ?? 0;
});
afterAll(async () => await world.close());

const book = () => world.layang.sending.expedition;
const outsider = (name: string) => ({ type: 'outsider' as const, name, address: 'Jalan Pelajar 5' });
const today = () => calendarDate(world.time.now, 'Asia/Jakarta');
const textOf = (pdf: Buffer) => runOn(pdf, '.pdf', 'pdftotext', '-layout', '%', '-').replace(/\s+/g, ' ');
/** Pictures of papers for eyes, where LAYANG_PICTURES says. */
const keep = (name: string, pdf: Buffer) => {
  if (process.env.LAYANG_PICTURES !== undefined) writeFileSync(`${process.env.LAYANG_PICTURES}/${name}.pdf`, pdf);
};
async function papers(...names: string[]): Promise<number[]> {
  const letterId = await world.issue({ recipients: names.map(outsider), copies: [] });
  await world.send(letterId);
  return (await world.deliveries(letterId)).map(({ id }) => id);
}
const lines = async () => (await book().read(world.clerk, disdik)).lines;
const end = (part: object) => ({
  outcome: 'delivered' as const,
  receiver: 'Slamet',
  day: today(),
  time: '00:00',
  note: '',
  proofSha256: null,
  ...part,
});

test('papers leave by the handover book, arrive or come back, and the letter tells it', async () => {
  const [first = 0, second = 0] = await papers('Kepala SMP', 'Kepala SMA');
  expect((await book().read(world.clerk, disdik)).pending.map(({ deliveryId }) => deliveryId)).toEqual([first, second]);
  await book().sendOut(world.clerk, disdik, [first, second], 2);
  await expect(book().sendOut(world.clerk, disdik, [first], 1)).rejects.toMatchObject({ code: 'delivery-changed' });
  const [one, two] = await lines();
  expect([one, two]).toMatchObject([
    { number: 1, name: 'Kepala SMP', sheets: 2, outcome: null },
    { number: 2, name: 'Kepala SMA', outcome: null },
  ]);
  await world.later(HOUR);
  const at = new Date(world.time.now.getTime() - HOUR / 2);
  const time = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Asia/Jakarta',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at);
  const day = calendarDate(at, 'Asia/Jakarta');
  await book().record(world.clerk, one?.id ?? 0, end({ day, time }));
  await expect(book().record(world.clerk, one?.id ?? 0, end({ day, time }))).rejects.toMatchObject({
    code: 'delivery-changed',
  });
  await book().record(world.clerk, two?.id ?? 0, end({ outcome: 'returned', note: 'Alamat tidak ditemukan' }));
  const states = await world.deliveries(one?.letterId ?? 0);
  expect(states.map(({ state }) => state)).toEqual(['handed_over', 'failed']);
  const followed = await world.layang.sending.follow(world.chief, one?.letterId ?? 0);
  expect(followed?.deliveries.map(({ events }) => events.at(-1)?.note)).toEqual([
    'Diterima oleh Slamet',
    'Kembali: Alamat tidak ditemukan',
  ]);

  // What came back goes out again, on a line of its own.
  const again = { letterId: one?.letterId ?? 0, deliveryId: second, channel: 'expedition', email: '' };
  await world.layang.sending.sendAgain(world.clerk, again);
  await book().sendOut(world.clerk, disdik, [second], 1);
  expect((await lines()).map(({ number }) => number)).toEqual([1, 2, 3]);
});

test('the receiver’s signature stays with the line, for whoever keeps the book', async () => {
  const [paper = 0, other = 0] = await papers('Kepala SMP 3', 'Kepala SMP 4');
  await book().sendOut(world.clerk, disdik, [paper, other], 1);
  const open = (await lines()).filter(({ outcome }) => outcome === null);
  const [one, two] = open.slice(-2);
  const folder = mkdtempSync(join(tmpdir(), 'layang-proof-'));
  try {
    const path = join(folder, 'signature.png');
    const png = new PNG({ width: 90, height: 30, colorType: 2 });
    png.data.fill(255);
    png.data.fill(0, 4 * 90 * 15 + 40, 4 * 90 * 15 + 240);
    writeFileSync(path, PNG.sync.write(png));
    const [proof] = await world.layang.reportFiles.take([{ path, name: 'tanda-tangan.png' }]);
    const proofSha256 = proof?.sha256 ?? null;
    await book().record(world.clerk, one?.id ?? 0, end({ proofSha256 }));
    await book().record(world.clerk, two?.id ?? 0, end({ outcome: 'returned', note: 'Pindah', proofSha256 }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  expect((await book().proof(world.clerk, one?.id ?? 0)).subarray(0, 5).toString()).toBe('%PDF-');
  // What came back was signed by nobody.
  await expect(book().proof(world.clerk, two?.id ?? 0)).rejects.toMatchObject({ code: 'delivery-unknown' });
  await expect(book().proof(await world.actor('camat'), one?.id ?? 0)).rejects.toMatchObject({ code: 'not-allowed' });
});

test('to whom a secret letter went is known to the clerk who sent it, and in no book afterwards', async () => {
  const { layang, chief, clerk } = world;
  const letterId = await world.issue({ recipients: [outsider('Kepala Kejaksaan Sagara')], copies: [], security: 'R' });
  await world.send(letterId, chief);
  const [paper] = await world.deliveries(letterId);
  const second = await world.actor('kadisdik');
  const keeps = (personId: number) =>
    sql`INSERT INTO duty (person_id, unit_id, duty) VALUES (${personId}, ${disdik}, 'registry') ON CONFLICT DO NOTHING`;
  const keeper = await world.actor('camat');
  await layang.db.run(keeps(keeper.personId));
  try {
    const other = await world.actor('camat');
    // Whoever keeps the book that day hands it to the courier and records who took it.
    for (const who of [clerk, other])
      expect((await book().read(who, disdik)).pending.map(({ name }) => name)).toContain('Kepala Kejaksaan Sagara');
    await book().sendOut(clerk, disdik, [paper?.id ?? 0], 1);
    const mine = async (who: typeof clerk) =>
      (await book().read(who, disdik)).lines.find(({ deliveryId }) => deliveryId === paper?.id);
    const line = await mine(other);
    expect(line).toMatchObject({ named: true, name: 'Kepala Kejaksaan Sagara' });
    const lineId = line?.id ?? 0;
    const time = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Jakarta', hour: '2-digit', minute: '2-digit' });
    await world.later(HOUR);
    const at = new Date(world.time.now.getTime() - HOUR / 2);
    const taken = {
      receiver: 'Jaksa Piket',
      day: calendarDate(at, 'Asia/Jakarta'),
      time: time.format(at),
      note: 'Lantai 2',
    };
    await book().record(clerk, lineId, end(taken));
    expect(await mine(clerk)).toMatchObject({ named: true, name: 'Kepala Kejaksaan Sagara', receiver: 'Jaksa Piket' });
    const hidden = /Kejaksaan|Jaksa Piket|Lantai 2|Jalan Pelajar/;
    const seen = await mine(other);
    expect(seen).toMatchObject({
      named: false,
      outcome: 'delivered',
      letterNumber: line?.letterNumber,
      proofSha256: null,
    });
    expect(JSON.stringify(seen)).not.toMatch(hidden);
    for (const words of ['kejaksaan', 'jaksa piket'])
      expect([
        (await book().read(other, disdik, { words })).lines,
        (await book().read(clerk, disdik, { words })).lines.length,
      ]).toEqual([[], 1]);
    await expect(book().proof(other, lineId)).rejects.toMatchObject({ code: 'delivery-unknown' });
    // The agenda is printed and lies about: it names nobody to anybody.
    const agenda = async (who: typeof clerk, more = {}) =>
      JSON.stringify((await layang.books.read(who, { unitId: disdik, book: 'outgoing', ...more }, 'id')).rows);
    for (const who of [clerk, other]) {
      expect(await agenda(who)).toContain(`"${line?.letterNumber}\\n`);
      expect([await agenda(who), await agenda(who, { inFile: true })].join()).not.toMatch(hidden);
      expect(await agenda(who, { text: 'kejaksaan' })).toBe('[]');
    }
    // Whoever may open the letter reads in the book to whom it went.
    await layang.db.run(keeps(second.personId));
    expect(await mine(await world.actor('kadisdik'))).toMatchObject({ named: true, receiver: 'Jaksa Piket' });
  } finally {
    await layang.db.run(sql`DELETE FROM duty WHERE person_id IN (${keeper.personId}, ${second.personId})`);
  }
});

judged(['pdftotext'], 'the printed book does not name whom a secret letter reached', async () => {
  const { layang, chief, clerk } = world;
  const letterId = await world.issue({ recipients: [outsider('Kepala Rutan')], copies: [], security: 'SR' });
  await world.send(letterId, chief);
  const [paper] = await world.deliveries(letterId);
  await book().sendOut(clerk, disdik, [paper?.id ?? 0], 1);
  const { personId } = await world.actor('camat');
  await layang.db.run(sql`INSERT INTO duty (person_id, unit_id, duty) VALUES (${personId}, ${disdik}, 'registry')`);
  try {
    const line = (await lines()).find(({ deliveryId }) => deliveryId === paper?.id);
    await book().record(clerk, line?.id ?? 0, end({ outcome: 'returned', note: 'Rutan pindah' }));
    const other = await world.actor('camat');
    expect(textOf(await book().sheet(other, disdik, {}))).not.toMatch(/Rutan/);
    expect(textOf(await book().sheet(clerk, disdik, {}))).toMatch(/Kepala Rutan.*Rutan pindah/);
    const agenda = await layang.books.print(clerk, { unitId: disdik, book: 'outgoing' });
    expect([textOf(agenda).includes('(rahasia)'), textOf(agenda).includes('Rutan')]).toEqual([true, false]);
  } finally {
    await layang.db.run(sql`DELETE FROM duty WHERE person_id = ${personId}`);
  }
});

test.each([
  ['receiver', { receiver: ' ' }],
  ['receivedAt', { time: '25:00' }],
  ['receivedAt', { day: '2020-01-01' }],
  ['receivedAt', { day: '2999-01-01' }],
  ['receivedAt', { day: 'kemarin' }],
  ['note', { outcome: 'returned' as const, note: '' }],
  ['receiver', { receiver: 'A\u202eB' }],
])('an outcome is refused with a sentence at %s', async (field, part) => {
  const [paper = 0] = await papers('Kepala SD');
  await book().sendOut(world.clerk, disdik, [paper], 1);
  const line = (await lines()).at(-1);
  await expect(book().record(world.clerk, line?.id ?? 0, end(part))).rejects.toMatchObject({
    problem: 'invalid-input',
    fields: { [field]: expect.anything() },
  });
});

test('clerks who hand over at the same moment get numbers without a gap, and no paper goes twice', async () => {
  const all = await papers(...Array.from({ length: 12 }, (_, i) => `Kepala Sekolah ${i}`));
  const before = (await lines()).at(-1)?.number ?? 0;
  const tries = [...all, ...all].map((paper) => book().sendOut(world.clerk, disdik, [paper], 1));
  const ends = await Promise.allSettled(tries);
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(12);
  const numbers = (await lines()).map(({ number }) => number).filter((number) => number > before);
  expect(numbers).toEqual(Array.from({ length: 12 }, (_, i) => before + 1 + i));
});

test('only the clerk of the unit keeps its book, and a withdrawn letter does not leave', async () => {
  const [paper = 0] = await papers('Kepala SLB');
  for (const username of ['kadisdik', 'camat', 'admin']) {
    const other = await world.actor(username);
    await expect(book().read(other, disdik)).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(book().sendOut(other, disdik, [paper], 1)).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(book().sheet(other, disdik, {})).rejects.toMatchObject({ code: 'not-allowed' });
  }
  const { letterId } = (await book().read(world.clerk, disdik)).pending.find((one) => one.deliveryId === paper) ?? {
    letterId: 0,
  };
  await withdrawLetter(world, letterId);
  await expect(book().sendOut(world.clerk, disdik, [paper], 1)).rejects.toMatchObject({ code: 'delivery-changed' });
});

judged(
  ['pdftotext', 'pdfimages'],
  'the courier’s slip names number, addressee and count, and leaves room for a hand',
  async () => {
    const [paper = 0] = await papers('Kepala Pondok');
    await book().sendOut(world.clerk, disdik, [paper], 3);
    const pdf = await book().sheet(world.clerk, disdik, {});
    keep('buku-ekspedisi', pdf);
    const text = textOf(pdf);
    expect(text).toContain('BUKU EKSPEDISI');
    expect(text).toContain('Kepala Pondok');
    expect(text).not.toContain('Undangan Rapat');
    // What somebody signed on the glass, under their name; two lines are the heading of the list.
    expect(runOn(pdf, '.pdf', 'pdfimages', '-list', '%').trim().split('\n').slice(2)).not.toEqual([]);
    const found = await book().read(world.clerk, disdik, { words: 'PONDOK' });
    expect(found.lines.map(({ name }) => name)).toEqual(['Kepala Pondok']);
  },
);

judged(
  ['pdftotext'],
  'the sheet of a print says who signed, what our check found and how to check; per recipient with the copy',
  async () => {
    const letterId = await world.issue({
      recipients: [outsider('Ketua Dewan'), outsider('Kepala SMP')],
      copies: [],
      security: 'SR',
    });
    const { issued, content } = await world.layang.letters.readLetter(world.chief, letterId);
    const pdf = await world.layang.sending.sheet(world.chief, letterId, 2);
    keep('lembar-pengiriman', pdf);
    const text = textOf(pdf);
    for (const words of [
      issued?.number,
      'Ratna Kusumawardhani',
      'Kepala SMP',
      'nomor 2',
      groupedToken(issued?.token ?? ''),
      'Pindai tanda QR',
      'Diperiksa oleh Layang',
    ]) {
      expect(text).toContain(words);
    }
    expect(text).not.toContain('Ketua Dewan');
    expect(text).not.toContain(content?.subject ?? 'x');
    await expect(world.layang.sending.sheet(world.clerk, letterId)).rejects.toMatchObject({ code: 'letter-unknown' });
    await withdrawLetter(world, letterId);
    expect(textOf(await world.layang.sending.sheet(world.chief, letterId))).toContain('DICABUT sejak');
  },
);

judged(
  ['pdftotext'],
  'a letter to a group by its name carries the list of its members; a secret one names each',
  async () => {
    const members = ['Camat Hulu', 'Camat Hilir'].map((name) => ({
      positionId: null,
      name,
      address: 'Jalan Raya 1',
      email: '',
    }));
    const groupId = await world.layang.groups.add(world.clerk, {
      name: 'Para Camat se-Kabupaten',
      printed: 'name',
      members,
    });
    const print = async (security: 'B' | 'R') => {
      const letterId = await world.issue({ recipients: [{ type: 'group', groupId }], copies: [], security });
      const pdf = (await world.layang.letterFiles.pdf(world.chief, letterId)).pdf;
      keep(`kelompok-${security}`, pdf);
      return textOf(pdf);
    };
    const open = await print('B');
    expect(open).toContain('Para Camat se-Kabupaten');
    expect(open).toContain('DAFTAR PENERIMA');
    expect(open).toContain('Camat Hilir');
    const secret = await print('R');
    expect(secret).not.toContain('Para Camat');
    expect(secret).toContain('DAFTAR DISTRIBUSI');
  },
);

test('the list of what is left to send is part of what the table of permissions lets its reader send', async () => {
  await world.issue({ recipients: [outsider('A')], copies: [], security: 'R' });
  await world.issue({ recipients: [outsider('B')], copies: [], security: 'T' });
  await world.jobs.idle();
  for (const username of ['agenda', 'kadisdik', 'analis', 'sekda', 'camat', 'admin']) {
    const reader = await world.actor(username);
    for (const { letterId, task } of await world.layang.sending.toDo(reader)) {
      if (task === 'send') await expect(world.layang.sending.propose(reader, letterId)).resolves.toBeDefined();
      else await expect(world.layang.sending.follow(reader, letterId)).resolves.toMatchObject({ mayAct: true });
    }
  }
  // Where no unit has a clerk, the drafter is asked.
  const before = (await world.layang.sending.toDo(world.chief)).length;
  await world.layang.db.run(sql`DELETE FROM duty`);
  expect((await world.layang.sending.toDo(world.chief)).length).toBeGreaterThan(before);
});
