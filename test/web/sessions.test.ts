import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Refusal } from '../../src/errors.ts';
import { confirmedForMs, dangerousActs } from '../../src/web/dangerous-acts.ts';
import { deviceName } from '../../src/web/device-name.ts';
import { officials } from '../../src/web/officials.ts';
import { officialRoutes } from '../../src/web/pages/routes.ts';
import { sampleAddress } from '../../src/web/routes.ts';
import { MOST_SESSIONS } from '../../src/web/session.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';
import { type Client, client, hiddenFields } from '../support/client.ts';
import { password, signedIn, smallOffice, type Username } from './office.ts';

const PHONE =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36';
const start = new Date('2026-11-21T02:00:00Z');
let app: TestApp;

beforeAll(async () => {
  app = await startApp({ publicDirectory: await builtAssets() });
  await smallOffice(app);
});

beforeEach(() => {
  app.now = start;
});

async function enter(username: Username, userAgent: string): Promise<Client> {
  const visitor = client(app.origin, { 'user-agent': userAgent });
  expect((await visitor.send('/sign-in', { username, password })).status).toBe(303);
  return visitor;
}

const later = (ms: number) => {
  app.now = new Date(app.now.getTime() + ms);
};
const devices = (html: string) =>
  [...html.matchAll(/layang-list__main">([^<]*)<\/span>\s*<span class="layang-list__sub">Masuk/g)].map((m) => m[1]);
const endings = (html: string) =>
  [...html.matchAll(/action="(\/account\/sessions\/\d+\/end)"/g)].map((m) => m[1] ?? '');
const events = () => app.log.filter(({ message }) => message === 'security').map(({ facts }) => facts);

describe('A person’s devices', () => {
  it('stand in the account by the family of their browser, this one first, and nothing of what it says of itself', async () => {
    const desk = await enter('siti', 'Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/145.0 <b>mine</b>');
    later(60_000);
    const phone = await enter('siti', PHONE);
    const strange = await enter('siti', 'curl/8 <script>');
    const { html } = await phone.get('/account');
    expect(devices(html)).toEqual(['Chrome, Android', 'Peramban tidak dikenal', 'Firefox, Windows']);
    expect(html).not.toMatch(/<b>mine|curl/);
    for (const each of [desk, phone, strange]) {
      const sid =
        decodeURIComponent(each.cookies.get('layang') ?? '')
          .slice(2)
          .split('.')[0] ?? 'none';
      expect(html).not.toContain(sid);
      expect((await app.db.pool.query('SELECT 1 FROM session WHERE sid = $1', [sid])).rowCount).toBe(0);
    }
    expect(endings(html)).toHaveLength(2);
  });

  it('can be signed out one by one, and all but this one', async () => {
    await app.db.pool.query('DELETE FROM session');
    const [phone, lost, other] = [await enter('siti', PHONE), await enter('siti', ''), await enter('siti', '')];
    const newest = endings((await phone.get('/account')).html)[0] ?? '';
    expect((await phone.send('/account', {}, newest)).location).toBe('/account');
    expect((await other.get('/account')).status).toBe(303);
    expect((await lost.get('/account')).status).toBe(200);
    await phone.send('/account', {}, '/account/sessions/end-others');
    expect((await lost.get('/account')).status).toBe(303);
    expect(devices((await phone.get('/account')).html)).toEqual(['Chrome, Android']);
  });

  it('are nobody else’s to end, except the administrator’s, of which the owner is told', async () => {
    const siti = await enter('siti', PHONE);
    const budi = await enter('budi', '');
    const own = (await app.db.pool.query('SELECT id FROM session WHERE person_id = 2 ORDER BY id DESC')).rows[0].id;
    const form = hiddenFields((await budi.get('/account')).html);
    expect((await budi.post(`/account/sessions/${own}/end`, form)).status).toBe(303);
    expect((await siti.get('/account')).status).toBe(200);
    const rini = await signedIn(app, 'rini');
    expect(devices((await rini.get('/people/2')).html)).toContain('Chrome, Android');
    await rini.send('/people/2', {}, '/people/2/sessions/end');
    expect((await siti.get('/account')).status).toBe(303);
    const again = await enter('siti', PHONE);
    expect((await again.get('/')).html).toContain('dikeluarkan dari semua perangkat oleh Rini Astuti');
  });

  it('are at most twenty: one more ends the one not seen for the longest', async () => {
    await app.db.pool.query('DELETE FROM session');
    const first = await enter('made', PHONE);
    for (let n = 1; n < MOST_SESSIONS; n++) {
      later(1_000);
      await enter('made', '');
    }
    expect((await first.get('/account')).status).toBe(200);
    await app.db.pool.query("UPDATE session SET seen_at = seen_at - interval '1 hour' WHERE device <> ''");
    await enter('made', '');
    const { rows } = await app.db.pool.query('SELECT count(*)::integer AS n FROM session WHERE person_id = 4');
    expect(rows[0].n).toBe(MOST_SESSIONS);
    expect((await first.get('/account')).status).toBe(303);
  });

  it.each([
    ['Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/142.0 Safari/537.36 Edg/142.0', 'Edge, Windows'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile/15E148 Safari/604.1',
      'Safari, iPhone',
    ],
    [
      'Mozilla/5.0 (Linux; Android 14; SM-A155F) SamsungBrowser/27.0 Chrome/125.0 Mobile Safari/537.36',
      'Samsung Internet, Android',
    ],
    ['', ''],
    [`${'('.repeat(100_000)} Chrome/1`, ''],
  ])('is told from what a browser says', (said, name) => {
    expect(deviceName(said)).toBe(name);
  });
});

describe('What must not be done from a device left open', () => {
  it('is a list of forms that exist and bring no file, and every form of it asks', async () => {
    const routes = officialRoutes(app.deps, officials(app.deps));
    const rini = await signedIn(app, 'rini');
    later(confirmedForMs);
    const { html } = await rini.get('/account');
    for (const path of Object.keys(dangerousActs)) {
      const route = routes.find((each) => each.method === 'POST' && each.path === path);
      expect([path, route?.receives]).toEqual([path, undefined]);
      if (route === undefined) throw new Error(`${path} is no form`);
      const page = await rini.post(sampleAddress(route), { ...hiddenFields(html), name: 'Ketikan <saya>' });
      expect([path, page.status]).toEqual([path, 403]);
      expect(page.html).toContain('Ketik kata sandi Anda');
      expect(page.html).toContain(`action="${sampleAddress(route)}"`);
      expect(page.html).toContain('name="name" value="Ketikan &lt;saya&gt;"');
      expect(page.html).not.toContain(hiddenFields(html)._once);
    }
  });

  it('goes on with the form that was sent once the password is given, and does not ask again for a while', async () => {
    const rini = await signedIn(app, 'rini');
    later(confirmedForMs);
    const before = rini.cookies.get('layang');
    const typed = { email: 'budi@purnama.example' };
    const asked = await rini.send('/people/3', typed, '/people/3/email');
    const stored = async () => (await app.db.pool.query('SELECT email FROM person WHERE id = 3')).rows[0].email;
    expect([asked.status, await stored()]).toEqual([403, '']);
    const form = hiddenFields(asked.html, '/people/3/email');
    expect(form.email).toBe(typed.email);
    const wrong = await rini.post('/people/3/email', { ...form, confirmPassword: 'bukan kata sandi saya' });
    expect([wrong.status, await stored()]).toEqual([422, '']);
    expect(wrong.html).toContain('tidak cocok');
    expect(wrong.html).not.toContain('bukan kata sandi saya');
    expect((await rini.post('/people/3/email', { ...form, confirmPassword: '' })).status).toBe(422);
    const given = await rini.post('/people/3/email', {
      ...hiddenFields(wrong.html, '/people/3/email'),
      confirmPassword: password,
    });
    expect([given.status, given.location, await stored()]).toEqual([303, '/people/3', typed.email]);

    const thief = client(app.origin);
    thief.cookies.set('layang', before ?? '');
    expect((await thief.get('/account')).status).toBe(303);
    expect(rini.cookies.get('layang')).not.toBe(before);
    later(confirmedForMs - 1);
    expect((await rini.send('/people/3', { email: '' }, '/people/3/email')).status).toBe(303);
    later(1);
    expect((await rini.send('/people/3', typed, '/people/3/email')).status).toBe(403);
  });

  it('cannot be guessed at without end, and every try stands in the log with its request', async () => {
    const budi = await signedIn(app, 'budi');
    later(confirmedForMs);
    app.log.length = 0;
    for (let n = 1; n <= 10; n++)
      expect(
        (await budi.send('/account', { email: '', confirmPassword: `tebakan ${n}` }, '/account/email')).status,
      ).toBe(422);
    const last = await budi.send('/account', { email: '', confirmPassword: password }, '/account/email');
    expect(last.html).toContain('Terlalu banyak percobaan');
    expect(events().map(({ event, person }) => [event, person])).toEqual([
      ...Array(10).fill(['confirm-failed', 3]),
      ['confirm-put-off', 3],
    ]);
    const lines = app.log.filter(({ message }) => message === 'request').map(({ facts }) => facts.request);
    for (const { request } of events()) expect(lines).toContain(request);
    await app.db.pool.query('DELETE FROM rate_limit');
  });
});

describe('Signing out', () => {
  it('lets the browser forget what it kept of letters', async () => {
    for (const action of ['/sign-out', '/account/sign-out-everywhere']) {
      const siti = await enter('siti', PHONE);
      const out = await siti.send('/account', {}, action);
      expect([out.location, out.headers.get('clear-site-data')]).toEqual(['/sign-in', '"cache"']);
    }
  });
});

describe('The log', () => {
  it('has a line for who came in, who did not, who was refused and whose form was not ours, and no secret', async () => {
    app.log.length = 0;
    const siti = await enter('siti', PHONE);
    await client(app.origin).send('/sign-in', { username: 'siti', password: 'salah sama sekali' });
    await client(app.origin).send('/sign-in', { username: 'kuda laut menari pelan', password: 'x' });
    await siti.get('/people');
    await siti.post('/account/language', { _csrf: 'dari situs lain', language: 'en' });
    const { replacePassphrase, hasKeys } = app.deps.enrolment;
    app.deps.enrolment.hasKeys = async () => true;
    app.deps.enrolment.replacePassphrase = async () => {
      throw new Refusal('not-allowed', 'wrong-passphrase', {
        id: 'Frasa sandi tidak cocok.',
        en: 'It does not match.',
      });
    };
    const [oldPassphrase, passphrase] = ['frasa lama yang keliru', 'frasa baru sekali untuk siti'];
    await siti.send('/account', { oldPassphrase, passphrase, passphraseAgain: passphrase }, '/account/passphrase');
    Object.assign(app.deps.enrolment, { replacePassphrase, hasKeys });
    await siti.send('/account', {}, '/sign-out');
    expect(events().map(({ event, person }) => [event, person])).toEqual([
      ['sign-in-succeeded', 2],
      ['sign-in-failed', null],
      ['sign-in-failed', null],
      ['not-allowed', 2],
      ['form-not-ours', 2],
      ['passphrase-wrong', 2],
      ['signed-out', 2],
    ]);
    const log = JSON.stringify(app.log);
    for (const secret of [
      password,
      oldPassphrase,
      passphrase,
      'salah sama sekali',
      'situs lain',
      'siti',
      ...siti.cookies.values(),
    ])
      expect(log).not.toContain(secret);
  });
});
