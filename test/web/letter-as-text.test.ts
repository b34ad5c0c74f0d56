import { beforeAll, expect, it } from '@jest/globals';
import type { TestApp } from '../support/app.ts';
import { type Client, client } from '../support/client.ts';
import { enter, startLetterApp, submit } from './letters-office.ts';

let app: TestApp;
let wati: Client;

beforeAll(async () => {
  app = await startLetterApp();
  wati = await enter(app, 'wati');
});

const body = [
  'Berdasarkan surat {nomor} tanggal {tanggal}, kami **mengundang** Saudara *dan staf*.',
  '',
  '1. Acara',
  '   a. Pembukaan',
  '      1) sambutan <b>Bupati</b>;',
  '2. Penutup',
  '',
  '| Hari | Tempat |',
  '|---|---|',
  '| Senin | Aula |',
].join('\n');

it('The whole letter can be read as text: parties with addresses, lists, tables, emphasis', async () => {
  const letter = await submit(app, wati, {
    'sections.isi': body,
    'recipients.name': ['Kepala SD Negeri 1 Purnama', 'Sekretaris Daerah'],
    'recipients.address': ['Jalan Merdeka 1\nPurnama', ''],
  });
  const { html } = await wati.get(letter);
  const text = html.slice(html.indexOf('class="layang-text"'), html.indexOf('</details>'));
  expect(text).toContain('Hal: <strong>Undangan Rapat Kurikulum</strong>');
  expect(text).toMatch(
    /<li>Kepala SD Negeri 1 Purnama<br><span class="layang-text__lines">Jalan Merdeka 1\s+Purnama<\/span><\/li><li>Sekretaris Daerah/,
  );
  expect(text).toContain('<p>Berdasarkan surat {nomor} tanggal {tanggal}, kami <strong>mengundang</strong> Saudara');
  expect(text).toContain('<em>dan staf</em>');
  expect(text.replace(/\s+/g, ' ')).toMatch(
    /<ol class="layang-text__list" type="1" start="1"> <li>Acara.*type="a" start="1"> <li>Pembukaan.*type="1" start="1" data-after="bracket"> <li>sambutan &lt;b&gt;Bupati&lt;\/b&gt;;/,
  );
  expect(text).toContain('<tr><th scope="col">Hari</th><th scope="col">Tempat</th></tr>');
  expect(text).toContain('<tr><td>Senin</td><td>Aula</td></tr>');
  expect(text).not.toMatch(/\*\*|\|---/);
  expect(text).toContain('<li>Bupati Lembah Purnama</li>');
});

it('Each page leads to a larger picture of itself, and says so', async () => {
  const { html } = await wati.get(await submit(app, wati));
  expect(html).toContain('Ketuk halaman untuk memperbesar.');
  const large = /href="(\/letters\/\d+\/pages\/1\.png\?size=large[^"]*)"/.exec(html)?.[1]?.replace(/&amp;/g, '&') ?? '';
  const [normal, larger] = await Promise.all([wati.get(large.replace('size=large', '')), wati.get(large)]);
  expect([larger.status, larger.headers.get('content-type')]).toEqual([200, 'image/png']);
  expect(larger.html.length).toBeGreaterThan(normal.html.length);
  expect((await client(app.origin).get(large)).status).toBe(303);
});
