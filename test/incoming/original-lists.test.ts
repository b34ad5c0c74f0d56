import { readFileSync } from 'node:fs';
import type { TypedMove } from '../../src/incoming/originals/hand-over-originals.ts';
import { openOriginals } from '../../src/incoming/originals/originals.ts';
import { type DeskAsk, type OutAsk, searchAtDesk, searchOut } from '../../src/incoming/originals/search-originals.ts';
import { Query, sql } from '../../src/postgres/sql.ts';
import { checkHandovers } from '../../src/safekeeping/check-handovers.ts';
import { openTreeOffice, type TreeOffice } from './tree-office.ts';

let office: TreeOffice;
let unitId: number;
const ids: number[] = [];
beforeAll(async () => {
  office = await openTreeOffice();
  unitId = office.units.get('DISDIK') ?? 0;
  office.time.now = new Date('2026-11-24T04:00:00Z');
  for (let n = 0; n < 60; n++) {
    const number = n === 7 ? 'UND/4711/2026' : `${n}/TU/2026`;
    const { incomingId, holdingId } = await office.letter({ number, subject: n === 9 ? 'Kerja bakti' : 'Undangan' });
    if (n === 3 || n === 40) await office.dispose('kadis', holdingId, ['camat']);
    ids.push(incomingId);
  }
});

const never = async () => {
  throw new Error('nothing of this here');
};
const originals = () =>
  openOriginals({
    ...{ db: office.db, clock: () => office.time.now, typesetter: { typesetRecord: never } },
    ...{ documents: { read: never }, previewer: { content: never } },
  });
const clerk = () => office.actor('sekretaris');
const at = (n: number) => ids.at(n) ?? 0;
const taken = (changes: Partial<TypedMove> = {}): TypedMove => ({
  ...{ kind: 'handed', to: { unitId }, receiver: 'Slamet Riyadi', place: '', note: '', proofSha256: null },
  ...{ day: '2026-11-24', time: '09.30' },
  ...changes,
});

async function turnDesk(ask: Omit<DeskAsk, 'unitId'>, aPage: number): Promise<number[]> {
  const all: number[] = [];
  for (let before = ask.before, turns = 0; turns < 100; turns++) {
    const page = await searchAtDesk(office.db, await clerk(), { unitId, ...ask, before }, aPage);
    expect(page.ids.length).toBeLessThanOrEqual(aPage);
    all.push(...page.ids);
    if (page.older === undefined) return all;
    before = page.older;
  }
  throw new Error('it never ends');
}

async function turnOut(ask: Omit<OutAsk, 'unitId'>, aPage: number): Promise<number[]> {
  const all: number[] = [];
  const deps = { db: office.db, clock: () => office.time.now };
  for (let after = ask.after, turns = 0; turns < 100; turns++) {
    const page = await searchOut(deps, await clerk(), { unitId, ...ask, after }, aPage);
    all.push(...page.found.map(({ id }) => id));
    if (page.next === undefined) return all;
    after = page.next;
  }
  throw new Error('it never ends');
}

/** By the statistics of PostgreSQL, and without: rare words are looked for by their index then, or walked for. */
async function eachWay(look: () => Promise<void>): Promise<void> {
  await look();
  await office.db.run(sql`ANALYZE incoming`);
  await look();
}

test('every paper at the desk is on one of its pages, and is found by number, sender and unit however old it is', async () => {
  await eachWay(async () => {
    expect(await turnDesk({}, 7)).toEqual(ids.toReversed());
    expect(await turnDesk({ text: '4711' }, 7)).toEqual([at(7)]);
    expect(await turnDesk({ text: 'und/4711' }, 7)).toEqual([at(7)]);
    expect(await turnDesk({ text: 'kerja bakti' }, 7)).toEqual([at(9)]);
    expect(await turnDesk({ text: 'undangan' }, 7)).toEqual(ids.filter((id) => id !== at(9)).toReversed());
    expect(await turnDesk({ text: 'tiada' }, 7)).toEqual([]);
    const camat = office.units.get('CAMAT');
    expect(await turnDesk({ forUnitId: camat }, 7)).toEqual([at(40), at(3)]);
    expect(await turnDesk({ forUnitId: camat, text: '3/TU' }, 7)).toEqual([at(3)]);
  });
  const page = await originals().atDesk(await clerk(), { unitId });
  expect(page.lines.map(({ id }) => id)).toEqual(ids.toReversed());
});

