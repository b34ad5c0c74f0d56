import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';
import { type Client, client, hiddenFields } from '../support/client.ts';
import { password, signedIn, smallOffice } from './office.ts';

let app: TestApp;
let admin: Client;

beforeAll(async () => {
  app = await startApp({ publicDirectory: await builtAssets() });
  await smallOffice(app);
  admin = await signedIn(app, 'rini');
});

const count = async (table: string): Promise<number> =>
  Number((await app.db.pool.query(`SELECT count(*) FROM ${table}`)).rows[0].count);

const script = `"><script>alert(1)</script><img src=x onerror=alert(1)>'{{8191*8191}}`;

describe('A form', () => {
  it('sent ten times at once does one thing, and all are led to the same place', async () => {
    const before = await count('position');
    const fields = {
      ...hiddenFields((await admin.get('/units/positions/new')).html),
      name: 'Camat Purnama',
      unitId: '1',
      officeKind: 'other',
    };
    const pages = await Promise.all(Array.from({ length: 10 }, () => admin.post('/units/positions/new', fields)));
    expect(new Set(pages.map(({ status, location }) => `${status} ${location}`))).toEqual(new Set(['303 /units']));
    expect(await count('position')).toBe(before + 1);
    expect((await admin.post('/units/positions/new', fields)).location).toBe('/units');
    expect(await count('position')).toBe(before + 1);
  });

  it('that was refused can be corrected and sent again', async () => {
    const fields = hiddenFields((await admin.get('/units/new')).html);
    const refused = await admin.post('/units/new', { ...fields, name: '', code: 'Kec-A' });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('href="#name"');
    expect(refused.html).toContain('value="Kec-A"');
    expect((await admin.post('/units/new', { ...fields, name: 'Kecamatan A', code: 'Kec-A' })).location).toBe('/units');
  });

  it('shows what a rule of the office refuses beside its field', async () => {
    const page = await admin.send('/units/new', { name: 'Kembar', code: 'Disdik' });
    expect(page.status).toBe(422);
    expect(page.html).toContain('Kode Disdik sudah dipakai unit lain.');
    const person = await admin.send('/people/new', { name: 'Siti Lain', username: 'SITI' });
    expect(person.html).toContain('Nama pengguna siti sudah dipakai.');
    const term = await admin.send(
      '/people/2',
      { positionId: '1', validFrom: '2026-05-02', validTo: '2026-05-01' },
      '/people/2/appointments',
    );
    expect(term.html).toContain('Tanggal akhir mendahului tanggal mulai.');
  });

  it('never sends back a password that was typed', async () => {
    const page = await admin.send(
      '/account',
      { current: password, password: 'rahasia negara', passwordAgain: 'rahasia negara lain' },
      '/account/password',
    );
    expect(page.status).toBe(422);
    expect(page.html).toContain('Kedua isian ini tidak sama.');
    expect(page.html).not.toContain(password);
    expect(page.html).not.toContain('rahasia negara');
  });

  it('larger than a form can be, or of another kind, is refused in words', async () => {
    const fields = hiddenFields((await admin.get('/units/new')).html);
    const large = await admin.post('/units/new', { ...fields, name: 'x'.repeat(600_000) });
    expect([large.status, large.html.includes('Terlalu besar')]).toEqual([413, true]);
  });

  it('changes a password and signs other devices out', async () => {
    const phone = await signedIn(app, 'siti');
    const desk = await signedIn(app, 'siti');
    const next = 'empat gelas kopi tubruk';
    const sent = await desk.send(
      '/account',
      { current: password, password: next, passwordAgain: next },
      '/account/password',
    );
    expect(sent.location).toBe('/account');
    expect((await desk.get('/account')).status).toBe(200);
    expect((await phone.get('/account')).status).toBe(303);
    expect((await client(app.origin).send('/sign-in', { username: 'siti', password })).status).toBe(422);
    expect((await client(app.origin).send('/sign-in', { username: 'siti', password: next })).status).toBe(303);
  });
});

describe('Script typed into any field', () => {
  const shown = async (path: string) => {
    const { html } = await admin.get(path);
    expect(html).not.toMatch(/<script|<img src=x|67092481/);
    return html;
  };
  const escaped = '&lt;script&gt;alert(1)&lt;/script&gt;';

  it('is shown as what it is: names of units and posts', async () => {
    await admin.send('/units/new', { name: script, code: 'XSS', address: script, contact: script });
    await admin.send('/units/positions/new', { name: script, unitId: '1', officeKind: 'other', code: 'x' });
    expect(await shown('/units')).toContain(escaped);
    expect(await shown('/units/positions/new')).toContain(escaped);
    expect(await shown('/people/2')).toContain(escaped);
    const { id } = (await app.db.pool.query('SELECT max(id) AS id FROM unit')).rows[0];
    expect(await shown(`/units/${id}`)).toContain(escaped);
  });

  it('is shown as what it is: names of persons', async () => {
    const sent = await admin.send('/people/new', {
      name: script,
      titleBefore: '<b>Dr.</b>',
      titleAfter: '"><i>',
      rank: script.slice(0, 60),
      username: 'xss.person',
    });
    const path = sent.location ?? '';
    expect(await shown('/people')).toContain(escaped);
    expect(await shown(path)).toContain(escaped);
    const link = await admin.send(path, {}, `${path}/link`);
    expect(link.html).not.toContain('<script');
    const welcome = new URL(/http:\/\/[^<\s]+\/welcome\/[\w-]+/.exec(link.html)?.[0] ?? '').pathname;
    expect(await shown(welcome)).toContain(escaped);
    await admin.send(
      path,
      { positionId: '1', validFrom: '2026-01-01', warrant: '<script>1</script>' },
      `${path}/appointments`,
    );
    expect(await shown(path)).toContain('&lt;script&gt;1&lt;/script&gt;');
  });

  it('is shown as what it is: whatever comes back in a form or an address', async () => {
    const visitor = client(app.origin);
    const refused = await visitor.send('/sign-in', { username: script, password: 'x', next: `/${script}` });
    expect(refused.html).not.toMatch(/<script|<img src=x/);
    expect(
      (await visitor.get(`/sign-in?next=/${encodeURIComponent(script)}&lang=${encodeURIComponent(script)}`)).html,
    ).not.toContain('<script');
    expect((await visitor.get(`/${encodeURIComponent(script)}`)).html).not.toContain('<script');
    expect((await admin.get(`/units/positions/new?unit=${encodeURIComponent(script)}`)).html).not.toContain('<script');
    const form = await admin.send('/units/new', { name: '', code: script, parentId: script, address: script });
    expect(form.html).not.toMatch(/<script|<img src=x/);
  });
});
