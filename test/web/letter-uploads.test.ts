import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { TestApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';
import { lookEverywhere, openWindow, signInWith, type Window } from '../support/browser.ts';
import { judged } from '../support/judge.ts';
import { until } from '../support/patience.ts';
import { samplePdf } from '../uploads/sample-files.ts';
import { enter, faultsOf, startLetterApp, write } from './letters-office.ts';
import { password } from './office.ts';

let app: TestApp;
let finished: string;
let plan: string;

beforeAll(async () => {
  app = await startLetterApp(await builtAssets());
  const folder = mkdtempSync(join(tmpdir(), 'layang-sample-'));
  finished = join(folder, 'Laporan kegiatan.pdf');
  writeFileSync(finished, await samplePdf({ pages: 2, foot: true }));
  plan = join(folder, 'denah.pdf');
  writeFileSync(plan, await samplePdf({ pages: 1, width: 842, height: 595 }));
});

async function look(page: Page, name: string): Promise<void> {
  expect([name, faultsOf(app)]).toEqual([name, []]);
  await lookEverywhere(page, name);
}

async function open(window: Window) {
  const { page, context } = await openWindow(window);
  await signInWith(page, app.origin, 'wati', password);
  return { page, context };
}

describe('A letter that was written elsewhere', () => {
  for (const { width, script } of [
    { width: 360, script: true },
    { width: 1280, script: true },
    { width: 360, script: false },
  ]) {
    judged(
      ['chromium'],
      `is brought, its marks are placed and approved, and it goes round, at ${width} px ${script ? 'with' : 'without'} script`,
      async () => {
        const letter = await write(app, await enter(app, 'wati'), { 'sections.isi': '' });
        const { page, context } = await open({ width, script });
        const see = async (name: string) => (script ? look(page, `${name}-${width}`) : undefined);
        await page.goto(`${app.origin}${letter}/files`);
        await see('files-none');
        for (const [role, file] of [
          ['letter', finished],
          ['attachment', plan],
        ] as const) {
          await page.check(`input[value=${role}]`);
          await page.setInputFiles('#file', file);
          await page.click('.layang-form:has(#file) button');
          // With script and without, the page renews itself until the work is done.
          await page.waitForSelector('progress', { state: 'detached' });
          await page.waitForFunction(() => document.querySelector('progress') === null).catch(() => {});
        }
        await page.waitForSelector(`a[href="${letter}/files/places"]`);
        await see('files-ready');
        await page.click(`a[href="${letter}/files/places"]`);
        const drawn = () => page.locator('#sheet').evaluate((img) => (img as HTMLImageElement).naturalWidth);
        if (script) {
          await until(async () => (await drawn()) > 0);
          expect(await drawn()).toBeGreaterThan(500);
        }
        await see('places');
        if (script) {
          await page.click('[data-put=number]');
          await page.click('#sheet', { position: { x: 100, y: 120 } });
          expect(Number(await page.inputValue('[id="number.x"]'))).toBeGreaterThan(10);
          expect(await page.inputValue('[id="number.corner"]')).toBe('top-left');
        } else {
          await page.fill('[id="number.x"]', '60');
          await page.selectOption('[id="number.corner"]', 'top-right');
        }
        await page.check('[id="date.off"]');
        await page.click('.layang-actions button');
        await page.waitForURL(/\/check$/);
        await see('check-pages');
        await page.click('.layang-actions button');
        await page.waitForURL(/\/files$/);
        await page.click(`a[href="${letter}/submit"]`);
        await page.click('.layang-actions button:visible, main form button:visible');
        await page.waitForURL((url) => url.pathname === letter);
        expect(await page.locator('.layang-pages img').count()).toBe(3);
        await context.close();
      },
    );
  }
});

describe('A file that is not taken', () => {
  it.each([
    ['surat.pdf', Buffer.from('PK\u0003\u0004 …'), 'bukan seperti yang dikatakan namanya'],
    ['surat.exe', Buffer.from('MZ'), 'bukan PDF dan bukan DOCX'],
    ['surat.doc', Buffer.from('d0cf11e0a1b11ae10000', 'hex'), 'dokumen Word lama'],
    ['surat.pdf', Buffer.alloc(0), 'Pilih berkasnya'],
  ])('%s is refused at once beside its field, and nothing is kept', async (name, bytes, words) => {
    const wati = await enter(app, 'wati');
    const letter = await write(app, wati);
    const page = await wati.sendFiles(
      `${letter}/files`,
      { role: 'attachment' },
      [{ field: 'file', name, bytes }],
      `${letter}/files`,
    );
    expect(page.status).toBe(422);
    expect(page.html).toContain(words);
    expect((await wati.get(`${letter}/files`)).html).toContain('Belum ada lampiran');
  });

  it('is told to nobody who may not read the letter', async () => {
    const letter = await write(app, await enter(app, 'wati'));
    const joko = await enter(app, 'joko');
    for (const path of ['/files', '/files/state.json', '/files/places', '/files/check']) {
      expect((await joko.get(letter + path)).status).toBe(404);
    }
  });
});
