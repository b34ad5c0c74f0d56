import { openKdf } from '../../src/custody/kdf.ts';
import { hashPassword } from '../../src/people/password.ts';
import { derivationTurns, openTurns } from '../../src/processes/derivation-turns.ts';

/** Work that ends when the test says so. */
function held() {
  let release = () => {};
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { work: () => until, release };
}

/** Everything that could happen by now has happened. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

const limits = { kib: 64, mostWaiting: 100, longestMs: 60_000 };

it('never gives away more memory than there is, whoever asks for how much', async () => {
  const turns = openTurns(limits);
  let taken = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 60 }, (_, each) => {
      const kib = [64, 19, 19, 500, 1][each % 5] ?? 0;
      return turns.take(kib, async () => {
        taken += Math.min(kib, 64);
        most = Math.max(most, taken);
        await settled();
        taken -= Math.min(kib, 64);
      });
    }),
  );
  expect({ most, taken }).toEqual({ most: 64, taken: 0 });
});

it('lets them begin in the order in which they came, so that small ones cannot keep a large one waiting for ever', async () => {
  const turns = openTurns(limits);
  const began: string[] = [];
  const first = held();
  const second = held();
  const all = [
    turns.take(19, first.work),
    turns.take(19, second.work),
    turns.take(64, async () => void began.push('large')),
    turns.take(19, async () => void began.push('small')),
  ];
  await settled();
  expect(began).toEqual([]);
  first.release();
  await settled();
  expect(began).toEqual([]);
  second.release();
  await Promise.all(all);
  expect(began).toEqual(['large', 'small']);
});

it('gives the memory back when the work fails', async () => {
  const turns = openTurns(limits);
  await expect(turns.take(64, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await turns.take(64, async () => 'yes')).toBe('yes');
});

it('refuses at once whoever comes when too many wait, and begins nothing of theirs', async () => {
  const turns = openTurns({ ...limits, mostWaiting: 2 });
  const first = held();
  const waiting = [turns.take(64, first.work), turns.take(64, async () => 1), turns.take(64, async () => 2)];
  await expect(turns.take(1, () => Promise.reject(new Error('begun')))).rejects.toMatchObject({
    problem: 'unavailable',
    code: 'too-many-at-once',
  });
  first.release();
  expect((await Promise.all(waiting)).slice(1)).toEqual([1, 2]);
});

it('lets nobody wait for ever, and those behind begin where a large one gave up', async () => {
  const turns = openTurns({ ...limits, longestMs: 20 });
  const first = held();
  const holding = turns.take(32, first.work);
  const tooLarge = turns.take(64, () => Promise.reject(new Error('begun')));
  await expect(tooLarge).rejects.toMatchObject({ code: 'too-many-at-once' });
  expect(await turns.take(32, async () => 'fits beside')).toBe('fits beside');
  first.release();
  await holding;
  expect(await turns.take(64, async () => 'all')).toBe('all');
});

it('makes passwords and passphrases of one process wait for the same memory', async () => {
  const settings = { name: 'argon2id', memory: 65_536, passes: 1, lanes: 1 } as const;
  const done: string[] = [];
  const signing = held();
  const all = [openKdf().inTurn(settings, signing.work)];
  await settled();
  all.push(
    hashPassword('kuda laut menari pelan').then(() => void done.push('password')),
    openKdf().inTurn(settings, async () => {
      await settled();
      done.push('passphrase');
    }),
    derivationTurns.take(1, async () => void done.push('last')),
  );
  // A password takes some twenty milliseconds where nothing holds it up.
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(done).toEqual([]);
  signing.release();
  await Promise.all(all);
  expect(done).toEqual(['password', 'passphrase', 'last']);
});
