import { createServer } from 'node:http';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import type { Runner } from '../../src/jobs/runner.ts';
import type { TestApp } from '../support/app.ts';
import { lookEverywhere, openProfile, openWindow, signInWith } from '../support/browser.ts';
import { type Client, client } from '../support/client.ts';
import { judged } from '../support/judge.ts';
import { scanOf, startDesk } from './desk-world.ts';
import { password, signedIn } from './office.ts';

let app: TestApp;
let runner: Runner;
let folder: string;

beforeAll(async () => {
  ({ app, runner, folder } = await startDesk());
  const admin = await app.people.loadActor(1);
  if (admin === undefined) throw new Error('no administrator');
  const [unit, joko] = [(await app.people.listUnits())[1], (await app.people.listPersons(admin)).find(isJoko)];
  await app.people.setDuty(admin, { personId: joko?.id ?? 0, unitId: unit?.id ?? 0, duty: 'registry', held: true });
});

const isJoko = ({ username }: { username: string }) => username === 'joko';
const lines = async () => (await app.db.pool.query('SELECT sender_name, pages FROM incoming ORDER BY id')).rows;
const form = (page: Page) => page.goto(`${app.origin}/incoming/new`);

/** Until this browser can do without the server. */
async function visit(page: Page): Promise<void> {
  await form(page);
  await page.waitForSelector('#opens-offline:visible');
}

async function type(page: Page, fields: Record<string, string>): Promise<void> {
  // The day of the browser's own clock, which is not the server's here.
  const usual = { addresseePositionId: 'pembinaan sekolah', receivedOn: '2026-11-20', receivedTime: '08:00' };
  for (const [name, text] of Object.entries({ ...usual, ...fields })) await page.fill(`#${name}`, text);
}

/** At the desk of Made, whose browser can do without the server. */
async function atDesk(): Promise<{ page: Page; context: BrowserContext }> {
  const opened = await openWindow({ width: 1280, height: 900 });
  await signInWith(opened.page, app.origin, 'made', password);
  await visit(opened.page);
  return opened;
}

async function signOut(page: Page): Promise<void> {
  await page.goto(`${app.origin}/account`);
  await page.click('form[action="/sign-out"] button');
  await page.waitForURL(/sign-in/);
}

/** Everything that lies in this browser for pages to find, as text. */
async function lying(page: Page): Promise<{ pages: string[]; text: string }> {
  return page.evaluate(async () => {
    const pages: string[] = [];
    let text = JSON.stringify(localStorage) + JSON.stringify(sessionStorage);
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const { pathname } = new URL(request.url);
        if (pathname.startsWith('/assets/')) continue;
        pages.push(pathname);
        text += await (await cache.match(request))?.text();
      }
    }
    for (const { name = '' } of await indexedDB.databases()) {
      const asked = indexedDB.open(name);
      await new Promise((resolve) => asked.addEventListener('success', resolve));
      for (const store of asked.result.objectStoreNames) {
        const request = asked.result.transaction(store).objectStore(store).getAll();
        await new Promise((resolve) => request.addEventListener('success', resolve));
        text += JSON.stringify(request.result);
      }
      asked.result.close();
    }
    return { pages, text };
  });
}

