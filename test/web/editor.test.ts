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
  );

  judged(
    ['chromium'],
    'is used by keyboard alone: toolbar, tables with a heading row, levels, undo, and out again',
    async () => {
      const letter = await letterWith('awal');
      const { page, context } = await enterInBrowser(app, { width: 360 }, 'wati');
      await page.goto(`${app.origin}${letter}/edit`);
      const press = async (...keys: string[]) => {
        for (const key of keys) await page.keyboard.press(key);
      };
      const focused = () =>
        page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.id);
      await page.focus(editor);
      await press('Control+End', 'Enter', 'Alt+F10');
      expect(await focused()).toBe('Tebal');
      await press('ArrowLeft');
      expect(await focused()).toBe('Ulangi');
      await press('Home', ...Array(9).fill('ArrowRight'));
      expect(await focused()).toBe('Isian penerima');
      await press('ArrowRight');
      expect(await focused()).toBe('Sisipkan tabel');
      await press('Enter', 'Escape');
      expect(await focused()).toBe('sections.isi');
      await page.keyboard.type('No');
      await press('Tab');
      await page.keyboard.type('Nama');
      await press('Tab');
      await page.keyboard.type('Ket');
      await press('Alt+F10', 'Escape', 'Control+Enter');
      await page.keyboard.type('sesudah tabel {tanggal}');
      await press('Control+[', 'Control+]');
      await saved(page);
      expect(await stored(letter)).toBe(
        'awal\n\n| No | Nama | Ket |\n|---|---|---|\n|  |  |  |\n|  |  |  |\n\n> sesudah tabel {tanggal}',
      );
      await press('Control+z');
      await page.keyboard.type(' {lain}');
      expect(await page.textContent('.layang-section__notice')).toMatch(/isian \{lain\} tidak dikenal.*\{penerima\}/);
      await press('Backspace', 'Backspace', 'Backspace', 'Backspace', 'Backspace', 'Backspace');
      await press('Escape', 'Tab');
      expect(await focused()).not.toBe('sections.isi');
      const targets = await page.$$eval('.layang-tool:not([hidden])', (tools) =>
        tools.map((tool) => tool.getBoundingClientRect()).map(({ width, height }) => Math.min(width, height)),
      );
      expect(Math.min(...targets)).toBeGreaterThanOrEqual(44);
      await page.focus(editor);
      await lookEverywhere(page, 'editor-table');
      await page.setViewportSize({ width: 360, height: 740 });
      await page.click('.layang-live__toggle');
      await page.waitForSelector('.layang-live__page[data-hash]');
      await lookEverywhere(page, 'editor-preview');
      expect(faultsOf(app)).toEqual([]);
      await context.close();
    },
  );
});
