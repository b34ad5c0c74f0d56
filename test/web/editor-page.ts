import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { TestApp } from '../support/app.ts';
import { openWindow, signInWith, type Window } from '../support/browser.ts';
import { until } from '../support/patience.ts';
import { enter, type Who, write } from './letters-office.ts';
import { password } from './office.ts';

export async function enterInBrowser(app: TestApp, size: Window, username: Who) {
  const { page, context } = await openWindow(size);
  await signIn(app, page, username);
  return { page, context };
}

export async function signIn(app: TestApp, page: Page, username: Who): Promise<void> {
  await signInWith(page, app.origin, username, password);
}

/** A letter of wati's with this text; its path. */
export async function letterWith(app: TestApp, text: string): Promise<string> {
  return write(app, await enter(app, 'wati'), { 'sections.isi': text });
}

/** The text box of a section. */
export function editorOf(section: string): string {
  return `[id="sections.${section}"]`;
}

export async function stored(app: TestApp, letter: string): Promise<string> {
  const rows = await app.db.pool.query('SELECT draft FROM letter WHERE id = $1', [letter.split('/').at(-1)]);
  return rows.rows[0].draft.sections.isi;
}

/** Comes to be stored: what the page says of the last change may still be what it said of the one before. */
export async function expectStored(app: TestApp, letter: string, text: string): Promise<void> {
  await until(async () => (await stored(app, letter)) === text);
  expect(await stored(app, letter)).toBe(text);
}

export async function stateText(page: Page): Promise<string> {
  return (await page.textContent('.layang-status__state')) ?? '';
}

/** Until what the page shows is stored. */
export async function saved(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    /^Tersimpan/.test(document.querySelector('.layang-status__state')?.textContent ?? ''),
  );
}
