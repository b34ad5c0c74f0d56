import { beforeAll, describe, expect, it } from '@jest/globals';
import { Refusal } from '../../src/errors.ts';
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
const besidesOurs = (html: string) =>
  html.replace(/<script type="module" src="\/assets\/\w+\/one-click\.js"><\/script>/, '');

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

  it('says at the top which fields are meant when several are left empty', async () => {
    const { html } = await admin.send('/units/new', { name: '', code: '' });
    const summary = html.slice(html.indexOf('govuk-error-summary'), html.indexOf('<h1'));
    expect(summary).toMatch(/href="#name">Nama unit: Isian ini wajib\./);
    expect(summary).toMatch(/href="#code">Kode: Isian ini wajib\./);
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

  it('shows a wrong passphrase beside its field', async () => {
    const { replacePassphrase } = app.deps.enrolment;
    app.deps.enrolment.replacePassphrase = async () => {
      throw new Refusal('not-allowed', 'wrong-passphrase', {
        id: 'Frasa sandi salah.',
        en: 'The passphrase is wrong.',
      });
    };
    app.deps.enrolment.hasKeys = async () => true;
    const typed = {
      oldPassphrase: 'frasa lama',
      passphrase: 'frasa baru sekali',
      passphraseAgain: 'frasa baru sekali',
    };
    const page = await admin.send('/account', typed, '/account/passphrase');
    app.deps.enrolment.hasKeys = async () => false;
    app.deps.enrolment.replacePassphrase = replacePassphrase;
    expect([page.status, page.html.includes('href="#oldPassphrase"')]).toEqual([422, true]);
    expect(page.html).not.toMatch(/frasa lama|frasa baru sekali/);
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

describe('A form whose session has ended', () => {
  const typed = {
    name: 'Kecamatan <b>Baru</b>',
    code: 'Kec-B',
    address: 'Jl. Anggrek 3\u201d',
    passphrase: 'tidak boleh ikut',
  };

  it('is kept by the sign-in page, and sent afterwards with one click', async () => {
    const forgetful = client(app.origin, { origin: app.origin });
    const kept = await forgetful.post('/units/new', typed);
    expect(kept.status).toBe(403);
    expect(kept.html).toContain('Yang Anda ketik masih ada');
    expect(kept.html).not.toContain(typed.passphrase);
    const fields = unescaped(hiddenFields(kept.html));
    const wrong = await forgetful.post('/sign-in', { ...fields, username: 'rini', password: 'salah' });
    expect(unescaped(hiddenFields(wrong.html)).kept).toBe(fields.kept);
    const offered = await forgetful.post('/sign-in', {
      ...unescaped(hiddenFields(wrong.html)),
      username: 'rini',
      password,
    });
    expect([offered.status, offered.html.includes('Kirim sekarang')]).toEqual([200, true]);
    // What was written is shown, what was chosen or drawn is not: it means nothing to anybody.
    const shown = [...offered.html.matchAll(/layang-typed">([^<]*)</g)].map(([, text]) => text);
    expect(shown).toEqual(['Kecamatan &lt;b&gt;Baru&lt;/b&gt;', 'Jl. Anggrek 3\u201d']);
    const sent = await forgetful.post('/units/new', unescaped(hiddenFields(offered.html, '/units/new')));
    expect(sent.location).toBe('/units');
    expect((await admin.get('/units')).html).toContain('Kecamatan &lt;b&gt;Baru&lt;/b&gt;');
  });

  it('is kept whole when it is as long as a letter can be', async () => {
    const names = Array.from({ length: 250 }, (_, n) => `Kepala Sekolah ${n}`);
    const letter = {
      'recipients.name': names,
      'recipients.address': names,
      'sections.isi': 'Isi surat. '.repeat(5_400),
    };
    const forgetful = client(app.origin, { origin: app.origin });
    const kept = await forgetful.post('/letters/1/edit', letter);
    const offered = await forgetful.post('/sign-in', {
      ...unescaped(hiddenFields(kept.html)),
      username: 'rini',
      password,
    });
    expect(offered.status).toBe(200);
    expect(offered.html.match(/name="recipients\.(name|address)" value="Kepala Sekolah \d+"/g)).toHaveLength(500);
    expect(offered.html.match(/Isi surat\./g)).toHaveLength(2 * 5_400);
  });

  it('is offered again when only its token is stale', async () => {
    const late = await signedIn(app, 'rini');
    const before = await count('unit');
    const post = client(app.origin, { origin: app.origin });
    for (const [name, value] of late.cookies) post.cookies.set(name, value);
    const offered = await post.post('/units/new', { _csrf: 'of another session', name: 'Kecamatan C', code: 'Kec-C' });
    expect([offered.status, offered.html.includes('Kirim sekarang')]).toEqual([403, true]);
    expect(await count('unit')).toBe(before);
    expect((await post.post('/units/new', hiddenFields(offered.html, '/units/new'))).location).toBe('/units');
  });

  it('of another site is refused and not kept', async () => {
    for (const origin of ['https://evil.example', 'null', `${app.origin}.evil.example`]) {
      const stranger = client(app.origin, { origin });
      const page = await stranger.post('/units/new', typed);
      expect([origin, page.status, page.html.includes('Kec-B')]).toEqual([origin, 403, false]);
    }
  });

  it('leads nowhere else than to our own pages', async () => {
    const visitor = client(app.origin);
    for (const kept of [
      '{"action":"https://evil.example/","fields":[]}',
      '{"action":"//evil.example","fields":[]}',
      '{',
      '[]',
    ]) {
      const page = await visitor.get('/sign-in');
      const sent = await visitor.post('/sign-in', { ...hiddenFields(page.html), username: 'rini', password, kept });
      expect([kept, sent.status, sent.location]).toEqual([kept, 303, '/']);
      await visitor.send('/account', {}, '/sign-out');
    }
  });
});

/** Attribute values as a browser reads them. */
function unescaped(fields: Record<string, string>): Record<string, string> {
  const signs: Record<string, string> = {
    '&amp;': '&',
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#39;': "'",
    '&#92;': '\\',
  };
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      value.replace(/&(amp|lt|gt|quot|#39|#92);/g, (sign) => signs[sign] ?? sign),
    ]),
  );
}

describe('Script typed into any field', () => {
  const shown = async (path: string) => {
    const { html } = await admin.get(path);
    expect(besidesOurs(html)).not.toMatch(/<script|<img src=x|67092481/);
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
    expect(besidesOurs(link.html)).not.toContain('<script');
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
    expect(besidesOurs(refused.html)).not.toMatch(/<script|<img src=x/);
    const asked = `/sign-in?next=/${encodeURIComponent(script)}&lang=${encodeURIComponent(script)}`;
    expect(besidesOurs((await visitor.get(asked)).html)).not.toContain('<script');
    expect((await visitor.get(`/${encodeURIComponent(script)}`)).html).not.toContain('<script');
    expect((await admin.get(`/units/positions/new?unit=${encodeURIComponent(script)}`)).html).not.toContain('<script');
    const form = await admin.send('/units/new', { name: '', code: script, parentId: script, address: script });
    expect(form.html).not.toMatch(/<script|<img src=x/);
  });
});
