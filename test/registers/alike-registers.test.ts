import { z } from 'zod';
import { sql } from '../../src/postgres/sql.ts';
import { countingUnit, findAlikeRegisters } from '../../src/registers/alike-registers.ts';
import { foldNumber } from '../../src/registers/letter-number.ts';
import { listCodedUnits } from '../../src/registers/register-sets-store.ts';
import { findCountingUnit } from '../../src/registers/register-store.ts';
import { openRegistry, type Registry } from './world.ts';

const units = [
  { id: 1, parentId: null, code: 'KAB', hasAddress: true, positionCodes: ['BUP'] },
  { id: 2, parentId: 1, code: 'DISDIK', hasAddress: true, positionCodes: ['KADIS'] },
  { id: 3, parentId: 2, code: 'SMP', hasAddress: false, positionCodes: ['KABID'] },
  { id: 4, parentId: 1, code: 'DISHUB', hasAddress: true, positionCodes: ['KADIS'] },
  { id: 5, parentId: 4, code: 'smp', hasAddress: false, positionCodes: [] },
];
const register = (id: number, unitId: number, code = 'surat') => ({
  id,
  unitId,
  unitName: `Unit ${unitId}`,
  unitCode: '',
  code,
  name: 'Buku',
});
const registers = [register(11, 1), register(12, 2), register(14, 4)];
const alike = (format: string, of = registers) =>
  findAlikeRegisters([{ code: 'surat', kinds: ['Surat Dinas'], formats: [format] }], of, units).map((each) => ({
    codes: each.codes,
    ids: each.registers.map(({ id }) => id),
  }));

describe('registers that could print the same text', () => {
  it('are those whose units’ codes read alike, whatever the case, also of units that count in them', () => {
    expect(alike('{klasifikasi}/{urut}/{unit}')).toEqual([{ codes: ['smp'], ids: [12, 14] }]);
  });

  it('are told by the codes of posts where the format shows those', () => {
    expect(alike('{urut}/{jabatan}/{bulan2}/{tahun}')).toEqual([{ codes: ['kadis'], ids: [12, 14] }]);
  });

  it('are all of them where the format shows no code, and none where there is one register', () => {
    expect(alike('NOMOR {urut} TAHUN {tahun}')).toEqual([{ codes: [], ids: [11, 12, 14] }]);
    expect(alike('NOMOR {urut} TAHUN {tahun}', [register(11, 1)])).toEqual([]);
    expect(alike('{klasifikasi}/{urut}/{unit}', [register(12, 2), register(13, 2, 'nota')])).toEqual([]);
  });
});

describe('one rule said twice', () => {
  let world: Registry;
  beforeAll(async () => {
    world = await openRegistry();
  });

  it('finds the same counting unit over all units at once as in the database', async () => {
    const { db } = world;
    const own = await db.many(z.object({ unitId: z.number() }), sql`SELECT unit_id FROM register WHERE code = 'surat'`);
    const coded = await listCodedUnits(db);
    for (const { id } of coded) expect(countingUnit(id, coded, own)).toBe(await findCountingUnit(db, id, 'surat'));
  });

  it('folds a number in SQL as it does in the program', async () => {
    const clerk = await world.clerk();
    for (const text of [
      '400.3 /015/ DisDik',
      '000.8.03.3/00012.a/X',
      'NOMOR 0007 TAHUN 2026',
      'R-099/IJ/KP.07.6',
      '0',
      '10/20/000',
    ]) {
      const letterId = await world.waiting();
      const taken = await world.take(letterId);
      await world.db.run(sql`UPDATE letter_number SET text = ${text} WHERE id = ${taken.id}`);
      const row = z.object({ folded: z.string() });
      const { folded } = await world.db.one(row, sql`SELECT folded FROM letter_number WHERE id = ${taken.id}`);
      expect([text, folded]).toEqual([text, foldNumber(text)]);
    }
    const page = { registerId: world.registerId, year: 2026, page: 1 };
    for (const find of ['400.3/15/disdik', ' 400.3 / 0015 /DISDIK', '15/dis']) {
      const { lines } = await world.registers.readRegister(clerk, { ...page, find });
      expect([find, lines.map(({ text }) => text)]).toEqual([find, ['400.3 /015/ DisDik']]);
    }
  });
});
