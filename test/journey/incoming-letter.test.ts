import { beforeAll, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { actorNamed } from '../../src/demo/found-regency.ts';
import { demoPassphrase } from '../../src/demo/regency.ts';
import type { Runner } from '../../src/jobs/runner.ts';
import { openWindow } from '../support/browser.ts';
import { judged } from '../support/judge.ts';
import { runOn } from '../support/pdf-text.ts';
import { tabTo } from './by-tab.ts';
import { photographed, type ScannedLetter, scannedLetter } from './papers.ts';
import { look, type RunningOffice, runningOffice } from './running-office.ts';

const ASKED = 'Permintaan Data Guru Honorer';
const CITIZENS = 'Permohonan keterangan pindah sekolah';
const SECRET = 'Dugaan kecurangan pengadaan meja';
const REPLY = 'Data guru honorer sembilan sekolah kami sampaikan bersama surat ini.';
const HEAD = 'Kepala Dinas Pendidikan';

let office: RunningOffice;
let jobs: Runner;
let secretId: number;

beforeAll(async () => {
  office = await runningOffice();
  const { layang } = office;
  jobs = layang.startJobs();
  const [admin, clerk] = [await actorNamed(layang, 'admin'), await actorNamed(layang, 'agenda')];
  const unitId = (await layang.people.listUnits()).find(({ code }) => code === 'DISDIK')?.id ?? 0;
  await layang.publicLetters.setDesks(admin, [unitId]);
  const positions = await layang.people.listPositions();
  const { incomingId } = await layang.incoming.register(clerk, {
    ...{ submissionKey: 'a-secret-letter', unitId, channel: 'courier', senderName: 'Inspektorat', senderAddress: '' },
    ...{ number: 'R/3/ITDA', letterDate: '', subject: SECRET, security: 'R', urgency: 'BIASA', classification: '' },
    ...{ receivedOn: '2026-01-05', receivedTime: '08:00' },
    addresseePositionId: positions.find(({ name }) => name === 'Sekretaris Daerah')?.id ?? 0,
  });
  secretId = incomingId;
});

/** As any page of a journey; and the secret letter of another shows to nobody on the way. */
async function see(page: Page, name: string): Promise<void> {
  await look(page, `incoming-${name}`);
  expect([name, (await page.content()).includes(SECRET)]).toEqual([name, false]);
}

judged(
  ['chromium', 'pdftotext'],
  'a scan is recognised and registered by keyboard, disposed of, answered and closed on phones, and a citizen follows a letter',
  async () => {
    const { origin, layang, enter } = office;
    const { page: citizen } = await openWindow({ width: 360 });
    await citizen.goto(`${origin}/letter`);
    await see(citizen, 'citizen-form');
    const paper = await scannedLetter(layang, { subject: ASKED, to: HEAD });
    const code = await writesToTheOffice(citizen);
    expect(await followed(citizen, code)).toContain('Di loket, belum diagendakan');

    const clerk = await enter('agenda', 1280);
    await registersBoth(clerk, paper);
    expect(await followed(citizen, code)).toMatch(/Diagendakan dengan nomor 3 tahun \d{4}, sedang ditangani/);
    await see(citizen, 'citizen-registered');

    const head = await enter('kadisdik');
    const letter = await disposesToTwo(head);
    const other = await enter('sekbkpsdm');
    await see(other, 'other-unit');
    expect(await other.textContent('main')).toContain(ASKED);

    const unitHead = await enter('kabid');
    await unitHead.click(`a:has-text("${ASKED}")`);
    await unitHead.waitForURL(letter);
    await see(unitHead, 'letter');
    await unitHead.click('a:has-text("Disposisikan")');
    await unitHead.check('label:has-text("Analis Kebijakan Ahli Muda")');
    await unitHead.fill('#remark', 'Siapkan datanya dan konsep jawabannya.');
    await unitHead.click('button:has-text("Kirim disposisi")');
    await unitHead.waitForURL(`${origin}/`);
    const sheet = await (await unitHead.request.get(`${letter}/sheet.pdf`)).body();
    const printed = runOn(sheet, '.pdf', 'pdftotext', '-layout', '%', '-').replace(/\s+/g, ' ');
    for (const words of [
      'Dr. Ratna Kusumawardhani, M.Pd.',
      'Yuliana Paramitha, S.Pd., M.M.',
      'Siapkan datanya dan konsep jawabannya.',
      paper.number,
    ])
      expect(printed).toContain(words);

    const drafter = await enter('analis');
    const reply = await answers(drafter, letter);
    await initials(unitHead, reply);
    await unitHead.goto(`${letter}/judge`);
    await see(unitHead, 'judge');
    await unitHead.check('input[value=accept]');
    await unitHead.click('#tindakan button');
    await unitHead.waitForURL(`${origin}/`);
    await initials(await enter('sekdisdik'), reply);
    await signs(head, reply);
    await sends(clerk, reply);
    await jobs.idle();

    await head.goto(letter);
    await see(head, 'closed');
    expect(await head.textContent('main')).toContain('Surat ini selesai sejak');
    expect(await head.textContent('main')).toContain('Dijawab dengan surat keluar');
    for (const page of [other, unitHead, drafter]) {
      await page.goto(origin);
      expect(await page.textContent('main')).not.toContain(ASKED);
    }

    await finishes(head);
    expect(await followed(citizen, code)).toContain('Selesai ditangani');
    await see(citizen, 'citizen-done');
    await isHiddenFrom(await enter('camat'), letter);
  },
);

async function writesToTheOffice(citizen: Page): Promise<string> {
  await citizen.fill('#name', 'Siti Aminah');
  await citizen.fill('#subject', CITIZENS);
  await citizen.setInputFiles('#files', {
    name: 'surat-saya.jpg',
    mimeType: 'image/jpeg',
    buffer: await photographed(['Yth. Kepala Dinas Pendidikan', `Hal: ${CITIZENS}`, 'Hormat saya, Siti Aminah']),
  });
  // A form that is sent sooner than anybody types is refused.
  await citizen.waitForFunction(() => performance.now() > 3_000);
  await citizen.click('main form button');
  await citizen.waitForSelector('.check-code');
  await see(citizen, 'citizen-receipt');
  return (await citizen.textContent('.check-code')) ?? '';
}

async function followed(citizen: Page, code: string): Promise<string> {
  await citizen.goto(`${office.origin}/letter/state`);
  await citizen.fill('#code', code);
  await citizen.click('main form button');
  await citizen.waitForFunction(() => document.querySelector('#code') === null);
  return (await citizen.textContent('h1')) ?? '';
}

/** By keyboard alone: the scan is dropped, looked at and registered, then what the citizen sent. */
async function registersBoth(clerk: Page, { jpeg, number, date }: ScannedLetter): Promise<void> {
  const { keyboard } = clerk;
  await tabTo(clerk, 'nav a[href="/incoming"]');
  await keyboard.press('Enter');
  await clerk.waitForURL(/\/incoming$/);
  await see(clerk, 'desk');
  // Listened for early: the browser is told so by a message of its own.
  const opened = clerk.waitForEvent('filechooser');
  await tabTo(clerk, '#files');
  await keyboard.press('Enter');
  const chooser = await opened;
  await chooser.setFiles({ name: 'pindaian-001.jpg', mimeType: 'image/jpeg', buffer: jpeg });
  await tabTo(clerk, '#drop form button');
  await keyboard.press('Enter');
  const items = clerk.locator('main a[href^="/incoming/intake/"]');
  await items.nth(1).waitFor();
  await jobs.idle();
  await clerk.reload();
  await see(clerk, 'desk-dropped');
  await tabTo(clerk, `a[href="${await items.filter({ hasText: ASKED }).getAttribute('href')}"]`);
  await keyboard.press('Enter');
  await clerk.waitForSelector('.layang-pages img');
  await see(clerk, 'intake');
  expect(await clerk.textContent('.layang-remarks')).toContain('terdaftar di sini');
  for (const [field, value] of [
    ['senderName', 'Kecamatan Muara Sagara'],
    ['number', number],
    ['letterDate', date],
    ['subject', ASKED],
  ])
    expect([field, await clerk.inputValue(`#${field}`)]).toEqual([field, value]);
  // All was found by machines: the keyboard begins at the last of it, which is typed over.
  expect(await clerk.evaluate(() => document.activeElement?.id)).toBe('addresseePositionId');
  await keyboard.type(HEAD);
  await keyboard.press('Enter');
  await clerk.waitForURL(/\/incoming\/intake\/\d+\?done=/);
  expect(await clerk.textContent('[role=status]')).toContain('Terdaftar dengan nomor agenda 2/');

  expect(await clerk.inputValue('#senderName')).toBe('Siti Aminah');
  expect(await clerk.inputValue('#subject')).toBe(CITIZENS);
  await see(clerk, 'intake-public');
  await tabTo(clerk, '#addresseePositionId');
  await keyboard.type(HEAD);
  await keyboard.press('Enter');
  await clerk.waitForURL(/\/incoming\/new\?done=/);
  expect(await clerk.textContent('[role=status]')).toContain('Terdaftar dengan nomor agenda 3/');
  await see(clerk, 'new');
}

/** To one below and to another agency. The letter's address. */
async function disposesToTwo(head: Page): Promise<string> {
  await head.reload();
  await see(head, 'head-inbox');
  await head.click(`a:has-text("${ASKED}")`);
  await head.waitForURL(/\/dispose\?holding=\d+$/);
  const letter = head.url().replace(/\/dispose.*/, '');
  await head.check('label:has-text("Kepala Bidang Guru")');
  await head.fill('#search', 'kepegawaian');
  await head.press('#search', 'Enter');
  await head.waitForSelector('label:has-text("Sekretaris Badan Kepegawaian")');
  await head.check('label:has-text("Sekretaris Badan Kepegawaian")');
  await head.check('#instructions input >> nth=0');
  await see(head, 'dispose');
  await head.click('button:has-text("Kirim disposisi")');
  await head.waitForURL(`${office.origin}/`);
  return letter;
}

/** The reply is begun from the incoming letter, submitted, and reported as what was done. Its address. */
async function answers(drafter: Page, letter: string): Promise<string> {
  await drafter.click(`a:has-text("${ASKED}")`);
  await drafter.waitForURL(letter);
  await see(drafter, 'drafter');
  await drafter.click('a:has-text("Buat surat jawaban")');
  await see(drafter, 'reply');
  await drafter.click('main form button');
  await drafter.waitForURL(/\/letters\/\d+\/edit$/);
  await see(drafter, 'reply-edit');
  const reply = drafter.url().replace('/edit', '');
  expect(await drafter.inputValue('#subject')).toContain(ASKED);
  await drafter.fill('#classification', '400.3.5');
  const signatory = drafter.locator('#signatoryId option', { hasText: HEAD }).first();
  await drafter.selectOption('#signatoryId', (await signatory.getAttribute('value')) ?? '');
  await drafter.fill('[name="sections.isi"]', REPLY);
  await drafter.click('button[name=then][value=submit]:visible');
  await drafter.waitForURL(/\/submit$/);
  await drafter.click('main form button');
  await drafter.waitForURL(reply);
  await see(drafter, 'reply-submitted');

  await drafter.goto(`${letter}/report`);
  await drafter.fill('#remark', 'Data dikumpulkan dari sembilan sekolah; konsep jawaban sedang diparaf.');
  await drafter.selectOption('#replyId', reply.split('/').at(-1) ?? '');
  await see(drafter, 'report');
  await drafter.click('#tindakan button');
  await drafter.waitForURL(`${office.origin}/`);
  return reply;
}

async function initials(reviewer: Page, reply: string): Promise<void> {
  await reviewer.goto(`${reply}/decide`);
  await reviewer.check('input[value=approved]');
  await reviewer.click('main form button');
  await reviewer.waitForURL(`${office.origin}/`);
}

async function signs(head: Page, reply: string): Promise<void> {
  await head.goto(`${reply}/sign`);
  await head.fill('#passphrase', demoPassphrase('kadisdik'));
  await head.click('main form button');
  await head.waitForURL(reply);
}

async function sends(clerk: Page, reply: string): Promise<void> {
  await clerk.goto(`${reply}/send`);
  await see(clerk, 'reply-send');
  await tabTo(clerk, 'main form button');
  await clerk.keyboard.press('Enter');
  await clerk.waitForURL(/\/deliveries$/);
}

async function finishes(head: Page): Promise<void> {
  await head.goto(office.origin);
  await head.click(`a:has-text("${CITIZENS}")`);
  await head.click('a:has-text("Buka suratnya")');
  await head.click('a:has-text("Selesaikan tanpa disposisi")');
  await head.fill('#remark', 'Keterangan sudah diberikan di loket.');
  await see(head, 'finish');
  await head.click('#tindakan button');
  await head.waitForURL(`${office.origin}/`);
}

/** Somebody of another unit, who has nothing to do with either letter. */
async function isHiddenFrom(stranger: Page, letter: string): Promise<void> {
  const secret = `${office.origin}/incoming/${secretId}`;
  for (const whose of [letter, secret])
    for (const page of ['', '/line', '/dispose', '/report', '/reply', '/sheet.pdf', '/letter.pdf', '/pages/1.png']) {
      const answer = await stranger.request.get(whose + page);
      expect([whose + page, answer.status()]).toEqual([whose + page, 404]);
    }
  const words = SECRET.split(' ').slice(0, 2).join(' ');
  await stranger.goto(`${office.origin}/incoming?q=${encodeURIComponent(words)}`);
  await see(stranger, 'stranger');
  const { layang } = office;
  const { incoming } = await layang.dispositions.read(await actorNamed(layang, 'sekda'), secretId);
  expect(incoming.subject).toBe(SECRET);
}
