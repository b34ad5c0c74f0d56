import { DAYS_BEFORE_CREATION, findDateProblem } from '../../src/registers/printed-date.ts';
import { MORNING } from '../letters/office.ts';
import fc from '../support/draws.ts';
import { openRegistry, type Registry } from './world.ts';

describe('an earlier date', () => {
  const facts = { today: '2026-11-21', created: '2026-11-20', insertedIn: undefined };
  it.each([
    ['2026-11-21', facts, undefined],
    ['2026-11-12', facts, undefined],
    ['2026-10-20', facts, undefined],
    ['2026-11-22', facts, 'date-in-future'],
    ['2026-10-19', facts, 'date-too-early'],
    ['1970-01-01', facts, 'date-too-early'],
    ['2026-12-30', { ...facts, today: '2027-01-04', created: '2027-01-03' }, 'date-in-closed-year'],
    ['2026-12-30', { today: '2027-01-04', created: '2027-01-03', insertedIn: 2026 }, undefined],
    ['2026-12-30', { today: '2027-01-04', created: '2027-01-03', insertedIn: 2027 }, 'date-in-closed-year'],
  ])('%s of %j: %s', (date, given, code) => {
    expect(findDateProblem(date, given)?.code).toBe(code);
  });

  it('is never in the future, nor longer ago than a month before the letter was begun', () => {
    const day = fc.integer({ min: 0, max: 40_000 }).map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, day, day, (date, today, created) => {
        if (findDateProblem(date, { today, created, insertedIn: Number(date.slice(0, 4)) }) !== undefined) return;
        expect(date <= today).toBe(true);
        expect(Date.parse(created) - Date.parse(date)).toBeLessThanOrEqual(DAYS_BEFORE_CREATION * 86_400_000);
      }),
    );
  });
});

describe('granting a date', () => {
  let world: Registry;
  beforeAll(async () => {
    world = await openRegistry();
  });
  afterEach(() => {
    world.time.now = MORNING;
  });
  const grant = async (letterId: number, date: string, reason = 'Dibahas lisan pada hari itu') =>
    world.registers.grantDate(await world.dater(), { registerId: world.registerId, letterId, date, reason });

  it('is kept with who, when, as what and why, also when it is taken back', async () => {
    const letterId = await world.waiting();
    await grant(letterId, '2026-11-12');
    expect(await world.registers.readNumbering(letterId)).toMatchObject({ date: '2026-11-12', number: undefined });
    const input = { registerId: world.registerId, letterId, reason: 'Keliru' };
    await world.registers.takeBackDate(await world.dater(), input);
    const { date, grants } = await world.registers.readNumbering(letterId);
    expect(date).toBeUndefined();
    expect(grants).toMatchObject([
      {
        what: 'date',
        letterDate: '2026-11-12',
        reason: 'Dibahas lisan pada hari itu',
        capacity: 'Camat Purnama Utara',
      },
      { what: 'date_over', letterDate: null, reason: 'Keliru', personName: 'camat', at: MORNING },
    ]);
    await expect(world.registers.takeBackDate(await world.dater(), input)).rejects.toMatchObject({
      code: 'no-granted-date',
    });
  });

  it('is for those with the duty alone, with a reason, and within the bounds', async () => {
    const letterId = await world.waiting();
    const input = { registerId: world.registerId, letterId, date: '2026-11-12', reason: 'x' };
    for (const who of ['sekretaris', 'kadis', 'staf', 'bupati'] as const) {
      await expect(world.registers.grantDate(await world.actor(who), input)).rejects.toMatchObject({
        code: 'not-allowed',
      });
    }
    await expect(grant(letterId, '2026-11-12', '')).rejects.toMatchObject({ code: 'reason-invalid' });
    await expect(grant(letterId, '2026-11-25')).rejects.toMatchObject({ fields: { date: expect.anything() } });
    await expect(grant(letterId, '2025-11-25')).rejects.toMatchObject({ code: 'date-too-early' });
    expect((await world.registers.readNumbering(letterId)).grants).toEqual([]);
  });

  it('of a closed year asks for an inserted number of that year first', async () => {
    world.time.now = new Date('2027-01-04T02:00:00Z');
    const letterId = await world.waiting();
    await expect(grant(letterId, '2026-12-30')).rejects.toMatchObject({ code: 'date-in-closed-year' });
    const insertion = { registerId: world.registerId, letterId, year: 2026, after: 1, reason: 'Surat 30 Desember' };
    await world.registers.grantInsertion(await world.clerk(), insertion);
    await grant(letterId, '2026-12-30');
    expect((await world.take(letterId, '2026-12-30')).text).toBe('400.3.5/1.a/DISDIK');
  });
});
