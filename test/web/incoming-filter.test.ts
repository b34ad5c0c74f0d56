import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';
import { lookEverywhere, openWindow } from '../support/browser.ts';
import type { Client } from '../support/client.ts';
import { judged } from '../support/judge.ts';
import { deskClerk, seedIncoming } from './incoming-office.ts';
import { password, signedIn, smallOffice } from './office.ts';

let app: TestApp;
let clerk: Client;
let head: Client;
let unitId: number | undefined;

beforeAll(async () => {
  app = await startApp({ publicDirectory: await builtAssets() });
  await smallOffice(app);
  clerk = await signedIn(app, 'made');
  head = await signedIn(app, 'siti');
  const desk = await deskClerk(app);
  unitId = desk.duties.find(({ duty }) => duty === 'registry')?.unitId;
  const section = (await app.people.listPositions()).find(({ name }) => name.startsWith('Kepala Bidang'))?.id ?? 0;
  await seedIncoming(app, { senderName: 'Lewat pos' });
  await seedIncoming(app, { senderName: 'Lewat kurir', channel: 'courier', urgency: 'SEGERA' });
  await seedIncoming(app, { senderName: 'Amplop terbatas', security: 'T' });
  await seedIncoming(app, { senderName: 'Amplop rahasia', security: 'R', subject: 'Mutasi pejabat' });
  await seedIncoming(app, {
    senderName: 'Untuk bidang',
    addresseePositionId: section,
    receivedOn: '2026-11-18',
    letterDate: '2026-11-17',
  });
});

const SENDERS = ['Lewat pos', 'Lewat kurir', 'Amplop terbatas', 'Amplop rahasia', 'Untuk bidang'];
const faults = () =>
  app.log.filter(({ level }) => level === 'error').map(({ facts }) => String((facts.err as Error)?.stack));
const shown = (html: string) => SENDERS.filter((name) => html.includes(`${name}: `));
const inBook = (html: string) => SENDERS.filter((name) => html.includes(name));

describe('The list of incoming letters', () => {
  it.each([
    ['channel=courier', ['Lewat kurir']],
    ['urgency=SEGERA', ['Lewat kurir']],
    ['security=T', ['Amplop terbatas']],
    ['security=R', ['Amplop rahasia']],
    ['post=kepala+bidang', ['Untuk bidang']],
    ['from=2026-11-19&channel=post', ['Lewat pos', 'Amplop terbatas', 'Amplop rahasia']],
    ['q=lewat&urgency=BIASA', ['Lewat pos']],
  ])('is narrowed by %s, and says so with a way back', async (query, expected) => {
    const page = await clerk.get(`/incoming?${query}`);
    expect([page.status, shown(page.html), faults()]).toEqual([200, expected, []]);
    expect(page.html).toMatch(/Disaring\. [^<]+<a class="govuk-link" href="\/incoming">Hapus saringan/);
  });

  it('is narrowed by the agenda of a unit, where there are several', async () => {
    expect(shown((await clerk.get(`/incoming?unit=${unitId}`)).html)).toHaveLength(5);
    expect((await clerk.get('/incoming')).html).not.toContain('name="unit"');
    await app.db.pool.query(
      "INSERT INTO agenda_counter (unit_id, year, last) SELECT id, 2026, 0 FROM unit WHERE code = 'Setda'",
    );
    const { html } = await clerk.get('/incoming');
    const [, other = ''] = /<option value="(\d+)">Sekretariat Daerah</.exec(html) ?? [];
    const none = await clerk.get(`/incoming?unit=${other}`);
    expect(shown(none.html)).toEqual([]);
    expect(none.html).toContain('Buku agenda unit: Sekretariat Daerah');
    await app.db.pool.query('DELETE FROM agenda_counter WHERE unit_id = $1', [other]);
  });

  it('tells of a secret letter no more by its filters than its line does', async () => {
    // The head has it in hand; the clerk sees its line, where that is not told.
    await app.db.pool.query(`UPDATE holding SET position_id = (SELECT id FROM position WHERE name LIKE 'Kepala Bidang%')
      WHERE incoming_id = (SELECT id FROM incoming WHERE security = 'R')`);
    expect(shown((await clerk.get('/incoming?post=kepala+bidang&security=R')).html)).toEqual([]);
    expect(shown((await clerk.get('/incoming?post=kepala+dinas&security=R')).html)).toEqual(['Amplop rahasia']);
    expect((await clerk.get('/incoming?security=R')).html).not.toContain('Mutasi');
    expect(shown((await (await signedIn(app, 'joko')).get('/incoming?security=R')).html)).toEqual([]);
    // Who is named as addressee may open it.
    expect((await head.get('/incoming?security=R')).html).toContain('Surat rahasia');
  });

  it.each([
    ['state=hilang', 'state', 'Pilih salah satu'],
    ['security=X', 'security', 'Pilih salah satu'],
    ['urgency=segera', 'urgency', 'Pilih salah satu'],
    ['channel=merpati', 'channel', 'Pilih salah satu'],
    ['unit=0', 'unit', 'Pilih salah satu'],
    ['unit=2147483647', 'unit', 'tidak mempunyai buku agenda'],
    ['unit=99999999999', 'unit', 'Pilih salah satu'],
    ['post=gubernur', 'post', 'Tidak ada jabatan dengan nama itu'],
    [`post=${'a'.repeat(101)}`, 'post', 'Terlalu panjang'],
    [`q=${'a'.repeat(201)}`, 'q', 'Terlalu panjang'],
    ['from=2026-02-31', 'from', 'Tanggal belum benar'],
    ['from=2026-11-20&to=2026-11-19', 'to', 'mendahului'],
    ['state=open&state=void', 'state', 'Pilih salah satu'],
  ])('answers %s with what is wrong and with no letter', async (query, field, words) => {
    for (const path of ['/incoming', `/incoming/books/${unitId}`]) {
      // A book has its unit in its path, and what it holds no field for is not asked.
      if (path !== '/incoming' && field === 'unit') continue;
      const page = await clerk.get(`${path}?${query}`);
      expect([path, page.status, inBook(page.html), faults()]).toEqual([path, 422, [], []]);
      expect(page.html).toContain(`href="#${field}"`);
      expect(page.html).toContain(words);
    }
    if (field !== 'unit') expect((await clerk.get(`/incoming/books/${unitId}/book.csv?${query}`)).status).toBe(422);
  });

  it('keeps what it is narrowed by when it is turned', async () => {
    for (let n = 0; n < 26; n++) await seedIncoming(app, { senderName: `Faks ${n}`, channel: 'fax' });
    const first = await clerk.get('/incoming?channel=fax');
    const [, older = ''] =
      /href="([^"]+)" ?>?[^<]*Lebih lama|rel="next" href="([^"]+)"/.exec(first.html)?.filter(Boolean) ?? [];
    const second = await clerk.get(older.replaceAll('&amp;', '&'));
    expect(older).toContain('channel=fax');
    expect(second.html).toContain('Faks 0: ');
    expect(shown(second.html)).toEqual([]);
  });
});

