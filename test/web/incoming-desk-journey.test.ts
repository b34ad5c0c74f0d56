import { beforeAll, describe, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { TestApp } from '../support/app.ts';
import { axeFindings, lookEverywhere, openWindow, signInWith } from '../support/browser.ts';
import { judged } from '../support/judge.ts';
import { scanOf, startDesk } from './desk-world.ts';
import { seedIncoming } from './incoming-office.ts';
import { password } from './office.ts';

let app: TestApp;

beforeAll(async () => {
  ({ app } = await startDesk());
});

async function enter(username = 'made', window: { width?: number; script?: boolean } = {}): Promise<Page> {
  const { page } = await openWindow({ width: 1280, height: 900, ...window });
  await signInWith(page, app.origin, username, password);
  return page;
}

const lines = async () => (await app.db.pool.query('SELECT * FROM incoming ORDER BY id')).rows;
describe('The clerk’s desk', () => {
  judged(['chromium'], 'a letter is registered by keyboard alone, and the next form is open', async () => {
    const page = await enter();
    await page.goto(`${app.origin}/incoming/new`);
    const keys = page.keyboard;
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('senderName');
    // The eleventh of the eleventh: browsers ask for day and month in the order of their own language.
    for (const text of [
      'Camat Purnama Selatan',
      '005/77/KPS/2026',
      '111126',
      'Undangan musyawarah',
      'pembinaan sekolah',
    ]) {
      await keys.type(text);
      await keys.press('Enter');
    }
    await page.waitForURL(/done=/);
    expect(await page.textContent('[role=status]')).toContain('Terdaftar dengan nomor agenda 1/2026');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('senderName');
    const [line] = await lines();
    expect(line).toMatchObject({
      sender_name: 'Camat Purnama Selatan',
      number: '005/77/KPS/2026',
      channel: 'post',
      state: 'open',
    });
    expect(line.letter_date).toBe('2026-11-11');
    await keys.type('camat');
    await page.waitForFunction(() => document.querySelector('#senders option[value="Camat Purnama Selatan"]') !== null);
    await page.fill('#senderName', '');
    await page.focus('#senderName');
    await keys.press('Control+Enter');
    await page.waitForSelector('.govuk-error-summary');
    expect(await axeFindings(page)).toEqual([]);
    await lookEverywhere(page, 'incoming-new-refused');
  });

  judged(['chromium'], 'a letter saved without a connection is sent when there is one, once only', async () => {
    const page = await enter();
    await page.goto(`${app.origin}/incoming/new`);
    await page.fill('#senderName', 'Desa Terpencil');
    await page.fill('#number', '1/DT/2026');
    await page.fill('#subject', 'Permohonan jembatan');
    await page.fill('#addresseePositionId', 'pembinaan sekolah');
    await page.context().setOffline(true);
    await page.keyboard.press('Enter');
    await page.waitForSelector('#queue');
    expect(await page.textContent('#queue')).toContain('Desa Terpencil');
    expect(await page.inputValue('#senderName')).toBe('');
    await lookEverywhere(page, 'incoming-new-offline');
    const kept = await page.evaluate(() => JSON.stringify(localStorage));
    expect(kept).not.toContain('jembatan');
    await page.fill('#senderName', 'Diketik sementara');
    await page.context().setOffline(false);
    await page.waitForSelector('#queue', { state: 'hidden' });
    const named = (await lines()).filter(({ sender_name }) => sender_name === 'Desa Terpencil');
    expect(named).toHaveLength(1);
    const lying = (count: number) =>
      page.waitForFunction(
        (count) => Object.keys(localStorage).filter((each) => each.startsWith('layang.masuk.')).length === count,
        count,
      );
    await lying(1);
    await page.reload();
    await page.waitForFunction(
      () => (document.querySelector('#senderName') as HTMLInputElement).value === 'Diketik sementara',
    );
    await page.click('button:has-text("Buang isian itu")');
    await lying(0);
  });

  judged(['chromium'], 'a form whose session ended keeps what was typed, and asks for its files again', async () => {
    const page = await enter('made', { script: false });
    await page.goto(`${app.origin}/incoming/new`);
    await page.fill('#senderName', 'Sebelum sesi berakhir');
    await page.fill('#subject', 'Tetap ada');
    await page.fill('#addresseePositionId', 'pembinaan sekolah');
    const picture = { name: 'foto.jpg', mimeType: 'image/jpeg', buffer: await scanOf(60) };
    await page.setInputFiles('#files', picture);
    await page.context().clearCookies();
    await page.click('button:has-text("Simpan dan berikutnya")');
    await page.fill('#username', 'made');
    await page.fill('#password', password);
    await page.click('button[type=submit]');
    await page.click('button:has-text("Kirim sekarang")');
    // Its file could not be kept, and is not left out unawares.
    expect(await page.textContent('#files-error')).toContain('Pilih lagi berkasnya');
    await page.setInputFiles('#files', picture);
    await page.click('button:has-text("Simpan dan berikutnya")');
    await page.waitForURL(/done=/);
    const [line, ...others] = (await lines()).filter(({ sender_name }) => sender_name === 'Sebelum sesi berakhir');
    expect([line.intake_id === null, others]).toEqual([false, []]);
  });

  judged(
    ['chromium'],
    'dozens of scans are dropped at once, each waits as a letter of its own and is registered beside its pages',
    async () => {
      const page = await enter();
      await page.goto(`${app.origin}/incoming`);
      const files = await Promise.all(
        [90, 120, 150].map(async (shade, n) => ({
          name: `pindaian-${n + 1}.jpg`,
          mimeType: 'image/jpeg',
          buffer: await scanOf(shade),
        })),
      );
      await page.setInputFiles('#files', files);
      await page.context().setOffline(true);
      await page.click('button:has-text("Unggah")');
      await page.waitForSelector('text=menunggu sambungan');
      await page.context().setOffline(false);
      await page.waitForSelector('main a:has-text("pindaian-3.jpg")');
      await lookEverywhere(page, 'incoming-desk');
      await page.click('main a:has-text("pindaian-1.jpg")');
      await page.waitForSelector('.layang-pages img');
      await page.waitForLoadState('networkidle');
      await lookEverywhere(page, 'incoming-intake');
      // As high as a clerk's screen is without its bars.
      await page.setViewportSize({ width: 1366, height: 620 });
      await page.focus('#senderName');
      await page.keyboard.press('PageDown');
      await page.waitForFunction(() => (document.querySelector('.layang-intake__pages')?.scrollTop ?? 0) > 0);
      await page.click('a:has-text("Putar atau urutkan")');
      await page.selectOption('#turn-1', '90');
      await lookEverywhere(page, 'incoming-arrange');
      await page.click('button:has-text("Simpan urutan")');
      await page.waitForSelector('.layang-pages img');
      await page.fill('#senderName', 'Kepala SMP Negeri 2');
      await page.fill('#number', '9/SMP2');
      await page.fill('#subject', 'Laporan');
      await page.fill('#addresseePositionId', 'Kepala Dinas Pendidikan dan Kebudayaan');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/incoming\/intake\/\d+\?done=/);
      expect(await page.textContent('main')).toContain('Terdaftar dengan nomor agenda');
      await page.click('a:has-text("Sisihkan")');
      await page.fill('#reason', 'Pindaian kosong');
      await page.keyboard.press('Enter');
      await page.waitForURL(`${app.origin}/incoming`);
      await page.click('a:has-text("Yang disisihkan")');
      await lookEverywhere(page, 'incoming-aside');
      const registered = (await lines()).find(({ number }) => number === '9/SMP2');
      expect(registered.pages).toBe(1);
      expect(registered.intake_id).not.toBeNull();
    },
  );

  judged(['chromium'], 'a scan that was put aside is found on every page of its letter, and brought back', async () => {
    const id = await seedIncoming(app, { subject: 'Dipindai lagi' });
    const page = await enter();
    await page.goto(`${app.origin}/incoming/${id}/scan`);
    await page.setInputFiles('#files', { name: 'miring.jpg', mimeType: 'image/jpeg', buffer: await scanOf(170) });
    await page.click('button:has-text("Unggah")');
    await page.waitForSelector('.layang-pages img');
    await page.click('a:has-text("Sisihkan")');
    await page.fill('#reason', 'Halaman miring dan tidak terbaca');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${app.origin}/incoming/${id}/scan`);
    for (const tail of ['/scan', '/line', '']) {
      await page.goto(`${app.origin}/incoming/${id}${tail}`);
      await page.click('summary:has-text("Pindaian yang disisihkan (1)")');
      await page.waitForSelector('a:has-text("Halaman miring dan tidak terbaca"):has-text("oleh I Made Wirawan")');
    }
    await lookEverywhere(page, 'scans-aside');
    await page.click('a:has-text("Halaman miring dan tidak terbaca")');
    await lookEverywhere(page, 'scan-aside');
    await page.click('button:has-text("Kembalikan untuk surat ini")');
    await page.waitForSelector('[role=status]:has-text("Pindaian dikembalikan")');
    await page.waitForSelector('button:has-text("Tambahkan ke surat ini")');
    await page.goto(`${app.origin}/incoming/${id}/line`);
    expect(await page.textContent('main')).not.toContain('Pindaian yang disisihkan');
  });

  judged(['chromium'], 'a line is seen, mended, moved and struck; the agenda shows every number', async () => {
    const id = await seedIncoming(app, { subject: 'Untuk dilihat' });
    const page = await enter();
    for (const [path, name] of [
      [`/incoming/${id}/line`, 'incoming-line'],
      [`/incoming/${id}/correct`, 'incoming-correct'],
      [`/incoming/${id}/move`, 'incoming-move'],
      [`/incoming/${id}/strike`, 'incoming-strike'],
    ] as const) {
      await page.goto(app.origin + path);
      await lookEverywhere(page, name);
    }
    await page.fill('#reason', 'Terdaftar dua kali');
    await page.keyboard.press('Enter');
    await page.waitForURL(`${app.origin}/incoming/${id}/line`);
    await page.goto(`${app.origin}/incoming?q=dilihat`);
    await lookEverywhere(page, 'incoming-found');
    await page.goto(`${app.origin}/incoming`);
    await page.click('a:has-text("Buku agenda")');
    expect(await page.textContent('main')).toContain('Dicoret: Terdaftar dua kali');
    await lookEverywhere(page, 'incoming-agenda');
  });
});
