import { beforeAll, describe, expect, it } from '@jest/globals';
import { budgets, networkOf, signInThrottle } from '../../src/web/sign-in-throttle.ts';
import { ownPath } from '../../src/web/visit.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';
import { client, hiddenFields } from '../support/client.ts';
import { password, signedIn, smallOffice } from './office.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ publicDirectory: await builtAssets() });
  await smallOffice(app);
});

const forgetGuesses = () => app.db.pool.query('DELETE FROM rate_limit');

describe('Signing in', () => {
  it('gives the session a new name, so that one fixed beforehand is worth nothing', async () => {
    const visitor = client(app.origin);
    const page = await visitor.get('/sign-in');
    const before = visitor.cookies.get('layang');
    expect(before).toBeDefined();
    await visitor.post('/sign-in', { ...hiddenFields(page.html), username: 'siti', password });
    expect(visitor.cookies.get('layang')).not.toBe(before);
    const thief = client(app.origin);
    thief.cookies.set('layang', before ?? '');
    expect((await thief.get('/account')).status).toBe(303);
    expect((await visitor.get('/account')).status).toBe(200);
  });

  it('takes no session name that a visitor brings along', async () => {
    const visitor = client(app.origin);
    visitor.cookies.set('layang', 's%3Achosen.AAAA');
    await visitor.get('/sign-in');
    expect(visitor.cookies.get('layang')).not.toContain('chosen');
  });

  it('answers an unknown name, a wrong password and a closed account alike', async () => {
    const admin = await app.people.loadActor(1);
    if (admin === undefined) throw new Error('no administrator');
    await app.people.disablePerson(admin, 5);
    const pages: string[] = [];
    for (const [username, secret] of [
      ['tidakada', password],
      ['siti', 'kata sandi lain'],
      ['joko', password],
    ] as const) {
      const page = await client(app.origin).send('/sign-in', { username, password: secret });
      expect(page.status).toBe(422);
      pages.push(page.html.replaceAll(username, '…').replace(/name="_(csrf|once)" value="[^"]*"/g, ''));
    }
    expect(new Set(pages).size).toBe(1);
    await forgetGuesses();
  });

  it('sets cookies that scripts and other sites do not get', async () => {
    const page = await client(app.origin).send('/sign-in', { username: 'siti', password });
    const cookies = page.headers.getSetCookie();
    expect(cookies).toHaveLength(2);
    for (const cookie of cookies) expect(cookie).toMatch(/HttpOnly; SameSite=Lax/i);
  });

  it('keeps neither name, password nor session in the log', () => {
    const log = JSON.stringify(app.log);
    expect(log).not.toContain(password);
    expect(log).not.toContain('siti');
  });

  it('ends after eight idle hours, and after a day in any case', async () => {
    const visitor = await signedIn(app, 'siti');
    const start = app.now.getTime();
    const statusAfter = async (hours: number) => {
      app.now = new Date(start + hours * 3_600_000);
      return (await visitor.get('/account')).status;
    };
    for (const hours of [7.9, 15.8, 23.7]) expect([hours, await statusAfter(hours)]).toEqual([hours, 200]);
    expect(await statusAfter(24.1)).toBe(303);
    app.now = new Date(start);
    const idle = await signedIn(app, 'siti');
    app.now = new Date(start + 8.1 * 3_600_000);
    expect((await idle.get('/account')).status).toBe(303);
    app.now = new Date(start);
  });

  it('throws a person out at the next request once the account is closed', async () => {
    const visitor = await signedIn(app, 'made');
    const admin = await app.people.loadActor(1);
    if (admin === undefined) throw new Error('no administrator');
    await app.people.disablePerson(admin, 4);
    expect((await visitor.get('/account')).status).toBe(303);
  });

  it('leads back to the page that was asked for, and nowhere else', async () => {
    for (const [next, location] of [
      ['/account?x=1', '/account?x=1'],
      ['//evil.example', '/'],
      ['https://evil.example/', '/'],
      ['/\\evil.example', '/'],
      ['/\t/evil.example', '/'],
      ['javascript:alert(1)', '/'],
      ['\\\\evil.example', '/'],
      ['/a\r\nSet-Cookie: x=1', '/'],
    ]) {
      const visitor = client(app.origin);
      const page = await visitor.get(`/sign-in?next=${encodeURIComponent(next ?? '')}`);
      const sent = await visitor.post('/sign-in', {
        ...hiddenFields(page.html),
        username: 'siti',
        password,
        next: next ?? '',
      });
      expect([next, sent.location]).toEqual([next, location]);
    }
  });

  it.each(['/', '/a/b?c=d', '/surat%20masuk'])('knows %s as a path of its own', (path) => {
    expect(ownPath(path)).toBe(path);
  });
});

describe('Guessing passwords', () => {
  it('is put off after a few tries at one account from one address, also with the right password', async () => {
    await forgetGuesses();
    const guesser = client(app.origin);
    for (let i = 0; i < budgets.accountAndAddress; i += 1) {
      expect((await guesser.send('/sign-in', { username: 'budi', password: `tebakan ${i}` })).status).toBe(422);
    }
    const page = await guesser.send('/sign-in', { username: ' BUDI ', password });
    expect(page.status).toBe(429);
    expect(page.html).toMatch(/Tunggu 1\d menit/);
    expect((await guesser.get('/account')).status).toBe(303);
  });

  it('does not shut out the official on a device that has signed in before', async () => {
    await forgetGuesses();
    const phone = await signedIn(app, 'budi');
    await phone.send('/account', {}, '/sign-out');
    const stranger = client(app.origin);
    for (let i = 0; i < budgets.accountAndAddress + 3; i += 1) {
      await stranger.send('/sign-in', { username: 'budi', password: `tebakan ${i}` });
    }
    expect((await stranger.send('/sign-in', { username: 'budi', password })).status).toBe(429);
    expect((await phone.send('/sign-in', { username: 'budi', password })).status).toBe(303);
  });

  it('gets no further with another account’s device', async () => {
    await forgetGuesses();
    const own = await signedIn(app, 'siti');
    await own.send('/account', {}, '/sign-out');
    for (let i = 0; i < budgets.accountAndAddress; i += 1) {
      await own.send('/sign-in', { username: 'budi', password: `tebakan ${i}` });
    }
    expect((await own.send('/sign-in', { username: 'budi', password })).status).toBe(429);
  });

  it('does not slow an official elsewhere, however long a stranger guesses', async () => {
    await forgetGuesses();
    const throttle = signInThrottle(app.db, 'another secret of thirty-two characters');
    for (let i = 0; i < 60; i += 1) {
      await throttle({ username: 'budi', address: `198.51.100.${i % 12}`, device: undefined });
    }
    const elsewhere = await throttle({ username: 'budi', address: '203.0.113.9', device: undefined });
    expect(elsewhere.admitted).toBe(true);
    expect(elsewhere.admitted && elsewhere.slowMs).toBeLessThanOrEqual(3000);
    const known = await throttle({ username: 'budi', address: '198.51.100.1', device: 'phone' });
    expect(known).toMatchObject({ admitted: true, slowMs: 0 });
  });

  it('of many accounts from one address is put off as well', async () => {
    const throttle = signInThrottle(app.db, 'another secret of thirty-two characters');
    const answers = [];
    for (let i = 0; i <= budgets.address; i += 1) {
      answers.push((await throttle({ username: `pegawai${i}`, address: '192.0.2.77', device: undefined })).admitted);
    }
    expect(answers.indexOf(false)).toBe(budgets.address);
  });

  it('counts simultaneous guesses one by one', async () => {
    const throttle = signInThrottle(app.db, 'another secret of thirty-two characters');
    const all = await Promise.all(
      Array.from({ length: 20 }, () => throttle({ username: 'serentak', address: '192.0.2.78', device: undefined })),
    );
    expect(all.filter(({ admitted }) => admitted)).toHaveLength(budgets.accountAndAddress);
  });

  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('takes %s as coming from %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
