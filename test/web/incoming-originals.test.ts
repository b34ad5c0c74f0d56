import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { sql } from '../../src/postgres/sql.ts';
import type { TestApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';
import { lookEverywhere, openWindow, signInWith } from '../support/browser.ts';
import { judged } from '../support/judge.ts';
import { runOn } from '../support/pdf-text.ts';
import { seedScan } from './incoming-scan.ts';
import { faultsOf, startLetterApp, type Who } from './letters-office.ts';
import { password } from './office.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startLetterApp(await builtAssets());
});

async function enter(username: Who): Promise<Page> {
  const { page } = await openWindow({ width: 360 });
  await signInWith(page, app.origin, username, password);
  return page;
}

async function look(page: Page, name: string): Promise<void> {
  expect([name, faultsOf(app)]).toEqual([name, []]);
  await lookEverywhere(page, `originals-${name}`);
}

async function signOnGlass(page: Page): Promise<void> {
  const pad = page.locator('#glass canvas');
  await pad.scrollIntoViewIfNeeded();
  const box = await pad.boundingBox();
  if (box === null) throw new Error('no pad');
  await page.mouse.move(box.x + 30, box.y + box.height / 2);
  await page.mouse.down();
  for (let i = 1; i < 9; i++)
    await page.mouse.move(box.x + 30 + i * 25, box.y + box.height / 2 + (i % 2 ? -22 : 22), { steps: 3 });
  await page.mouse.up();
}

/** As a telephone takes it, lying on its side. */
async function photo(folder: string): Promise<string> {
  const path = join(folder, 'tanda-terima.jpg');
  const slip = await sharp({ create: { width: 800, height: 600, channels: 3, background: '#c9c2b0' } })
    .withExif({ IFD0: { Copyright: 'rahasia-kamera', Orientation: '6' }, IFD3: { GPSLatitude: '7/1 20/1 0/1' } })
    .jpeg()
    .toBuffer();
  writeFileSync(path, slip);
  return path;
}

judged(
  ['chromium', 'pdftotext'],
  'the clerk hands over several originals with a signature, one goes on with a photo, a mistake is corrected, and the book tells all',
  async () => {
    const first = await seedScan(app);
    await seedScan(app, {
      number: '400.3.5/1771/Disdik-Sarpras/2026',
      senderName: 'Badan Kepegawaian dan Pengembangan Sumber Daya Manusia',
    });
    await seedScan(app, { security: 'R', subject: 'Operasi Fajar Kelabu', number: 'R-1/2026' });
    const clerk = await enter('made');
    await clerk.goto(`${app.origin}/incoming`);
    await clerk.click('a:has-text("Naskah asli")');
    await clerk.waitForURL(/\/incoming\/originals\/\d+$/);
    const desk = clerk.url();
    expect(await clerk.textContent('main')).not.toContain('Kelabu');

    await clerk.click('button:has-text("Catat serah terima")');
    await clerk.waitForSelector('.govuk-error-summary');
    // All at once: whoever signed on the glass would have to sign again.
    expect(await clerk.locator('.govuk-error-summary li').count()).toBe(3);
    await look(clerk, 'refused');
    for (const box of (await clerk.locator('input[name=letters]').all()).slice(-2)) await box.check();
    await clerk.fill('#to', 'Dinas Pendidikan dan Kebudayaan');
    await clerk.fill('#receiver', 'Slamet Riyadi');
    await signOnGlass(clerk);
    await clerk.click('button:has-text("Catat serah terima")');
    await clerk.waitForSelector('text=Serah terima naskah asli dicatat');
    expect(await clerk.locator('input[name=letters]').count()).toBe(1);

    await clerk.goto(`${app.origin}/incoming/${first}/line`);
    await clerk.click('a:has-text("Catat serah terima naskah asli")');
    const folder = mkdtempSync(join(tmpdir(), 'layang-photo-'));
    try {
      await clerk.fill('#to', 'pembinaan sekolah');
      await clerk.fill('#receiver', 'Wayan');
      await clerk.setInputFiles('#files', await photo(folder));
      await clerk.click('button:has-text("Catat serah terima")');
      await clerk.waitForURL(/\/line$/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    expect(await clerk.textContent('#original ~ p')).toContain('diterima Wayan');
    const href = await clerk.locator('a:has-text("bukti terima")').first().getAttribute('href');
    const proof = await (await clerk.request.get(app.origin + href)).body();
    // Neither the place nor the owner of the camera is kept.
    expect(proof.subarray(0, 5).toString()).toBe('%PDF-');
    expect(proof.toString('latin1')).not.toMatch(/rahasia-kamera|Exif|GPS/);

    await clerk.locator('a:has-text("Betulkan")').first().click();
    await clerk.fill('#receiver', 'Wayan Sudarma');
    await clerk.fill('#reason', 'Nama belum lengkap');
    await look(clerk, 'correct');
    await clerk.click('button:has-text("Catat serah terima")');
    await clerk.waitForURL(/\/line$/);
    expect(await clerk.textContent('main')).toContain('Membetulkan baris');
    await look(clerk, 'line');

    const head = await enter('siti');
    await head.goto(`${app.origin}/incoming/${first}`);
    expect(await head.textContent('main')).toContain('diterima Wayan Sudarma');
    // The receiver's signature is the book's, not the letter's.
    expect((await head.request.get(app.origin + href)).status()).toBe(404);

    // One of three is at the desk; two are out, and are told of once when they are out for long.
    await clerk.goto(desk);
    await clerk.fill('#q', 'tidak-ada');
    await clerk.click('button:has-text("Cari")');
    await clerk.waitForSelector('text=Tidak ada naskah asli yang cocok');
    await look(clerk, 'desk-searched');
    await app.db.run(sql`UPDATE incoming SET original_since = original_since - interval '40 days' WHERE id = ${first}`);
    await clerk.goto(`${app.origin}/incoming`);
    await look(clerk, 'reminded');
    await clerk.click('a:has-text("1 naskah asli di luar")');
    await clerk.waitForURL(/\/out\?days=30$/);
    expect(await clerk.textContent('.layang-list')).toContain('diterima Wayan Sudarma');
    await look(clerk, 'out');
    await clerk.click('button:has-text("Sudah saya periksa")');
    await clerk.waitForSelector('text=tidak diingatkan lagi');
    expect(await clerk.locator('.layang-list__item').count()).toBe(2);
    await clerk.fill('#q', '1771');
    await clerk.click('button:has-text("Cari")');
    await clerk.waitForURL(/q=1771/);
    expect(await clerk.locator('.layang-list__item').count()).toBe(1);
    await clerk.goto(`${app.origin}/incoming`);
    expect(await clerk.textContent('main')).not.toContain('lama di luar');

    await clerk.goto(`${desk}/book`);
    await look(clerk, 'book');
    const pdf = await (await clerk.request.get(`${desk}/book.pdf`)).body();
    if (process.env.LAYANG_PICTURES !== undefined)
      writeFileSync(`${process.env.LAYANG_PICTURES}/buku-naskah-asli.pdf`, pdf);
    expect(runOn(pdf, '.pdf', 'pdftotext', '-layout', '%', '-')).toContain('Wayan Sudarma');
    const csv = await (await clerk.request.get(`${desk}/book.csv?q=sudarma`)).text();
    expect(csv.split('\r\n')).toHaveLength(3);
    expect(csv).toMatch(/^No\.,Tahun,No\. agenda,Tahun agenda,Nomor naskah,Asal,/);
    expect(faultsOf(app)).toEqual([]);
  },
);
