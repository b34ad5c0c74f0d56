import { expect, it } from '@jest/globals';
import { waitedFor } from '../../src/web/dates.ts';

it('says how long something has waited in its largest whole unit, and of the first minute that it is less than one', () => {
  const now = new Date('2026-11-21T10:00:00Z');
  const said = (seconds: number, language: 'id' | 'en') =>
    waitedFor(new Date(now.getTime() - seconds * 1000), now, language);
  expect([0, 59, 60, 3599, 3600, 86_399, 86_400, 3 * 86_400].map((seconds) => said(seconds, 'id'))).toEqual([
    'kurang dari 1 menit',
    'kurang dari 1 menit',
    '1 menit',
    '59 menit',
    '1 jam',
    '23 jam',
    '1 hari',
    '3 hari',
  ]);
  expect([59, 60, 7200].map((seconds) => said(seconds, 'en'))).toEqual(['less than a minute', '1 minute', '2 hours']);
  // A clock that ran ahead elsewhere is no time waited.
  expect(said(-90, 'id')).toBe('kurang dari 1 menit');
});
