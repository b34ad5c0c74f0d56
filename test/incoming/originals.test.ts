import { z } from 'zod';
import { lockIncoming } from '../../src/incoming/incoming-store.ts';
import type { TypedMove } from '../../src/incoming/originals/hand-over-originals.ts';
import { openOriginals } from '../../src/incoming/originals/originals.ts';
import { sql } from '../../src/postgres/sql.ts';
import { checkHandovers } from '../../src/safekeeping/check-handovers.ts';
import { holdBook } from '../../src/sending/expedition-store.ts';
import { openTypesetter, type Typesetter } from '../../src/typesetting/typesetter.ts';
import type { Key } from '../letters/office.ts';
import { judged } from '../support/judge.ts';
import { runOn } from '../support/pdf-text.ts';
import { openTreeOffice, type TreeOffice } from './tree-office.ts';

let office: TreeOffice;
let typesetter: Typesetter;
let unitId: number;
beforeAll(async () => {
  office = await openTreeOffice();
  typesetter = openTypesetter();
  unitId = office.units.get('DISDIK') ?? 0;
  office.time.now = new Date('2026-11-24T04:00:00Z');
});
afterAll(() => typesetter.close());

const never = async () => {
  throw new Error('no proof here');
};
const originals = () =>
  openOriginals({
    ...{ db: office.db, clock: () => office.time.now, typesetter },
    ...{ documents: { read: never }, previewer: { content: never } },
  });
const clerk = () => office.actor('sekretaris');
const taken = (changes: Partial<TypedMove> = {}): TypedMove => ({
  ...{ kind: 'handed', to: { unitId }, receiver: 'Slamet Riyadi', place: '', note: '', proofSha256: null },
  ...{ day: '2026-11-24', time: '09.30' },
  ...changes,
});
const handOver = async (incomingIds: number[], changes: Partial<TypedMove> = {}, as: Key = 'sekretaris') =>
  originals().handOver(await office.actor(as), { unitId, incomingIds, ...taken(changes) });
const atDesk = async (forUnitId?: number) =>
  (await originals().atDesk(await clerk(), { unitId, forUnitId })).lines.map(({ id }) => id);
const course = async (incomingId: number) => originals().read(await clerk(), incomingId);
const move = async (incomingId: number, changes: Partial<TypedMove>, as: Key = 'sekretaris') => {
  const { lines } = await course(incomingId);
  await originals().move(await office.actor(as), { incomingId, seen: lines[0]?.id ?? 0, ...taken(changes) });
};

test('several originals leave the desk with one receiver, all or none, and what brings no paper is not there', async () => {
  const [one, two, mailed] = [await office.letter(), await office.letter(), await office.letter({ channel: 'email' })];
  expect(await atDesk()).toEqual([two.incomingId, one.incomingId]);
  await expect(handOver([one.incomingId, mailed.incomingId])).rejects.toMatchObject({ code: 'original-none' });
  expect(await atDesk()).toEqual([two.incomingId, one.incomingId]);
  await handOver([two.incomingId, one.incomingId]);
  expect(await atDesk()).toEqual([]);
  expect((await course(one.incomingId)).place).toMatchObject({
    where: 'handed',
    last: { number: 1, receiver: 'Slamet Riyadi', takenAt: new Date('2026-11-24T02:30:00Z') },
  });
  // Two clerks at the same desk: the second is told, and writes nothing.
  await expect(handOver([one.incomingId])).rejects.toMatchObject({ problem: 'conflict', code: 'original-moved' });
  expect((await course(mailed.incomingId)).place).toBeUndefined();
  const [three, four] = [await office.letter(), await office.letter()];
  await handOver([three.incomingId, four.incomingId], { kind: 'archived', to: undefined, place: 'Rak 1' });
  expect((await course(four.incomingId)).place).toMatchObject({
    where: 'archived',
    last: { place: 'Rak 1', receiver: '' },
  });
  // From the desk nothing comes back to the desk.
  const { incomingId } = await office.letter();
  await expect(handOver([incomingId], { kind: 'returned' })).rejects.toMatchObject({ code: 'original-moved' });
  await handOver([incomingId]);
});

