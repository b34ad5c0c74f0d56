import { createHash } from 'node:crypto';
import { DEFAULT_KDF, deriveOnce, kdfSettings, openKdf } from '../../src/custody/kdf.ts';

const small = { name: 'argon2id', memory: 8, passes: 1, lanes: 1 } as const;
const salt = createHash('sha256').update('salt').digest().subarray(0, 16);

it('derives the same bytes whichever way a letter with an accent was typed', async () => {
  const composed = await deriveOnce('caf\u00e9 di tepi danau', salt, small);
  expect(await deriveOnce('cafe\u0301 di tepi danau', salt, small)).toEqual(composed);
  expect(await deriveOnce('cafe di tepi danau', salt, small)).not.toEqual(composed);
});

it('agrees with the reference implementation of argon2id', async () => {
  // phc-winner-argon2 20190702, src/test.c: argon2id, t=2, m=2^8 KiB, p=1
  const settings = { name: 'argon2id', memory: 256, passes: 2, lanes: 1 } as const;
  const derived = await deriveOnce('password', Buffer.from('somesalt'), settings);
  expect(derived.toString('hex')).toBe('9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe');
});

it.each([
  ['one at a time with the settings of today', DEFAULT_KDF, 1],
  ['two at a time with cheap settings of old, or a crowd of guesses would pass before the first is counted', small, 2],
])('derives %s', async (_words, settings, places) => {
  const kdf = openKdf({ settings });
  let running = 0;
  let most = 0;
  const work = async () => {
    running += 1;
    most = Math.max(most, running);
    await deriveOnce('x', salt, small);
    running -= 1;
  };
  await Promise.all(Array.from({ length: 20 }, () => kdf.inTurn(settings, work)));
  expect(most).toBe(places);
});

it('takes 64 MiB and three passes unless told otherwise, and no settings that would swallow the machine', () => {
  expect(DEFAULT_KDF).toEqual({ name: 'argon2id', memory: 65_536, passes: 3, lanes: 1 });
  expect(kdfSettings.safeParse({ ...DEFAULT_KDF, memory: 2 ** 30 }).success).toBe(false);
  expect(kdfSettings.safeParse({ ...DEFAULT_KDF, name: 'scrypt' }).success).toBe(false);
});
