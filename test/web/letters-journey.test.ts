import { beforeAll, describe, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { TestApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';
import { lookEverywhere, openWindow, signInWith, type Window } from '../support/browser.ts';
import { judged } from '../support/judge.ts';
import { faultsOf, passphrase, positionId, startLetterApp, type Who } from './letters-office.ts';
import { password } from './office.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startLetterApp(await builtAssets());
});

/** Every page that the journey passes, as a phone, a desk, a dark phone and one zoomed to 400 % show it. */
async function look(page: Page, name: string): Promise<void> {
  expect([name, faultsOf(app)]).toEqual([name, []]);
  await lookEverywhere(page, name);
}

async function enter(size: Window, username: Who) {
  const { page, context } = await openWindow(size);
  await signInWith(page, app.origin, username, password);
  return { page, context };
}

describe('From a draft to a signed letter, as its officials see it', () => {
  for (const script of [true, false]) {
    judged(
      ['chromium'],
      `write, return, revise, paraf, sign at 360 px ${script ? 'with' : 'without'} script`,
      async () => {
        const window = { width: 360, script };
        const subject = script ? 'Undangan Rapat Kurikulum' : 'Undangan Tanpa Skrip';
        // Without script nothing can be asked inside the page; the pages are the same ones.
        const see = async (page: Page, name: string) => (script ? look(page, name) : undefined);
        const drafter = await enter(window, 'wati');
        const page = drafter.page;
        await see(page, 'inbox-empty');
        await page.goto(`${app.origin}/letters/new`);
        await see(page, 'letters-new');
        await page.check('input[value=surat-dinas]');
        await page.click('main button');
        await page.waitForURL(/\/edit$/);
        const letter = page.url().replace('/edit', '');
        await page.fill('#subject', subject);
        await page.fill('#recipients-1', 'Kepala SD Negeri 1 Purnama');
        await page.click('summary:has-text("Alamat dan surel penerima 1")');
        await page.fill('#recipients-1-address', 'Jalan Merdeka 1\nPurnama');
        await page.fill('#recipients-2', 'sekretaris daerah');
        await page.fill('[name="sections.isi"]', 'Dengan hormat,\n\n1. rapat kurikulum;\n2. rapat **anggaran**.');
        await page.click('button[name=then][value=submit]:visible');
        await page.waitForURL(/\/submit$/);
        await see(page, 'letters-submit');
        await page.click('main form button');
        await page.waitForSelector('.govuk-error-summary');
        await see(page, 'letters-submit-incomplete');
        await page.click('.govuk-error-summary a');
        await page.waitForURL(/\/edit#/);
        await page.selectOption('#signatoryId', await positionId(app, 'Kepala Dinas'));
        await page.fill('#classification', '400.3.5');
        await page.selectOption('#urgency', 'SEGERA');
        await page.click('button[name=then][value=preview]:visible');
        await page.waitForURL(/\/preview$/);
        await page.waitForLoadState('networkidle');
        await see(page, 'letters-preview');
        await page.goto(`${letter}/edit`);
        await see(page, 'letters-edit');
        await page.goto(`${letter}/submit`);
        await page.click('main form button');
        await page.waitForURL(letter);
        await see(page, 'letter-submitted');

        const reviewer = await enter(window, 'budi');
        await see(reviewer.page, 'inbox');
        await reviewer.page.click(`a:has-text("${subject}")`);
        await reviewer.page.waitForURL(/\/decide$/);
        await reviewer.page.waitForLoadState('networkidle');
        await see(reviewer.page, 'decide');
        await reviewer.page.check('input[value=returned]');
        await reviewer.page.click('main form button');
        await reviewer.page.waitForSelector('.govuk-error-summary');
        await see(reviewer.page, 'decide-without-reason');
        await reviewer.page.fill('#remark', 'Tambahkan waktu rapat.');
        await reviewer.page.click('main form button');
        await reviewer.page.waitForURL(`${app.origin}/`);

        await page.goto(letter);
        await see(page, 'letter-returned');
        await page.goto(`${letter}/edit`);
        await page.fill(
          '[name="sections.isi"]',
          'Dengan hormat,\n\n1. rapat kurikulum pukul 09.00;\n2. rapat **anggaran**.',
        );
        await page.click('button[name=then][value=submit]:visible');
        await page.click('main form button');
        await page.waitForURL(letter);

        await reviewer.page.goto(`${letter}/decide`);
        await see(reviewer.page, 'decide-changes');
        expect(await reviewer.page.textContent('.layang-changes ins')).toContain('pukul');
        await reviewer.page.check('input[value=approved]');
        await reviewer.page.click('main form button');
        await reviewer.page.waitForURL(`${app.origin}/`);

        const signatory = await enter(window, 'siti');
        await see(signatory.page, 'inbox-sign');
        await signatory.page.click(`a:has-text("${subject}")`);
        await signatory.page.waitForURL(/\/sign$/);
        await signatory.page.waitForLoadState('networkidle');
        await see(signatory.page, 'sign');
        await signatory.page.fill('#passphrase', 'bukan ini');
        await signatory.page.click('main form button');
        await signatory.page.waitForSelector('.govuk-error-summary');
        expect(await signatory.page.inputValue('#passphrase')).toBe('');
        await signatory.page.fill('#passphrase', passphrase);
        await signatory.page.click('main form button');
        await signatory.page.waitForURL(letter);
        await see(signatory.page, 'letter-signed');

        await page.goto(`${app.origin}/letters?q=undangan`);
        await see(page, 'letters-list');
        await signatory.page.goto(`${app.origin}/registers`);
        await see(signatory.page, 'register');
        for (const { context } of [drafter, reviewer, signatory]) await context.close();
      },
    );
  }
});