test('it goes on from hand to hand, back to the desk and into the archive; its holder reads where it is', async () => {
  const { incomingId } = await office.letter();
  await handOver([incomingId], { to: { positionId: office.positions.kadis } });
  await move(incomingId, { to: { positionId: office.positions.kabid }, receiver: 'Budi', time: '10:00' });
  const kadis = await office.actor('kadis');
  expect(await originals().where(kadis, incomingId)).toMatchObject({ where: 'handed', last: { receiver: 'Budi' } });
  await move(incomingId, { kind: 'returned', time: '10:10' });
  expect(await atDesk()).toContain(incomingId);
  await move(incomingId, { kind: 'archived', place: 'Rak 3, boks 12', time: '10:20' });
  expect(await atDesk()).not.toContain(incomingId);
  const { place, lines, moves } = await course(incomingId);
  expect([place?.where, place?.last?.place, moves]).toEqual(['archived', 'Rak 3, boks 12', ['handed', 'returned']]);
  expect(lines.map(({ kind }) => kind)).toEqual(['archived', 'returned', 'handed', 'handed']);
  // On a page that is a minute old nothing is built.
  const stale = { incomingId, seen: lines[1]?.id ?? 0, ...taken({ kind: 'returned', time: '10:30' }) };
  await expect(originals().move(await clerk(), stale)).rejects.toMatchObject({ code: 'original-moved' });
  await expect(originals().where(await office.actor('staf'), incomingId)).rejects.toMatchObject({
    code: 'incoming-unknown',
  });
});

test('what was written wrongly is said anew on a further line with its reason, and struck where it never happened', async () => {
  const [right, wrong] = [await office.letter(), await office.letter()];
  await handOver([right.incomingId, wrong.incomingId]);
  const [line] = (await course(right.incomingId)).lines;
  const other = { incomingId: right.incomingId, lineId: line?.id ?? 0, ...taken({ receiver: 'Siti Aminah' }) };
  await expect(originals().correct(await clerk(), { ...other, reason: ' ' })).rejects.toMatchObject({
    fields: { reason: expect.anything() },
  });
  await originals().correct(await clerk(), { ...other, reason: 'Salah nama' });
  const corrected = await course(right.incomingId);
  expect(corrected.place?.last?.receiver).toBe('Siti Aminah');
  expect(corrected.lines.map(({ receiver, holds, reason }) => [receiver, holds, reason])).toEqual([
    ['Siti Aminah', true, 'Salah nama'],
    ['Slamet Riyadi', false, ''],
  ]);
  // Corrected once: the correction is what can be corrected now.
  await expect(originals().correct(await clerk(), { ...other, reason: 'Lagi' })).rejects.toMatchObject({
    code: 'original-moved',
  });
  const [ticked] = (await course(wrong.incomingId)).lines;
  const strike = {
    incomingId: wrong.incomingId,
    lineId: ticked?.id ?? 0,
    kind: 'struck' as const,
    reason: 'Salah centang',
  };
  await originals().correct(await clerk(), strike);
  expect(await atDesk()).toEqual([wrong.incomingId]);
  await expect(office.db.run(sql`UPDATE handover SET receiver = 'x'`)).rejects.toThrow();
});

test('a secret original goes to the post addressed alone, and neither list nor book tells its subject or who has it', async () => {
  const { incomingId, holdingId } = await office.letter({ security: 'R', subject: 'Operasi Fajar Kelabu' });
  await office.dispose('kadis', holdingId, ['camat']);
  const { lines } = await originals().atDesk(await clerk(), { unitId });
  expect(JSON.stringify(lines)).not.toContain('Kelabu');
  expect(await atDesk(office.units.get('CAMAT'))).toEqual([]);
  for (const to of [{ unitId }, { positionId: office.positions.camat }]) {
    await expect(handOver([incomingId], { to })).rejects.toMatchObject({ code: 'original-by-name' });
  }
  await handOver([incomingId], { to: { positionId: office.positions.kadis }, receiver: 'Ajudan Rahmat' });
  const book = await originals().book(await clerk(), { unitId, words: 'rahmat' });
  expect(book.rows).toMatchObject([{ subject: '', closed: true, receiver: 'Ajudan Rahmat' }]);
  // The clerk of a unit that has it by disposition is none of those whom it reaches.
  await expect(course(incomingId)).resolves.toMatchObject({ mayKeep: true });
  await expect(originals().read(await office.actor('camat'), incomingId)).resolves.toMatchObject({ mayKeep: false });
});

