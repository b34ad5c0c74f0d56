import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { demoPassword } from '../../src/demo/regency.ts';
import { judged } from '../support/judge.ts';
import { tabTo } from './by-tab.ts';
import { runningOffice } from './running-office.ts';

const { enter, layang } = await runningOffice();
const SUBJECT = 'Undangan Rapat Tanpa Tetikus';

judged(
  ['chromium'],
  'a drafter writes and submits a letter and a reviewer returns it, and initials it when it comes again, with nothing but a keyboard',
  async () => {
    const drafter = await enter('analis', 1280);
    const { keyboard } = drafter;
    await tabTo(drafter, 'main a[href="/letters/new"]');
    await keyboard.press('Enter');
    await drafter.waitForURL(/\/letters\/new$/);
    await tabTo(drafter, 'input[name=kind]');
    await keyboard.press('Space');
    await tabTo(drafter, 'main form button');
    await keyboard.press('Enter');
    await drafter.waitForURL(/\/edit$/);
    const letter = drafter.url().replace('/edit', '');
    await drafter.waitForSelector('.ProseMirror');
    await tabTo(drafter, '#subject');
    await keyboard.type(SUBJECT);
    await tabTo(drafter, '#recipients-1');
    await keyboard.type('Camat Muara Sagara');
    await tabTo(drafter, '.ProseMirror');
    await keyboard.type('Dengan hormat,');
    await keyboard.press('Enter');
    await keyboard.type('kami mengundang Saudara pada rapat kurikulum.');
    // Tab indents inside the text; Esc lets it lead on.
    await keyboard.press('Escape');
    await tabTo(drafter, '#signatoryId');
    await choose(drafter, 'Kepala Dinas Pendidikan');
    await tabTo(drafter, '#classification');
    await keyboard.type('400.3.5');
    await submit(drafter, letter);

    await decide('kabid', 'ArrowDown', 'Tambahkan hari dan jam rapat.');
    await drafter.goto(letter);
    await tabTo(drafter, `main a[href$="/edit"]`);
    await keyboard.press('Enter');
    await drafter.waitForSelector('.ProseMirror');
    await tabTo(drafter, '.ProseMirror');
    await keyboard.press('Control+End');
    await keyboard.type(' Kamis pukul 13.30 WIB.');
    await submit(drafter, letter);

    await decide('kabid', 'Space');
    const personId = await layang.people.checkSignIn('analis', demoPassword('analis'));
    const actor = await layang.people.loadActor(personId ?? 0);
    if (actor === undefined) throw new Error('the drafter is gone');
    const { timeline } = await layang.approvals.readProgress(actor, Number(letter.split('/').at(-1)));
    expect(timeline.map(({ outcome, version }) => [outcome, version])).toEqual([
      ['submitted', 1],
      ['returned', 1],
      ['submitted', 2],
      ['approved', 2],
    ]);
  },
);

/** Down the list that has the focus, as far as the option. */
async function choose(page: Page, option: string): Promise<void> {
  const chosen = () =>
    page.evaluate(() => (document.activeElement as HTMLSelectElement).selectedOptions[0]?.text ?? '');
  for (let steps = 0; steps < 40 && !(await chosen()).startsWith(option); steps++) {
    await page.keyboard.press('ArrowDown');
  }
  expect(await chosen()).toMatch(new RegExp(`^${option}`));
}

async function submit(page: Page, letter: string): Promise<void> {
  await tabTo(page, 'main button[name=then][value=submit]');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${letter}/submit`);
  await tabTo(page, 'main form button');
  await page.keyboard.press('Enter');
  await page.waitForURL(letter);
}

/** From the inbox; `key` chooses among the outcomes. */
async function decide(username: string, key: 'Space' | 'ArrowDown', remark = ''): Promise<void> {
  const page = await enter(username, 1280);
  await tabTo(page, 'main .layang-inbox a[href$="/decide"]');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/decide$/);
  await tabTo(page, 'input[name=outcome]');
  await page.keyboard.press(key);
  await tabTo(page, '#remark');
  if (remark !== '') await page.keyboard.type(remark);
  await tabTo(page, 'main form button');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.pathname.endsWith('/decide'));
}