describe('The registration page without a connection', () => {
  judged(
    ['chromium'],
    'opens after a visit, keeps a letter and its scan over the end of the browser, and sends them once when the server is back',
    async () => {
      const profile = join(folder, 'profile');
      let { page, context } = await openProfile(profile);
      await signInWith(page, app.origin, 'made', password);
      await visit(page);
      await context.setOffline(true);
      await form(page);
      await page.waitForSelector('h2:has-text("Tidak ada sambungan ke Layang")');
      await page.waitForSelector('text=Surat didaftarkan atas nama: I Made Wirawan');
      expect(await page.$$eval('#posts option', (all) => all.length)).toBe(4);
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('senderName');
      await type(page, { senderName: 'Desa Seberang', number: '2/DS', subject: 'Permohonan dermaga' });
      await page.setInputFiles('#files', { name: 'dermaga.jpg', mimeType: 'image/jpeg', buffer: await scanOf(40) });
      await page.press('#addresseePositionId', 'Enter');
      await page.waitForSelector('#queue li:has-text("Desa Seberang (dengan 1 berkas)"):has-text("menunggu giliran")');
      await lookEverywhere(page, 'incoming-offline');
      await type(page, { senderName: 'Diketik kemudian', subject: 'Belum disimpan' });
      await page.waitForFunction(
        () => Object.keys(localStorage).filter((each) => each.startsWith('layang.masuk.')).length === 2,
      );
      const { pages, text } = await lying(page);
      expect(pages).toEqual(['/incoming/offline']);
      expect(text).not.toMatch(/Made|Wirawan|Pendidikan|dermaga|Seberang|kemudian|name="_(csrf|once)" value="[^"]/);
      await context.close();

      await app.close();
      ({ page, context } = await openProfile(profile));
      await form(page);
      await page.waitForSelector('#queue li:has-text("Desa Seberang (dengan 1 berkas)")');
      await page.waitForFunction(
        () => (document.querySelector('#senderName') as HTMLInputElement).value === 'Diketik kemudian',
      );
      const other = await context.newPage();
      await expect(other.goto(`${app.origin}/incoming`)).rejects.toThrow(/REFUSED/);
      await other.close();
      await app.again();
      await page.waitForSelector('#unsent:has-text("Terkirim dengan nomor agenda 1/2026: Desa Seberang")');
      await page.waitForSelector('#offline-back:has-text("Sambungan ke Layang kembali")');
      // By which the worker waits for a slow server instead of giving this page once more.
      expect(await page.getAttribute('#offline-back a', 'href')).toBe('/incoming/new?complete=yes');
      await lookEverywhere(page, 'incoming-offline-back');
      // What is saved now goes at once.
      await page.press('#addresseePositionId', 'Enter');
      await page.waitForURL(/done=/);
      await runner.idle();
      expect(await lines()).toEqual([
        { sender_name: 'Desa Seberang', pages: 1 },
        { sender_name: 'Diketik kemudian', pages: null },
      ]);
      await context.close();
    },
  );

  judged(
    ['chromium'],
    'is locked for whoever has signed out, and shows the next person nothing of the former one',
    async () => {
      const { page, context } = await atDesk();
      await context.setOffline(true);
      await form(page);
      await type(page, { senderName: 'Rahasia Made', subject: 'Bukan untuk yang lain' });
      await page.press('#addresseePositionId', 'Enter');
      await page.waitForSelector('#queue li:has-text("Rahasia Made")');
      // Before the connection is back, on the shared computer.
      await page.click('button:has-text("Kunci halaman ini")');
      await locked(page);
      await lookEverywhere(page, 'incoming-offline-locked');
      await context.setOffline(false);
      await page.waitForSelector('#offline-back:has-text("Sambungan ke Layang kembali")');
      await signOut(page);
      await gone(context, page);

      await signInWith(page, app.origin, 'joko', password);
      // Not yet opened by this person.
      await gone(context, page);
      await visit(page);
      await context.setOffline(true);
      await form(page);
      await page.waitForSelector('text=Surat didaftarkan atas nama: Joko Prasetyo');
      expect(await page.inputValue('#senderName')).toBe('');
      expect(await page.isVisible('#queue')).toBe(false);
      expect(await page.content()).not.toMatch(/Made/);
      // Also where the store of the browser is damaged.
      await page.evaluate(() => {
        IDBObjectStore.prototype.delete = () => {
          throw new DOMException('damaged', 'UnknownError');
        };
      });
      await page.click('button:has-text("Kunci halaman ini")');
      await locked(page);
      await context.setOffline(false);
      await signOut(page);
      await gone(context, page);

      // Nobody asked for this page after the session had been ended from elsewhere: the next sign-in takes it away.
      await signInWith(page, app.origin, 'made', password);
      await visit(page);
      await page.waitForSelector('#unsent:has-text("Terkirim dengan nomor agenda")');
      await context.clearCookies({ name: 'layang' });
      await signInWith(page, app.origin, 'joko', password);
      await gone(context, page);
      const sent = (await lines()).filter(({ sender_name }) => sender_name === 'Rahasia Made');
      expect(sent).toHaveLength(1);
    },
  );

  judged(
    ['chromium'],
    'is of the running version after each visit, and answers for a proxy that has nobody behind it',
    async () => {
      const { page } = await atDesk();
      const kept = () =>
        page.evaluate(async () => {
          const requests = await (await caches.open('layang.pendaftaran')).keys();
          return requests.map(({ url }) => url.slice(location.origin.length)).toSorted();
        });
      const now = await kept();
      expect(now.filter((each) => each.includes('/desk.js') || each.includes('/layang.css'))).toHaveLength(2);
      // As a version before has left it, or a tab that was closed in the middle.
      for (const isWhole of [false, true]) {
        await page.evaluate(async (isWhole) => {
          const cache = await caches.open('layang.pendaftaran');
          if (!isWhole) for (const request of await cache.keys()) await cache.delete(request);
          for (const old of ['/incoming/offline?lang=id&v=before', '/assets/before/desk.js'])
            await cache.put(old, new Response('before'));
        }, isWhole);
        await visit(page);
        expect(await kept()).toEqual(now);
      }

      await app.close();
      const proxy = createServer((_req, res) => res.writeHead(502).end('Bad Gateway'));
      await new Promise<void>((resolve) => proxy.listen(Number(new URL(app.origin).port), '127.0.0.1', resolve));
      await form(page);
      await page.waitForSelector('h2:has-text("Tidak ada sambungan ke Layang")');
      await page.goto(`${app.origin}/incoming`);
      expect(await page.textContent('body')).toBe('Bad Gateway');
      proxy.closeAllConnections();
      await new Promise((resolve) => proxy.close(resolve));
      await app.again();
    },
  );

  judged(
    ['chromium'],
    'says that the clock of a computer is wrong, and forgets nothing of what was typed by it when that is set right',
    async () => {
      const { page, context } = await atDesk();
      await context.setOffline(true);
      await form(page);
      expect(await page.isVisible('#offline-clock')).toBe(false);
      // Its battery is dead, and nothing on the network tells it the time.
      await page.clock.setFixedTime('2015-01-01T00:00:00Z');
      await form(page);
      await page.waitForSelector('#offline-clock:has-text("Jam komputer ini salah")');
      expect([await page.inputValue('#receivedOn'), await page.inputValue('#receivedTime')]).toEqual(['', '']);
      await type(page, { senderName: 'Desa Tanpa Jam', subject: 'Permohonan air bersih' });
      await page.setInputFiles('#files', { name: 'air.jpg', mimeType: 'image/jpeg', buffer: await scanOf(41) });
      await page.press('#addresseePositionId', 'Enter');
      await page.waitForSelector('#queue li:has-text("Desa Tanpa Jam (dengan 1 berkas)"):has-text("menunggu giliran")');
      expect(await page.inputValue('#receivedTime')).toBe('');
      await page.clock.setFixedTime(new Date());
      await context.setOffline(false);
      await visit(page);
      await page.waitForSelector('#unsent:has-text("Terkirim dengan nomor agenda"):has-text("Desa Tanpa Jam")');
      await runner.idle();
      expect((await lines()).filter(({ sender_name }) => sender_name === 'Desa Tanpa Jam')).toMatchObject([
        { pages: 1 },
      ]);
    },
  );

  it('is one page for everybody, without a session, and of another version not to be had under its address', async () => {
    const made = await signedIn(app, 'made');
    const { html } = await made.get('/incoming/new');
    const [, address = ''] = /data-offline="([^"]+)"/.exec(html) ?? [];
    const asNobody = await client(app.origin).get(address.replace('&amp;', '&'));
    expect([asNobody.status, asNobody.headers.getSetCookie()]).toEqual([200, []]);
    expect(asNobody.html).toBe((await made.get('/incoming/offline')).html);
    expect(asNobody.html).not.toMatch(/Purnama|Made|name="_csrf" value="[^"]|<option value="\d/);
    expect((await client(app.origin).get('/incoming/offline?lang=id&v=another')).status).toBe(404);
    expect((await client(app.origin).get('/incoming/offline?lang=en')).html).toContain('There is no connection');
  });

  it('opens by a mark that the browser forgets with the session, of whoever keeps an agenda alone', async () => {
    const made = await signedIn(app, 'made');
    const marks = async (who: Client) =>
      (await who.get('/incoming/new')).headers.getSetCookie().filter((each) => each.startsWith('layang-desk'));
    expect(await marks(made)).toEqual([
      expect.stringMatching(/^layang-desk=[^;]{40,}; Max-Age=28800; Path=\/; .*SameSite=Strict$/),
    ]);
    const mark = made.cookies.get('layang-desk');
    expect(await marks(made)).toEqual([expect.stringContaining(`=${mark};`)]);
    expect(await marks(await signedIn(app, 'siti'))).toEqual([]);
    await made.send('/account', {}, '/sign-out');
    expect(made.cookies.has('layang-desk')).toBe(false);

    const again = await signedIn(app, 'made');
    await again.get('/incoming/new');
    expect(again.cookies.get('layang-desk')).not.toBe(mark);
    again.cookies.delete('layang');
    await again.get('/');
    expect(again.cookies.has('layang-desk')).toBe(false);
  });
});

async function locked(page: Page): Promise<void> {
  await page.waitForSelector('text=Halaman ini terkunci');
  expect(await page.isVisible('form')).toBe(false);
  expect(await page.content()).not.toMatch(/Made|Joko|person/);
}

/** Without a connection the page is there, and nobody's. */
async function gone(context: BrowserContext, page: Page): Promise<void> {
  await context.setOffline(true);
  await form(page);
  await locked(page);
  await context.setOffline(false);
}