test.each([
  ['receiver', { receiver: ' ' }],
  ['receiver', { receiver: 'A\u202eB' }],
  ['receivedAt', { time: '25:00' }],
  ['receivedAt', { day: '2026-02-30' }],
  ['receivedAt', { day: '2999-01-01' }],
  // Before it came.
  ['receivedAt', { day: '2026-11-23' }],
  ['to', { to: undefined }],
  ['to', { to: { positionId: 999_999 } }],
])('a handover is refused with a sentence at %s', async (field, changes) => {
  const { incomingId } = await office.letter();
  await expect(handOver([incomingId], changes)).rejects.toMatchObject({
    problem: 'invalid-input',
    fields: { [field]: expect.anything() },
  });
});

test('clerks who write at the same moment get numbers without a gap', async () => {
  const ids = [];
  for (let i = 0; i < 8; i++) ids.push((await office.letter()).incomingId);
  const ends = await Promise.allSettled([...ids, ...ids].map((incomingId) => handOver([incomingId])));
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(8);
  const { rows } = await originals().book(await clerk(), { unitId });
  expect(rows.map(({ number }) => number)).toEqual(rows.map((_, i) => i + 1));
});

const waiting = z.object({ n: z.number() });
const behindLocks = sql`SELECT count(*)::int AS n FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event_type = 'Lock'`;

test('several that wait for one of their letters do not keep the book from whoever has that letter', async () => {
  const [one, two] = [(await office.letter()).incomingId, (await office.letter()).incomingId];
  let several: Promise<void> | undefined;
  await office.db.transaction(async (tx) => {
    await lockIncoming(tx, two);
    several = handOver([one, two]);
    while ((await office.db.one(waiting, behindLocks)).n === 0);
    await holdBook(tx, unitId);
  });
  await several;
  expect(await atDesk()).not.toContain(two);
});

test('only whoever keeps the desk sees its papers and its book', async () => {
  const { incomingId } = await office.letter();
  for (const key of ['kadis', 'camat', 'staf'] as const) {
    const stranger = await office.actor(key);
    const refused = { code: 'not-allowed' };
    await expect(originals().atDesk(stranger, { unitId })).rejects.toMatchObject(refused);
    await expect(originals().book(stranger, { unitId })).rejects.toMatchObject(refused);
    await expect(handOver([incomingId], {}, key)).rejects.toMatchObject({
      code: expect.stringMatching(/^(not-allowed|incoming-unknown)$/),
    });
  }
});

test('the office checked whole finds the books without a gap and each original where its lines say', async () => {
  const findings = async () => {
    const codes: string[] = [];
    for await (const { code, about } of checkHandovers({ db: office.db })) codes.push(`${code} ${about}`);
    return codes;
  };
  expect(await findings()).toEqual([]);
  const { incomingId } = await office.letter();
  await office.db.run(sql`UPDATE incoming SET original = 'archived' WHERE id = ${incomingId}`);
  expect(await findings()).toEqual([`original-misplaced incoming ${incomingId}`]);
  await handOver([(await office.letter()).incomingId]);
  await office.db.transaction(async (tx) => {
    await tx.run(sql`ALTER TABLE handover DISABLE TRIGGER USER`);
    await tx.run(sql`UPDATE incoming SET original = 'desk' WHERE id = ${incomingId}`);
    await tx.run(sql`UPDATE handover SET number = 100 WHERE number = (SELECT max(number) FROM handover)`);
    await tx.run(sql`ALTER TABLE handover ENABLE TRIGGER USER`);
  });
  expect((await findings()).at(-1)).toBe(`handover-gap handover ${unitId}/2026/99`);
});

judged(['pdftotext'], 'the book is printed with its days, its lines and what corrects what', async () => {
  const pdf = await originals().print(await clerk(), { unitId, from: '2026-11-24', to: '2026-11-24' });
  const text = runOn(pdf, '.pdf', 'pdftotext', '-layout', '%', '-').replace(/\s+/g, ' ');
  expect(text).toContain('BUKU EKSPEDISI NASKAH ASLI');
  expect(text).toMatch(/Membetulkan .* Salah nama/);
  expect(text).toContain('Kembali ke loket');
  expect(text).not.toContain('Kelabu');
});
