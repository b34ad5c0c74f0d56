import { beforeAll, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { actorNamed } from '../../src/demo/found-regency.ts';
import { invitation } from '../../src/demo/letter-text.ts';
import { demoPassphrase } from '../../src/demo/regency.ts';
import { judged } from '../support/judge.ts';
import { look, type RunningOffice, runningOffice } from './running-office.ts';

let office: RunningOffice;

beforeAll(async () => {
  office = await runningOffice();
});

async function choose(page: Page, selector: string, label: string): Promise<void> {
  const value = await page.locator(`${selector} option`, { hasText: label }).first().getAttribute('value');
  await page.selectOption(selector, value ?? '');
}

/** A finished draft; writing it in the browser is another journey. */
async function writtenBy(username: string): Promise<string> {
  const { layang, origin } = office;
  const drafter = await actorNamed(layang, username);
  const positions = new Map((await layang.people.listPositions()).map(({ name, id }) => [name, id]));
  const letterId = await layang.letters.createLetter(drafter, { kind: 'surat-dinas' });
  const draft = { ...invitation(positions, TEXT), subject: 'Undangan Rapat Kurikulum' };
  await layang.letters.saveDraft(drafter, { letterId, revision: 0, draft });
  return `${origin}/letters/${letterId}`;
}

const TEXT = 'Dengan hormat,\n\nkami mengundang Saudara pada rapat kurikulum, Kamis pukul 13.00 WIB.';

async function initial(page: Page, letter: string, name: string): Promise<void> {
  await page.goto(`${letter}/decide`);
  await look(page, name);
  await page.check('input[value=approved]');
  await page.click('main form button');
  await page.waitForURL(`${office.origin}/`);
}

judged(
  ['chromium'],
  'an administrator makes a template, a letter goes to two units side by side, the reviewer corrects it, and the signatory sees that and signs',
  async () => {
    const { origin } = office;
    const admin = await office.enter('admin', 1280);
    await admin.goto(`${origin}/settings/chains`);
    await look(admin, 'chains-none');
    await admin.click('a:has-text("Tambah templat")');
    await admin.fill('#name', 'Surat dinas pendidikan');
    await choose(admin, '#unitId', 'Dinas Pendidikan');
    await admin.check('input[value=surat-dinas]');
    await admin.click('button[value=add-superiors]');
    await admin.click('button[value=add-posts]');
    await choose(admin, '[id="stages.1.positions-1"]', 'Sekretaris Badan');
    await choose(admin, '[id="stages.1.positions-2"]', 'Camat');
    await admin.check('[id^="stages.1.paraf"][value=koordinasi]');
    await admin.click('button[value=up-1]');
    await admin.check('input[value=hold]');
    await choose(admin, '[id="try.drafter"]', 'Analis');
    await choose(admin, '[id="try.signatory"]', 'Kepala Dinas Pendidikan');
    await admin.click('button[value=try]');
    await admin.waitForSelector('[role=status]');
    expect(await admin.locator('[role=status] li').count()).toBe(4);
    await look(admin, 'chain-tried');
    await admin.setViewportSize({ width: 360, height: 740 });
    await look(admin, 'chain-tried-phone');
    await admin.click('button[value=save]');
    await admin.waitForURL(/\/settings\/chains\/\d+$/);
    await look(admin, 'chain-saved-phone');
    await admin.goto(`${origin}/settings/chains`);
    await look(admin, 'chains-phone');

    const drafter = await office.enter('analis');
    const letter = await writtenBy('analis');
    await drafter.goto(`${letter}/submit`);
    expect(await drafter.locator('.layang-chain__step').count()).toBe(3);
    await look(drafter, 'submit-template');
    await drafter.setViewportSize({ width: 1280, height: 900 });
    await look(drafter, 'submit-template-desk');
    await drafter.click('main form button');
    await drafter.waitForURL(letter);
    await look(drafter, 'letter-side-by-side');

    await initial(await office.enter('camat'), letter, 'decide-coordination');
    await initial(await office.enter('sekbkpsdm'), letter, 'decide-coordination-last');
    await initial(await office.enter('kabid'), letter, 'decide-line');

    const reviewer = await office.enter('sekdisdik');
    await reviewer.goto(`${letter}/decide`);
    await reviewer.click('a:has-text("Koreksi sendiri")');
    await reviewer.waitForURL(/\/correct$/);
    await look(reviewer, 'correct');
    await reviewer.click('button:has-text("Simpan koreksi")');
    await reviewer.waitForSelector('.govuk-error-summary');
    await look(reviewer, 'correct-nothing');
    await reviewer.fill(
      '[name="sections.isi"]',
      'Dengan hormat,\n\nkami mengundang Saudara pada rapat kurikulum, Kamis pukul 13.30 WIB.',
    );
    await reviewer.fill('#remark', 'Jam rapat disesuaikan dengan undangan Bupati.');
    await reviewer.click('button:has-text("Simpan koreksi")');
    await reviewer.waitForURL(letter);
    await look(reviewer, 'corrected');
    await initial(reviewer, letter, 'decide-own-correction');

    await drafter.goto(`${origin}/`);
    expect(await drafter.textContent('main')).toContain('dikoreksi oleh Sekretaris Dinas Pendidikan');
    await look(drafter, 'inbox-corrected');

    const signatory = await office.enter('kadisdik');
    await signatory.click('a:has-text("Undangan Rapat Kurikulum")');
    await signatory.waitForURL(/\/sign$/);
    expect(await signatory.textContent('.layang-changes ins')).toContain('30');
    expect(await signatory.textContent('.layang-changes')).toContain('tetap berlaku');
    await look(signatory, 'sign-corrected');
    await signatory.fill('#passphrase', demoPassphrase('kadisdik'));
    await signatory.click('main form button');
    await signatory.waitForURL(letter);
    await look(signatory, 'issued-corrected');
    const file = await signatory.request.get(`${letter}/pertinggal.pdf`);
    expect(file.headers()['content-type']).toContain('application/pdf');
  },
);
