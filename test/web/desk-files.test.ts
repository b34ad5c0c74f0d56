import { randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { openDocumentStore } from '../../src/documents/document-store.ts';
import { openIntake } from '../../src/intake/intake.ts';
import { openPreviewer } from '../../src/typesetting/preview.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';
import { axeFindings, lookEverywhere, openProfile, openWindow, signInWith } from '../support/browser.ts';
import { judged } from '../support/judge.ts';
import { password, smallOffice, type Username } from './office.ts';

let app: TestApp;
let folder: string;
/** The last file of the test before. */
let seen = 0;
const previewer = openPreviewer();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'layang-desk-'));
  app = await startApp({
    publicDirectory: await builtAssets(),
    more: ({ db, clock }) => ({
      intake: openIntake({
        ...{ db, clock, documents: openDocumentStore(join(folder, 'documents')), scanner: undefined },
        ...{ previewer, wake() {} },
      }),
    }),
  });
  await smallOffice(app);
  const admin = await app.people.loadActor(1);
  const joko = admin && (await app.people.listPersons(admin)).find(({ username }) => username === 'joko');
  const unit = admin && (await app.people.listUnits()).find(({ code }) => code === 'Disdik');
  if (admin === undefined || joko === undefined || unit === undefined) throw new Error('the small office is not there');
  await app.people.setDuty(admin, { personId: joko.id, unitId: unit.id, duty: 'registry', held: true });
});
afterAll(async () => {
  await previewer.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  seen = (await lying()).at(-1)?.id ?? 0;
});

async function signIn(page: Page, username: Username = 'made'): Promise<void> {
  await signInWith(page, app.origin, username, password);
}

async function atDesk(window: { width?: number } = {}): Promise<{ page: Page; context: BrowserContext }> {
  const opened = await openWindow({ width: 1280, height: 900, ...window });
  await signIn(opened.page);
  return opened;
}

/** Name and length of the files of each item, in the order in which they came. */
const lying = async () =>
  (await app.db.pool.query('SELECT id, intake_id, name, length FROM intake_file WHERE id > $1 ORDER BY id', [seen]))
    .rows;

const picture = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/jpeg', buffer });
const scan = (shade: number) =>
  sharp({ create: { width: 600, height: 800, channels: 3, background: { r: shade, g: shade, b: 250 } } })
    .jpeg()
    .toBuffer();
/** A scan of several pieces: what follows the picture's end is nobody's business here. */
const large = async () => Buffer.concat([await scan(60), randomBytes(9_000_000)]);

