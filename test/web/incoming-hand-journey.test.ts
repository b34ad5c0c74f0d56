import { beforeAll, describe, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { TestApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';
import { axeFindings, lookEverywhere, openWindow, overflows, signInWith } from '../support/browser.ts';
import { judged } from '../support/judge.ts';
import { seedScan } from './incoming-scan.ts';
import { faultsOf, startLetterApp, type Who } from './letters-office.ts';
import { password } from './office.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startLetterApp(await builtAssets());
  // A second unit's head, so that a sheet reaches two.
  const admin = await app.people.loadActor(1);
  const kadis = (await app.people.listPositions()).find(({ name }) => name.startsWith('Kepala Dinas'));
  if (admin === undefined || kadis === undefined) throw new Error('the office is not there');
  const joko = (await app.db.pool.query(`SELECT id FROM person WHERE username = 'joko'`)).rows[0].id;
  const unitId = await app.people.addUnit(admin, {
    parentId: kadis.unitId,
    code: 'Sarpras',
    name: 'Bidang Sarana dan Prasarana',
    address: '',
    contact: '',
  });
  const post = { unitId, superiorId: kadis.id, name: 'Kepala Bidang Sarana dan Prasarana', code: '' };
  const position = await app.people.addPosition(admin, { ...post, officeKind: 'other' });
  const term = { forms: [], validFrom: '2026-01-05', validTo: null, warrant: '' };
  await app.people.addAppointment(admin, { personId: joko, positionId: position, ...term });
});

async function look(page: Page, name: string): Promise<void> {
  expect([name, faultsOf(app)]).toEqual([name, []]);
  await lookEverywhere(page, `hand-${name}`);
}

async function enterApp(username: Who, script = true): Promise<{ page: Page; close(): Promise<void> }> {
  const { page, context } = await openWindow({ width: 360, script });
  await signInWith(page, app.origin, username, password);
  return { page, close: () => context.close() };
}

