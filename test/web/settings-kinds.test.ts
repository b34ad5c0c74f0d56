import { beforeAll, describe, expect, it } from '@jest/globals';
import { PNG } from 'pngjs';
import type { TestApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';
import type { Client, Page } from '../support/client.ts';
import { formFields } from './form-fields.ts';
import { enter, faultsOf, startLetterApp } from './letters-office.ts';

let app: TestApp;
let rini: Client;
let second: Client;

beforeAll(async () => {
  app = await startLetterApp(await builtAssets());
  rini = await enter(app, 'rini');
  await app.db.pool.query("UPDATE person SET is_administrator = true WHERE username = 'joko'");
  second = await enter(app, 'joko');
});

type Changes = Record<string, string | string[]>;

/** Opens the form of a kind, changes fields in it, and presses one of its buttons. */
async function press(who: Client, code: string, changes: Changes, button: string): Promise<Page> {
  const path = `/settings/kinds/${code}/edit`;
  const fields = formFields((await who.get(path)).html, path);
  return who.post(path, { ...fields, ...changes, press: button });
}

async function save(who: Client, code: string, note = ''): Promise<Page> {
  const path = `/settings/kinds/${code}/preview`;
  const page = await who.get(path);
  return who.post(path, { ...formFields(page.html, path), note });
}

const kindOf = (code: string) => app.deps.letters.getKind(code);

describe('A kind of letters', () => {
  it('is shown as it stands, with who made which version', async () => {
    const list = await rini.get('/settings/kinds');
    expect(list.html).toContain('href="/settings/kinds/surat-tugas"');
    const page = await rini.get('/settings/kinds/surat-tugas');
    expect([page.status, faultsOf(app)]).toEqual([200, []]);
    for (const text of ['Versi 1', 'bawaan Layang', 'Menugaskan kepada']) expect(page.html).toContain(text);
    const picture = await rini.get('/settings/kinds/surat-tugas/versions/1/1.png');
    expect([picture.status, picture.headers.get('content-type'), faultsOf(app)]).toEqual([200, 'image/png', []]);
  });

  it('that is sent as it was opened says what it said', async () => {
    for (const code of (await app.deps.letters.listKinds()).map((kind) => kind.code)) {
      const page = await press(rini, code, {}, 'preview');
      expect([code, page.location, faultsOf(app)]).toEqual([code, `/settings/kinds/${code}/preview`, []]);
      expect((await rini.get(`/settings/kinds/${code}/preview`)).html).toContain('Tidak ada yang berbeda');
      await rini.send(`/settings/kinds/${code}`, {}, `/settings/kinds/${code}/discard`);
    }
  });

  it('is changed by what is typed, looked at, and saved with a note; letters begun before keep the old version', async () => {
    const wati = await enter(app, 'wati');
    await wati.send('/letters/new', { kind: 'nota-dinas' });
    const asked = await press(
      rini,
      'nota-dinas',
      { name: 'Nota Dinas Internal', 'profile.margin.left': '32,5', preset: 'P5' },
      'preview',
    );
    expect(asked.location).toBe('/settings/kinds/nota-dinas/preview');
    const preview = await rini.get('/settings/kinds/nota-dinas/preview');
    for (const text of ['Nota Dinas Internal', 'Margin kiri', '32,5 mm', 'Format nomor', 'Simpan sebagai versi 2'])
      expect(preview.html).toContain(text);
    const src = preview.html.match(/src="(\/settings\/kinds\/nota-dinas\/preview\/1\.png[^"]*)"/)?.[1] ?? '';
    const picture = await fetch(new URL(src, app.origin), {
      headers: { cookie: [...rini.cookies].map((pair) => pair.join('=')).join('; ') },
    });
    const png = PNG.sync.read(Buffer.from(await picture.arrayBuffer()));
    expect(png.width).toBeGreaterThan(800);
    const long = await rini.get('/settings/kinds/nota-dinas/preview?long=1');
    expect(long.html).toContain('/preview/2.png');
    const saved = await save(rini, 'nota-dinas', 'Perkada 7/2026');
    expect([saved.location, faultsOf(app)]).toEqual(['/settings/kinds/nota-dinas', []]);
    const kind = await kindOf('nota-dinas');
    expect([kind.version, kind.name, kind.profile.margin.left, kind.numberFormat]).toEqual([
      2,
      'Nota Dinas Internal',
      32.5,
      '{urut}/{jabatan}/{bulan2}/{tahun}',
    ]);
    const page = await rini.get('/settings/kinds/nota-dinas');
    for (const text of ['Perkada 7/2026', 'Rini Astuti', '1 surat memakainya']) expect(page.html).toContain(text);
    const { rows } = await app.db.pool.query("SELECT kind_version FROM letter WHERE kind = 'nota-dinas'");
    expect(rows).toEqual([{ kind_version: 1 }]);
  });

  it('of before is compared and used again', async () => {
    const page = await rini.get('/settings/kinds/nota-dinas/versions/2');
    for (const text of ['Dari versi 1 ke versi 2', '<del>Nota Dinas</del>', '<ins>Nota Dinas Internal</ins>'])
      expect(page.html).toContain(text);
    const path = '/settings/kinds/nota-dinas/versions/1';
    const again = await rini.send(path, {}, `${path}/again`);
    expect(again.location).toBe('/settings/kinds/nota-dinas');
    const kind = await kindOf('nota-dinas');
    expect([kind.version, kind.name]).toEqual([3, 'Nota Dinas']);
    expect((await rini.get('/settings/kinds/nota-dinas')).html).toContain('Sama dengan versi 1');
    expect((await rini.get('/settings/kinds/nota-dinas/versions/3?with=1')).html).toContain('Kedua versi ini sama');
  });

  it('whose entries are wrong is refused beside them, and what was typed stays', async () => {
    const page = await press(
      rini,
      'surat-tugas',
      {
        name: '',
        'profile.fontSize': '40',
        'profile.margin.top': 'dua',
        preset: 'own',
        numberFormat: '{urut}{tahun}',
        title: 'SURAT {nama}',
      },
      'preview',
    );
    expect(page.status).toBe(422);
    for (const field of ['name', 'profile.fontSize', 'profile.margin.top', 'numberFormat', 'title'])
      expect(page.html).toContain(`href="#${field}"`);
    for (const text of ['value="40"', 'value="dua"', 'value="{urut}{tahun}"', 'Antara 10 dan 14'])
      expect(page.html).toContain(text);
    // It is kept too, and the kind stays as it is.
    expect((await rini.get('/settings/kinds/surat-tugas/edit')).html).toContain('value="dua"');
    expect((await kindOf('surat-tugas')).version).toBe(1);
    await rini.send('/settings/kinds/surat-tugas', {}, '/settings/kinds/surat-tugas/discard');
  });

  it('whose own template does not compile is refused with the line, and the source stays as typed', async () => {
    const source = '#let a = 1\n#unknown-thing(a)\n<b>tetap</b>';
    const page = await press(rini, 'surat-tugas', { ownSource: 'yes', source }, 'preview');
    expect([page.status, faultsOf(app)]).toEqual([422, []]);
    expect(page.html).toContain('Baris 2');
    expect(page.html).toContain('unknown variable');
    expect(page.html).toContain('&lt;b&gt;tetap&lt;/b&gt;');
    expect((await rini.get('/settings/kinds/surat-tugas/preview')).status).not.toBe(500);
    await rini.send('/settings/kinds/surat-tugas', {}, '/settings/kinds/surat-tugas/discard');
  });

  it('gets, loses and moves parts by buttons of its form, and nothing typed is lost on the way', async () => {
    const added = await press(rini, 'surat-dinas', { name: 'Surat Dinas Biasa' }, 'add');
    expect(added.location).toBe('/settings/kinds/surat-dinas/edit#section-1');
    const path = '/settings/kinds/surat-dinas/edit';
    const fields = formFields((await rini.get(path)).html, path);
    expect(fields.name).toBe('Surat Dinas Biasa');
    const labels = [fields['section.label']].flat();
    expect(labels).toHaveLength(2);
    const typed = {
      ...fields,
      'section.label': [labels[0] ?? '', 'Penutup surat'],
      'section.labelEn': ['Body', 'Closing'],
    };
    expect((await rini.post(path, { ...typed, press: 'up:1' })).location).toBe(`${path}#section-0`);
    const moved = formFields((await rini.get(path)).html, path);
    expect(moved['section.label']).toEqual(['Penutup surat', labels[0]]);
    expect((await press(rini, 'surat-dinas', {}, 'preview')).location).toBe('/settings/kinds/surat-dinas/preview');
    expect((await save(rini, 'surat-dinas')).location).toBe('/settings/kinds/surat-dinas');
    expect((await kindOf('surat-dinas')).sections.map(({ key }) => key)).toEqual(['penutup_surat', 'isi']);
    await press(rini, 'surat-dinas', {}, 'remove:0');
    expect((await press(rini, 'surat-dinas', { name: 'Surat Dinas' }, 'preview')).location).toBe(
      '/settings/kinds/surat-dinas/preview',
    );
    expect((await rini.get('/settings/kinds/surat-dinas/preview')).html).toContain('Bagian dihapus');
    await save(rini, 'surat-dinas');
  });

  it('that two administrators change at once holds what both changed', async () => {
    await press(rini, 'surat-tugas', { name: 'Surat Tugas Dinas', 'profile.fontSize': '11' }, 'preview');
    await press(second, 'surat-tugas', { 'profile.fontSize': '11,5', 'profile.paper': 'f4' }, 'preview');
    expect((await save(second, 'surat-tugas', 'F4')).location).toBe('/settings/kinds/surat-tugas');
    // Her preview is of a version that is no longer the last one.
    const late = await rini.get('/settings/kinds/surat-tugas/preview');
    expect(late.location).toBe('/settings/kinds/surat-tugas/edit');
    const { html } = await rini.get('/settings/kinds/surat-tugas/edit');
    for (const text of ['Versi 2 disimpan orang lain', 'Joko Prasetyo', 'Kertas']) expect(html).toContain(text);
    const fields = formFields(html, '/settings/kinds/surat-tugas/edit');
    expect([fields.name, fields['profile.fontSize'], fields['profile.paper'], fields.base]).toEqual([
      'Surat Tugas Dinas',
      '11',
      'f4',
      '2',
    ]);
    await press(rini, 'surat-tugas', {}, 'preview');
    expect((await save(rini, 'surat-tugas')).location).toBe('/settings/kinds/surat-tugas');
    const kind = await kindOf('surat-tugas');
    expect([kind.version, kind.name, kind.profile.fontSize, kind.profile.paper]).toEqual([
      3,
      'Surat Tugas Dinas',
      11,
      'f4',
    ]);
  });

  it('whose numbers could be those of another register is refused with an example', async () => {
    const page = await press(rini, 'nota-dinas', { registerCode: 'nota', preset: 'P1' }, 'preview');
    expect([page.status, page.html.includes('href="#numberFormat"')]).toEqual([422, true]);
    expect(page.html).toMatch(/dapat kembar dengan nomor .*buku nomor/);
    const alone = await rini.get(`/settings/numbers?format=${encodeURIComponent('{urut}-{tahun}')}`);
    expect(alone.html).toContain('Tidak dapat kembar');
    const tried = await rini.get(`/settings/numbers?format=${encodeURIComponent('{klasifikasi}/{urut}/{unit}')}`);
    expect(tried.html).toMatch(/dapat kembar[\s\S]*Surat Tugas/);
    await rini.send('/settings/kinds/nota-dinas', {}, '/settings/kinds/nota-dinas/discard');
  });

  it('is added from another one, not offered before it is ready, and taken out of the list again', async () => {
    const refused = await rini.send('/settings/kinds/new', { from: 'surat-tugas', name: '', nameEn: '' });
    expect(refused.status).toBe(422);
    const added = await rini.send('/settings/kinds/new', {
      from: 'surat-tugas',
      name: 'Surat Perintah Lembur',
      nameEn: 'Overtime order',
    });
    expect([added.location, faultsOf(app)]).toEqual(['/settings/kinds/surat-perintah-lembur/edit', []]);
    const offered = async () =>
      (await app.deps.letters.listKinds()).some(({ code }) => code === 'surat-perintah-lembur');
    expect(await offered()).toBe(false);
    const path = '/settings/kinds/surat-perintah-lembur';
    expect((await rini.send(path, { retired: 'no' }, `${path}/retire`)).location).toBe(path);
    expect(await offered()).toBe(true);
    await rini.send(path, { retired: 'yes' }, `${path}/retire`);
    expect(await offered()).toBe(false);
  });

  it('is kept in English by whoever reads English', async () => {
    const joko = await app.people.loadActor(
      Number((await app.db.pool.query("SELECT id FROM person WHERE username = 'joko'")).rows[0].id),
    );
    if (joko === undefined) throw new Error('no second administrator');
    await app.people.chooseLanguage(joko, 'en');
    await press(second, 'keputusan', { name: 'Keputusan Kepala Daerah' }, 'preview');
    const kind = '/settings/kinds/keputusan';
    const paths = [
      '/settings',
      '/settings/kinds',
      '/settings/kinds/new',
      kind,
      `${kind}/edit`,
      `${kind}/preview`,
      `${kind}/versions/1`,
      '/settings/kinds/nota-dinas/versions/2',
      '/settings/emblem',
      '/settings/emblem/head',
      '/settings/numbers',
      '/settings/reasons',
      '/settings/reasons/new',
      '/settings/reasons/1',
    ];
    for (const path of paths) {
      const page = await second.get(path);
      expect([path, page.status, page.html.includes('lang="en"'), faultsOf(app)]).toEqual([path, 200, true, []]);
    }
  });
});
