import { sql } from '../../src/postgres/sql.ts';
import { MORNING } from '../letters/office.ts';
import { openRegistry, type Registry } from './world.ts';

let world: Registry;
beforeAll(async () => {
  world = await openRegistry();
});
afterEach(() => {
  world.time.now = MORNING;
});

async function insert(letterId: number, changes: { after?: number; year?: number; reason?: string } = {}) {
  const input = { registerId: world.registerId, letterId, after: 1, year: 2026, reason: 'Ralat tanggal', ...changes };
  return world.registers.grantInsertion(await world.clerk(), input);
}

describe('an inserted number', () => {
  it('is the next free letter after a number, stands in its place and is printed behind the counter', async () => {
    const [first, second] = [await world.waiting(), await world.waiting()];
    const later = await world.take(await world.waiting());
    expect([await insert(first), await insert(second)]).toEqual([{ text: '1.a' }, { text: '1.b' }]);
    expect((await world.take(first)).text).toBe('400.3.5/1.a/DISDIK');
    expect((await world.take(second, '2026-11-24', '{urut:3}{sub}/{unit}')).text).toBe('001b/DISDIK');
    expect((await world.lines()).map(({ number, sub }) => `${number}${sub}`)).toEqual(['1', '1a', '1b', '2']);
    expect(later.number).toBe(2);
    expect((await world.lines()).find(({ sub }) => sub === 'a')?.grantReason).toBe('Ralat tanggal');
    expect(await world.registers.explainGaps()).toEqual([]);
    const found = { registerId: world.registerId, year: 2026, page: 1, find: '400.3.5 / 01.A' };
    expect((await world.registers.readRegister(await world.clerk(), found)).lines.map(({ sub }) => sub)).toEqual(['a']);
  });

  it('counts nothing, and a cancelled one is not given again', async () => {
    const letterId = await world.waiting();
    const { text } = await insert(letterId);
    const clerk = await world.clerk();
    const line = (await world.lines()).find((each) => each.text === text);
    await world.registers.cancelNumber(clerk, {
      registerId: world.registerId,
      numberId: line?.id ?? 0,
      reason: 'Salah',
    });
    const again = await insert(letterId);
    expect(again.text).toBe(`1.${String.fromCharCode(text.charCodeAt(2) + 1)}`);
    const before = (await world.take(await world.waiting())).number;
    expect((await world.take(await world.waiting())).number).toBe(before + 1);
  });

  it('is refused after a number that does not exist, without a reason, for a draft, an issued letter, or by anybody else', async () => {
    const letterId = await world.waiting();
    await expect(insert(letterId, { after: 900 })).rejects.toMatchObject({ code: 'insertion-after-unknown' });
    await expect(insert(letterId, { after: 0 })).rejects.toMatchObject({ code: 'insertion-after-unknown' });
    await expect(insert(letterId, { year: 2019 })).rejects.toMatchObject({ code: 'insertion-after-unknown' });
    await expect(insert(letterId, { reason: ' ' })).rejects.toMatchObject({ code: 'reason-invalid' });
    await expect(insert(999_999)).rejects.toMatchObject({ code: 'letter-not-waiting' });
    const input = { registerId: world.registerId, letterId, after: 1, year: 2026, reason: 'x' };
    for (const who of ['kadis', 'staf', 'camat', 'bupati'] as const) {
      await expect(world.registers.grantInsertion(await world.actor(who), input)).rejects.toMatchObject({
        code: 'not-allowed',
      });
    }
    const issued = await world.waiting();
    await world.issue(await world.take(issued));
    await world.db.run(sql`UPDATE letter SET state = 'issued' WHERE id = ${issued}`);
    await expect(insert(issued)).rejects.toMatchObject({ code: 'letter-issued' });
  });

  it('goes to one letter each when two clerks grant at once, and to a letter only once', async () => {
    const [one, other] = [await world.waiting(), await world.waiting()];
    const texts = (await Promise.all([insert(one), insert(other)])).map(({ text }) => text);
    expect(new Set(texts).size).toBe(2);
    const third = await world.waiting();
    const both = await Promise.allSettled([insert(third), insert(third, { after: 2 })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'letter-holds-number' } });
  });

  it('is neither used nor thrown away when the year turns before the signature', async () => {
    const letterId = await world.waiting();
    const { text } = await insert(letterId);
    await expect(world.take(letterId, '2027-01-02')).rejects.toMatchObject({ code: 'assigned-number-elsewhere' });
    expect((await world.lines()).find((line) => line.text === text)?.state).toBe('reserved');
    expect(await world.lines(2027)).toEqual([]);
  });

  it('follows the one before it also for whoever writes SQL', async () => {
    const { registerId, persons } = world;
    const letterId = await world.waiting();
    const values = (number: number, sub: string) =>
      sql`INSERT INTO letter_number (register_id, year, number, sub, text, letter_id, state, changed_by, taken_at, changed_at)
          VALUES (${registerId}, 2026, ${number}, ${sub}, 'x', ${letterId}, 'reserved', ${persons.kadis}, now(), now())`;
    await expect(world.db.run(values(1, 'y'))).rejects.toThrow(/nothing before insertion/);
    await expect(world.db.run(values(5000, 'a'))).rejects.toThrow(/nothing before insertion/);
    await expect(world.db.run(values(1, 'a'))).rejects.toThrow(/letter_number_unique/);
    await expect(world.db.run(values(1, 'A'))).rejects.toThrow(/letter_number_sub|nothing before/);
  });
});

describe('two numbers that would read alike', () => {
  it('never both stand on letters: the second is cancelled with that reason and the next one taken', async () => {
    const [one, other] = [await world.waiting(), await world.waiting()];
    const first = await world.take(one, '2026-11-24', '{urut}/A');
    // As of another kind of the same set, whose format prints what was printed before.
    const next = await world.take(other, '2026-11-24', `${first.number}/A`.replace(/^\d+/, '{tahun}/{urut}'));
    expect(next.text).not.toBe(first.text);
    const clash = await world.waiting();
    const taken = (await world.lines()).at(-1)?.number ?? 0;
    await world.db.run(sql`UPDATE letter_number SET text = ${`${taken + 1}/B`} WHERE id = ${next.id}`);
    const skipped = await world.take(clash, '2026-11-24', '{urut}/B');
    expect(skipped.number).toBe(taken + 2);
    expect((await world.lines()).find(({ number }) => number === taken + 1)).toMatchObject({
      state: 'cancelled',
      reason: 'Tidak dipakai: tulisannya sama dengan nomor lain dalam buku dan tahun ini',
    });
  });
});
