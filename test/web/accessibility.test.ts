import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { sql } from '../../src/postgres/sql.ts';
import { officials } from '../../src/web/officials.ts';
import { officialRoutes } from '../../src/web/pages/routes.ts';
import { type Route, sampleAddress } from '../../src/web/routes.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';
import { lookEverywhere, openWindow, signInWith } from '../support/browser.ts';
import { judged } from '../support/judge.ts';
import { password, smallOffice } from './office.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ publicDirectory: await builtAssets() });
  await smallOffice(app);
  const admin = await app.people.loadActor(1);
  if (admin === undefined) throw new Error('no administrator');
  // An administrator who keeps an agenda as well: every place of the navigation, and the pages of the desk.
  await app.people.setDuty(admin, { personId: admin.personId, unitId: 1, duty: 'registry', held: true });
  const members = [
    { positionId: null, name: 'Kepala Desa Purnama', address: 'Jalan Desa 1', email: 'desa@purnama.example' },
  ];
  await app.deps.groups.add(admin, { name: 'Semua desa', printed: 'name', members });
  await app.db.run(sql`
    INSERT INTO partner (host, name, state, trust_note, fingerprint, changed_fingerprint, roots, desks, looked_at, look_problem, added_at)
    VALUES ('surat.rawakencana.example', 'Pemerintah Kabupaten Rawa Kencana', 'on', 'none', sha256('a'), sha256('b'), ARRAY['root'::bytea],
      '[{"code": "DISDIK", "name": "Dinas Pendidikan"}]', now(), 'other-keys', now())`);
  await app.db.run(sql`
    INSERT INTO exchange_refusal (host, code, times, first_at, last_at) VALUES ('palsu.example', 'unknown-partner', 3, now(), now())`);
  await app.db.run(sql`
    INSERT INTO job (name, payload, state, run_at, created_at, finished_at, attempts, last_error)
    VALUES ('send-issued', '{}', 'failed', now(), now(), now(), 10, 'sending a letter: the store does not answer')`);
});

async function lookAt(page: Page, path: string, name: string): Promise<void> {
  const answer = await page.goto(app.origin + path);
  expect([path, answer?.status()]).toEqual([path, 200]);
  await lookEverywhere(page, name);
}

async function signIn(page: Page, username: string): Promise<void> {
  await signInWith(page, app.origin, username, password);
}

/** Pages of one letter, register or handover book belong to those who may read it: the tests of letters walk over them. */
const ofLetters =
  /^\/(letters|incoming|incoming\/intake|registers|waiting|mandates|absences|expedition|expedition\/lines)\/:/;

/** Pictures, documents and answers to a script are no pages. */
const files = /\.(png|pdf|csv|xlsx|json|js)$/;

function pagesFor(access: Route['access'][]): Route[] {
  const routes = officialRoutes(app.deps, officials(app.deps));
  return routes.filter(
    (route) =>
      route.method === 'GET' && !ofLetters.test(route.path) && !files.test(route.path) && access.includes(route.access),
  );
}

/** What lies in the style sheets under a media query that names the dark. */
function darkRules(css: string): string[] {
  return [...css.matchAll(/@media[^{]*prefers-color-scheme:\s*dark[^{]*\{((?:[^{}]*\{[^{}]*\})*)\}/g)].map(
    ([, rules = '']) => rules,
  );
}

describe('Every page is usable by everyone', () => {
  it('in the dark as in the light: dark pages differ by the values of colours alone', async () => {
    const assets = await builtAssets();
    const sheets = readdirSync(assets).filter((name) => name.endsWith('.css'));
    const dark = sheets.flatMap((name) => darkRules(readFileSync(join(assets, name), 'utf8')));
    expect(dark.length).toBeGreaterThan(0);
    for (const rules of dark)
      expect(rules).toMatch(/^:root\{color-scheme:dark;(--[\w-]+: ?(#[0-9a-f]{3,8}|rgb\([\d %/]+\));?)+\}$/);
    const mentions = sheets.map(
      (name) => readFileSync(join(assets, name), 'utf8').split('prefers-color-scheme').length,
    );
    expect(mentions.reduce((sum, pieces) => sum + pieces - 1, 0)).toBe(dark.length);
  });

  judged(['chromium'], 'an administrator’s pages', async () => {
    const { page, context } = await openWindow();
    await signIn(page, 'rini');
    for (const route of pagesFor(['signed-in', 'administrator'])) {
      const path = sampleAddress(route).replace('/people/1', '/people/3').replace('appointments/1', 'appointments/2');
      await lookAt(page, path, path.slice(1).replaceAll('/', '-'));
    }
    await context.close();
  });

  judged(['chromium'], 'the doors: sign-in, first entry, errors', async () => {
    const { page, context } = await openWindow();
    await lookAt(page, '/sign-in', 'sign-in');
    await page.fill('#username', 'siapa');
    await page.fill('#password', 'entah apa');
    await page.click('button[type=submit]');
    await page.waitForSelector('.govuk-error-summary');
    await lookEverywhere(page, 'sign-in-refused');
    const admin = await app.people.loadActor(1);
    if (admin === undefined) throw new Error('no administrator');
    const { token } = await app.people.renewInvitation(admin, 5);
    await lookAt(page, `/welcome/${token}`, 'welcome');
    await page.goto(`${app.origin}/nowhere`);
    await lookEverywhere(page, 'not-found');
    await context.close();
  });

  judged(['chromium'], 'an official with two posts changes the acting position by keyboard alone', async () => {
    const { page, context } = await openWindow();
    await signIn(page, 'budi');
    await page.goto(`${app.origin}/account`);
    await lookEverywhere(page, 'account-two-posts');
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
