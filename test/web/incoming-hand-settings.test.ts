import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.ts';
import type { Client } from '../support/client.ts';
import { signedIn, smallOffice } from './office.ts';

let app: TestApp;
let rini: Client;

beforeAll(async () => {
  app = await startApp();
  await smallOffice(app);
  rini = await signedIn(app, 'rini');
});

describe('The instructions of disposition sheets', () => {
  it('are added, renamed, put in order and closed on the administrator’s page', async () => {
    expect((await rini.get('/settings')).html).toContain('href="/settings/instructions"');
    const added = await rini.send('/settings/instructions/new', { name: 'Siapkan <jawaban>', nameEn: 'Prepare it' });
    expect([added.status, added.location]).toEqual([303, '/settings/instructions']);
    expect((await rini.get('/settings/instructions')).html).toContain('Siapkan &lt;jawaban&gt;');
    const renamed = await rini.send('/settings/instructions/SIAPKAN_JAWABAN', { name: 'Siapkan jawaban' });
    expect(renamed.location).toBe('/settings/instructions');
    await rini.send('/settings/instructions/PANTAU', { name: 'Pantau', nameEn: 'Monitor', forInformation: 'yes' });
    const moved = await rini.send(
      '/settings/instructions',
      { towards: 'up' },
      '/settings/instructions/SIAPKAN_JAWABAN_2/move',
    );
    expect(moved.location).toBe('/settings/instructions');
    const closed = await rini.send(
      '/settings/instructions/SIAPKAN_JAWABAN_2',
      {},
      '/settings/instructions/SIAPKAN_JAWABAN_2/close',
    );
    expect(closed.location).toBe('/settings/instructions');
    const { html } = await rini.get('/settings/instructions');
    for (const line of [
      'Ditambahkan: Siapkan &lt;jawaban&gt;',
      'Diubah: Siapkan &lt;jawaban&gt; menjadi Siapkan jawaban',
      'Kini cukup diketahui: Pantau',
      'Dipindahkan dari urutan 17 ke 16: Siapkan jawaban',
      'Tidak ditawarkan lagi: Siapkan jawaban',
    ])
      expect(html).toContain(line);
    expect((await rini.get('/settings/instructions/SIAPKAN_JAWABAN_2')).status).toBe(404);
  });

  it('say beside the field what is wrong, with what was typed', async () => {
    const page = await rini.send('/settings/instructions/new', { name: 'pantau', nameEn: 'Watch it closely' });
    expect(page.status).toBe(422);
    expect(page.html).toContain('Sudah ada arahan dengan nama ini.');
    expect(page.html).toContain('Watch it closely');
  });
});