describe('Files of the desk', () => {
  judged(
    ['chromium'],
    'what was chosen without a connection outlives the browser, belongs to its person alone, and arrives in order, once',
    async () => {
      const profile = join(folder, 'profile');
      let { page, context } = await openProfile(profile);
      await signIn(page);
      await page.goto(`${app.origin}/incoming`);
      await context.setOffline(true);
      const bytes = await large();
      const files = [picture('rahasia-1.jpg', bytes), picture('surat-2.jpg', await scan(90))];
      // So low that the form and what becomes of its files do not fit together.
      await page.setViewportSize({ width: 1280, height: 380 });
      await page.setInputFiles('#files', files);
      await page.click('button:has-text("Unggah")');
      await page.waitForSelector('#queue:has-text("tersimpan terenkripsi")');
      const top = await page.evaluate(() => document.querySelector('#queue')?.getBoundingClientRect().top ?? -1);
      expect(top >= 0 && top < 380).toBe(true);
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.check('input[name=together][value=yes]');
      await page.setInputFiles('#files', [
        picture('lembar-a.jpg', await scan(120)),
        picture('lembar-b.jpg', await scan(150)),
      ]);
      await page.click('button:has-text("Unggah")');
      await page.waitForSelector('#queue li:has-text("lembar-a.jpg dan 1 berkas lain"):has-text("menunggu giliran")');
      expect(await axeFindings(page)).toEqual([]);
      const kept = await page.evaluate(everythingKept);
      expect(kept.pieces).toBe(6);
      expect(kept.bytes).toBeGreaterThan(bytes.length);
      expect(kept.text).not.toContain('rahasia-1');
      expect(kept.text).not.toContain('JFIF');
      await context.close();
      expect(await lying()).toEqual([]);

      ({ page, context } = await openProfile(profile));
      await context.clearCookies();
      await signIn(page, 'joko');
      await page.goto(`${app.origin}/incoming`);
      await page.waitForSelector('#unsent > section', { state: 'attached' });
      expect(await page.isVisible('#queue')).toBe(false);
      await context.clearCookies();
      await signIn(page);
      // The first answer is lost: what the server has already is sent once more.
      let lost = 0;
      await page.route('**/incoming/drop.json', async (route) => {
        if (lost++ > 0) return route.continue();
        await route.fetch();
        await route.abort();
      });
      await page.goto(`${app.origin}/incoming/new`);
      await page.waitForSelector('#queue li');
      await page.waitForSelector('#queue', { state: 'hidden' });
      expect(lost).toBe(4);
      const [first, second, third, fourth] = await lying();
      expect(first).toMatchObject({ name: 'rahasia-1.jpg', length: bytes.length });
      expect([second.name, third.name, fourth.name]).toEqual(['surat-2.jpg', 'lembar-a.jpg', 'lembar-b.jpg']);
      expect(new Set([first, second, third].map((each) => each.intake_id)).size).toBe(3);
      expect(fourth.intake_id).toBe(third.intake_id);
      expect((await page.evaluate(everythingKept)).pieces).toBe(0);
      await context.close();
    },
  );

  judged(['chromium'], 'files are dragged onto the page, what is refused says why and can be thrown away', async () => {
    const { page, context } = await atDesk();
    await page.goto(`${app.origin}/incoming`);
    const paths = await Promise.all(
      [90, 120].map(async (shade, n) => {
        const path = join(folder, `seret-${n + 1}.jpg`);
        writeFileSync(path, await scan(shade));
        return path;
      }),
    );
    const text = join(folder, 'catatan.jpg');
    writeFileSync(text, 'bukan gambar');
    const debug = await context.newCDPSession(page);
    const data = { items: [], files: [...paths, text], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await debug.send('Input.dispatchDragEvent', { type, x: 300, y: 100, data });
    await page.waitForSelector('#queue li:has-text("catatan.jpg"):has-text("perlu diperiksa")');
    await page.waitForSelector('#lying a:has-text("seret-2.jpg")');
    expect((await lying()).map(({ name }) => name)).toEqual(['seret-1.jpg', 'seret-2.jpg']);
    await lookEverywhere(page, 'desk-refused');
    await page.click('button:has-text("Buang: catatan.jpg")');
    await page.waitForSelector('#queue', { state: 'hidden' });
    await page.evaluate(
      async (bytes) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], 'image.png', { type: 'image/jpeg' }));
        document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, cancelable: true }));
      },
      [...(await scan(200))],
    );
    await page.waitForSelector('#lying a:has-text("tempelan-")');

    // More than the proxy before the server takes holds up nothing behind it.
    const large = join(folder, 'besar.jpg');
    closeSync(openSync(large, 'w'));
    truncateSync(large, 201 * 1024 * 1024);
    await page.setInputFiles('#files', large);
    await page.click('button:has-text("Unggah")');
    await page.waitForSelector('#queue li:has-text("besar.jpg"):has-text("200 MB")');
    await page.click('button:has-text("Buang: besar.jpg")');
    await page.route(
      '**/incoming/drop.json',
      (route) => route.fulfill({ status: 413, body: '<html>Too large</html>' }),
      {
        times: 1,
      },
    );
    for (const name of ['ditolak.jpg', 'sesudahnya.jpg'])
      await page
        .setInputFiles('#files', picture(name, await scan(34)))
        .then(() => page.click('button:has-text("Unggah")'));
    await page.waitForSelector('#lying a:has-text("sesudahnya.jpg")');
    await page.click('button:has-text("Buang: ditolak.jpg")');
    await page.waitForSelector('#queue', { state: 'hidden' });

    await page.route('**/incoming/desk.json', (route) => route.abort());
    await page.setInputFiles('#files', picture('lama.jpg', await scan(33)));
    await page.click('button:has-text("Unggah")');
    await page.waitForSelector('#queue li:has-text("menunggu giliran")');
    expect((await page.evaluate(everythingKept)).pieces).toBe(1);
    // After eight days nobody sends it any more.
    await page.addInitScript((later) => {
      const { now } = Date;
      Date.now = () => now() + later;
    }, 8 * 86_400_000);
    await page.reload();
    while ((await page.evaluate(everythingKept)).pieces > 0);
  });

  judged(['chromium'], 'where nothing can be kept the page says so, and sends from the open tab', async () => {
    const { page, context } = await atDesk();
    await page.addInitScript(() => {
      navigator.storage.estimate = async () => ({ quota: 60_000_000, usage: 55_000_000 });
    });
    await page.goto(`${app.origin}/incoming`);
    await context.setOffline(true);
    await page.setInputFiles('#files', picture('penuh.jpg', await scan(90)));
    await page.click('button:has-text("Unggah")');
    await page.waitForSelector('#queue:has-text("Jangan tutup tab ini")');
    expect((await page.evaluate(everythingKept)).pieces).toBe(0);
    await context.setOffline(false);
    await page.waitForSelector('#queue', { state: 'hidden' });
    expect((await lying()).map(({ name }) => name)).toEqual(['penuh.jpg']);

    await page.addInitScript(() => {
      for (const [owner, name] of [
        [Crypto.prototype, 'subtle'],
        [Crypto.prototype, 'randomUUID'],
        [Navigator.prototype, 'storage'],
        [Navigator.prototype, 'locks'],
      ] as const)
        Object.defineProperty(owner, name, { value: undefined });
    });
    await page.goto(`${app.origin}/incoming/new`);
    await page.waitForSelector('#unsent:has-text("Sambungan ini tidak aman")');
    expect(await axeFindings(page)).toEqual([]);
    await page.goto(`${app.origin}/incoming`);
    await page.setInputFiles('#files', picture('terbuka.jpg', await scan(91)));
    await page.click('button:has-text("Unggah")');
    await page.waitForSelector('#lying a:has-text("terbuka.jpg")');
    expect((await page.evaluate(everythingKept)).pieces).toBe(0);
  });
});

/** In the page: what lies in its database, as text. */
async function everythingKept(): Promise<{ pieces: number; bytes: number; text: string }> {
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('layang.loket');
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const all = (store: string) =>
    new Promise<{ sealed: ArrayBuffer }[]>((resolve, reject) => {
      if (!database.objectStoreNames.contains(store)) return resolve([]);
      const request = database.transaction(store).objectStore(store).getAll();
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const [parcels, pieces] = [await all('parcels'), await all('pieces')];
  database.close();
  const decoder = new TextDecoder('latin1');
  const text = [...parcels, ...pieces].map((each) => decoder.decode(each.sealed) + JSON.stringify(each)).join('');
  return { pieces: pieces.length, bytes: pieces.reduce((sum, each) => sum + each.sealed.byteLength, 0), text };
}
