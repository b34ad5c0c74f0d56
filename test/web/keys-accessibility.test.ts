import { beforeAll, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { ADMINISTRATOR, demoPassphrase, demoPassword } from '../../src/demo/regency.ts';
import { lookEverywhere, openWindow, signInWith } from '../support/browser.ts';
import { judged } from '../support/judge.ts';
import { type KeysWorld, keysWorld } from './keys-world.ts';

let world: KeysWorld;
beforeAll(async () => {
  world = await keysWorld();
  await world.issue(demoPassphrase('kadisdik'));
});

async function look(page: Page, path: string, name: string): Promise<void> {
  expect([path, (await page.goto(world.origin + path))?.status()]).toEqual([path, 200]);
  await lookEverywhere(page, `keys-${name}`);
}

async function signIn(page: Page, username: string): Promise<void> {
  await signInWith(page, world.origin, username, demoPassword(username));
}

judged(
  ['chromium'],
  'the pages around real keys are usable by everyone: account, uses of the seal, a certificate at its end, first keys, the office',
  async () => {
    const { page, context } = await openWindow();
    world.ahead = 0;
    await signIn(page, 'kadisdik');
    await look(page, '/account', 'account');
    await look(page, '/account/seals', 'seals');
    await page.goto(`${world.origin}/account`);
    await page.fill('#oldPassphrase', 'bukan yang ini');
    await page.fill('#passphrase', 'tujuh layar biru menunggu angin');
    await page.fill('#passphraseAgain', 'tujuh layar biru menunggu angin');
    await page.click('form[action="/account/passphrase"] button');
    await page.waitForSelector('.govuk-error-summary');
    await lookEverywhere(page, 'keys-account-refused');
    await context.clearCookies();

    world.ahead = 2 * 365 - 60;
    await signIn(page, 'kadisdik');
    await look(page, '/account', 'account-renewable');
    world.ahead = 0;
    await context.clearCookies();

    await signIn(page, ADMINISTRATOR.username);
    await look(page, '/units/office', 'office');
    const person = await world.layang.people.checkSignIn('camat', demoPassword('camat'));
    await look(page, `/people/${person}`, 'person-with-keys');
    await look(page, `/people/${person}/change`, 'person-change');
    const administrator = await world.layang.people.loadActor(1);
    if (administrator === undefined || person === undefined) throw new Error('nobody there');
    if (await world.layang.enrolment.hasKeys(person)) await world.layang.enrolment.startKeysOver(administrator, person);
    const text = await world.layang.people.getPerson(administrator, person);
    const titleAfter = `${text.titleAfter}, M.Hum.`;
    await world.layang.people.changePerson(administrator, person, { ...text, titleAfter });
    await look(page, `/people/${person}`, 'person-history');
    await context.clearCookies();
    await signIn(page, 'camat');
    await look(page, '/', 'inbox-notices');
    await look(page, '/account', 'account-without-keys');
    await context.close();
  },
);