describe('An incoming letter on telephones', () => {
  judged(
    ['chromium'],
    'the head disposes to two units by three taps, one passes it on, all report, and it closes',
    async () => {
      await seedScan(app);
      const head = await enterApp('siti');
      await look(head.page, 'inbox');
      await head.page.click('.layang-inbox a');
      await head.page.waitForURL(/\/dispose\?holding=\d+$/);
      const letter = new URL(head.page.url()).pathname.replace('/dispose', '');
      await look(head.page, 'dispose');
      const picture = await head.page.request.get(`${app.origin}${letter}/pages/1.png`);
      expect([picture.status(), picture.headers()['content-type']]).toEqual([200, 'image/png']);
      await head.page.click('#disposisi button:has-text("Kirim disposisi")');
      await head.page.waitForSelector('.govuk-error-summary');

      await head.page.check('label:has-text("Kepala Bidang Pembinaan")');
      await head.page.check('label:has-text("Pelajari")');
      await head.page.fill('#search', 'sarana');
      await head.page.press('#search', 'Enter');
      await head.page.waitForSelector('label:has-text("Sarana dan Prasarana")');
      await look(head.page, 'dispose-searched');
      await head.page.check('label:has-text("Sarana dan Prasarana")');
      await head.page.click('#disposisi button:has-text("Kirim disposisi")');
      await head.page.waitForURL(`${app.origin}/`);
      await head.page.goto(app.origin + letter);
      await look(head.page, 'given');

      const kabid = await enterApp('budi');
      await kabid.page.click('.layang-inbox a');
      await kabid.page.waitForURL(app.origin + letter);
      await look(kabid.page, 'letter');
      await kabid.page.click('a:has-text("Disposisikan")');
      await kabid.page.check('label:has-text("Analis Kurikulum")');
      await kabid.page.fill('#remark', 'Cek ke lapangan hari ini.');
      await kabid.page.click('#disposisi button:has-text("Kirim disposisi")');
      await kabid.page.waitForURL(`${app.origin}/`);
      // Back again there are others to choose from: what was ticked and typed before is not put on them.
      await kabid.page.goBack();
      await kabid.page.waitForSelector('h1 ~ p:has-text("Tambah penerima disposisi")');
      expect([await kabid.page.inputValue('#remark'), await kabid.page.locator(':checked[id^=post]').count()]).toEqual([
        '',
        0,
      ]);

      // An old telephone, without script.
      const staff = await enterApp('wati', false);
      await staff.page.click('.layang-inbox a');
      await staff.page.click('a:has-text("Laporkan hasil")');
      await staff.page.fill('#remark', 'Atap bocor di dua ruang; perlu 40 lembar seng.');
      await staff.page.setInputFiles('#files', {
        name: 'foto.png',
        mimeType: 'image/png',
        buffer: await picture.body(),
      });
      await staff.page.click('#tindakan button');
      await staff.page.waitForURL(`${app.origin}/`);
      await staff.close();

      await kabid.page.goto(`${app.origin}/`);
      await kabid.page.click('.layang-inbox a');
      await kabid.page.waitForURL(/\/judge/);
      await kabid.page.locator('.layang-report summary').first().click();
      await kabid.page.locator('.layang-report img').first().scrollIntoViewIfNeeded();
      await kabid.page.waitForFunction(() => {
        const picture = document.querySelector<HTMLImageElement>('.layang-report img');
        return picture?.complete === true && picture.naturalWidth > 0;
      });
      await look(kabid.page, 'judge');
      await kabid.page.check('input[value=accept]');
      await kabid.page.click('#tindakan button');
      await kabid.page.waitForURL(`${app.origin}/`);
      await kabid.close();

      const other = await enterApp('joko');
      await other.page.goto(`${app.origin}${letter}/report`);
      await other.page.click('#tindakan button');
      await other.page.waitForSelector('.govuk-error-summary');
      await look(other.page, 'report-refused');
      await other.page.fill('#remark', 'Anggaran tersedia.');
      await other.page.click('#tindakan button');
      await other.page.waitForURL(`${app.origin}/`);
      await other.close();

      await head.page.goto(`${app.origin}/`);
      for (let at = 0; at < 2; at++) {
        await head.page.click('.layang-inbox a');
        await head.page.waitForURL(/\/judge/);
        await head.page.check('input[value=accept]');
        await head.page.click('#tindakan button');
        await head.page.waitForURL(`${app.origin}/`);
      }
      await head.page.goto(app.origin + letter);
      expect(await head.page.textContent('main')).toContain('Surat ini selesai sejak');
      await look(head.page, 'closed');
      await head.close();
    },
  );

  judged(
    ['chromium'],
    'every other page of a holder is usable by everyone, and a sheet for many is written by keyboard alone',
    async () => {
      for (const subject of ['Undangan Lomba', 'Undangan Seminar']) await seedScan(app, { subject });
      const letter = `/incoming/${await seedScan(app, { subject: 'Usulan Libur', security: 'T' })}`;
      const { page, close } = await enterApp('siti');
      for (const [name, path] of [
        ['forward', `${letter}/forward`],
        ['finish', `${letter}/finish`],
        ['reply', `${letter}/reply`],
      ] as const) {
        await page.goto(app.origin + path);
        await glance(page, name);
      }
      await page.goto(`${app.origin}/incoming/dispose`);
      await glance(page, 'choose-many');
      await page.focus('input[name=holding]');
      for (const key of ['Space', 'Tab', 'Space']) await page.keyboard.press(key);
      await page.focus('main form button');
      await page.keyboard.press('Enter');
      await page.waitForSelector('h1:has-text("Satu lembar untuk 2 surat")');
      await glance(page, 'dispose-many');
      await page.focus('input[name=recipients]');
      await page.keyboard.press('Space');
      await page.focus('input[name=instructions]');
      await page.keyboard.press('Space');
      await page.focus('button:has-text("Kirim disposisi")');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/result$/);
      expect(await page.textContent('.layang-lead')).toBe('2 surat didisposisikan.');
      await glance(page, 'disposed-many');

      await page.goto(`${app.origin}${letter}/dispose`);
      await page.check('label:has-text("Kepala Bidang Pembinaan")');
      // A day typed beside another choice would not count: it can be typed where it does.
      await page.click('summary:has-text("Batas waktu")');
      expect(await page.isVisible('#dueOn')).toBe(false);
      await page.check('input[name=due][value=other]');
      expect(await page.isVisible('#dueOn')).toBe(true);
      await page.fill('#dueOn', '2026-11-27');
      // In a browser whose style sheet cannot say so, the script hides it: what is out of sight is not sent.
      await page.evaluate(() => {
        for (const sheet of document.styleSheets)
          for (let at = sheet.cssRules.length - 1; at >= 0; at--)
            if (sheet.cssRules[at]?.cssText.startsWith('.layang-due:has')) sheet.deleteRule(at);
      });
      await page.check('input[name=due][value=urgency]');
      expect([await page.isVisible('#dueOn'), await page.isDisabled('#dueOn')]).toEqual([false, true]);
      await page.check('input[name=due][value=other]');
      expect([await page.isVisible('#dueOn'), await page.inputValue('#dueOn')]).toEqual([true, '2026-11-27']);
      await page.fill('#remark', 'Tolong ditinjau.');
      // As where neither hides it: both are sent, and the page that comes back shows the day, to be meant or emptied.
      await page.evaluate(() => {
        const urgency = document.querySelector<HTMLInputElement>('input[name=due][value=urgency]');
        if (urgency !== null) urgency.checked = true;
      });
      await page.click('#disposisi button:has-text("Kirim disposisi")');
      await page.waitForSelector('.govuk-error-summary a[href="#dueOn"]');
      expect([await page.isVisible('#dueOn'), await page.isEnabled('#dueOn')]).toEqual([true, true]);
      await glance(page, 'dispose-both');
      await page.fill('#dueOn', '2026-11-30');
      expect(await page.isChecked('input[name=due][value=other]')).toBe(true);
      await page.check('input[name=due][value=urgency]');
      await page.click('#disposisi button:has-text("Kirim disposisi")');
      await page.waitForURL(`${app.origin}/`);
      await page.goto(app.origin + letter);
      await page.click('a:has-text("Ubah lembar ini")');
      await glance(page, 'change');
      const kabid = await enterApp('budi');
      await kabid.page.goto(app.origin + letter);
      await kabid.close();
      await page.click('#disposisi button:has-text("Ganti dengan lembar ini")');
      await page.waitForSelector('.govuk-error-summary');
      expect(await page.textContent('main')).toContain('Tolong ditinjau.');
      await glance(page, 'too-late');
      await close();
    },
  );
});

/** As a telephone shows it, and zoomed to 400 %. */
async function glance(page: Page, name: string): Promise<void> {
  expect([name, faultsOf(app)]).toEqual([name, []]);
  expect([name, await axeFindings(page)]).toEqual([name, []]);
  await page.setViewportSize({ width: 320, height: 700 });
  expect([name, await overflows(page)]).toEqual([name, false]);
  await page.setViewportSize({ width: 360, height: 740 });
  const pictures = process.env.LAYANG_PICTURES;
  if (pictures !== undefined) await page.screenshot({ path: `${pictures}/glance-${name}.png`, fullPage: true });
}
