import { beforeAll, describe, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { TestApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';
import { lookEverywhere, openWindow, type Window } from '../support/browser.ts';
import { judged } from '../support/judge.ts';
import { enter as enterByForm, faultsOf, startLetterApp, type Who, write } from './letters-office.ts';
import { password } from './office.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startLetterApp(await builtAssets());
});

async function enter(size: Window, username: Who) {
  const { page, context } = await openWindow(size);
  await signIn(page, username);
  return { page, context };
}

async function signIn(page: Page, username: Who): Promise<void> {
  await page.goto(`${app.origin}/sign-in`);
  await page.fill('#username', username);
  await page.fill('#password', password);
  await page.click('button[type=submit]');
  await page.waitForURL((url) => url.pathname === '/');
}

/** A letter of wati's with this text; its path. */
async function letterWith(text: string): Promise<string> {
  return write(app, await enterByForm(app, 'wati'), { 'sections.isi': text });
}

const editor = '[id="sections.isi"]';

async function stored(letter: string): Promise<string> {
  const { draft } = (await app.db.pool.query('SELECT draft FROM letter WHERE id = $1', [letter.split('/').at(-1)]))
    .rows[0];
  return draft.sections.isi;
}

/** Until what the page shows is stored. */
async function saved(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    /^(Tersimpan|Perubahan)/.test(document.querySelector('.layang-status__state')?.textContent ?? ''),
  );
}

describe('The editor of a letter', () => {
  judged(
    ['chromium'],
    'writes paragraphs, marks, lists, tables and fields by keyboard, and saves them while somebody types',
    async () => {
      const letter = await letterWith('Dengan hormat,');
      const { page, context } = await enter({ width: 1280, height: 900 }, 'wati');
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
      const letter = await letterWith(Array.from({ length: 60 }, (_, n) => `Alinea ${n + 1} dari surat ini.`).join('\n\n'));
      const { page, context } = await enter({ width: 1400, height: 900 }, 'wati');
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
        await page.waitForFunction((before) => document.querySelector<HTMLElement>('#live-preview')?.dataset.drawn !== before, drawn);
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