describe('A book', () => {
  const book = (query: string) => clerk.get(`/incoming/books/${unitId}?${query}`);

  it('holds on the page what its file holds, and says in both that it is narrowed', async () => {
    const narrowed = 'security=T&channel=post&post=kepala+dinas&q=batas';
    const page = await book(narrowed);
    expect([inBook(page.html), faults()]).toEqual([['Amplop terbatas'], []]);
    expect(page.html).toMatch(/Disaring\. Kata: batas; Sifat: Terbatas; Cara datang: Pos; Jabatan: kepala dinas\./);
    const [, address = ''] = /href="([^"]+book\.csv[^"]*)"/.exec(page.html) ?? [];
    const csv = await clerk.get(address.replaceAll('&amp;', '&'));
    expect([csv.status, inBook(csv.html), csv.html.trim().split('\r\n').length]).toEqual([200, ['Amplop terbatas'], 2]);
    expect(csv.headers.get('content-disposition')).toMatch(/agenda-masuk-.*-disaring\.csv/);
    const xlsx = await clerk.get(address.replaceAll('&amp;', '&').replace('book.csv', 'book.xlsx'));
    expect([xlsx.status, page.html.includes(address.replace('book.csv', 'book.xlsx'))]).toEqual([200, true]);
    expect(xlsx.headers.get('content-type')).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    expect(xlsx.headers.get('content-disposition')).toMatch(/agenda-masuk-.*-disaring\.xlsx/);
    expect((await clerk.get(`/incoming/books/${unitId}/book.csv`)).headers.get('content-disposition')).not.toMatch(
      /disaring/,
    );
  });

  it('has the class of a secret letter and neither its subject nor who has it', async () => {
    const page = await book('security=R');
    expect(inBook(page.html)).toEqual(['Amplop rahasia']);
    expect(page.html).not.toContain('Mutasi');
    expect(inBook((await book('security=R&post=kepala+bidang')).html)).toEqual([]);
  });

  it('of sent letters is asked for no way by which letters come', async () => {
    const page = await book('book=outgoing&channel=fax&urgency=SEGERA');
    expect(page.status).toBe(200);
    expect(page.html).not.toContain('id="channel"');
    expect(page.html).toContain('Disaring. Derajat: Segera.');
  });

  it('of dispositions is narrowed as well', async () => {
    for (const query of ['security=B', 'state=open', 'post=kepala', 'channel=fax&urgency=BIASA'])
      expect([(await book(`book=dispositions&${query}`)).status, faults()]).toEqual([200, []]);
  });
});

judged(['chromium'], 'lists and books are narrowed by hand on a phone, for axe and for the eye', async () => {
  const { page } = await openWindow();
  await page.goto(`${app.origin}/sign-in`);
  await page.fill('#username', 'made');
  await page.fill('#password', password);
  await page.click('button[type=submit]');
  await page.goto(`${app.origin}/incoming`);
  await page.click('summary');
  await page.selectOption('#security', 'T');
  await page.fill('#post', 'kepala dinas');
  await page.click('form[role=search] button');
  expect(await page.textContent('main')).toContain('Disaring. Sifat: Terbatas; Jabatan: kepala dinas.');
  await lookEverywhere(page, 'incoming-narrowed');
  await page.click('summary');
  await lookEverywhere(page, 'incoming-filter');
  await page.goto(`${app.origin}/incoming?security=X&post=gubernur`);
  await lookEverywhere(page, 'incoming-filter-refused');
  await page.goto(`${app.origin}/incoming/books/${unitId}?urgency=SEGERA`);
  await page.click('summary');
  await lookEverywhere(page, 'incoming-book-narrowed');
});
