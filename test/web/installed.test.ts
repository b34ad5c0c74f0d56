import { beforeAll, describe, expect } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';
import { lookEverywhere, openWindow, signInWith } from '../support/browser.ts';
import { client } from '../support/client.ts';
import { judged } from '../support/judge.ts';
import { password, smallOffice } from './office.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ publicDirectory: await builtAssets() });
  await smallOffice(app);
});

describe('Layang on a home screen', () => {
  judged(['chromium'], 'can be put there from the officials’ pages, and is never offered by a check page', async () => {
    const { page, context } = await openWindow({ width: 360, whole: true });
    await page.goto(`${app.origin}/sign-in`);
    const debug = await context.newCDPSession(page);
    const { errors, data = '', url } = await debug.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    const { installabilityErrors } = await debug.send('Page.getInstallabilityErrors');
    // A window of a test keeps nothing, so nothing would be installed from it; of the page there is nothing to say.
    expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(['in-incognito']);
    const manifest = JSON.parse(data);
    expect(new URL(manifest.start_url, url).href).toBe(`${app.origin}/`);
    const icons = await page.evaluate(
      async (named: [string, number][]) => {
        const size = async ([address, expected]: [string, number]) => {
          const answer = await fetch(address);
          const bitmap = await createImageBitmap(await answer.blob());
          return [bitmap.width, bitmap.height, expected, Number(answer.headers.get('content-length')) < 10_000];
        };
        const touch = document.querySelector<HTMLLinkElement>('link[rel=apple-touch-icon]')?.href ?? '';
        return Promise.all([...named, [touch, 180] as [string, number]].map(size));
      },
      manifest.icons.map(({ src, sizes }: { src: string; sizes: string }) => [
        new URL(src, url).href,
        Number.parseInt(sizes, 10),
      ]),
    );
    expect(icons).toEqual([192, 512, 512, 180].map((size) => [size, size, size, true]));
    const check = await client(app.origin).get('/check');
    expect(check.html).toContain('Layang');
    expect(check.html).not.toMatch(/manifest|apple-touch-icon/);
  });

  judged(['chromium'], 'is asked of whoever wants notices on an iPhone', async () => {
    const { page } = await openWindow({ width: 360, whole: true });
    // As Safari has it while a page is open in the browser itself.
    await page.addInitScript(() => {
      Object.defineProperty(navigator, 'standalone', { value: false });
      Reflect.deleteProperty(window, 'PushManager');
    });
    await signInWith(page, app.origin, 'siti', password);
    await page.goto(`${app.origin}/account`);
    await page.waitForSelector('[data-push-line]:has-text("Tambah ke Layar Utama")');
    expect(await page.isVisible('[data-push-on]')).toBe(false);
    await lookEverywhere(page, 'account-iphone');
  });
});
