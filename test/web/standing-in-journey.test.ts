import { beforeAll, describe, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { watchWaiting } from '../../src/approvals/watch-waiting.ts';
import { sql } from '../../src/postgres/sql.ts';
import type { TestApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';
import { lookEverywhere, openWindow, signInWith } from '../support/browser.ts';
import { judged } from '../support/judge.ts';
import {
  enter as enterQuietly,
  faultsOf,
  positionId,
  startLetterApp,
  submit,
  type Who,
  write,
} from './letters-office.ts';
import { password } from './office.ts';

const KABID = 'Kepala Bidang Pembinaan Sekolah Dasar';
let app: TestApp;

beforeAll(async () => {
  app = await startLetterApp(await builtAssets());
  // Somebody who can stand in: head of a section beside the one who goes on leave.
  const admin = await app.people.loadActor(1);
  const joko = (await app.db.pool.query(`SELECT id FROM person WHERE username = 'joko'`)).rows[0].id;
  const beside = (await app.people.listPositions()).find(({ name }) => name === KABID);
  if (admin === undefined || beside === undefined) throw new Error('the office is not there');
  const { unitId, superiorId } = beside;
  const post = { unitId, superiorId, name: 'Kepala Bidang SMP', code: '', officeKind: 'other' as const };
  const positionId = await app.people.addPosition(admin, post);
  const term = { forms: [], validFrom: '2026-01-05', validTo: null, warrant: '' };
  await app.people.addAppointment(admin, { personId: joko, positionId, ...term });
  await app.db.run(sql`UPDATE person SET email = username || '@purnama.example'`);
});

async function look(page: Page, name: string): Promise<void> {
  expect([name, faultsOf(app)]).toEqual([name, []]);
  await lookEverywhere(page, `standing-in-${name}`);
}

async function enter(username: Who): Promise<{ page: Page; close(): Promise<void> }> {
  const { page, context } = await openWindow({ width: 360 });
  await signInWith(page, app.origin, username, password);
  return { page, close: () => context.close() };
}

const watch = () => watchWaiting({ db: app.db, clock: () => app.now, appOrigin: app.origin });
/** What waits has waited so much longer. The clock stays: sessions end by it. */
const haveWaited = (hours: number) =>
  app.db.run(sql`UPDATE letter SET state_since = state_since - make_interval(hours => ${hours})`);

describe('An official goes on leave', () => {
  judged(['chromium'], 'the stand-in initials in the stated capacity, and the letter says so', async () => {
    const budi = await enter('budi');
    await budi.page.goto(`${app.origin}/account`);
    await budi.page.click('a[href="/absences/new"]');
    await look(budi.page, 'absence');
    await budi.page.click('main button');
    await budi.page.waitForSelector('.govuk-error-summary');
    await look(budi.page, 'absence-refused');
    await budi.page.check('input[value=leave]');
    await budi.page.fill('#lastDay', '2026-11-25');
    const joko = await budi.page.locator('#standIn option', { hasText: 'Joko Prasetyo' }).getAttribute('value');
    await budi.page.selectOption('#standIn', joko ?? '');
    await budi.page.click('main button');
    await budi.page.waitForURL(`${app.origin}/account`);
    expect(await budi.page.textContent('#stand-ins')).toContain('Cuti, 21 November 2026 sampai 25 November 2026');
    await look(budi.page, 'account');

    const wati = await enterQuietly(app, 'wati');
    const letter = await submit(app, wati);
    const standIn = await enter('joko');
    expect(await standIn.page.textContent('main')).toContain('Anda menerima mandat');
    expect(await standIn.page.textContent('.layang-inbox')).toContain(`sebagai pengganti ${KABID}`);
    await look(standIn.page, 'inbox');
    await standIn.page.click('.layang-inbox a');
    await standIn.page.waitForURL(/\/decide$/);
    expect(await standIn.page.textContent('.layang-lead')).toContain(`Kepala Bidang SMP, atas mandat ${KABID}`);
    await look(standIn.page, 'decide');
    await standIn.page.check('input[value=approved]');
    await standIn.page.click('#keputusan button');
    await standIn.page.waitForURL(`${app.origin}/`);
    const page = await wati.get(letter);
    expect(page.html).toContain(`Kepala Bidang SMP, atas mandat ${KABID}`);
    await standIn.close();

    // Back early: what comes now waits for the official alone.
    await budi.page.goto(`${app.origin}/account`);
    await budi.page.click('#stand-ins a[href^="/absences/"][href$="/end"]');
    await look(budi.page, 'end-absence');
    await budi.page.click('main button');
    await budi.page.waitForURL(`${app.origin}/account`);
    const next = await submit(app, wati, { subject: 'Undangan Kedua' });
    const again = await enterQuietly(app, 'joko');
    expect((await again.get('/')).html).not.toContain('Undangan Kedua');
    expect((await again.get(`${next}/decide`)).status).toBe(404);
    await budi.close();
  });

  judged(['chromium'], 'what lies too long is told to the superior, who reminds and hands over', async () => {
    const wati = await enterQuietly(app, 'wati');
    await submit(app, wati, { subject: 'Surat Yang Tertahan' });
    await submit(app, wati, { subject: 'Rencana Fajar Kelabu', security: 'SR' });
    await haveWaited(60);
    await watch();
    const siti = await enter('siti');
    const inbox = (await siti.page.textContent('main')) ?? '';
    expect(inbox).toContain('Tertahan di bawah Anda');
    expect(inbox).toContain('Surat Yang Tertahan');
    expect(inbox).toContain('Surat Dinas, hal tidak ditampilkan');
    expect(inbox).not.toContain('Kelabu');
    await look(siti.page, 'superior-inbox');
    await siti.page.click('a:has-text("Surat Yang Tertahan")');
    await siti.page.waitForURL(/\/waiting\/\d+$/);
    await look(siti.page, 'held-up');
    await siti.page.click('button:has-text("Ingatkan")');
    await siti.page.waitForSelector('.layang-flash');
    await siti.page.click('a:has-text("Tunjuk pengganti")');
    await siti.page.waitForURL(/\/mandates\/new/);
    const joko = await siti.page.locator('#standIn option', { hasText: 'Joko Prasetyo' }).getAttribute('value');
    await siti.page.selectOption('#standIn', joko ?? '');
    await look(siti.page, 'mandate');
    await siti.page.fill('#validTo', '2026-11-30');
    await siti.page.click('main button');
    await siti.page.waitForURL(`${app.origin}/`);
    const standIn = await enterQuietly(app, 'joko');
    expect((await standIn.get('/')).html).toContain('Surat Yang Tertahan');
    const budi = await enter('budi');
    expect(await budi.page.textContent('main')).toContain('Diingatkan oleh Siti Rahmawati');
    await look(budi.page, 'reminded-inbox');
    await siti.page.goto(`${app.origin}/overdue`);
    expect(await siti.page.textContent('main')).toContain('Surat Yang Tertahan');
    await look(siti.page, 'overdue');
    expect((await wati.get('/')).html).toContain('Surat Anda yang tertahan');
    const onBehalf = await write(app, wati, { authority: 'an' });
    const drafter = await enter('wati');
    await drafter.page.goto(`${app.origin}${onBehalf}/submit`);
    expect(await drafter.page.textContent('main')).toContain(
      'belum tercatat mandat yang berlaku dari Sekretaris Daerah',
    );
    await look(drafter.page, 'submit-warned');
    await drafter.close();
    await budi.close();
    await siti.close();
  });

  judged(['chromium'], 'an administrator keeps the deadlines, and the mandates of persons and posts', async () => {
    const rini = await enter('rini');
    await rini.page.goto(`${app.origin}/settings/deadlines`);
    await look(rini.page, 'deadlines');
    await rini.page.fill('#closes', '07:00');
    await rini.page.click('main form[action="/settings/deadlines"] button');
    await rini.page.waitForSelector('.govuk-error-summary');
    await rini.page.fill('#closes', '15:30');
    await rini.page.fill('#amount-SEGERA', '3');
    await rini.page.selectOption('#unit-SEGERA', 'working_days');
    await rini.page.click('main form[action="/settings/deadlines"] button');
    await rini.page.waitForSelector('.layang-flash');
    await rini.page.fill('#day', '2026-12-25');
    await rini.page.fill('#name', 'Hari Raya Natal');
    await rini.page.click('main form[action="/settings/deadlines/holidays"] button');
    await rini.page.waitForSelector('.layang-flash');
    await rini.page.check('input[value=refuse]');
    await rini.page.click('main form[action="/settings/deadlines/stand-ins"] button');
    await rini.page.waitForSelector('.layang-flash');
    const rules = await app.deps.waiting.readRules();
    expect(rules).toMatchObject({
      authorityRule: 'refuse',
      deadlines: { SEGERA: { amount: 3, unit: 'working_days' } },
    });
    expect(rules.calendar).toMatchObject({ closes: '15:30', holidays: new Set(['2026-12-25']) });
    await look(rini.page, 'deadlines-changed');
    const post = await positionId(app, KABID);
    await rini.page.goto(`${app.origin}/units/positions/${post}`);
    await look(rini.page, 'post');
    await rini.page.click(`a[href="/mandates/new?from=${post}"]`);
    const option = await rini.page.locator('#standIn option', { hasText: 'Siti Rahmawati' }).getAttribute('value');
    await rini.page.selectOption('#standIn', option ?? '');
    await rini.page.click('main button');
    await rini.page.waitForSelector('.govuk-error-summary');
    expect(await rini.page.textContent('.govuk-error-summary')).toContain('administrator mencatat mandat');
    await rini.page.fill('#warrant', '800.1.11/42/2026');
    await rini.page.click('main button');
    await rini.page.waitForURL(`${app.origin}/units/positions/${post}`);
    await rini.page.click('a[href^="/mandates/"][href$="/end"] >> nth=0');
    await look(rini.page, 'end-mandate');
    await rini.page.click('main button');
    await rini.page.waitForURL(`${app.origin}/units/positions/${post}`);
    await rini.close();
  });
});
