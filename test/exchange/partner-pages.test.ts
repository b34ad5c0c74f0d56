import { beforeAll, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { demoPassword } from '../../src/demo/regency.ts';
import { withdrawLetter } from '../issuing/signing-world.ts';
import { lookEverywhere, openWindow, signInWith } from '../support/browser.ts';
import { judged } from '../support/judge.ts';
import { arrived, type Installation, issue, later, openInstallation, send } from './two-offices.ts';

const time = { now: new Date() };
let here: Installation;
let there: Installation;

beforeAll(async () => {
  [here, there] = [await openInstallation(time), await openInstallation(time)];
});

const originOf = (office: Installation) => `http://${office.host}`;

async function signIn(page: Page, office: Installation, username: string): Promise<void> {
  await signInWith(page, originOf(office), username, demoPassword(username));
}

/** What the administrator there reads out. */
async function readOut(office: Installation): Promise<string> {
  const { own } = await office.layang.exchange.partners.list(office.admin);
  return (own?.fingerprint.toString('hex').toUpperCase().match(/.{4}/g) ?? []).join(' ');
}

async function addPartner(page: Page, at: Installation, other: Installation): Promise<void> {
  await signIn(page, at, 'admin');
  await page.goto(`${originOf(at)}/settings/partners`);
  await page.fill('#host', other.host);
  await page.click('button:has-text("Lihat instansi itu")');
  await page.waitForURL(/\/settings\/partners\/\d+$/);
  expect(await page.textContent('main .layang-code')).toBe(await readOut(other));
}

judged(
  ['chromium'],
  'two administrators add each other, a clerk sends, and the page of the letter says what became of it',
  async () => {
    const { page, context } = await openWindow();
    await addPartner(page, here, there);
    await lookEverywhere(page, 'partner-proposed');
    await page.click('button:has-text("Sama, pakai instansi ini")');
    await page.waitForSelector('.layang-tag:has-text("Aktif")');
    await lookEverywhere(page, 'partner-on');
    await page.goto(`${originOf(here)}/settings/partners`);
    await page.fill('#host', '10.0.0.1');
    await page.click('button:has-text("Lihat instansi itu")');
    await page.waitForSelector('.govuk-error-summary');
    await lookEverywhere(page, 'partners-refused');
    await context.close();

    // The other administrator has not compared yet: what is sent is refused there, and says so here.
    const desk = await openWindow();
    const letterId = await issue(here);
    await signIn(desk.page, here, 'agenda');
    await desk.page.goto(`${originOf(here)}/letters/${letterId}/send`);
    await desk.page.selectOption('select[name="channel.1"]', 'exchange');
    await desk.page.click('button:has-text("Kirim sekarang")');
    await desk.page.waitForSelector('.govuk-error-summary');
    await lookEverywhere(desk.page, 'send-partner');
    await desk.page.selectOption('select[name="partner.1"]', { index: 1 });
    await desk.page.click('button:has-text("Kirim sekarang")');
    await desk.page.waitForURL(/\/deliveries$/);
    await here.jobs.idle();
    await desk.page.reload();
    expect(await desk.page.textContent('main')).toMatch(/Instansi itu menolak: .*saling menambahkan/s);
    await lookEverywhere(desk.page, 'delivery-refused');

    const other = await openWindow();
    await addPartner(other.page, there, here);
    await other.page.click('button:has-text("Sama, pakai instansi ini")');
    await other.page.waitForSelector('.layang-tag:has-text("Aktif")');
    await other.page.goto(`${originOf(there)}/settings/partners`);
    expect(await other.page.textContent('main')).toMatch(/Kiriman yang ditolak/);
    await lookEverywhere(other.page, 'partners');
    await other.context.close();

    await desk.page.click('button:has-text("Coba lagi")');
    await desk.page.waitForURL(/\/deliveries$/);
    await later(0, here, there);
    await desk.page.reload();
    expect(await desk.page.textContent('main')).toMatch(/Diterima di sana/);
    await lookEverywhere(desk.page, 'delivery-received');
    const receipt = await desk.page.request.get(
      `${originOf(here)}${await desk.page.getAttribute('a:has-text("Tanda terima")', 'href')}`,
    );
    expect(await receipt.text()).toMatch(/^layang-exchange\/v1\nreceipt\n/);
    expect(await arrived(there)).toHaveLength(1);

    // The other office is away: one letter waits, the other is withdrawn, and both pages say what happens and what can be done.
    await there.goDown();
    const waiting = await issue(here);
    const [partner] = (await here.layang.exchange.partners.list(here.admin)).partners;
    await send(here, waiting, `${partner?.id}:`);
    await withdrawLetter(here, letterId);
    await here.jobs.idle();
    await desk.page.goto(`${originOf(here)}/letters/${waiting}/deliveries`);
    expect(await desk.page.textContent('main')).toMatch(
      /Belum sampai sejak .* sampai .*tidak dapat dihubungi.*jalan lain/s,
    );
    await lookEverywhere(desk.page, 'delivery-waiting');
    await desk.page.goto(`${originOf(here)}/letters/${letterId}/deliveries`);
    expect(await desk.page.textContent('main')).toMatch(/belum dapat diberi tahu bahwa surat ini dicabut/);
    await lookEverywhere(desk.page, 'delivery-notice');
    await there.comeUp();
    await later(70 * 60_000, here, there);
    await desk.page.reload();
    expect(await desk.page.textContent('main')).toMatch(/sudah diberi tahu .* bahwa surat ini dicabut/);
    await desk.context.close();

    const front = await openWindow();
    await signIn(front.page, there, 'agenda');
    await front.page.goto(`${originOf(there)}/incoming`);
    await lookEverywhere(front.page, 'desk-withdrawn');
    await front.page.click('li:has-text("Dicabut pengirim") a');
    await front.page.waitForSelector('text=Pengirim sudah mencabut surat ini');
    await lookEverywhere(front.page, 'intake-withdrawn');
    await front.context.close();
  },
);
