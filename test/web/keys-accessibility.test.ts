import { beforeAll, describe, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ADMINISTRATOR, demoPassphrase, demoPassword } from '../../src/demo/regency.ts';
import { axeFindings, openWindow, overflows, type Window } from '../support/browser.ts';
import { judged } from '../support/judge.ts';
import { type KeysWorld, keysWorld } from './keys-world.ts';

let world: KeysWorld;
beforeAll(async () => {
  world = await keysWorld();
  await world.issue(demoPassphrase('kadisdik'));
}, 120_000);

async function look(page: Page, path: string, name: string): Promise<void> {
  expect([path, (await page.goto(world.origin + path))?.status()]).toEqual([path, 200]);
  await check(page, name);
}

async function check(page: Page, name: string): Promise<void> {
  expect([name, await axeFindings(page)]).toEqual([name, []]);
  expect([name, await overflows(page)]).toEqual([name, false]);
  const pictures = process.env.LAYANG_PICTURES;
  if (pictures !== undefined) await page.screenshot({ path: `${pictures}/keys-${name}.png`, fullPage: true });
}

async function signIn(page: Page, username: string): Promise<void> {
  await page.goto(`${world.origin}/sign-in`);
  await page.fill('#username', username);
  await page.fill('#password', demoPassword(username));
  await page.click('button[type=submit]');
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}

const windows: [string, Window][] = [
  ['phone', { width: 320 }],
  ['desk', { width: 1280, height: 900 }],
  ['dark', { width: 360, dark: true }],
];

describe('The pages around real keys are usable by everyone', () => {
  for (const [size, window] of windows) {
    judged(
      ['chromium'],
      `account, uses of the seal, a certificate at its end, first keys, the office (${size})`,
      async () => {
        const { page, context } = await openWindow(window);
        world.ahead = 0;
        await signIn(page, 'kadisdik');
        await look(page, '/account', `${size}-account`);
        await look(page, '/account/seals', `${size}-seals`);
        await page.goto(`${world.origin}/account`);
        await page.fill('#oldPassphrase', 'bukan yang ini');
        await page.fill('#passphrase', 'tujuh layar biru menunggu angin');
        await page.fill('#passphraseAgain', 'tujuh layar biru menunggu angin');
        await page.click('form[action="/account/passphrase"] button');
        await page.waitForSelector('.govuk-error-summary');
        await check(page, `${size}-account-refused`);
        await context.clearCookies();

        world.ahead = 2 * 365 - 60;
        await signIn(page, 'kadisdik');
        await look(page, '/account', `${size}-account-renewable`);
        world.ahead = 0;
        await context.clearCookies();

        await signIn(page, ADMINISTRATOR.username);
        await look(page, '/units/office', `${size}-office`);
        const person = await world.layang.people.checkSignIn('camat', demoPassword('camat'));
        await look(page, `/people/${person}`, `${size}-person-with-keys`);
        await look(page, `/people/${person}/change`, `${size}-person-change`);
        const administrator = await world.layang.people.loadActor(1);
        if (administrator === undefined || person === undefined) throw new Error('nobody there');
        if (await world.layang.enrolment.hasKeys(person))
          await world.layang.enrolment.startKeysOver(administrator, person);
        const text = await world.layang.people.getPerson(administrator, person);
        const titleAfter = `${text.titleAfter}, M.${size.toUpperCase()}.`;
        await world.layang.people.changePerson(administrator, person, { ...text, titleAfter });
        await look(page, `/people/${person}`, `${size}-person-history`);
        await context.clearCookies();
        await signIn(page, 'camat');
        await look(page, '/', `${size}-inbox-notices`);
        await look(page, '/account', `${size}-account-without-keys`);
        await context.close();
      },
      180_000,
    );
  }
});
