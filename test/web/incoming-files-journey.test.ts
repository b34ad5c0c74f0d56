import { join } from 'node:path';
import { beforeAll, describe, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { Runner } from '../../src/jobs/runner.ts';
import type { TestApp } from '../support/app.ts';
import { lookEverywhere, openProfile, openWindow, signInWith } from '../support/browser.ts';
import { judged } from '../support/judge.ts';
import { beginnings } from '../uploads/scan-files.ts';
import { lockedPdf, scanOf, startDesk } from './desk-world.ts';
import { password } from './office.ts';

let app: TestApp;
let runner: Runner;
let folder: string;

beforeAll(async () => {
  ({ app, runner, folder } = await startDesk());
});

const enter = (page: Page) => signInWith(page, app.origin, 'made', password);
const lines = async () => (await app.db.pool.query('SELECT number, pages FROM incoming ORDER BY id')).rows;
const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/jpeg', buffer });
const chosen = (page: Page) =>
  page.$eval('#files', (field) => [...((field as HTMLInputElement).files ?? [])].map(({ name }) => name));

async function fill(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries({ addresseePositionId: 'pembinaan sekolah', ...fields }))
    await page.fill(`#${name}`, text);
}

/**
 * As whoever copied a picture does by Ctrl+V; files dropped onto the page go the same way. `text`: copied with it, into the field of
 * the subject. False: the browser is left to paste it.
 */
async function paste(page: Page, picture: Buffer, text = ''): Promise<boolean> {
  return page.evaluate(
    ({ bytes, text }) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], 'image.png', { type: 'image/jpeg' }));
      if (text !== '') data.items.add(text, 'text/plain');
      const into = text === '' ? document : document.getElementById('subject');
      const event = new ClipboardEvent('paste', { clipboardData: data, cancelable: true, bubbles: true });
      return into?.dispatchEvent(event) === false;
    },
    { bytes: [...picture], text },
  );
}

/** What this browser keeps of files beside letters: how many letters have some whole, and everything as text. */
async function kept(page: Page): Promise<{ parcels: number; text: string }> {
  return page.evaluate(async () => {
    const asked = indexedDB.open('layang.surat');
    await new Promise((resolve) => asked.addEventListener('success', resolve));
    const all = (store: string) =>
      new Promise<{ sealed: ArrayBuffer; whole?: boolean }[]>((resolve) => {
        if (!asked.result.objectStoreNames.contains(store)) return resolve([]);
        const request = asked.result.transaction(store).objectStore(store).getAll();
        request.onsuccess = () => resolve(request.result);
      });
    const [parcels, pieces] = [await all('parcels'), await all('pieces')];
    asked.result.close();
    const decoder = new TextDecoder('latin1');
    const text = [...parcels, ...pieces].map((each) => decoder.decode(each.sealed) + JSON.stringify(each)).join('');
    return { parcels: parcels.filter(({ whole }) => whole).length, text };
  });
}

