import { beforeAll, describe, expect, it } from '@jest/globals';
import { openReasons, type Reasons } from '../../src/letters/change-reasons.ts';
import { listStatusReasons } from '../../src/letters/letter-status-store.ts';
import type { Actor } from '../../src/people/actor.ts';
import { openOffice, type TestOffice } from './office.ts';

let office: TestOffice;
let reasons: Reasons;
let administrator: Actor;

beforeAll(async () => {
  office = await openOffice();
  reasons = openReasons({ db: office.db, clock: () => office.time.now });
  administrator = { ...(await office.actor('staf')), isAdministrator: true };
});

const codes = async () => (await listStatusReasons(office.db)).map(({ code }) => code);
const words = (name: string) => ({ name, nameEn: `${name} (en)`, needsRemark: false });

describe('The reasons of withdrawal', () => {
  it('get codes that no reason ever had, also when two are added at once', async () => {
    const made = await Promise.all([
      reasons.add(administrator, words('Satu')),
      reasons.add(administrator, words('Dua')),
    ]);
    expect(made.sort()).toEqual([8, 9]);
    await reasons.retire(administrator, 9, true);
    expect(await reasons.add(administrator, words('Tiga'))).toBe(10);
    expect(await codes()).toEqual([1, 2, 3, 4, 5, 6, 7, 255, 8, 10]);
  });

  it('cannot be removed or emptied by whoever reaches the table', async () => {
    await expect(office.db.pool.query('DELETE FROM status_reason WHERE code = 10')).rejects.toThrow(/written once/);
    await expect(office.db.pool.query('TRUNCATE status_reason CASCADE')).rejects.toThrow(/written once/);
  });

  it('are told apart by their names', async () => {
    await expect(reasons.add(administrator, words('SATU'))).rejects.toMatchObject({
      code: 'reason-name-taken',
      fields: { name: expect.anything(), nameEn: expect.anything() },
    });
    await expect(reasons.add(administrator, words('a\u202eb'))).rejects.toMatchObject({ code: 'input-invalid' });
  });

  it('are moved one place at a time, the ends not at all', async () => {
    await reasons.move(administrator, 1, 'up');
    await reasons.move(administrator, 10, 'up');
    expect(await codes()).toEqual([1, 2, 3, 4, 5, 6, 7, 255, 10, 8]);
    await reasons.move(administrator, 8, 'down');
    expect(await codes()).toEqual([1, 2, 3, 4, 5, 6, 7, 255, 10, 8]);
    await Promise.all([
      reasons.move(administrator, 1, 'down'),
      reasons.move(administrator, 3, 'up'),
      reasons.move(administrator, 8, 'up'),
    ]);
    expect((await codes()).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 10, 255]);
  });

  it('stay at least one', async () => {
    for (const code of (await codes()).slice(1)) await reasons.retire(administrator, code, true);
    const [last = 0] = await codes();
    await expect(reasons.retire(administrator, last, true)).rejects.toMatchObject({ code: 'reasons-empty' });
    await reasons.retire(administrator, 255, false);
    expect(await codes()).toHaveLength(2);
  });

  it('are kept with who changed what', async () => {
    const [newest] = await reasons.history(administrator);
    expect(newest).toMatchObject({
      name: '255',
      before: { retired: true },
      after: { retired: false },
      personName: 'staf',
    });
  });
});
