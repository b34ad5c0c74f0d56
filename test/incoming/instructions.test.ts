import { beforeAll, describe, expect, it } from '@jest/globals';
import { instructionCode } from '../../src/incoming/sheet/instruction-code.ts';
import { type Instructions, mostUsedFirst, openInstructions } from '../../src/incoming/sheet/instructions.ts';
import type { Actor } from '../../src/people/actor.ts';
import { openOffice, type TestOffice } from '../letters/office.ts';

let office: TestOffice;
let instructions: Instructions;
let administrator: Actor;

beforeAll(async () => {
  office = await openOffice();
  instructions = openInstructions({ db: office.db, clock: () => office.time.now });
  administrator = { ...(await office.actor('staf')), isAdministrator: true };
});

const names = async () => (await instructions.offered(administrator)).map(({ name }) => name);

describe('The list of instructions', () => {
  it('is kept by administrators alone', async () => {
    const other = await office.actor('kadis');
    expect((await instructions.offered(other)).length).toBe(16);
    for (const act of [
      () => instructions.list(other),
      () => instructions.history(other),
      () => instructions.get(other, 'PROSES'),
      () => instructions.add(other, { name: 'Baru', nameEn: '' }),
      () => instructions.rename(other, 'PROSES', { name: 'Baru', nameEn: '' }),
      () => instructions.move(other, 'PROSES', 'down'),
      () => instructions.close(other, 'PROSES'),
    ])
      await expect((async () => act())()).rejects.toMatchObject({ code: 'not-allowed' });
  });

  it('takes new ones at its end, under a code that none ever had, also when two are added at once', async () => {
    const made = await Promise.all([
      instructions.add(administrator, { name: 'Teliti, lalu laporkan', nameEn: '' }),
      instructions.add(administrator, { name: 'Proses', nameEn: 'Process' }),
    ]);
    expect(made).toEqual(['TELITI_LALU_LAPORKAN', 'PROSES_2']);
    expect((await names()).slice(-2).toSorted()).toEqual(['Proses', 'Teliti, lalu laporkan']);
    await expect(instructions.add(administrator, { name: 'PROSES', nameEn: '' })).rejects.toMatchObject({
      code: 'instruction-name-taken',
      fields: { name: expect.anything() },
    });
    await expect(instructions.add(administrator, { name: 'a\u202eb', nameEn: '' })).rejects.toMatchObject({
      code: 'input-invalid',
    });
  });

  it('keeps what was asked before under its own code and words when one is renamed', async () => {
    const code = await instructions.rename(administrator, 'PANTAU', { name: 'Pantau terus', nameEn: 'Keep watching' });
    expect(code).toBe('PANTAU_TERUS');
    expect((await names())[6]).toBe('Pantau terus');
    const old = (await instructions.list(administrator)).find((each) => each.code === 'PANTAU');
    expect(old).toMatchObject({ name: 'Pantau', closedAt: office.time.now });
    await expect(instructions.rename(administrator, 'PANTAU', { name: 'X y', nameEn: '' })).rejects.toMatchObject({
      code: 'instruction-unknown',
    });
    // The same words again change nothing.
    const same = { name: 'Pantau terus', nameEn: 'Keep watching' };
    expect(await instructions.rename(administrator, code, same)).toBe(code);
    expect((await instructions.history(administrator))[0]).toMatchObject({ name: code, before: { name: 'Pantau' } });
  });

  it('is put in order one place at a time, the ends not at all', async () => {
    const before = await names();
    await instructions.move(administrator, 'PROSES', 'up');
    expect(await names()).toEqual(before);
    await instructions.move(administrator, 'PROSES', 'down');
    expect((await names()).slice(0, 2)).toEqual([before[1], before[0]]);
    await Promise.all([
      instructions.move(administrator, 'HADIR_BERSAMA', 'up'),
      instructions.move(administrator, 'WAKILI', 'down'),
      instructions.move(administrator, 'ARSIP', 'up'),
    ]);
    expect((await names()).toSorted()).toEqual(before.toSorted());
  });

  it('shows each person what they ask most first', async () => {
    const list = (await instructions.offered(administrator)).slice(0, 3);
    const [first, second, third] = list.map(({ code }) => code);
    const uses = new Map([
      [third ?? '', 4],
      [second ?? '', 1],
    ]);
    expect(mostUsedFirst(list, uses).map(({ code }) => code)).toEqual([third, second, first]);
  });

  it('keeps at least one, and is never longer than a sheet', async () => {
    const open = async () => (await instructions.offered(administrator)).map(({ code }) => code);
    for (const code of (await open()).slice(1)) await instructions.close(administrator, code);
    const [last = ''] = await open();
    await expect(instructions.close(administrator, last)).rejects.toMatchObject({ code: 'instructions-empty' });
    for (let n = 1; n < 60; n++) await instructions.add(administrator, { name: `Arahan ke-${n}`, nameEn: '' });
    await expect(instructions.add(administrator, { name: 'Satu lagi', nameEn: '' })).rejects.toMatchObject({
      code: 'instructions-full',
    });
  });
});

describe('The code of an instruction', () => {
  it.each([
    ['Tanggapan dan saran', 'TANGGAPAN_DAN_SARAN'],
    ['  Épreuve: très "bien"!', 'EPREUVE_TRES_BIEN'],
    ['审', 'ARAHAN'],
    ['x'.repeat(80), 'X'.repeat(36)],
  ])('of %s is what the database takes', (name, code) => {
    expect(instructionCode(name, new Set())).toBe(code);
    expect(instructionCode(name, new Set([code, `${code}_2`]))).toBe(`${code}_3`);
    expect(instructionCode(name, new Set([code]))).toMatch(/^[A-Z0-9_]{2,40}$/);
  });
});
