import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { systemClock } from '../../src/clock.ts';
import { readConfig } from '../../src/config.ts';
import { openKdf } from '../../src/custody/kdf.ts';
import { foundRegency } from '../../src/demo/found-regency.ts';
import { demoPassphrase, demoPassword } from '../../src/demo/regency.ts';
import { openLog } from '../../src/log.ts';
import { createApp } from '../../src/web/app.ts';
import { openAssets } from '../../src/web/assets.ts';
import { type Layang, wire } from '../../src/wiring.ts';
import { CHEAP_KDF } from '../issuing/signing-world.ts';
import { builtAssets } from '../support/assets.ts';
import { axeFindings, openWindow } from '../support/browser.ts';
import { testDatabase } from '../support/database.ts';
import { judged } from '../support/judge.ts';
import { readSymbols } from '../support/qr-reader.ts';

let layang: Layang;
let server: Server;
let origin: string;
const folder = mkdtempSync(join(tmpdir(), 'layang-journey-'));

beforeAll(async () => {
  const { db, url } = await testDatabase();
  await db.close();
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const config = readConfig({ DATA_DIR: folder, DATABASE_URL: url, APP_ORIGIN: origin, PUBLIC_ORIGIN: origin });
  layang = await wire(config, openLog('silent'), systemClock, { kdf: openKdf({ settings: CHEAP_KDF }) });
  await foundRegency(layang);
  server.on('request', createApp(layang.web, openAssets(await builtAssets())));
});

afterAll(async () => {
  await new Promise((resolve) => server?.close(resolve));
  server?.closeAllConnections();
  await layang?.close();
  rmSync(folder, { recursive: true, force: true });
});

const PICTURES = process.env.LAYANG_PICTURES;

/** A page of the journey on a phone: nothing that axe finds, and a picture for whoever asks. */
async function look(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  expect([name, await axeFindings(page)]).toEqual([name, []]);
  if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `journey-${name}.png`), fullPage: true });
}

async function enter(username: string): Promise<Page> {
  const { page } = await openWindow({ width: 360 });
  await page.goto(`${origin}/sign-in`);
  await page.fill('#username', username);
  await page.fill('#password', demoPassword(username));
  await page.click('button[type=submit]');
  await page.waitForURL(`${origin}/`);
  return page;
}

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
  240_000,
);
