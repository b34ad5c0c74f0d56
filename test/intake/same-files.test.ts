import { randomBytes, randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { layDown } from '../../src/intake/take-in.ts';
import { openDesk } from '../incoming/desk-office.ts';

test('two who bring the same files in another order both bring them', async () => {
  const { db, units } = await openDesk();
  const at = new Date('2026-11-24T02:00:00Z');
  const lay = (files: Parameters<typeof layDown>[2]) => {
    const coming = { origin: 'desk', unitId: units.get('DISDIK') ?? 0, submissionKey: randomUUID() } as const;
    return db.transaction((tx) => layDown(tx, coming, files, at));
  };
  for (let round = 0; round < 20; round++) {
    const files = [1, 2, 3, 4, 5, 6].map((n) => ({
      ...({ role: 'letter', kind: 'jpeg', name: `${n}.jpg`, sha256: randomBytes(32), length: n, letInAt: at } as const),
    }));
    expect(await Promise.all([lay(files), lay(files.toReversed())])).toEqual([expect.any(Number), expect.any(Number)]);
  }
});
