import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, expect } from '@jest/globals';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { PATIENCE_MS } from './patience.ts';

const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const browsers = new Map<string, Promise<Browser>>();

afterAll(async () => {
  for (const browser of browsers.values()) await (await browser).close();
});

/** Where Debian puts it; another path by CHROMIUM. */
const whole = process.env.CHROMIUM ?? '/usr/bin/chromium';
/** The same Chromium without the window around its pages, which nobody sees here and which takes a third of its work. */
const pagesAlone = '/usr/lib/chromium/chromium-headless-shell';

function browserOf(window: Window): Promise<Browser> {
  const executablePath = window.whole || process.env.CHROMIUM || !existsSync(pagesAlone) ? whole : pagesAlone;
  const known = browsers.get(executablePath);
  if (known !== undefined) return known;
  const launched = chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  browsers.set(executablePath, launched);
  return launched;
}

export interface Window {
  width?: number;
  height?: number;
  dark?: boolean;
  /** Without script, as on an old phone. */
  script?: boolean;
  /** With what belongs to the window: notices, the home screen. */
  whole?: boolean;
}

/** Waits for what a page is to come to for as long as every other test does. */
function patient(context: BrowserContext): BrowserContext {
  context.setDefaultTimeout(PATIENCE_MS);
  return context;
}

/** A fresh browser profile; one Chromium serves the whole test file. Register such tests by `judged(['chromium'], …)`. */
export async function openWindow(window: Window = {}): Promise<{ page: Page; context: BrowserContext }> {
  const browser = await browserOf(window);
  const context = patient(
    await browser.newContext({
      viewport: { width: window.width ?? 360, height: window.height ?? 740 },
      // Finer only where somebody will look: four times the points are four times the painting.
      deviceScaleFactor: PICTURES === undefined ? 1 : 2,
      colorScheme: window.dark ? 'dark' : 'light',
      javaScriptEnabled: window.script ?? true,
      locale: 'id-ID',
    }),
  );
  return { page: await context.newPage(), context };
}

/** A profile that outlives its browser: what it keeps is there again when the folder is opened anew. Closed by its test. */
export async function openProfile(folder: string): Promise<{ page: Page; context: BrowserContext }> {
  const context = patient(
    await chromium.launchPersistentContext(folder, {
      ...{ executablePath: whole, args: ['--no-sandbox', '--disable-gpu'] },
      ...{ viewport: { width: 1280, height: 900 }, locale: 'id-ID' },
    }),
  );
  return { page: context.pages()[0] ?? (await context.newPage()), context };
}

/** Signs in by the form, as people do, and waits for the inbox. */
export async function signInWith(page: Page, origin: string, username: string, password: string): Promise<void> {
  await page.goto(`${origin}/sign-in`);
  await page.fill('#username', username);
  await page.fill('#password', password);
  await page.click('button[type=submit]');
  await page.waitForURL(`${origin}/`);
}

/** What of WCAG 2.2 AA hangs on colours: all that the dark pages differ in, as accessibility.test holds. */
const COLOURS = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };
const EVERYTHING = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};

/** What axe finds on the page by WCAG 2.2 AA, as one line each: `rule: target`. Nothing is what a test expects. */
export async function axeFindings(page: Page, runOnly = EVERYTHING): Promise<string[]> {
  // Run by the debugger, which the page's own content policy does not bind.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource);
  return await page.evaluate(async (what) => {
    const { axe } = globalThis as unknown as { axe: { run(o: object): Promise<AxeResults> } };
    const results = await axe.run({
      runOnly: what,
      // Every violation is found as before; what passed is not written down node by node.
      resultTypes: ['violations'],
      preload: false,
    });
    // Said here: the results whole, rules that passed and all, would be carried over for a list that is empty.
    return results.violations.flatMap((rule) =>
      rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
    );
  }, runOnly);
}

interface AxeResults {
  violations: { id: string; nodes: { target: string[]; failureSummary?: string }[] }[];
}

/** Whether anything sticks out to the right: at 360 px, or at 320 px, which is 400 % zoom. */
export async function overflows(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}

const PICTURES = process.env.LAYANG_PICTURES;

/** A page as a desk, one zoomed to 400 %, a phone and a dark phone show it: nothing for axe to find, nothing that sticks out. */
export async function lookEverywhere(page: Page, name: string): Promise<void> {
  for (const [size, width, height, colorScheme] of [
    ['desk', 1280, 900, 'light'],
    ['zoomed', 320, 700, 'light'],
    ['phone', 360, 740, 'light'],
    ['dark', 360, 740, 'dark'],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    const where = `${size}-${name}`;
    // The desk has the phone's elements and colours; only its width is in question, as when zoomed.
    if (size === 'phone') expect([where, await axeFindings(page)]).toEqual([where, []]);
    if (size === 'dark') expect([where, await axeFindings(page, COLOURS)]).toEqual([where, []]);
    expect([where, await overflows(page)]).toEqual([where, false]);
    if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/${where}.png`, fullPage: true });
  }
  await page.emulateMedia({ colorScheme: 'light' });
}
