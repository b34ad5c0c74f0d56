import { beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { sql } from '../../src/postgres/sql.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';
import { lookEverywhere, openWindow, signInWith, type Window } from '../support/browser.ts';
import { client, hiddenFields } from '../support/client.ts';
import { judged } from '../support/judge.ts';
import { seedIncoming } from '../web/incoming-office.ts';
import { password, signedIn, smallOffice } from '../web/office.ts';
import { newBrowser } from './push-service.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ publicDirectory: await builtAssets() });
  await smallOffice(app);
});

async function accountOf(username: string, window: Window = {}) {
  const opened = await openWindow({ ...window, whole: true });
  await signInWith(opened.page, app.origin, username, password);
  await opened.page.goto(`${app.origin}/account`);
  return opened;
}

async function bring(username: 'siti' | 'budi', endpoint: string) {
  const visitor = await signedIn(app, username);
  const { p256dh, auth } = newBrowser();
  return visitor.send('/account', { endpoint, p256dh, auth }, '/account/push');
}

test('the worker’s file may be had by everybody, runs nothing of others, and is asked for anew each time', async () => {
  const worker = await client(app.origin).get('/service-worker.js');
  expect([worker.status, worker.headers.get('content-type'), worker.headers.get('cache-control')]).toEqual([
    200,
    'text/javascript; charset=utf-8',
    'no-store',
  ]);
  expect(worker.html).not.toMatch(/fetch\(|importScripts|eval/);
});

test('a browser is switched on with what it brings alone, and says nothing of it again; a strange service is refused with the reason', async () => {
  const wrong = await bring('siti', 'https://evil.example/x');
  expect(wrong.status).toBe(422);
  expect(wrong.html).toContain('layanan pemberitahuan yang tidak diizinkan di sini');
  const right = await bring('siti', 'http://127.0.0.1:9/secret-endpoint');
  expect([right.status, right.location]).toEqual([303, '/account']);
  const { html } = await (await signedIn(app, 'siti')).get('/account');
  expect(html).toContain('Menyala sejak');
  expect(html).not.toContain('secret-endpoint');
  // Somebody else cannot switch it off.
  const [row] = await app.db.many(z.object({ id: z.number() }), sql`SELECT id FROM push_subscription`);
  const budi = await signedIn(app, 'budi');
  const token = hiddenFields((await budi.get('/account')).html);
  expect((await budi.post(`/account/push/${row?.id}/end`, token)).status).toBe(303);
  expect((await (await signedIn(app, 'siti')).get('/account')).html).toContain('Menyala sejak');
  const off = await (await signedIn(app, 'siti')).send('/account', {}, `/account/push/${row?.id}/end`);
  expect([off.status, off.location]).toEqual([303, '/account']);
  expect((await (await signedIn(app, 'siti')).get('/account')).html).not.toContain('Menyala sejak');
  expect(JSON.stringify(app.log)).not.toContain('secret-endpoint');
});

judged(['chromium'], 'the choice is made by keyboard or mouse, without script too, and axe finds nothing', async () => {
  await bring('siti', 'http://127.0.0.1:9/tablet');
  const { page, context } = await accountOf('siti', { script: false });
  expect(await page.textContent('[data-push-line]')).toContain('JavaScript');
  expect(await page.isVisible('[data-push-on]')).toBe(false);
  await page.check('input[name=mails][value=daily]');
  await page.click('#notices form[action="/account/mails"] button');
  await page.waitForSelector('.layang-flash');
  expect(await page.isChecked('input[name=mails][value=daily]')).toBe(true);
  await context.close();
  const scripted = await accountOf('siti');
  await scripted.page.waitForSelector('[data-push-on]:visible');
  await lookEverywhere(scripted.page, 'account-notices');
  await scripted.context.close();
});

judged(
  ['chromium'],
  'a browser that forbids notices says so; one that allows them shows the line and leads to its page',
  async () => {
    const { page, context } = await accountOf('budi');
    await page.click('[data-push-on]');
    // Headless Chromium grants nothing by itself.
    await page.waitForSelector('[data-push-line]:visible');
    expect(await page.textContent('[data-push-line]')).toContain('tidak mengizinkan pemberitahuan');
    await context.grantPermissions(['notifications'], { origin: app.origin });
    await page.click('[data-push-on]');
    // No push service answers a browser without network: said, and nothing is stored.
    await page.waitForFunction(() =>
      document.querySelector('[data-push-line]')?.textContent?.includes('tidak menjawab'),
    );
    const session = await context.newCDPSession(page);
    const registrationId = await new Promise<string>((resolve) => {
      session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const found = registrations.find(({ scopeURL }) => scopeURL === `${app.origin}/`);
        if (found !== undefined) resolve(found.registrationId);
      });
      void session.send('ServiceWorker.enable');
    });
    const data = JSON.stringify({ title: 'Surat masuk: Undangan', path: '/letters' });
    for (let i = 0; i < 2; i++)
      await session.send('ServiceWorker.deliverPushMessage', { origin: app.origin, registrationId, data });
    const shown = await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      for (;;) {
        const notices = await registration.getNotifications();
        if (notices.length > 0)
          return notices.map(({ title, body, tag, data: kept }) => ({ title, body, tag, data: kept }));
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    });
    expect(shown).toEqual([{ title: 'Surat masuk: Undangan', body: '', tag: '/letters', data: { path: '/letters' } }]);
    await context.close();
  },
);

judged(
  ['chromium'],
  'the clerk’s page says to whom mail about a letter did not leave, and nothing of the letter',
  async () => {
    await app.db.run(sql`UPDATE person SET email = username || '@purnama.example', mails = 'each'`);
    const incomingId = await seedIncoming(app, { subject: 'Hal yang hanya di surat' });
    await app.db.run(sql`UPDATE mail SET state = 'failed', ended_at = ${app.now} WHERE incoming_id = ${incomingId}`);
    const { page, context } = await accountOf('made');
    await page.goto(`${app.origin}/incoming`);
    const part = page.locator('section', { hasText: 'Surel tidak terkirim' });
    expect(await part.textContent()).toContain('siti@purnama.example');
    expect(await part.textContent()).not.toContain('Hal yang hanya di surat');
    expect(await part.locator('a').getAttribute('href')).toBe(`/incoming/${incomingId}/line`);
    await lookEverywhere(page, 'unsent-mails');
    await context.close();
  },
);
