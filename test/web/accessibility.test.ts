import { beforeAll, describe, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { sql } from '../../src/postgres/sql.ts';
import { officials } from '../../src/web/officials.ts';
import { officialRoutes } from '../../src/web/pages/routes.ts';
import { type Route, sampleAddress } from '../../src/web/routes.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';
import { axeFindings, openWindow, overflows, type Window } from '../support/browser.ts';
import { judged } from '../support/judge.ts';
import { password, smallOffice } from './office.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ publicDirectory: await builtAssets() });
  await smallOffice(app);
  const admin = await app.people.loadActor(1);
  if (admin === undefined) throw new Error('no administrator');
  const members = [
    { positionId: null, name: 'Kepala Desa Purnama', address: 'Jalan Desa 1', email: 'desa@purnama.example' },
  ];
  await app.deps.groups.add(admin, { name: 'Semua desa', printed: 'name', members });
  await app.db.run(sql`
    INSERT INTO job (name, payload, state, run_at, created_at, finished_at, attempts, last_error)
    VALUES ('send-issued', '{}', 'failed', now(), now(), now(), 10, 'sending a letter: the store does not answer')`);
});

async function lookAt(page: Page, path: string, name: string): Promise<void> {
  const answer = await page.goto(app.origin + path);
  expect([path, answer?.status()]).toEqual([path, 200]);
  await check(page, name);
}

async function check(page: Page, name: string): Promise<void> {
  // A desk and a page zoomed to 400 % have the phone's elements and colours: only their width is in question.
  if (!/^(zoomed|desk)/.test(name)) expect([name, await axeFindings(page)]).toEqual([name, []]);
  expect([name, await overflows(page)]).toEqual([name, false]);
  const pictures = process.env.LAYANG_PICTURES;
  if (pictures !== undefined) await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
}

async function signIn(page: Page, username: string): Promise<void> {
  await page.goto(`${app.origin}/sign-in`);
  await page.fill('#username', username);
  await page.fill('#password', password);
  await page.click('button[type=submit]');
  await page.waitForURL((url) => url.pathname !== '/sign-in');
}

/** Pages of one letter, register or handover book belong to those who may read it: the tests of letters walk over them. */
const ofLetters = /^\/(letters|registers|waiting|mandates|absences|expedition|expedition\/lines)\/:/;

/** Pictures and documents are no pages. */
const files = /\.(png|pdf)$/;

function pagesFor(access: Route['access'][]): Route[] {
  const routes = officialRoutes(app.deps, officials(app.deps));
  return routes.filter(
    (route) =>
      route.method === 'GET' && !ofLetters.test(route.path) && !files.test(route.path) && access.includes(route.access),
  );
}

/** Some sixty pages, each read by axe: a bound against hanging, not a speed. */
const MANY_PAGES_MS = 300_000;

const windows: [string, Window][] = [
  ['phone', { width: 360 }],
  ['desk', { width: 1280, height: 900 }],
  ['dark', { width: 360, dark: true }],
  ['zoomed', { width: 320 }],
];

describe('Every page is usable by everyone', () => {
  for (const [size, window] of windows) {
    judged(
      ['chromium'],
      `an administrator’s pages (${size})`,
      async () => {
        const { page, context } = await openWindow(window);
        await signIn(page, 'rini');
        for (const route of pagesFor(['signed-in', 'administrator'])) {
          const path = sampleAddress(route)
            .replace('/people/1', '/people/3')
            .replace('appointments/1', 'appointments/2');
          await lookAt(page, path, `${size}${path.replaceAll('/', '-')}`);
        }
        await context.close();
      },
      MANY_PAGES_MS,
    );

    judged(['chromium'], `the doors: sign-in, first entry, errors (${size})`, async () => {
      const { page, context } = await openWindow(window);
      await lookAt(page, '/sign-in', `${size}-sign-in`);
      await page.fill('#username', 'siapa');
      await page.fill('#password', 'entah apa');
      await page.click('button[type=submit]');
      await page.waitForSelector('.govuk-error-summary');
      await check(page, `${size}-sign-in-refused`);
      const admin = await app.people.loadActor(1);
      if (admin === undefined) throw new Error('no administrator');
      const { token } = await app.people.renewInvitation(admin, 5);
      await lookAt(page, `/welcome/${token}`, `${size}-welcome`);
      await page.goto(`${app.origin}/nowhere`);
      await check(page, `${size}-not-found`);
      await context.close();
    });
  }

  judged(['chromium'], 'an official with two posts changes the acting position by keyboard alone', async () => {
    const { page, context } = await openWindow();
    await signIn(page, 'budi');
    await page.goto(`${app.origin}/account`);
    await check(page, 'phone-account-two-posts');
    await page.focus('input[name=appointment]:checked');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.layang-flash');
    expect(await page.textContent('.layang-who__capacity')).toBe('Plh. Pj. Sekretaris Daerah');
    await context.close();
  });

  judged(['chromium'], 'a form typed while the session ended is sent after signing in again', async () => {
    const { page, context } = await openWindow({ script: false });
    await signIn(page, 'rini');
    await page.goto(`${app.origin}/units/new`);
    await page.fill('#name', 'Kecamatan Purnama Selatan');
    await page.fill('#code', 'Kec-PS');
    await context.clearCookies();
    await page.click('button[type=submit]');
    await page.fill('#username', 'rini');
    await page.fill('#password', password);
    await page.click('button[type=submit]');
    await page.click('button:has-text("Kirim sekarang")');
    await page.waitForURL(`${app.origin}/units`);
    expect(await page.textContent('main')).toContain('Kecamatan Purnama Selatan');
    await context.close();
  });
});