describe('A letter typed with its scan', () => {
  judged(
    ['chromium'],
    'a letter and its scan saved without a connection outlive browser and session, and are registered as one, once',
    async () => {
      const profile = join(folder, 'profile');
      let { page, context } = await openProfile(profile);
      await enter(page);
      await page.goto(`${app.origin}/incoming/new`);
      await fill(page, { senderName: 'Desa Seberang', number: '2/DS', subject: 'Permohonan dermaga' });
      const pages = [file('dermaga-1.jpg', await scanOf(40)), file('dermaga-2.jpg', await scanOf(70))];
      await page.setInputFiles('#files', pages);
      await context.setOffline(true);
      await page.press('#addresseePositionId', 'Enter');
      await page.waitForSelector('#queue li:has-text("Desa Seberang (dengan 2 berkas)"):has-text("menunggu giliran")');
      expect([await page.inputValue('#senderName'), await chosen(page)]).toEqual(['', []]);
      await lookEverywhere(page, 'incoming-new-files-offline');
      // The hour of the browser's own clock, which is not the server's here.
      await fill(page, { senderName: 'Diketik dengan berkas', subject: 'Belum disimpan', receivedTime: '08:00' });
      await page.setInputFiles('#files', file('ketiga.jpg', await scanOf(100)));
      while ((await kept(page)).parcels < 2);
      expect((await kept(page)).text).not.toMatch(/dermaga|ketiga|JFIF/);
      await context.close();

      ({ page, context } = await openProfile(profile));
      await context.clearCookies();
      await enter(page);
      // The first answer is lost: what the server has already is sent once more.
      let sent = 0;
      await page.route('**/incoming/register', async (route) => {
        if (sent++ > 0) return route.continue();
        await route.fetch();
        await route.abort();
      });
      await page.goto(`${app.origin}/incoming/new`);
      await page.waitForSelector('#unsent:has-text("Terkirim dengan nomor agenda")');
      expect(sent).toBe(2);
      await runner.idle();
      expect(await lines()).toEqual([{ number: '2/DS', pages: 2 }]);
      await page.reload();
      await page.waitForSelector('button:has-text("Buang isian itu")');
      expect([await page.inputValue('#senderName'), await chosen(page)]).toEqual([
        'Diketik dengan berkas',
        ['ketiga.jpg'],
      ]);

      // The session ends in front of the open form: its files wait as well.
      await fill(page, { number: '3/DS' });
      await context.clearCookies();
      await page.press('#addresseePositionId', 'Enter');
      await page.waitForSelector('#queue:has-text("Sesi Anda berakhir")');
      await enter(page);
      await page.goto(`${app.origin}/incoming/new`);
      await page.waitForSelector('#unsent:has-text("Terkirim dengan nomor agenda")');
      await runner.idle();
      expect((await lines()).filter(({ number }) => number === '3/DS').map((line) => line.pages)).toEqual([1]);
      while ((await kept(page)).parcels > 0);
      await context.close();
    },
  );

  judged(
    ['chromium'],
    'a refused letter comes back with what was typed and chosen, a refused file without it; a locked one is told of',
    async () => {
      const { page } = await openWindow({ width: 1280, height: 900 });
      await enter(page);
      await page.goto(`${app.origin}/incoming/new`);
      await fill(page, { senderName: 'Camat Utara', number: '4/CU', subject: 'Dengan foto' });
      await page.setInputFiles('#files', file('foto.heic', beginnings.heic));
      await page.press('#addresseePositionId', 'Enter');
      await page.waitForSelector('#files-error:has-text("HEIC")');
      expect([await page.inputValue('#subject'), await chosen(page)]).toEqual(['Dengan foto', []]);
      await lookEverywhere(page, 'incoming-new-files-refused');
      await page.setInputFiles('#files', file('foto.jpg', await scanOf(130)));
      expect(await paste(page, await scanOf(140))).toBe(true);
      // A cell of a spreadsheet comes as text and as a picture of it.
      expect(await paste(page, await scanOf(145), 'Undangan rapat')).toBe(false);
      expect(await chosen(page)).toEqual(['foto.jpg', expect.stringMatching(/^tempelan-.*\.jpg$/)]);
      await page.fill('#addresseePositionId', 'kepala');
      await page.press('#addresseePositionId', 'Enter');
      await page.waitForSelector('#addresseePositionId-error');
      await page.waitForFunction(() => (document.querySelector('#files') as HTMLInputElement).files?.length === 2);
      expect(await page.isVisible('#choose-again')).toBe(false);
      await page.fill('#addresseePositionId', 'pembinaan sekolah');
      await page.press('#addresseePositionId', 'Enter');
      await page.waitForURL(/done=/);
      await runner.idle();
      expect((await lines()).find(({ number }) => number === '4/CU').pages).toBe(2);
      expect((await kept(page)).parcels).toBe(0);

      // What only shows when it is prepared stands on the letter and at the desk.
      await page.goto(`${app.origin}/incoming/new`);
      await fill(page, { senderName: 'Camat Selatan', number: '5/CS', subject: 'Terkunci' });
      await page.setInputFiles('#files', file('terkunci.pdf', Buffer.from(await lockedPdf())));
      await page.click('button:has-text("Simpan dan lihat")');
      await page.waitForURL(/\/line$/);
      await runner.idle();
      await page.reload();
      await lookEverywhere(page, 'incoming-line-locked');
      await page.goto(`${app.origin}/incoming`);
      await lookEverywhere(page, 'incoming-desk-locked');
      await page.click('section:has-text("belum masuk ke suratnya") a:has-text("Camat Selatan")');
      await page.waitForSelector('main:has-text("dilindungi kata sandi")');
    },
  );

  judged(
    ['chromium'],
    'where its files cannot be kept, the form keeps them and says so until it is saved',
    async () => {
      const { page, context } = await openWindow({ width: 1280, height: 900 });
      await enter(page);
      await page.addInitScript(() => {
        navigator.storage.estimate = async () => ({ quota: 60_000_000, usage: 55_000_000 });
      });
      await page.goto(`${app.origin}/incoming/new`);
      await fill(page, { senderName: 'Desa Penuh', number: '6/DP', subject: 'Tanpa ruang' });
      await page.setInputFiles('#files', file('penuh.jpg', await scanOf(150)));
      await page.waitForSelector('#unsent:has-text("Jangan tutup tab ini")');
      await context.setOffline(true);
      await page.press('#addresseePositionId', 'Enter');
      await page.waitForSelector('#unsent:has-text("Jangan tutup tab ini")');
      expect([await page.inputValue('#number'), await chosen(page)]).toEqual(['6/DP', ['penuh.jpg']]);
      await context.setOffline(false);
      // The session ends meanwhile: whoever signs in again in another tab saves what this one still has.
      await context.clearCookies();
      await page.press('#addresseePositionId', 'Enter');
      await page.waitForSelector('#unsent:has-text("Sesi Anda berakhir"):has-text("Jangan tutup tab ini")');
      const opened = context.waitForEvent('page');
      await page.click('#unsent button:has-text("Masuk")');
      const other = await opened;
      await enter(other);
      await other.close();
      await page.press('#addresseePositionId', 'Enter');
      await page.waitForURL(/done=/);
      await runner.idle();
      expect((await lines()).find(({ number }) => number === '6/DP')?.pages).toBe(1);
    },
  );
});
