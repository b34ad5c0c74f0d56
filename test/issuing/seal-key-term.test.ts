import { startOfDay } from '../../src/clock.ts';
import { endOfDay, notBeforeNow, sealKeyTerm } from '../../src/issuing/seal-key-term.ts';

const now = new Date('2026-03-02T02:00:00.700Z');
const second = new Date('2026-03-02T02:00:00Z');

it('begins a day at midnight of the office, in each Indonesian zone', () => {
  expect(startOfDay('2026-03-02', 'Asia/Jakarta')).toEqual(new Date('2026-03-01T17:00:00Z'));
  expect(startOfDay('2026-03-02', 'Asia/Makassar')).toEqual(new Date('2026-03-01T16:00:00Z'));
  expect(startOfDay('2026-03-02', 'Asia/Jayapura')).toEqual(new Date('2026-03-01T15:00:00Z'));
});

it('ends a day one second before the next, over the ends of months and years', () => {
  expect(endOfDay('2026-12-31', 'Asia/Jakarta')).toEqual(new Date('2026-12-31T16:59:59Z'));
  expect(endOfDay('2028-02-29', 'Asia/Jayapura')).toEqual(new Date('2028-02-29T14:59:59Z'));
});

it('follows a zone that changes its clocks', () => {
  expect(startOfDay('2026-03-29', 'Europe/Berlin')).toEqual(new Date('2026-03-28T23:00:00Z'));
  expect(endOfDay('2026-03-29', 'Europe/Berlin')).toEqual(new Date('2026-03-29T21:59:59Z'));
});

it('lets no key seal for a time before it existed', () => {
  const term = sealKeyTerm({ validFrom: '2019-01-01', validTo: '2026-03-31' }, now, 'Asia/Jakarta');
  expect(term).toEqual({ notBefore: second, notAfter: new Date('2026-03-31T16:59:59Z') });
});

it('lists an open-ended appointment for ten years', () => {
  const term = sealKeyTerm({ validFrom: '2026-01-01', validTo: null }, now, 'Asia/Jakarta');
  expect(term.notAfter).toEqual(new Date('2036-03-02T02:00:00Z'));
});

it('never ends a key in the past', () => {
  expect(notBeforeNow(new Date('2026-03-01T16:59:59Z'), now)).toEqual(second);
  expect(notBeforeNow(new Date('2026-03-02T16:59:59Z'), now)).toEqual(new Date('2026-03-02T16:59:59Z'));
});
