import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';
import type { TestApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';
import { lookEverywhere, openWindow, signInWith } from '../support/browser.ts';
import { judged } from '../support/judge.ts';
import { faultsOf, startLetterApp } from './letters-office.ts';
import { password } from './office.ts';

let app: TestApp;
const directory = mkdtempSync(join(tmpdir(), 'layang-emblem-'));

beforeAll(async () => {
  app = await startLetterApp(await builtAssets());
  writeFileSync(join(directory, 'lambang.png'), shield());
  writeFileSync(join(directory, 'bukan.png'), 'bukan gambar');
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A shield in two colours on nothing, as a region might have. */
function shield(): Buffer {
  const png = new PNG({ width: 400, height: 480 });
  for (let y = 0; y < 480; y++) {
    for (let x = 0; x < 400; x++) {
      const [dx, dy] = [(x - 200) / 190, y < 240 ? (y - 240) / 400 : (y - 240) / 235];
      const inside = Math.abs(dx) ** 3 + Math.abs(dy) ** 2 < 1;
      png.data.set(
        inside ? (Math.abs(dx) < 0.35 ? [214, 160, 40, 255] : [20, 84, 140, 255]) : [0, 0, 0, 0],
        (y * 400 + x) * 4,
      );
    }
  }
  return PNG.sync.write(png);
}

async function signIn(page: Page): Promise<void> {
  await signInWith(page, app.origin, 'rini', password);
}

/** Every picture of the page has come and is one. */
async function picturesCame(page: Page): Promise<boolean> {
  for (const summary of await page.locator('main summary').all()) await summary.click();
  for (const picture of await page.locator('main img').all()) await picture.scrollIntoViewIfNeeded();
  return page.evaluate(async () => {
    const pictures = [...document.querySelectorAll<HTMLImageElement>('main img')];
    await Promise.all(pictures.map((picture) => picture.decode().catch(() => undefined)));
    return pictures.length > 0 && pictures.every(({ naturalWidth }) => naturalWidth > 0);
  });
}

describe('An administrator', () => {
  judged(['chromium'], 'finds the kinds of letters, on a phone and at a desk', async () => {
    const { page, context } = await openWindow();
    await signIn(page);
    await page.goto(`${app.origin}/people`);
    await page.click('.layang-tabs a:has-text("Pengaturan")');
    await lookEverywhere(page, 'settings');
    await page.click('a:has-text("Jenis naskah dinas")');
    await lookEverywhere(page, 'settings-kinds');
    await page.click('a:has-text("Surat Tugas")');
    await lookEverywhere(page, 'settings-kind');
    await page.click('text=Ubah jenis ini');
    await lookEverywhere(page, 'settings-kind-edit');
    await context.close();
  });

  judged(
    ['chromium'],
    'is refused, adds a part, looks at the page, saves, and goes back to what a kind was',
    async () => {
      const { page, context } = await openWindow();
      await signIn(page);
      await page.goto(`${app.origin}/settings/kinds/surat-tugas/edit`);
      await page.fill('#numberFormat', '{urut:3}/ST/{unit}/{tahun}');
      await page.check('input[name=preset][value=own]');
      // While it is typed, and by the button for whoever has no script.
      await page.waitForSelector('.layang-examples :text("001/ST/")');
      await page.fill('#numberFormat', '{urut}{urut}');
      await page.waitForSelector('#examples :text("{urut} harus ada tepat satu kali")');
      await page.check('input[name=preset][value=P6]');
      await page.waitForSelector('.layang-examples :text("NOMOR 127 TAHUN 2026")');
      await page.check('input[name=preset][value=own]');
      await page.fill('#numberFormat', '{urut:3}/ST/{unit}/{tahun}');
      await page.click('text=Lihat contoh');
      expect(await page.textContent('.layang-examples')).toContain('001/ST/');
      await page.fill('[id="profile.margin.left"]', '5');
      await page.click('button:has-text("Tambah bagian")');
      await page.fill('[id="sections.3.label"]', 'Tembusan khusus');
      await page.click('button:has-text("Lihat pratinjau")');
      await page.waitForSelector('.govuk-error-summary');
      await lookEverywhere(page, 'settings-kind-refused');
      expect(await page.inputValue('[id="sections.3.label"]')).toBe('Tembusan khusus');
      await page.fill('[id="profile.margin.left"]', '32');
      await page.fill('[id="sections.3.labelEn"]', 'Further copies');
      await page.click('button:has-text("Lihat pratinjau")');
      await page.waitForURL(/\/preview$/);
      await lookEverywhere(page, 'settings-kind-preview');
      await page.fill('#note', 'Menurut Perkada 7/2026');
      await page.click('button:has-text("Simpan sebagai versi 2")');
      await page.waitForSelector('.layang-flash');
      expect(await page.textContent('main')).toContain('Menurut Perkada 7/2026');
      await page.click('a:has-text("Versi 1")');
      await page.click('button:has-text("Pakai lagi")');
      await page.waitForSelector('text=Sama dengan versi 1');
      await page.click('a:has-text("Versi 2")');
      await lookEverywhere(page, 'settings-kind-version');
      expect(faultsOf(app)).toEqual([]);
      await context.close();
    },
  );

  judged(['chromium'], 'sees numbers as a format prints them, while it is typed', async () => {
    const { page, context } = await openWindow({ width: 360 });
    await signIn(page);
    await page.goto(`${app.origin}/settings/numbers`);
    await page.fill('#format', '{urut:4}/{unit}/{bulanRomawi}/{tahun}');
    await page.waitForSelector('#examples :text("/XI/2026")');
    expect(await page.textContent('#examples')).toContain('0127/');
    await lookEverywhere(page, 'settings-numbers-typed');
    await page.fill('#format', '{urut');
    await page.waitForSelector('#examples .govuk-error-message');
    await page.fill('#format', '');
    await page.waitForFunction(() => document.querySelector('#examples')?.children.length === 0);
    expect(faultsOf(app)).toEqual([]);
    await context.close();
  });

  judged(['chromium'], 'changes the emblem and keeps the reasons of withdrawal', async () => {
    const { page, context } = await openWindow();
    await signIn(page);
    await page.goto(`${app.origin}/settings/emblem/region`);
    await page.setInputFiles('#emblem', join(directory, 'bukan.png'));
    await page.click('text=Pakai gambar ini');
    await page.waitForSelector('.govuk-error-summary');
    await lookEverywhere(page, 'settings-emblem-refused');
    await page.setInputFiles('#emblem', join(directory, 'lambang.png'));
    await page.click('text=Pakai gambar ini');
    await page.waitForSelector('.layang-flash');
    for (const summary of await page.locator('summary').all()) await summary.click();
    await page.waitForLoadState('networkidle');
    await lookEverywhere(page, 'settings-emblem');
    await page.goto(`${app.origin}/settings/numbers?format=%7Burut%7D-%7Btahun%7D`);
    await lookEverywhere(page, 'settings-numbers');
    await page.goto(`${app.origin}/settings/reasons`);
    await page.click('button:has-text("Turunkan") >> nth=0');
    await page.waitForSelector('.layang-flash');
    await lookEverywhere(page, 'settings-reasons');
    await page.click('a:has-text("Kekeliruan isi surat")');
    await lookEverywhere(page, 'settings-reason');
    expect(faultsOf(app)).toEqual([]);
    await context.close();
  });

  judged(['chromium'], 'sees the pictures of pages and emblems', async () => {
    const { page, context } = await openWindow({ width: 1280, height: 900 });
    await signIn(page);
    for (const path of ['/settings/kinds/keputusan', '/settings/emblem']) {
      await page.goto(app.origin + path);
      expect([path, await picturesCame(page)]).toEqual([path, true]);
    }
    await context.close();
  });
});
