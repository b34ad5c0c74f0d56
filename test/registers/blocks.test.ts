import { sql } from '../../src/postgres/sql.ts';
import { showsFigure } from '../../src/registers/blocks.ts';
import { MORNING } from '../letters/office.ts';
import { openRegistry, type Registry } from './world.ts';

let world: Registry;
beforeAll(async () => {
  world = await openRegistry();
});
afterEach(() => {
  world.time.now = MORNING;
});

async function issueBlock(size: number, reason = 'Listrik padam') {
  const blockId = await world.registers.issueBlock(await world.clerk(), { registerId: world.registerId, size, reason });
  return world.registers.readBlock(await world.clerk(), { registerId: world.registerId, blockId });
}

const use = (numberId: number, text: string, changes: object = {}) => ({
  registerId: world.registerId,
  numberId,
  text,
  addressee: 'Kepala SMP Negeri 1 Purnama',
  subject: 'Libur sekolah',
  security: 'B' as const,
  date: '2026-11-23',
  signedBy: 'Dr. kadis, M.Si., Kepala Dinas Pendidikan',
  ...changes,
});

describe('a block of numbers', () => {
  it('takes the next numbers at once, and the counter goes on behind them', async () => {
    const before = (await world.take(await world.waiting())).number;
    const { block, lines } = await issueBlock(5);
    expect(block).toMatchObject({
      first: before + 1,
      last: before + 5,
      open: 5,
      capacity: 'Sekretaris Dinas Pendidikan',
    });
    expect(lines.map(({ number, state, text }) => [number, state, text])).toEqual(
      [1, 2, 3, 4, 5].map((n) => [before + n, 'held', String(before + n)]),
    );
    expect((await world.take(await world.waiting())).number).toBe(before + 6);
    expect(await world.registers.explainGaps()).toEqual([]);
  });

  it('is open until every number is used on paper, given to a letter, or cancelled', async () => {
    const { block, lines } = await issueBlock(3);
    const [paper, dropped, given] = lines.map(({ id }) => id);
    const clerk = await world.clerk();
    const text = `400.3.5 / 0${block.first} / DISDIK`;
    await world.registers.accountOnPaper(clerk, use(paper ?? 0, text));
    await world.registers.cancelNumber(clerk, {
      registerId: world.registerId,
      numberId: dropped ?? 0,
      reason: 'Tidak terpakai',
    });
    const letterId = await world.waiting();
    await world.registers.assignBlockNumber(clerk, {
      registerId: world.registerId,
      letterId,
      numberId: given ?? 0,
      reason: 'Konsep kertas dimasukkan',
    });
    expect((await world.take(letterId)).text).toBe(`400.3.5/${block.first + 2}/DISDIK`);
    const read = await world.registers.readBlock(clerk, { registerId: world.registerId, blockId: block.id });
    expect(read.block.open).toBe(0);
    expect(read.lines.map(({ state }) => state)).toEqual(['paper', 'cancelled', 'reserved']);
    expect(read.lines[0]).toMatchObject({ text, addressee: 'Kepala SMP Negeri 1 Purnama', letterDate: '2026-11-23' });
    for (const typed of [`400.3.5/${block.first}/disdik`, ` 400.3.5 /00${block.first}/Disdik`]) {
      const found = await world.registers.searchPaper(clerk, typed);
      expect(found.map((each) => each.text)).toEqual([text]);
    }
    expect(await world.registers.searchPaper(await world.actor('bupati'), text)).toEqual([]);
  });

  it('says of a secret letter on paper to whom it went to nobody but the clerk who recorded that', async () => {
    const { block, lines } = await issueBlock(1);
    const clerk = await world.clerk();
    const text = `400.3.5/${block.first}/DISDIK`;
    const secret = { security: 'R' as const, subject: '', addressee: 'Kepala Kejaksaan Purnama' };
    await world.registers.accountOnPaper(clerk, use(lines[0]?.id ?? 0, text, secret));
    const seen = async (who: typeof clerk) =>
      JSON.stringify([
        await world.registers.readBlock(who, { registerId: world.registerId, blockId: block.id }),
        await world.registers.readRegister(who, { registerId: world.registerId, year: 2026, page: 1, find: text }),
        await world.registers.reportGaps(who, { registerId: world.registerId, year: 2026 }),
        await world.registers.searchPaper(who, text),
      ]);
    expect((await seen(clerk)).split('Kepala Kejaksaan Purnama').length).toBeGreaterThan(4);
    expect(await seen(await world.actor('kadis'))).toContain(text);
    expect(await seen(await world.actor('kadis'))).not.toContain('Kejaksaan');
  });

  it('never gives one of its numbers to a letter by itself', async () => {
    await issueBlock(2);
    const { lines } = await issueBlock(2);
    const taken = await Promise.all(
      [await world.waiting(), await world.waiting()].map((letterId) => world.take(letterId)),
    );
    for (const { number } of taken) expect(number).toBeGreaterThan(lines[1]?.number ?? 0);
  });

  it('is refused when larger than an office writes by hand, without reason, or by others than clerk and administrator', async () => {
    const input = { registerId: world.registerId, size: 1, reason: 'x' };
    for (const size of [0, -3, 101, 1.5, Number.NaN, 1e9]) {
      await expect(world.registers.issueBlock(await world.clerk(), { ...input, size })).rejects.toMatchObject({
        code: 'block-size',
        fields: { size: expect.anything() },
      });
    }
    await expect(world.registers.issueBlock(await world.clerk(), { ...input, reason: ' ' })).rejects.toMatchObject({
      code: 'reason-invalid',
    });
    for (const who of ['kadis', 'camat', 'staf'] as const) {
      await expect(world.registers.issueBlock(await world.actor(who), input)).rejects.toMatchObject({
        code: 'not-allowed',
      });
    }
    const administrator = { ...(await world.actor('bupati')), isAdministrator: true };
    const blockId = await world.registers.issueBlock(administrator, input);
    const sheet = await world.registers.readBlock(administrator, { registerId: world.registerId, blockId });
    expect(sheet).toMatchObject({ mayAccount: false, block: { open: 1 } });
    const [line] = sheet.lines;
    await world.registers.accountOnPaper(await world.clerk(), use(line?.id ?? 0, `${line?.number}/A`));
    const read = await world.registers.readBlock(administrator, { registerId: world.registerId, blockId });
    expect(read.lines[0]).toMatchObject({
      state: 'paper',
      text: line?.text,
      subject: '',
      addressee: null,
      signedBy: null,
    });
  });

  it('accepts on paper only what its number, its year and its class allow, and no number twice', async () => {
    const { block, lines } = await issueBlock(2);
    const [first, second] = lines.map(({ id }) => id);
    const clerk = await world.clerk();
    const account = (numberId: number, text: string, changes: object = {}) =>
      world.registers.accountOnPaper(clerk, use(numberId, text, changes));
    await expect(account(first ?? 0, '400.3.5/9999/DISDIK')).rejects.toMatchObject({ code: 'paper-number' });
    await expect(account(first ?? 0, `${block.first}/X`, { date: '2025-11-23' })).rejects.toMatchObject({
      code: 'paper-date',
    });
    await expect(account(first ?? 0, `${block.first}/X`, { date: '2026-11-25' })).rejects.toMatchObject({
      code: 'paper-date',
    });
    await expect(account(first ?? 0, `${block.first}/X`, { subject: '' })).rejects.toMatchObject({
      code: 'paper-subject',
    });
    const both = `${block.first}/${block.last}/X`;
    await account(first ?? 0, both, { security: 'R' });
    await expect(account(first ?? 0, `${block.first}/Y`)).rejects.toMatchObject({ code: 'number-not-held' });
    await expect(account(second ?? 0, both.toLowerCase())).rejects.toMatchObject({ code: 'number-text-taken' });
    const line = (await world.lines()).find(({ id }) => id === first);
    expect(line).toMatchObject({ state: 'paper', security: 'R', subject: '' });
  });

  it('lets two clerks account for a number once, and nobody undo it by SQL', async () => {
    const { block, lines } = await issueBlock(1);
    const numberId = lines[0]?.id ?? 0;
    const clerk = await world.clerk();
    const cancel = { registerId: world.registerId, numberId, reason: 'Tidak terpakai' };
    const both = await Promise.allSettled([
      world.registers.accountOnPaper(clerk, use(numberId, `${block.first}/Z`)),
      world.registers.cancelNumber(clerk, cancel),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    for (const statement of [
      sql`UPDATE letter_number SET state = 'held', letter_id = NULL WHERE id = ${numberId}`,
      sql`UPDATE letter_number SET block_id = NULL WHERE block_id = ${block.id}`,
      sql`DELETE FROM number_block WHERE id = ${block.id}`,
      sql`UPDATE number_grant SET reason = 'lain'`,
      sql`DELETE FROM paper_letter`,
    ]) {
      await expect(world.db.run(statement)).rejects.toThrow(/refused/);
    }
    await issueBlock(1);
    await expect(world.db.run(sql`UPDATE letter_number SET state = 'paper' WHERE state = 'held'`)).rejects.toThrow(
      /refused/,
    );
    await expect(
      world.db.run(sql`UPDATE letter_number SET state = 'issued', letter_id = 1 WHERE state = 'held'`),
    ).rejects.toThrow(/refused/);
  });

  it('is there whole or not at all when the process is killed amid it', async () => {
    const before = await world.lines();
    await expect(
      world.db.transaction(async (tx) => {
        await tx.run(
          sql`UPDATE register_counter SET last = last + 1 WHERE register_id = ${world.registerId} AND year = 2026`,
        );
        await tx.run(sql`SELECT pg_terminate_backend(pg_backend_pid())`);
      }),
    ).rejects.toThrow();
    expect(await world.lines()).toHaveLength(before.length);
    expect(await world.registers.explainGaps()).toEqual([]);
    expect((await issueBlock(1)).block.first).toBe((before.at(-1)?.number ?? 0) + 1);
  });
});

describe('the figure of a number', () => {
  it.each([
    ['400.3/15/OR', 15, true],
    ['0015', 15, true],
    ['115/OR', 15, false],
    ['150/OR', 15, false],
    ['15', 15, true],
    ['', 15, false],
  ])('in %j is %d: %s', (text, figure, found) => expect(showsFigure(text, figure)).toBe(found));
});