test('what somebody took is listed by how long it is out, through whosoever it went, until it comes back', async () => {
  const hand = async (n: number, day: string) =>
    originals().handOver(await clerk(), { unitId, incomingIds: [at(n)], ...taken({ day }) });
  const move = async (n: number, changes: Partial<TypedMove>) => {
    const { lines } = await originals().read(await clerk(), at(n));
    await originals().move(await clerk(), { incomingId: at(n), seen: lines[0]?.id ?? 0, ...taken(changes) });
  };
  office.time.now = new Date('2027-01-20T04:00:00Z');
  await hand(0, '2026-12-20');
  await hand(1, '2026-12-01');
  await hand(2, '2026-12-20');
  await hand(7, '2026-12-21');
  await hand(9, '2027-01-19');
  await hand(10, '2026-11-25');
  expect(await turnOut({}, 2)).toEqual([at(10), at(1), at(0), at(2), at(7), at(9)]);
  // From hand to hand it does not come back; by way of the desk it does.
  await move(10, { day: '2027-01-10', receiver: 'Wayan' });
  await move(1, { day: '2027-01-05', kind: 'returned' });
  expect(await turnOut({}, 2)).toEqual([at(10), at(0), at(2), at(7), at(9)]);
  await move(1, { day: '2027-01-06' });
  await eachWay(async () => {
    expect(await turnOut({}, 2)).toEqual([at(10), at(0), at(2), at(7), at(1), at(9)]);
    // On the 30th day it is out for 30 days, and not for more.
    expect(await turnOut({ days: 30 }, 2)).toEqual([at(10), at(0), at(2)]);
    expect(await turnOut({ text: 'undangan' }, 2)).toEqual([at(10), at(0), at(2), at(7), at(1)]);
    expect(await turnOut({ text: '4711' }, 2)).toEqual([at(7)]);
    expect(await turnOut({ text: '4711', days: 30 }, 2)).toEqual([]);
  });
  const { lines } = await originals().out(await clerk(), { unitId });
  expect(lines[0]).toMatchObject({
    outSince: new Date('2026-11-25T02:30:00Z'),
    last: { receiver: 'Wayan', takenAt: new Date('2027-01-10T02:30:00Z') },
  });
  // A wrong day, said anew, counts as said then; a handover that never was leaves it at the desk.
  const [line] = (await originals().read(await clerk(), at(9))).lines;
  const correction = { incomingId: at(9), lineId: line?.id ?? 0, reason: 'Salah tanggal' };
  await originals().correct(await clerk(), { ...correction, ...taken({ day: '2026-11-24', time: '12:00' }) });
  const [wrong] = (await originals().read(await clerk(), at(0))).lines;
  const strike = { incomingId: at(0), lineId: wrong?.id ?? 0, kind: 'struck', reason: 'Salah surat' } as const;
  await originals().correct(await clerk(), strike);
  expect(await turnOut({}, 2)).toEqual([at(9), at(10), at(2), at(7), at(1)]);
  await move(2, { day: '2027-01-20', kind: 'archived', to: undefined });
  expect(await turnOut({}, 2)).toEqual([at(9), at(10), at(7), at(1)]);
});

test('the desk is reminded once of each that is out for more than thirty days', async () => {
  const remembered = async () => (await originals().longOut(await clerk())).map(({ count }) => count);
  const known = async (shownAt = office.time.now) => originals().endReminder(await clerk(), { unitId, shownAt });
  expect(await originals().longOut(await clerk())).toEqual([
    { unitId, unitName: expect.stringContaining('Dinas Pendidikan'), count: 2 },
  ]);
  expect(await originals().longOut(await office.actor('kadis'))).toEqual([]);
  const shownAt = office.time.now;
  office.time.now = new Date('2027-01-21T04:00:00Z');
  // What came to that age since the page was shown is told of.
  expect(await remembered()).toEqual([3]);
  await known(shownAt);
  expect(await remembered()).toEqual([1]);
  await known();
  expect(await remembered()).toEqual([]);
  // A page that was left open brings nothing back, and one of tomorrow's date looks no further than today.
  await known(shownAt);
  await known(new Date('2030-01-01T00:00:00Z'));
  expect(await remembered()).toEqual([]);
  office.time.now = new Date('2027-02-06T04:00:00Z');
  expect(await remembered()).toEqual([1]);
  expect(await turnOut({ days: 30 }, 2)).toHaveLength(4);
});

test('only whoever keeps the desk sees what is out and ends its reminder', async () => {
  for (const key of ['kadis', 'camat', 'staf'] as const) {
    const stranger = await office.actor(key);
    const refused = { code: 'not-allowed' };
    await expect(originals().out(stranger, { unitId })).rejects.toMatchObject(refused);
    const end = originals().endReminder(stranger, { unitId, shownAt: office.time.now });
    await expect(end).rejects.toMatchObject(refused);
  }
});

test('since when what was handed over before is out, is read from its book when the office is updated', async () => {
  const findings = async () => {
    const about: string[] = [];
    for await (const finding of checkHandovers({ db: office.db })) about.push(finding.about);
    return about;
  };
  expect(await findings()).toEqual([]);
  await office.db.run(sql`UPDATE incoming SET original_since = NULL`);
  expect(await findings()).toHaveLength(4);
  const migration = readFileSync(new URL('../../migrations/0046_originals_out.sql', import.meta.url), 'utf8');
  const [fill = ''] = /WITH RECURSIVE[^;]*;/.exec(migration) ?? [];
  await office.db.run(new Query([fill], []));
  expect(await findings()).toEqual([]);
});
