import { beforeAll, describe, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { TestApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';
import { axeFindings } from '../support/browser.ts';
import { judged } from '../support/judge.ts';
import { editorOf, enterInBrowser, expectStored, letterWith, saved, signIn, stateText, stored } from './editor-page.ts';
import { faultsOf, startLetterApp } from './letters-office.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startLetterApp(await builtAssets());
});

async function edit(page: Page, letter: string): Promise<void> {
  await page.goto(`${app.origin}${letter}/edit`);
  await page.waitForSelector(editorOf('isi'));
}

async function typeAtEnd(page: Page, text: string): Promise<void> {
  await page.click(editorOf('isi'));
  await page.keyboard.press('Control+End');
  await page.keyboard.type(text);
}

/** Between the page and the server as if each had been asked at once: the page looks by itself every ten seconds. */
async function look(page: Page): Promise<void> {
  await page.waitForResponse((answer) => answer.url().includes('/draft?tab='));
}

describe('A draft that two windows have open', () => {
  judged(
    ['chromium'],
    'shows each the other, puts different paragraphs together and asks where both changed the same',
    async () => {
      const letter = await letterWith(app, 'satu\n\ndua\n\ntiga');
      const one = await enterInBrowser(app, { width: 1280, height: 900 }, 'wati');
      await one.page.goto(`${app.origin}${letter}/editors`);
      expect(await axeFindings(one.page)).toEqual([]);
      const [name = ''] = await one.page.locator('#personId option:not([value=""])').allTextContents();
      await one.page.selectOption('#personId', { label: name });
      await one.page.click('main button:has-text("Tambahkan")');
      await one.page.waitForSelector('.layang-flash');
      const colleague = name.includes('Siti') ? 'siti' : 'budi';
      const two = await enterInBrowser(app, { width: 1280, height: 900 }, colleague);
      await edit(one.page, letter);
      await edit(two.page, letter);
      expect(await two.page.locator('button[value=submit]:visible').count()).toBe(0);
      await look(one.page);
      await one.page.waitForFunction(() =>
        /Juga sedang dibuka oleh/.test(document.querySelector('.layang-status__present')?.textContent ?? ''),
      );

      await typeAtEnd(one.page, ' dari Wati');
      await saved(one.page);
      await two.page.click(`${editorOf('isi')} p:first-child`);
      await two.page.keyboard.press('Home');
      await two.page.keyboard.type('Awal: ');
      await saved(two.page);
      await expectStored(app, letter, 'Awal: satu\n\ndua\n\ntiga dari Wati');
      await one.page.waitForFunction(
        (selector) => document.querySelector(selector)?.textContent?.includes('Awal: satu') === true,
        editorOf('isi'),
      );

      await two.page.waitForFunction(
        (selector) => document.querySelector(selector)?.textContent?.includes('tiga dari Wati') === true,
        editorOf('isi'),
      );
      // Both change the same paragraph, one of them while the connection is gone.
      await two.context.setOffline(true);
      await typeAtEnd(two.page, ' lalu kedua');
      await typeAtEnd(one.page, ' lalu pertama');
      await saved(one.page);
      await expectStored(app, letter, 'Awal: satu\n\ndua\n\ntiga dari Wati lalu pertama');
      await two.context.setOffline(false);
      await two.page.waitForSelector('.layang-conflict');
      expect(await two.page.locator('.layang-conflict__part').count()).toBe(1);
      expect(await axeFindings(two.page)).toEqual([]);
      if (process.env.LAYANG_PICTURES !== undefined) {
        await two.page.screenshot({ path: `${process.env.LAYANG_PICTURES}/conflict.png` });
      }
      await expectStored(app, letter, 'Awal: satu\n\ndua\n\ntiga dari Wati lalu pertama');
      await two.page.check('#conflict-1-both');
      await two.page.click('.layang-conflict button');
      await saved(two.page);
      await expectStored(app, letter, 'Awal: satu\n\ndua\n\ntiga dari Wati lalu kedua\n\ntiga dari Wati lalu pertama');
      expect(faultsOf(app)).toEqual([]);
      await one.context.close();
      await two.context.close();
    },
  );
});

describe('What is typed while it cannot be saved', () => {
  judged(
    ['chromium'],
    'waits for the connection, is kept where nobody else can read it, and is offered again after the window was closed',
    async () => {
      const letter = await letterWith(app, 'satu');
      const { page, context } = await enterInBrowser(app, { width: 360 }, 'wati');
      await edit(page, letter);
      await context.setOffline(true);
      await typeAtEnd(page, ' tanpa sambungan');
      await page.waitForFunction(() =>
        /sambungan putus/.test(document.querySelector('.layang-status__state')?.textContent ?? ''),
      );
      const kept = await page.evaluate(() => JSON.stringify({ ...localStorage }));
      expect(kept).toContain('layang.konsep.');
      expect(kept).not.toMatch(/sambungan|Rapat/);
      await context.setOffline(false);
      await saved(page);
      expect(await stored(app, letter)).toBe('satu tanpa sambungan');
      expect(await page.evaluate(() => localStorage.length)).toBe(0);

      await context.setOffline(true);
      await typeAtEnd(page, ' dan ditutup');
      await page.waitForFunction(() =>
        /sambungan putus/.test(document.querySelector('.layang-status__state')?.textContent ?? ''),
      );
      await page.close();
      await context.setOffline(false);
      const again = await context.newPage();
      await edit(again, letter);
      await again.click('.layang-kept button:has-text("Pakai tulisan itu")');
      await saved(again);
      expect(await stored(app, letter)).toBe('satu tanpa sambungan dan ditutup');
      expect(faultsOf(app)).toEqual([]);
      await context.close();
    },
  );

  judged(
    ['chromium'],
    'goes on by itself after signing in again in another tab, never under another name',
    async () => {
      const letter = await letterWith(app, 'satu');
      const { page, context } = await enterInBrowser(app, { width: 1280, height: 900 }, 'wati');
      await edit(page, letter);
      await app.db.pool.query('DELETE FROM session');
      await typeAtEnd(page, ' sesudah sesi');
      await page.waitForSelector('.layang-status__state a[href="/sign-in"]');
      expect(await stateText(page)).toContain('sesi Anda berakhir');
      const other = await context.newPage();
      await signIn(app, other, 'budi');
      await page.bringToFront();
      await page.evaluate(() => dispatchEvent(new Event('focus')));
      await page.waitForFunction(() =>
        /orang lain telah masuk|tidak dapat diubah/.test(
          document.querySelector('.layang-status__state')?.textContent ?? '',
        ),
      );
      expect(await stored(app, letter)).toBe('satu');
      await app.db.pool.query('DELETE FROM session');
      await signIn(app, other, 'wati');
      await page.bringToFront();
      await page.evaluate(() => dispatchEvent(new Event('focus')));
      await saved(page);
      expect(await stored(app, letter)).toBe('satu sesudah sesi');
      expect(faultsOf(app)).toEqual([]);
      await context.close();
    },
  );
});
