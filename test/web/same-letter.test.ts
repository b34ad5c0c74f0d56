import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { sql } from '../../src/postgres/sql.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';
import { lookEverywhere, openWindow, signInWith } from '../support/browser.ts';
import type { Client } from '../support/client.ts';
import { judged } from '../support/judge.ts';
import { deskClerk, seedIncoming } from './incoming-office.ts';
import { password, signedIn, smallOffice } from './office.ts';

let app: TestApp;
let clerk: Client;

beforeAll(async () => {
  app = await startApp({ publicDirectory: await builtAssets() });
  await smallOffice(app);
  clerk = await signedIn(app, 'made');
});

const ask = async (who: Client, senderName: string, number: string) => {
  const { html } = await who.get(`/incoming/same.json?${new URLSearchParams({ senderName, number })}`);
  return JSON.parse(html).lines as { id: number; href: string; title: string; about: string }[];
};

async function enter(): Promise<Page> {
  const { page } = await openWindow({ width: 1280, height: 900 });
  await signInWith(page, app.origin, 'made', password);
  return page;
}

/** Something that lies at the desk, ready to be registered. Its page. */
async function seedItem(): Promise<string> {
  const { duties } = await deskClerk(app);
  const unitId = duties.find(({ duty }) => duty === 'registry')?.unitId ?? 0;
  const key = `an-item-of-the-desk-${crypto.randomUUID()}`;
  await app.db.run(sql`INSERT INTO intake (unit_id, origin, state, submission_key, put_in_at, changed_at)
      VALUES (${unitId}, 'desk', 'ready', ${key}, ${app.now}, ${app.now})`);
  const { rows } = await app.db.pool.query('SELECT id FROM intake WHERE submission_key = $1', [key]);
  return `${app.origin}/incoming/intake/${rows[0].id}`;
}

describe('The same letter, before it is saved', () => {
  it('is pointed out by agenda number and day alone, however sender and number are typed', async () => {
    const id = await seedIncoming(app, { senderName: 'Camat Purnama', number: '005/12/Kec', security: 'R' });
    const [line, ...others] = await ask(clerk, ' camat  purnama', '005 12 KEC');
    expect(others).toEqual([]);
    expect(line).toEqual({
      id,
      href: `/incoming/${id}/line`,
      title: expect.stringMatching(/^Agenda \d+\/2026$/),
      about: 'Pengirim dan nomor sama · diterima 20 November 2026',
    });
    const page = await clerk.send('/incoming/new', { senderName: 'Camat Purnama', number: '005 12 KEC' });
    expect(page.status).toBe(422);
    for (const [sender, number] of [
      ['Camat Purnama', ''],
      ['Camat Purnama', '///'],
      ['', '005/12/Kec'],
      ['Camat Purnama', 'x'.repeat(500)],
      ['Camat', '005/12/Kec'],
    ] as const)
      expect([sender, number, await ask(clerk, sender, number)]).toEqual([sender, number, []]);
    // Whoever has it in hand reads it, and registers nothing.
    expect(await ask(await signedIn(app, 'siti'), 'Camat Purnama', '005/12/Kec')).toEqual([]);
  });

  judged(
    ['chromium'],
    'it is said beside the fields while they are typed, by keyboard alone it is another letter, and saving waits for nothing',
    async () => {
      const id = await seedIncoming(app, { senderName: 'Lurah Melati', number: '7/LM' });
      const page = await enter();
      const keys = page.keyboard;
      await page.goto(`${app.origin}/incoming/new`);
      await keys.type('Lurah Melati');
      await keys.press('Enter');
      await keys.type('7 lm');
      await page.waitForSelector(`.layang-same [role=status] a[href="/incoming/${id}/line"]`);
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('number');
      await lookEverywhere(page, 'same-letter');
      // Another number: the remark is gone, and the box with it.
      await keys.type('X');
      await page.waitForSelector('.layang-same a', { state: 'detached' });
      expect(await page.$('input[name=differentFrom]')).toBeNull();
      await keys.press('Backspace');
      await page.waitForSelector('.layang-same a');
      await page.focus('.layang-same a');
      await keys.press('Tab');
      await keys.press('Space');
      // Something else is wrong: that it is another letter stays said.
      await keys.press('Control+Enter');
      await page.waitForSelector('#addresseePositionId-error');
      for (const [name, text] of [
        ['subject', 'Undangan lain'],
        ['addresseePositionId', 'pembinaan sekolah'],
      ] as const) {
        await page.focus(`#${name}`);
        await keys.type(text);
      }
      await keys.press('Enter');
      await page.waitForURL(/done=/);

      // Nobody answers: nothing is said, and the letter is kept as ever.
      await page.fill('#senderName', 'Lurah Melati');
      await page.context().setOffline(true);
      const asked = page.waitForEvent('requestfailed', (request) => request.url().includes('same.json'));
      await page.fill('#number', '7/LM');
      await asked;
      expect(await page.$('.layang-same a')).toBeNull();
      await page.fill('#subject', 'Tanpa sambungan');
      await page.fill('#addresseePositionId', 'pembinaan sekolah');
      await page.press('#addresseePositionId', 'Enter');
      await page.waitForSelector('#queue:has-text("Lurah Melati")');
      await page.context().close();
    },
  );

  judged(['chromium'], 'refused beside an item it is not called unsent, and not said twice', async () => {
    const id = await seedIncoming(app, { senderName: 'Lurah Kenanga', number: '8/LK' });
    const page = await enter();
    const item = await seedItem();
    await page.goto(item);
    // Nobody answers while it is typed.
    await page.route('**/same.json*', (route) => route.abort());
    for (const [name, text] of [
      ['senderName', 'Lurah Kenanga'],
      ['number', '8/LK'],
      ['subject', 'Undangan'],
      ['addresseePositionId', 'pembinaan sekolah'],
    ] as const)
      await page.fill(`#${name}`, text);
    await page.press('#addresseePositionId', 'Enter');
    await page.waitForSelector('.govuk-error-summary');
    await page.waitForSelector(`main form a[href="/incoming/${id}/line"]`);
    const kept = () => page.evaluate(() => JSON.stringify(localStorage));
    const before = await kept();
    await page.unroute('**/same.json*');
    const answered = page.waitForResponse((answer) => answer.url().includes('same.json'));
    await page.fill('#number', '8-LK');
    expect(((await (await answered).json()) as { lines: unknown[] }).lines).toHaveLength(1);
    // What is typed now is kept after whatever was found of it.
    while ((await kept()) === before);
    expect(await page.textContent('#unsent')).not.toContain('ditemukan kembali');
    expect(await page.$('.layang-same a')).toBeNull();
    await page.goto(item);
    await page.waitForSelector('#unsent:has-text("ditemukan kembali")');
    // What is found again is looked for again.
    await page.waitForSelector('.layang-same a');
    await lookEverywhere(page, 'same-letter-item');
    await page.context().close();
  });
});
