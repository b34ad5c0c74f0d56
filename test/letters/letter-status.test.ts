import { describe, expect, test } from '@jest/globals';
import {
  followersOf,
  STANDINGS,
  STATUS_CODES,
  type StatusCode,
  standingOf,
  successorFlaw,
} from '../../src/letters/letter-status.ts';
import fc from '../support/draws.ts';

const anyCode = fc.constantFrom(...STATUS_CODES);

/** What is left of a wish list when only what may follow is done. */
function history(wishes: StatusCode[]): StatusCode[] {
  const done: StatusCode[] = [];
  for (const code of wishes) if (followersOf(done.at(-1)).includes(code)) done.push(code);
  return done;
}

describe('What may happen to an issued letter', () => {
  test('restoring undoes something, and never twice', () => {
    fc.assert(
      fc.property(fc.array(anyCode, { maxLength: 40 }), (wishes) => {
        const done = history(wishes);
        for (const [i, code] of done.entries()) {
          if (code === 'restored') expect(STANDINGS).toContain(done[i - 1]);
          if (done[i - 1] === 'restored') expect(code).not.toBe('restored');
          if (done[i - 1] === 'withdrawn') expect(code).toBe('restored');
        }
      }),
    );
  });

  test('a restored letter stands as an issued one: the same things may happen to it', () => {
    expect(standingOf('restored')).toBe(standingOf(undefined));
    expect(followersOf('restored')).toEqual(followersOf(undefined));
    expect(followersOf(undefined)).not.toContain('restored');
  });

  test('whatever happened, a way leads back into force', () => {
    fc.assert(
      fc.property(fc.array(anyCode, { maxLength: 40 }), (wishes) => {
        const last = history(wishes).at(-1);
        expect(standingOf(last) === undefined || followersOf(last).includes('restored')).toBe(true);
      }),
    );
  });
});

describe('Which letter may supersede or correct another', () => {
  const letter = fc.record({
    id: fc.integer({ min: 1, max: 5 }),
    issuedAt: fc.integer({ min: 0, max: 3 }).map((day) => new Date(Date.UTC(2026, 10, 20 + day))),
    last: fc.option(anyCode, { nil: undefined }),
  });

  test('never two each other, and none itself', () => {
    fc.assert(
      fc.property(letter, letter, (one, two) => {
        const flaws = [successorFlaw(one, two), successorFlaw(two, one)];
        expect(flaws.filter((flaw) => flaw === undefined).length).toBeLessThan(2);
        if (one.id === two.id) expect(flaws).toEqual(['itself', 'itself']);
      }),
    );
  });

  test('only a later one that is in force, if need be as corrected', () => {
    const older = { id: 1, issuedAt: new Date('2026-11-20T00:00:00Z') };
    const later = (last: StatusCode | undefined) => ({ id: 2, issuedAt: new Date('2026-11-21T00:00:00Z'), last });
    for (const last of [undefined, 'corrected', 'restored'] as const) {
      expect(successorFlaw(older, later(last))).toBeUndefined();
    }
    for (const last of ['withdrawn', 'recalled', 'superseded'] as const) {
      expect(successorFlaw(older, later(last))).toBe('not-in-force');
    }
    expect(successorFlaw(later(undefined), { ...older, last: undefined })).toBe('older');
  });
});
