import { describe, expect, it } from '@jest/globals';
import { DEADLINE_UNITS, type Deadline, dueAt, remindAt, type WorkCalendar } from '../../src/approvals/deadline.ts';
import fc from '../support/draws.ts';

const calendar: WorkCalendar = {
  timeZone: 'Asia/Jakarta',
  workDays: [1, 2, 3, 4, 5],
  opens: '07:30',
  closes: '16:00',
  holidays: new Set(['2026-12-25']),
};
/** In the office's zone. */
const local = (text: string) => new Date(`${text}+07:00`);
const due = (deadline: Deadline, since: string) => dueAt(deadline, local(since), calendar);
const days = (amount: number): Deadline => ({ amount, unit: 'working_days' });
const hours = (amount: number): Deadline => ({ amount, unit: 'working_hours' });

describe('When a step is due', () => {
  it('by the clock: so many hours later, also through a weekend', () => {
    expect(due({ amount: 24, unit: 'hours' }, '2026-11-20T15:00:00')).toEqual(local('2026-11-21T15:00:00'));
  });

  it('by working days: at closing time, without weekends and holidays', () => {
    expect(due(days(1), '2026-11-18T10:00:00')).toEqual(local('2026-11-19T16:00:00'));
    expect(due(days(5), '2026-11-16T10:00:00')).toEqual(local('2026-11-23T16:00:00'));
    expect(due(days(1), '2026-11-20T10:00:00')).toEqual(local('2026-11-23T16:00:00'));
    expect(due(days(1), '2026-11-21T10:00:00')).toEqual(local('2026-11-23T16:00:00'));
    expect(due(days(1), '2026-12-24T10:00:00')).toEqual(local('2026-12-28T16:00:00'));
    // Half past eleven at night in Jakarta is still that day, though not in London.
    expect(due(days(1), '2026-11-18T23:30:00')).toEqual(local('2026-11-19T16:00:00'));
  });

  it('by working hours: what is left of a day, then the next', () => {
    expect(due(hours(2), '2026-11-18T10:00:00')).toEqual(local('2026-11-18T12:00:00'));
    expect(due(hours(2), '2026-11-18T15:00:00')).toEqual(local('2026-11-19T08:30:00'));
    expect(due(hours(2), '2026-11-20T18:00:00')).toEqual(local('2026-11-23T09:30:00'));
    expect(due(hours(8), '2026-11-18T05:00:00')).toEqual(local('2026-11-18T15:30:00'));
  });

  it('is reminded of when a share of the time is over', () => {
    expect(remindAt(local('2026-11-18T00:00:00'), local('2026-11-19T00:00:00'), 75)).toEqual(
      local('2026-11-18T18:00:00'),
    );
  });

  it('comes to an end where no day is a working day', () => {
    const holidays = { has: () => true } as unknown as ReadonlySet<string>;
    for (const unit of DEADLINE_UNITS) {
      const end = dueAt({ amount: 3, unit }, local('2026-11-18T10:00:00'), { ...calendar, holidays });
      expect(end > local('2026-11-18T10:00:00')).toBe(true);
    }
  });
});

const since = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true });
const deadline = fc.record({ amount: fc.integer({ min: 1, max: 60 }), unit: fc.constantFrom(...DEADLINE_UNITS) });
const calendars = fc.record({
  timeZone: fc.constantFrom('Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'),
  workDays: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
  opens: fc.constantFrom('00:00', '07:30', '08:00'),
  closes: fc.constantFrom('12:00', '16:00', '23:59'),
  holidays: fc
    .array(since, { maxLength: 5 })
    .map((found): ReadonlySet<string> => new Set(found.map((day) => day.toISOString().slice(0, 10)))),
});
const inZone = (instant: Date, timeZone: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(instant);

describe('The rule of deadlines', () => {
  it('is always later than the arrival, and never earlier for a later arrival or a longer time', () => {
    fc.assert(
      fc.property(deadline, calendars, since, fc.integer({ min: 0, max: 1e9 }), (each, own, from, later) => {
        const end = dueAt(each, from, own);
        expect(end > from).toBe(true);
        expect(dueAt(each, new Date(from.getTime() + later), own) >= end).toBe(true);
        expect(dueAt({ ...each, amount: each.amount + 1 }, from, own) >= end).toBe(true);
      }),
    );
  });

  it('ends on a working day within the open hours, unless hours run by the clock', () => {
    fc.assert(
      fc.property(deadline, calendars, since, (each, own, from) => {
        if (each.unit === 'hours') return;
        const [day = '', clock = ''] = inZone(dueAt(each, from, own), own.timeZone).split(' ');
        expect(own.holidays.has(day)).toBe(false);
        expect(own.workDays).toContain(new Date(`${day}T00:00:00Z`).getUTCDay() || 7);
        expect(clock >= `${own.opens}:00` && clock <= `${own.closes}:00`).toBe(true);
      }),
    );
  });

  it('reminds before it is due, and after the arrival', () => {
    fc.assert(
      fc.property(deadline, since, fc.integer({ min: 1, max: 99 }), (each, from, percent) => {
        const end = dueAt(each, from, calendar);
        const remind = remindAt(from, end, percent);
        expect(remind >= from && remind < end).toBe(true);
      }),
    );
  });
});
