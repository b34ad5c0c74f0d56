import { backOff } from '../../src/jobs/back-off.ts';
import fc from '../support/draws.ts';

test('each wait is about four times the one before, up to six hours', () => {
  expect([1, 2, 3].map((attempt) => backOff(attempt, 0.5))).toEqual([2_000, 8_000, 32_000]);
  expect(backOff(50, 0.5)).toBe(6 * 3_600_000);
});

test('chance spreads the wait by a half in both directions', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, chance) => {
      const middle = backOff(attempt, 0.5);
      const wait = backOff(attempt, chance);
      expect(wait).toBeGreaterThanOrEqual(Math.floor(middle * 0.5));
      expect(wait).toBeLessThanOrEqual(Math.ceil(middle * 1.5));
    }),
  );
});
