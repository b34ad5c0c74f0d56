import { beforeAll, describe, expect, it } from '@jest/globals';
import { openRecipientChoices, type RecipientChoices } from '../../src/incoming/tree/recipient-choices.ts';
import { sql } from '../../src/postgres/sql.ts';
import { openOffice, type TestOffice } from '../letters/office.ts';

let office: TestOffice;
let choices: RecipientChoices;

beforeAll(async () => {
  office = await openOffice();
  choices = openRecipientChoices({ db: office.db, clock: () => office.time.now });
});

const names = (posts: { name: string }[]) => posts.map(({ name }) => name);
const below = (search = '', { ticked = [], without = [] }: { ticked?: number[]; without?: number[] } = {}) =>
  choices.below(office.positions.kadis, { ticked, search, without });

describe('Whom a holder may give a letter to', () => {
  it('begins with the posts directly below and of the own unit, and leaves out those above and those that have it', async () => {
    const { near } = await below();
    expect(names(near)).toEqual(['Sekretaris Dinas Pendidikan']);
    expect(near[0]).toMatchObject({ below: true, unitName: 'Dinas Pendidikan' });
    expect(near[0]?.holder).not.toBe('');
    expect((await below('', { without: [office.positions.sekretaris] })).near).toEqual([]);
    expect((await below('bupati')).found).toEqual([]);
  });

  it('finds others by post, unit or whoever holds them, and takes every letter for itself', async () => {
    expect(names((await below('camat')).found)).toEqual(['Camat Purnama Utara']);
    expect(names((await below('smp kepala')).found)).toEqual(['Kepala Bidang SMP']);
    expect((await below('%')).found).toEqual([]);
    expect((await below('_____')).found).toEqual([]);
    expect(await below('sekretaris dinas')).toMatchObject({ found: [], listedAlready: true });
  });

  it('keeps whoever was ticked before, once', async () => {
    const { camat } = office.positions;
    const { chosen, found } = await below('camat', { ticked: [camat, office.positions.sekretaris, 2_000_000] });
    expect(names(chosen)).toEqual(['Camat Purnama Utara']);
    expect(found).toEqual([]);
  });

  it('offers those above, nearest first, to whoever passes it upward', async () => {
    const { above } = await choices.above(office.positions.kadis, { search: '', without: [] });
    expect(names(above)).toEqual(['Sekretaris Daerah', 'Bupati Lembah Purnama']);
  });

  it('says which posts are vacant today, and is not hung by superiors in a circle', async () => {
    await office.db.run(
      sql`UPDATE appointment SET valid_to = '2026-11-01' WHERE position_id = ${office.positions.sekretaris}`,
    );
    expect((await below()).near[0]?.holder).toBe('');
    await office.db.run(
      sql`UPDATE position SET superior_id = ${office.positions.kadis} WHERE id = ${office.positions.bupati}`,
    );
    const { above } = await choices.above(office.positions.kadis, { search: '', without: [] });
    expect(names(above)).toEqual(['Sekretaris Daerah', 'Bupati Lembah Purnama']);
  });
});
