import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { demoPassphrase } from '../../src/demo/regency.ts';
import type { Layang } from '../../src/wiring.ts';
import { openWindow } from '../support/browser.ts';
import { judged } from '../support/judge.ts';
import { readSymbols } from '../support/qr-reader.ts';
import { look, type RunningOffice, runningOffice } from './running-office.ts';

let layang: Layang;
let origin: string;
let folder: string;
let enter: RunningOffice['enter'];

beforeAll(async () => {
  ({ layang, origin, folder, enter } = await runningOffice());
});

async function decide(page: Page, letter: string, outcome: 'approved' | 'returned', remark = ''): Promise<void> {
  await page.goto(`${letter}/decide`);
  await look(page, `decide-${outcome}`);
  await page.check(`input[value=${outcome}]`);
  if (remark !== '') await page.fill('#remark', remark);
  await page.click('main form button');
  await page.waitForURL(`${origin}/`);
}

async function write(page: Page, text: string): Promise<void> {
  await page.fill('[name="sections.isi"]', text);
  await page.click('button[name=then][value=submit]:visible');
  await page.waitForURL(/\/submit$/);
  await look(page, 'submit');
  await page.click('main form button');
  await page.waitForURL(/\/letters\/\d+$/);
}

/** The QR symbols on a page of a PDF, as a camera reads them. */
async function symbolsOn(pdf: Buffer, page: number): Promise<string[]> {
  const { png } = await layang.previewer.preview(pdf, page, 150);
  return readSymbols(PNG.sync.read(png));
}

judged(
  ['chromium'],
  'a letter is written, returned, mended, initialled, signed and checked by a citizen, each on a phone of 360 px',
  async () => {
    const drafter = await enter('analis');
    await drafter.goto(`${origin}/letters/new`);
    await look(drafter, 'new');
    await drafter.check('input[value=surat-dinas]');
    await drafter.click('main button');
    await drafter.waitForURL(/\/edit$/);
    const letter = drafter.url().replace('/edit', '');
    await drafter.fill('#subject', 'Undangan Rapat Kurikulum');
    await drafter.fill('#classification', '400.3.5');
    const chief = await drafter
      .locator('#signatoryId option', { hasText: 'Kepala Dinas Pendidikan' })
      .first()
      .getAttribute('value');
    await drafter.selectOption('#signatoryId', chief ?? '');
    await drafter.fill('#recipients-1', 'Camat Muara Sagara');
    await look(drafter, 'edit');
    await write(drafter, 'Dengan hormat,\n\nkami mengundang Saudara pada rapat kurikulum.');

    await decide(await enter('kabid'), letter, 'returned', 'Tambahkan hari dan jam rapat.');
    await drafter.goto(letter);
    await look(drafter, 'returned');
    await drafter.goto(`${letter}/edit`);
    await write(drafter, 'Dengan hormat,\n\nkami mengundang Saudara pada rapat kurikulum, Kamis pukul 13.30 WIB.');
    await decide(await enter('kabid'), letter, 'approved');
    await decide(await enter('sekdisdik'), letter, 'approved');

    const signatory = await enter('kadisdik');
    await look(signatory, 'inbox');
    await signatory.click('a:has-text("Undangan Rapat Kurikulum")');
    await signatory.waitForURL(/\/sign$/);
    await look(signatory, 'sign');
    await signatory.fill('#passphrase', 'ombak yang bukan milik saya');
    await signatory.click('main form button');
    await signatory.waitForSelector('.govuk-error-summary');
    await signatory.fill('#passphrase', demoPassphrase('kadisdik'));
    await signatory.click('main form button');
    await signatory.waitForURL(letter);
    await look(signatory, 'issued');
    const href = (await signatory.locator('a:has-text("PDF")').first().getAttribute('href')) ?? '';
    const pdf = await (await signatory.request.get(`${origin}${href}`)).body();
    const file = join(folder, 'letter.pdf');
    writeFileSync(file, pdf);

    const symbols = await symbolsOn(pdf, 1);
    const seal = symbols.find((text) => text.includes('#')) ?? '';
    const pageSymbol = symbols.find((text) => text.endsWith('/1')) ?? '';
    expect(seal.startsWith(`${origin}/`)).toBe(true);
    const { page: citizen, context } = await openWindow({ width: 360, script: false });
    await citizen.goto(seal);
    expect(await citizen.textContent('h1')).toBe('Kode ini terdaftar untuk surat berikut (dicek oleh server)');
    expect(await citizen.textContent('main')).toContain('Undangan Rapat Kurikulum');
    expect(await context.cookies()).toEqual([]);
    await citizen.goto(pageSymbol);
    expect(await citizen.textContent('main')).toContain('halaman 1');
    const { page: reader } = await openWindow({ width: 360 });
    await reader.goto(seal);
    await look(reader, 'check');
    await reader.setInputFiles('input[type=file]', file);
    await reader.click('button:has-text("Periksa berkas")');
    await look(reader, 'check-file');
    expect(await reader.textContent('main')).toContain('Berkas identik dengan yang terbit');
    const changed = Buffer.from(pdf);
    changed[3_000] = (changed[3_000] ?? 0) ^ 1;
    writeFileSync(file, changed);
    await reader.goto(seal);
    await reader.setInputFiles('input[type=file]', file);
    await reader.click('button:has-text("Periksa berkas")');
    await look(reader, 'check-changed');
    expect(await reader.textContent('main')).not.toContain('Berkas identik dengan yang terbit');
  },
);
