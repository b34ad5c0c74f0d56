import { beforeAll, expect } from '@jest/globals';
import { confirmedForMs } from '../../src/web/dangerous-acts.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';
import { lookEverywhere, openWindow, overflows } from '../support/browser.ts';
import { judged } from '../support/judge.ts';
import { password, smallOffice } from './office.ts';

const start = new Date('2026-11-21T02:00:00Z');
let app: TestApp;

beforeAll(async () => {
  app = await startApp({ publicDirectory: await builtAssets(), now: start });
  await smallOffice(app);
});

for (const { how, script, language, clicks } of [
  { how: 'without script', script: false, language: '#language', clicks: 1 },
  { how: 'in English', script: true, language: '#language-2', clicks: 1 },
  // Of two clicks the second is sent with the session that the first one ends.
  { how: 'clicked twice', script: true, language: '#language', clicks: 2 },
]) {
  judged(
    ['chromium'],
    `the password is asked for again, and devices are ended, on pages that everybody can use (${how})`,
    async () => {
      const { page, context } = await openWindow({ script });
      const look = async (name: string) => {
        if (script) await lookEverywhere(page, name);
        else expect([name, await overflows(page)]).toEqual([name, false]);
      };
      const enter = async () => {
        await page.goto(`${app.origin}/sign-in`);
        await page.fill('#username', 'rini');
        await page.fill('#password', password);
        await page.click('button[type=submit]', { clickCount: clicks });
        await page.waitForURL((url) => url.pathname !== '/sign-in');
      };
      app.now = start;
      await enter();
      await context.clearCookies();
      await enter();
      await page.goto(`${app.origin}/account`);
      await page.check(language);
      await page.click('form[action="/account/language"] button');
      await look('devices');
      app.now = new Date(start.getTime() + confirmedForMs);
      await page.click('form[action="/account/sessions/end-others"] button');
      await page.fill('#confirmPassword', 'bukan ini');
      await look('confirm');
      await page.click('main form button');
      await look('confirm-wrong');
      await page.fill('#confirmPassword', password);
      await page.click('main form button', { clickCount: clicks });
      await page.waitForURL(`${app.origin}/account`);
      expect(await page.locator('form[action^="/account/sessions/"]').count()).toBe(0);
      await page.goto(`${app.origin}/people/1`);
      await look('person');
      await context.close();
    },
  );
}
