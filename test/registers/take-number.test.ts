import { z } from 'zod';
import { sql } from '../../src/postgres/sql.ts';
import { parseNumberFormat } from '../../src/registers/letter-number.ts';
import { listGaps } from '../../src/registers/register-lines-store.ts';
import { markIssued, type NumberWanted, takeNumber } from '../../src/registers/take-number.ts';
import { openOffice, type TestOffice } from '../letters/office.ts';

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});

async function newLetter(): Promise<number> {
  return office.letters.createLetter(await office.actor('staf'), { kind: 'surat-dinas' });
}

function wanted(letterId: number, changes: { unit?: string; date?: string; format?: string } = {}): NumberWanted {
  const unit = changes.unit ?? 'DISDIK';
  return {
    letterId,
    unitId: office.units.get(unit) ?? 0,
    registerCode: 'surat',
    format: parseNumberFormat(changes.format ?? '{klasifikasi}/{urut}/{unit}/{bulan2}'),
    values: { klasifikasi: '400.3', unit, jabatan: 'KADIS', keamanan: 'B', date: changes.date ?? '2026-11-24' },
    personId: office.persons.kadis,
    at: office.time.now,
  };
}

const take = (want: NumberWanted) => office.db.transaction((tx) => takeNumber(tx, want));

const states = (registerId: number, year: number) =>
  office.db.many(
    z.object({ number: z.number(), state: z.string(), reason: z.string() }),
    sql`SELECT number, state, reason FROM letter_number WHERE register_id = ${registerId} AND year = ${year} ORDER BY number`,
  );

describe('taking a number', () => {
  it('counts 1, 2, 3 within a register, and apart in every unit and year', async () => {
    const here = [await take(wanted(await newLetter())), await take(wanted(await newLetter()))];
    const next = await take(wanted(await newLetter(), { date: '2027-01-02' }));
    const elsewhere = await take(wanted(await newLetter(), { unit: 'CAMAT' }));
    expect(here.map(({ number }) => number)).toEqual([1, 2]);
    expect([next.number, next.year, elsewhere.number]).toEqual([1, 2027, 1]);
    expect(here[0]).toMatchObject({ text: '400.3/1/DISDIK/11', state: 'reserved' });
  });

  it('counts a unit without a register of its own in that of the nearest unit above', async () => {
    const above = await take(wanted(await newLetter()));
    const below = await take({ ...wanted(await newLetter()), unitId: office.units.get('SMP') ?? 0 });
    expect(below.registerId).toBe(above.registerId);
    expect(below.number).toBe(above.number + 1);
  });

  it('counts an agency with a letterhead of its own apart, also when the unit above signed first', async () => {
    const { db, units } = office;
    await db.run(sql`UPDATE unit SET address = 'Jalan Sekolah 1' WHERE id = ${units.get('SMP') ?? 0}`);
    const above = await take({ ...wanted(await newLetter()), registerCode: 'nota' });
    const own = await take({ ...wanted(await newLetter()), registerCode: 'nota', unitId: units.get('SMP') ?? 0 });
    expect(own.registerId).not.toBe(above.registerId);
    expect(own.number).toBe(1);
    // One that has counted above since before it had a letterhead of its own begins afresh, and both stay without gaps.
    expect(await listGaps(db)).toEqual([]);
  });

  it('gives a letter that holds a number the same one again, printed for the new date', async () => {
    const letterId = await newLetter();
    const first = await take(wanted(letterId));
    const again = await take(wanted(letterId, { date: '2026-12-01' }));
    expect(again.id).toBe(first.id);
    expect(again.text).toBe(first.text.replace('/11', '/12'));
  });

  it('cancels the number of the old year, and says why, when the letter is signed in a new one', async () => {
    const letterId = await newLetter();
    const old = await take(wanted(letterId));
    const fresh = await take(wanted(letterId, { date: '2027-01-04' }));
    expect(fresh.year).toBe(2027);
    const kept = (await states(old.registerId, 2026)).find(({ number }) => number === old.number);
    expect(kept).toEqual({
      number: old.number,
      state: 'cancelled',
      reason: 'Tidak dipakai: penandatanganan baru selesai pada tahun 2027',
    });
  });

  it('gives no second number to an issued letter', async () => {
    const letterId = await newLetter();
    const { id } = await take(wanted(letterId));
    await office.db.transaction((tx) =>
      markIssued(tx, { numberId: id, personId: office.persons.kadis, at: office.time.now }),
    );
    await expect(take(wanted(letterId))).rejects.toMatchObject({ code: 'already-numbered' });
  });

  it('counts nothing when the transaction does not commit', async () => {
    const before = await take(wanted(await newLetter()));
    const letterId = await newLetter();
    await expect(
      office.db.transaction(async (tx) => {
        await takeNumber(tx, wanted(letterId));
        throw new Error('power failure');
      }),
    ).rejects.toThrow('power failure');
    expect((await take(wanted(await newLetter()))).number).toBe(before.number + 1);
  });

  it('accounts for every number when 200 take at once over a pool of 10 and some fail', async () => {
    const letterIds: number[] = [];
    for (let n = 0; n < 200; n++) letterIds.push(await newLetter());
    const results = await Promise.allSettled(
      letterIds.map((letterId, n) =>
        office.db.transaction(async (tx) => {
          const number = await takeNumber(tx, wanted(letterId, { unit: 'SETDA' }));
          if (n % 7 === 3) throw new Error('killed');
          return number.number;
        }),
      ),
    );
    const numbers = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: numbers.length }, (_, i) => i + 1));
    expect(numbers.length).toBe(200 - results.filter(({ status }) => status === 'rejected').length);
    expect(await office.registers.explainGaps()).toEqual([]);
  });

  it('lets nobody take a number away, reuse one or turn a counter back, not even by SQL', async () => {
    const { id, registerId } = await take(wanted(await newLetter()));
    for (const statement of [
      sql`DELETE FROM letter_number WHERE id = ${id}`,
      sql`UPDATE letter_number SET number = 900 WHERE id = ${id}`,
      sql`UPDATE letter_number SET letter_id = 1 WHERE id = ${id}`,
      sql`UPDATE register_counter SET last = last - 1 WHERE register_id = ${registerId}`,
      sql`DELETE FROM register_counter WHERE register_id = ${registerId}`,
    ]) {
      await expect(office.db.run(statement)).rejects.toThrow(/refused/);
    }
  });
});
