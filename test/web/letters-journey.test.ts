import { beforeAll, describe, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { TestApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';
import { axeFindings, openWindow, overflows, type Window } from '../support/browser.ts';
import { judged } from '../support/judge.ts';
import { faultsOf, passphrase, positionId, startLetterApp, type Who } from './letters-office.ts';
import { password } from './office.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startLetterApp(await builtAssets());
});

const windows: [string, Window][] = [
  ['phone', { width: 360 }],
  ['phone without script', { width: 360, script: false }],
  ['desk', { width: 1280, height: 900 }],
  ['dark', { width: 360, dark: true }],
  ['zoomed', { width: 320 }],
];

/** Every page that the journey passes is looked at; at 400 % zoom and without script axe says nothing new or cannot run. */
async function look(page: Page, size: string, name: string): Promise<void> {
  expect([name, faultsOf(app)]).toEqual([name, []]);
  if (size !== 'zoomed' && !size.includes('without')) expect([name, await axeFindings(page)]).toEqual([name, []]);
  if (!size.includes('without')) expect([name, await overflows(page)]).toEqual([name, false]);
  const pictures = process.env.LAYANG_PICTURES;
  if (pictures !== undefined) await page.screenshot({ path: `${pictures}/${size}-${name}.png`, fullPage: true });
}

async function enter(size: Window, username: Who) {
  const { page, context } = await openWindow(size);
  await page.goto(`${app.origin}/sign-in`);
  await page.fill('#username', username);
  await page.fill('#password', password);
  await page.click('button[type=submit]');
  await page.waitForURL((url) => url.pathname === '/');
  return { page, context };
}

describe('From a draft to a signed letter, as its officials see it', () => {
  for (const [size, window] of windows) {
    judged(['chromium'], `write, return, revise, paraf, sign (${size})`, async () => {
      const subject = `Undangan Rapat Kurikulum (${size})`;
      const drafter = await enter(window, 'wati');
      const page = drafter.page;
      await look(page, size, 'inbox-empty');
      await page.goto(`${app.origin}/letters/new`);
      await look(page, size, 'letters-new');
      await page.check('input[value=surat-dinas]');
      await page.click('main button');
      await page.waitForURL(/\/edit$/);
      const letter = page.url().replace('/edit', '');
      await page.fill('#subject', subject);
      await page.fill('#recipients-1', 'Kepala SD Negeri 1 Purnama');
      await page.fill('#recipients-1-address', 'Jalan Merdeka 1\nPurnama');
      await page.fill('#recipients-2', 'sekretaris daerah');
      await page.fill('[name="sections.isi"]', 'Dengan hormat,\n\n1. rapat kurikulum;\n2. rapat **anggaran**.');
      await page.click('button[name=then][value=submit]:visible');
      await page.waitForURL(/\/submit$/);
      await look(page, size, 'letters-submit');
      await page.click('main form button');
      await page.waitForSelector('.govuk-error-summary');
      await look(page, size, 'letters-submit-incomplete');
      await page.click('.govuk-error-summary a');
      await page.waitForURL(/\/edit#/);
      await page.selectOption('#signatoryId', await positionId(app, 'Kepala Dinas'));
      await page.fill('#classification', '400.3.5');
      await page.selectOption('#urgency', 'SEGERA');
      await page.click('button[name=then][value=preview]:visible');
      await page.waitForURL(/\/preview$/);
      await page.waitForLoadState('networkidle');
      await look(page, size, 'letters-preview');
      await page.goto(`${letter}/edit`);
      await look(page, size, 'letters-edit');
      await page.goto(`${letter}/submit`);
      await page.click('main form button');
      await page.waitForURL(letter);
      await look(page, size, 'letter-submitted');

      const reviewer = await enter(window, 'budi');
      await look(reviewer.page, size, 'inbox');
      await reviewer.page.click(`a:has-text("${subject}")`);
      await reviewer.page.waitForURL(/\/decide$/);
      await reviewer.page.waitForLoadState('networkidle');
      await look(reviewer.page, size, 'decide');
      await reviewer.page.check('input[value=returned]');
      await reviewer.page.click('main form button');
      await reviewer.page.waitForSelector('.govuk-error-summary');
      await look(reviewer.page, size, 'decide-without-reason');
      await reviewer.page.fill('#remark', 'Tambahkan waktu rapat.');
      await reviewer.page.click('main form button');
      await reviewer.page.waitForURL(`${app.origin}/`);

      await page.goto(letter);
      await look(page, size, 'letter-returned');
      await page.goto(`${letter}/edit`);
      await page.fill(
        '[name="sections.isi"]',
        'Dengan hormat,\n\n1. rapat kurikulum pukul 09.00;\n2. rapat **anggaran**.',
      );
      await page.click('button[name=then][value=submit]:visible');
      await page.click('main form button');
      await page.waitForURL(letter);

      await reviewer.page.goto(`${letter}/decide`);
      await look(reviewer.page, size, 'decide-changes');
      expect(await reviewer.page.textContent('.layang-changes ins')).toContain('pukul');
      await reviewer.page.check('input[value=approved]');
      await reviewer.page.click('main form button');
      await reviewer.page.waitForURL(`${app.origin}/`);

      const signatory = await enter(window, 'siti');
      await look(signatory.page, size, 'inbox-sign');
      await signatory.page.click(`a:has-text("${subject}")`);
      await signatory.page.waitForURL(/\/sign$/);
      await signatory.page.waitForLoadState('networkidle');
      await look(signatory.page, size, 'sign');
      await signatory.page.fill('#passphrase', 'bukan ini');
      await signatory.page.click('main form button');
      await signatory.page.waitForSelector('.govuk-error-summary');
      expect(await signatory.page.inputValue('#passphrase')).toBe('');
      await signatory.page.fill('#passphrase', passphrase);
      await signatory.page.click('main form button');
      await signatory.page.waitForURL(letter);
      await look(signatory.page, size, 'letter-signed');

      await page.goto(`${app.origin}/letters?q=kurikulum`);
      await look(page, size, 'letters-list');
      await signatory.page.goto(`${app.origin}/registers`);
      await look(signatory.page, size, 'register');
      for (const { context } of [drafter, reviewer, signatory]) await context.close();
    });
  }
});
