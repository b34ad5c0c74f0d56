import { beforeAll, describe, expect } from '@jest/globals';
import type { TestApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';
import { lookEverywhere } from '../support/browser.ts';
import { judged } from '../support/judge.ts';
import { editorOf, enterInBrowser, letterWith as letterOf, saved, stored as storedIn } from './editor-page.ts';
import { faultsOf, startLetterApp } from './letters-office.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startLetterApp(await builtAssets());
});

const editor = editorOf('isi');
const letterWith = (text: string) => letterOf(app, text);
const stored = (letter: string) => storedIn(app, letter);

describe('The editor of a letter', () => {
  judged(
    ['chromium'],
    'writes paragraphs, marks, lists, tables and fields by keyboard, and saves them while somebody types',
    async () => {
      const letter = await letterWith('Dengan hormat,');
      const { page, context } = await enterInBrowser(app, { width: 1280, height: 900 }, 'wati');
      await page.goto(`${app.origin}${letter}/edit`);
      await page.click(editor);
      await page.keyboard.press('Control+End');
      await page.keyboard.press('Enter');
      await page.keyboard.type('Surat {nomor} ini ');
      await page.keyboard.press('Control+b');
      await page.keyboard.type('penting');
      await page.keyboard.press('Control+b');
      await page.keyboard.press('Enter');
      await page.keyboard.type('1. satu');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      await page.keyboard.type('dua');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.type('tiga');
      await saved(page);
      expect(faultsOf(app)).toEqual([]);
      expect(await stored(letter)).toBe(
        'Dengan hormat,\n\nSurat {nomor} ini **penting**\n\n1. satu\n  a. dua\n2. tiga',
      );
      await lookEverywhere(page, 'editor');
      await context.close();
    },
    120_000,
  );

  judged(
    ['chromium'],
    'shows the pages as they would print within a second of the last key, and fetches only a picture that changed',
    async () => {
      const letter = await letterWith(
        Array.from({ length: 60 }, (_, n) => `Alinea ${n + 1} dari surat ini.`).join('\n\n'),
      );
      const { page, context } = await enterInBrowser(app, { width: 1400, height: 900 }, 'wati');
      const fetched: string[] = [];
      page.on('request', (request) => {
        if (request.url().includes('/preview/')) fetched.push(new URL(request.url()).pathname);
      });
      await page.goto(`${app.origin}${letter}/edit`);
      await page.waitForSelector('.layang-live__page[data-hash]');
      await page.waitForLoadState('networkidle');
      expect(await page.locator('.layang-live__page').count()).toBeGreaterThan(2);
      await page.click(editor);
      await page.keyboard.press('Control+Home');
      const times: number[] = [];
      for (let round = 0; round < 5; round++) {
        fetched.length = 0;
        const drawn = await page.getAttribute('#live-preview', 'data-drawn');
        await page.keyboard.type(`x${round}`);
        const from = Date.now();
        await page.waitForFunction(
          (before) => document.querySelector<HTMLElement>('#live-preview')?.dataset.drawn !== before,
          drawn,
        );
        times.push(Date.now() - from);
        expect(new Set(fetched)).toEqual(new Set([`${letter}/preview/1.png`]));
      }
      if (process.env.LAYANG_PICTURES !== undefined) {
        process.stdout.write(`pratinjau: ${times.join(', ')} ms\n`);
        await page.screenshot({ path: `${process.env.LAYANG_PICTURES}/live.png` });
      }
      expect(faultsOf(app)).toEqual([]);
      await context.close();
    },
    120_000,
  );
});
