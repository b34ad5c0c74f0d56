import { beforeAll, describe, expect, it } from '@jest/globals';
import { PNG } from 'pngjs';
import type { TestApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';
import type { Client } from '../support/client.ts';
import { enter, faultsOf, startLetterApp } from './letters-office.ts';

let app: TestApp;
let rini: Client;

beforeAll(async () => {
  app = await startLetterApp(await builtAssets());
  rini = await enter(app, 'rini');
});

const picture = (width: number, height: number): Buffer => {
  const png = new PNG({ width, height });
  for (let i = 0; i < png.data.length; i += 4) png.data.set([20, 90, 160, i % 3 === 0 ? 255 : 120], i);
  return PNG.sync.write(png);
};

describe('The settings', () => {
  it('are found by an administrator from the pages of people, and by nobody else', async () => {
    expect((await rini.get('/people')).html).toContain('href="/settings"');
    const page = await rini.get('/settings');
    for (const part of ['kinds', 'emblem', 'numbers', 'reasons'])
      expect(page.html).toContain(`href="/settings/${part}"`);
    const siti = await enter(app, 'siti');
    expect((await siti.get('/settings')).status).toBe(403);
  });

  it('show each usual number format with numbers of this office, and try one that is typed', async () => {
    const page = await rini.get('/settings/numbers');
    for (const number of ['400.3.5/127/Disdik', 'NOMOR 1 TAHUN 2026', 'R-128/AK/400.3.5/11/2026'])
      expect(page.html).toContain(number);
    const tried = await rini.get(`/settings/numbers?format=${encodeURIComponent('{urut:3}-{tahun}')}`);
    expect(tried.html).toContain('001-2026');
    const wrong = await rini.get(`/settings/numbers?format=${encodeURIComponent('{urut}{urut}')}`);
    expect(wrong.html).toContain('{urut} harus ada tepat satu kali');
  });
});

describe('The reasons of withdrawal', () => {
  it('are added, renamed, moved and no longer offered, and every change is told', async () => {
    const added = await rini.send('/settings/reasons/new', {
      name: 'Salah cetak',
      nameEn: 'A misprint',
      needsRemark: 'yes',
    });
    expect(added.location).toBe('/settings/reasons');
    const list = (await rini.get('/settings/reasons')).html;
    expect(list).toContain('Salah cetak');
    expect(list).toContain('Ditambahkan: Salah cetak');
    const renamed = await rini.send('/settings/reasons/8', { name: 'Salah ketik', nameEn: 'A typing mistake' });
    expect(renamed.location).toBe('/settings/reasons');
    const moved = await rini.send('/settings/reasons', { towards: 'up' }, '/settings/reasons/8/move');
    expect(moved.location).toBe('/settings/reasons');
    const retired = await rini.send('/settings/reasons/8', { retired: 'yes' }, '/settings/reasons/8/retire');
    expect(retired.location).toBe('/settings/reasons');
    const { html } = await rini.get('/settings/reasons');
    for (const told of [
      'Diubah: Salah cetak / A misprint menjadi Salah ketik / A typing mistake',
      'Tidak ditawarkan lagi: Salah ketik',
      'Dipindahkan dari urutan 9 ke 8',
    ])
      expect(html).toContain(told);
  });

  it('that somebody else changed meanwhile keep what was typed beside what they say now', async () => {
    const [one, other] = [await rini.get('/settings/reasons/2'), await rini.get('/settings/reasons/2')];
    const hidden = (html: string) =>
      Object.fromEntries(
        [...html.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
          name,
          value,
        ]),
      );
    const first = await rini.post('/settings/reasons/2', {
      ...hidden(one.html),
      name: 'Salah alamat',
      nameEn: 'Wrong address',
    });
    expect(first.status).toBe(303);
    const second = await rini.post('/settings/reasons/2', {
      ...hidden(other.html),
      name: 'Keliru tujuan',
      nameEn: 'Wrong goal',
    });
    expect([
      second.status,
      second.html.includes('value="Keliru tujuan"'),
      second.html.includes('<h1 class="govuk-heading-l">Salah alamat'),
    ]).toEqual([422, true, true]);
  });
});

describe('The emblem', () => {
  it('is taken from a PNG, shown, changed and removed', async () => {
    const sent = await rini.sendFiles('/settings/emblem/region', {}, [
      { field: 'emblem', name: 'lambang.png', bytes: picture(300, 360) },
    ]);
    expect([sent.location, faultsOf(app)]).toEqual(['/settings/emblem', []]);
    const shown = await rini.get('/settings/emblem');
    expect(shown.html).toContain('Lambang daerah diganti');
    const png = await rini.get('/settings/emblem/region/picture.png');
    expect([png.status, png.headers.get('content-type')]).toEqual([200, 'image/png']);
    const removed = await rini.send('/settings/emblem/region', {}, '/settings/emblem/region/remove');
    expect(removed.location).toBe('/settings/emblem');
    expect((await rini.get('/settings/emblem/region/picture.png')).status).toBe(404);
    expect((await rini.get('/settings/emblem')).html).toContain('Lambang daerah dihapus');
  });

  it.each([
    ['no file', [], 'Pilih berkasnya.'],
    ['a file that is no PNG', [{ field: 'emblem', name: 'a.png', bytes: Buffer.from('GIF89a') }], 'bukan gambar PNG'],
    ['too few pixels', [{ field: 'emblem', name: 'a.png', bytes: picture(60, 60) }], 'terlalu kecil untuk dicetak'],
    ['more than a megabyte', [{ field: 'emblem', name: 'a.png', bytes: Buffer.alloc(1_048_577) }], 'Paling besar 1 MB'],
  ])('is refused with the reason: %s', async (_, files, reason) => {
    const page = await rini.sendFiles('/settings/emblem/head', {}, files);
    expect([page.status, page.html.includes(reason), page.html.includes('href="#emblem"')]).toEqual([422, true, true]);
  });

  it('comes in only with the form’s own token', async () => {
    const page = await rini.sendFiles('/settings/emblem/head', { _csrf: 'other' }, [
      { field: 'emblem', name: 'a.png', bytes: picture(300, 300) },
    ]);
    expect(page.status).toBe(403);
    expect((await rini.get('/settings/emblem/head/picture.png')).status).toBe(404);
  });
});
