import { sql } from '../../src/postgres/sql.ts';
import { parseNumberFormat } from '../../src/registers/letter-number.ts';
import { takeNumber } from '../../src/registers/take-number.ts';
import { openOffice, type TestOffice } from '../letters/office.ts';

let office: TestOffice;
let registerId: number;
beforeAll(async () => {
  office = await openOffice();
  await office.db.run(
    sql`INSERT INTO duty (person_id, unit_id, duty) VALUES (${office.persons.staf}, ${office.units.get('DISDIK')}, 'registry')`,
  );
  registerId = (await reserve('Undangan rapat', 'B')).registerId;
});

async function reserve(subject: string, security: string) {
  const staf = await office.actor('staf');
  const letterId = await office.letters.createLetter(staf, { kind: 'surat-dinas' });
  await office.db.run(sql`UPDATE letter SET subject = ${subject}, security = ${security} WHERE id = ${letterId}`);
  return office.db.transaction((tx) =>
    takeNumber(tx, {
      letterId,
      unitId: office.units.get('DISDIK') ?? 0,
      registerCode: 'surat',
      format: parseNumberFormat('{klasifikasi}/{urut}/{unit}'),
      values: { klasifikasi: '400.3', unit: 'DISDIK', jabatan: 'KADIS', keamanan: 'B', date: '2026-11-24' },
      personId: office.persons.kadis,
      at: office.time.now,
    }),
  );
}

describe('a register', () => {
  it('shows every number with its letter, its state and the reason', async () => {
    const secret = await reserve('Hukuman disiplin', 'R');
    const clerk = await office.actor('staf');
    await office.registers.cancelNumber(clerk, { registerId, numberId: secret.id, reason: '  Salah  unit ' });
    const page = await office.registers.readRegister(clerk, { registerId, year: 2026, page: 1, find: '' });
    expect(page.counts).toEqual({ last: 2, issued: 0, reserved: 1, cancelled: 1, held: 0, paper: 0, inserted: 0 });
    expect(page.lines.map(({ number, state, reason, subject }) => ({ number, state, reason, subject }))).toEqual([
      { number: 2, state: 'cancelled', reason: 'Salah unit', subject: '' },
      { number: 1, state: 'reserved', reason: '', subject: 'Undangan rapat' },
    ]);
    expect(await office.registers.explainGaps()).toEqual([]);
  });

  it('is read by its unit, and its numbers are cancelled by its clerk alone', async () => {
    const { id } = await reserve('Satu lagi', 'B');
    const [head, stranger] = [await office.actor('kadis'), await office.actor('camat')];
    expect((await office.registers.readRegister(head, { registerId, year: 2026, page: 1, find: '' })).may).toEqual({
      cancel: false,
      insert: false,
      backdate: false,
      block: false,
      account: false,
    });
    await expect(office.registers.cancelNumber(head, { registerId, numberId: id, reason: 'x' })).rejects.toMatchObject({
      code: 'not-allowed',
    });
    await expect(
      office.registers.readRegister(stranger, { registerId, year: 2026, page: 1, find: '' }),
    ).rejects.toMatchObject({ code: 'not-allowed' });
    expect(await office.registers.listReadable(stranger)).toEqual([]);
    expect(await office.registers.listReadable(head)).toHaveLength(1);
  });

  it('cancels nothing without a reason, twice, or of another register', async () => {
    const clerk = await office.actor('staf');
    const { id } = await reserve('Dua lagi', 'B');
    const cancel = (reason: string, register = registerId) =>
      office.registers.cancelNumber(clerk, { registerId: register, numberId: id, reason });
    await expect(cancel('  ')).rejects.toMatchObject({ code: 'reason-invalid', fields: { reason: expect.anything() } });
    await expect(cancel('x\u202ey')).rejects.toMatchObject({ code: 'reason-invalid' });
    await expect(cancel('x', registerId + 1000)).rejects.toMatchObject({ code: 'register-unknown' });
    await cancel('Konsep dibuang');
    await expect(cancel('Konsep dibuang')).rejects.toMatchObject({ code: 'number-not-reserved' });
  });

  it('finds a number as it is printed', async () => {
    const clerk = await office.actor('staf');
    const found = await office.registers.readRegister(clerk, {
      registerId,
      year: 2026,
      page: 1,
      find: '400.3 / 1 / disdik',
    });
    expect(found.lines.map(({ number }) => number)).toEqual([1]);
  });
});
