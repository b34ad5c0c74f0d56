import { beforeAll, describe, expect, it } from '@jest/globals';
import { ADMINISTRATOR, demoPassphrase, demoPassword } from '../../src/demo/regency.ts';
import { deviceCookieName } from '../../src/web/device-cookie.ts';
import type { Client } from '../support/client.ts';
import { client, hiddenFields } from '../support/client.ts';
import { type KeysWorld, keysWorld } from './keys-world.ts';

let world: KeysWorld;
let administrator: Client;

beforeAll(async () => {
  world = await keysWorld();
  administrator = await world.signedIn(ADMINISTRATOR.username);
});

const passphrase = 'tujuh layar biru menunggu angin';
const text = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const idOf = async (username: string) => {
  const [rini] = [await world.layang.people.loadActor(1)];
  if (rini === undefined) throw new Error('no administrator');
  return (await world.layang.people.listPersons(rini)).find((person) => person.username === username)?.id ?? 0;
};
const positionId = async (name: string) =>
  (await world.layang.people.listPositions()).find((position) => position.name === name)?.id ?? 0;
const directory = async () => (await client(world.origin).get('/_v1/keys')).html;
const linesOf = async (name: string) =>
  (await directory())
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { name: string; status: string; position: string; kid: string })
    .filter((line) => line.name.includes(name));

/** Sends a form that the page does not offer. */
async function force(who: Client, path: string, fields: Record<string, string> = {}): Promise<number> {
  return (await who.post(path, { ...hiddenFields((await who.get('/account')).html), ...fields })).status;
}

describe('First entry by a link', () => {
  it('sets password and passphrase, makes certificate and seal key, and publishes the key', async () => {
    await administrator.send('/people/new', { username: 'baru', name: 'Laksmi Anindita' });
    const id = await idOf('baru');
    await administrator.send(
      `/people/${id}`,
      {
        positionId: String(await positionId('Camat Muara Sagara')),
        forms: 'Plt.',
        validFrom: '2026-01-05',
        validTo: '',
      },
      `/people/${id}/appointments`,
    );
    const link = await administrator.send(`/people/${id}`, {}, `/people/${id}/link`);
    const path = /\/welcome\/[\w-]+/.exec(link.html)?.[0] ?? '';
    const newcomer = client(world.origin);
    const password = 'kuda laut menari pelan';
    const secrets = { password, passwordAgain: password, passphrase, passphraseAgain: passphrase };

    const same = await newcomer.send(path, { ...secrets, passphrase: password, passphraseAgain: password });
    expect([same.status, text(same.html)]).toEqual([422, expect.stringContaining('harus berbeda dari kata sandi')]);
    const weak = await newcomer.send(path, { ...secrets, passphrase: 'laksmi', passphraseAgain: 'laksmi' });
    expect(weak.status).toBe(422);
    expect(await linesOf('Laksmi')).toEqual([]);

    expect((await newcomer.send(path, secrets)).location).toBe('/');
    expect(await linesOf('Laksmi')).toMatchObject([{ status: 'active', position: 'Plt. Camat Muara Sagara' }]);
    const account = text((await newcomer.get('/account')).html);
    expect(account).toMatch(/Sertifikat elektronik Berlaku sampai \d+ \w+ \d{4}\./);
    expect(account).toContain(`Kunci ${(await linesOf('Laksmi'))[0]?.kid}`);
    expect(account).not.toContain('Perbarui sertifikat');
    expect((await client(world.origin).get(path)).status).toBe(404);
  });
});

describe('The passphrase', () => {
  it('is changed with the old one, and letters are signed with the new one alone', async () => {
    const chief = await world.signedIn('kadisdik');
    const old = demoPassphrase('kadisdik');
    const change = (fields: Record<string, string>) =>
      chief.send(
        '/account',
        { oldPassphrase: old, passphrase, passphraseAgain: passphrase, ...fields },
        '/account/passphrase',
      );
    const wrong = await change({ oldPassphrase: 'bukan yang ini' });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('href="#oldPassphrase"');
    expect((await change({ passphraseAgain: 'lain' })).html).toContain('href="#passphraseAgain"');
    expect((await change({ passphrase: 'kadisdik', passphraseAgain: 'kadisdik' })).html).toContain(
      'href="#passphrase"',
    );
    expect((await change({})).status).toBe(303);
    expect((await chief.get('/account')).html).toContain('Frasa sandi tanda tangan diganti.');
    await expect(world.issue(old)).rejects.toMatchObject({ code: 'wrong-passphrase' });
    expect(await world.issue(passphrase)).toMatch(/\d/);
    expect(await linesOf('Ratna')).toHaveLength(1);
  });

  it('forgotten, is followed by new keys: the administrator ends the old ones, the official makes new ones', async () => {
    const id = await idOf('kadisdik');
    const before = await linesOf('Ratna');
    const ended = await administrator.send(`/people/${id}`, {}, `/people/${id}/new-keys`);
    expect(ended.location).toBe(`/people/${id}`);
    expect(await linesOf('Ratna')).toMatchObject([{ kid: before[0]?.kid, status: 'retired' }]);
    await expect(world.issue(passphrase)).rejects.toMatchObject({ code: 'certificate-revoked' });
    // A second click ends nothing twice.
    expect(await force(administrator, `/people/${id}/new-keys`)).toBe(409);

    const chief = await world.signedIn('kadisdik');
    expect((await chief.get('/account')).html).toContain('action="/account/keys"');
    const fresh = 'enam perahu pulang sebelum hujan';
    const make = (fields: Record<string, string>) =>
      chief.send(
        '/account',
        { passphrase: fresh, passphraseAgain: fresh, currentPassword: demoPassword('kadisdik'), ...fields },
        '/account/keys',
      );
    const stranger = await make({ currentPassword: 'bukan kata sandinya' });
    expect([stranger.status, stranger.html.includes('href="#currentPassword"')]).toEqual([422, true]);
    const own = demoPassword('kadisdik');
    expect((await make({ passphrase: own, passphraseAgain: own })).html).toContain('href="#passphrase"');
    expect(await linesOf('Ratna')).toHaveLength(1);

    expect((await make({})).status).toBe(303);
    expect((await chief.get('/account')).html).toContain('sertifikat elektronik Anda sudah dibuat');
    expect((await linesOf('Ratna')).map(({ status }) => status).sort()).toEqual(['active', 'retired']);
    expect(await world.issue(fresh)).toMatch(/\d/);
    // With keys in place a first passphrase is refused.
    const first = { passphrase, passphraseAgain: passphrase, currentPassword: own };
    expect(await force(chief, '/account/keys', first)).toBe(409);
  });
});

describe('An official without keys', () => {
  it('who is given a post later makes them on the account page', async () => {
    expect((await administrator.get('/account')).html).not.toContain('/account/keys');
    const id = await idOf(ADMINISTRATOR.username);
    const post = { positionId: String(await positionId('Sekretaris Daerah')), forms: 'Plh.', validFrom: '2026-01-05' };
    await administrator.send(`/people/${id}`, { ...post, validTo: '' }, `/people/${id}/appointments`);
    const currentPassword = demoPassword(ADMINISTRATOR.username);
    const made = await administrator.send(
      '/account',
      { passphrase, passphraseAgain: passphrase, currentPassword },
      '/account/keys',
    );
    expect(made.status).toBe(303);
    expect(await linesOf(ADMINISTRATOR.name)).toMatchObject([{ status: 'active', position: 'Plh. Sekretaris Daerah' }]);
    expect(await world.layang.enrolment.hasKeys(id)).toBe(true);
  });
});

describe('The sign-in password asked for once more', () => {
  it('is no way to guess it from a device that was left open', async () => {
    const left = await world.signedIn('kabid');
    // Which a browser sends to the sign-in page alone.
    left.cookies.delete(deviceCookieName('http:'));
    const guess = (current: string) =>
      left.send('/account', { current, password: passphrase, passwordAgain: passphrase }, '/account/password');
    for (let n = 1; n <= 10; n++) expect((await guess(`tebakan ${n}`)).html).toContain('tidak cocok');
    const late = await guess(demoPassword('kabid'));
    expect(late.status).toBe(422);
    expect(text(late.html)).toContain('Terlalu banyak percobaan');
    const keys = { passphrase, passphraseAgain: passphrase, currentPassword: 'tebakan' };
    expect(await force(left, '/account/keys', keys)).toBe(422);
  });
});

describe('Where my QR seal was used', () => {
  it('names every issued letter by every key the official ever had, to that official alone', async () => {
    const chief = await world.signedIn('kadisdik');
    const page = await chief.get('/account/seals');
    const [retired, active] = (await linesOf('Ratna')).sort((a, b) => b.status.localeCompare(a.status));
    const shown = text(page.html);
    expect(shown).toContain(`Kepala Dinas Pendidikan Berakhir Kunci ${retired?.kid}`);
    expect(shown).toContain(`Kepala Dinas Pendidikan Berlaku Kunci ${active?.kid}`);
    const letters = [...page.html.matchAll(/href="\/letters\/(\d+)"/g)].map(([, letter]) => Number(letter));
    expect(letters).toHaveLength(2);
    for (const letter of letters) expect((await chief.get(`/letters/${letter}`)).status).toBe(200);
    expect((await chief.get('/account')).html).toContain('href="/account/seals"');
    const other = await world.signedIn('analis');
    expect((await other.get('/account/seals')).html).toContain('Belum ada surat.');
  });

  it('is turned over page by page', async () => {
    const { openOwnSeals } = await import('../../src/issuing/own-seals.ts');
    const trace = openOwnSeals(world.layang.db, 1);
    const id = await idOf('kadisdik');
    const pages = [await trace.page(id, 1), await trace.page(id, 2), await trace.page(id, 99)];
    expect(pages.map(({ page, pages: all }) => [page, all])).toEqual([
      [1, 2],
      [2, 2],
      [2, 2],
    ]);
    const [first, second] = pages.map(({ seals }) => seals[0]);
    expect(first?.sealedAt.getTime()).toBeGreaterThan(second?.sealedAt.getTime() ?? 0);
    expect(await trace.page(0, 1)).toEqual({ seals: [], page: 1, pages: 1 });
  });
});

describe('A certificate', () => {
  it('is renewed by its owner in its last weeks, not before', async () => {
    const renew = (who: Client, secret: string) =>
      who.send('/account', { certificatePassphrase: secret }, '/account/certificate');
    const early = await world.signedIn('sekda');
    expect((await early.get('/account')).html).not.toContain('/account/certificate');
    expect(await force(early, '/account/certificate', { certificatePassphrase: demoPassphrase('sekda') })).toBe(409);

    world.ahead = 2 * 365 - 60;
    const owner = await world.signedIn('sekda');
    expect((await owner.get('/account')).html).toContain('Perbarui sertifikat');
    const wrong = await renew(owner, 'bukan yang ini');
    expect([wrong.status, wrong.html.includes('href="#certificatePassphrase"')]).toEqual([422, true]);
    expect((await renew(owner, demoPassphrase('sekda'))).status).toBe(303);
    const after = await owner.get('/account');
    expect(after.html).toContain('Sertifikat elektronik diperbarui.');
    expect(after.html).not.toContain('action="/account/certificate"');

    world.ahead = 2 * 365 + 30;
    const late = await world.signedIn('analis');
    expect(text((await late.get('/account')).html)).toContain('Anda belum dapat menandatangani sebelum memperbaruinya');
    expect((await renew(late, demoPassphrase('analis'))).status).toBe(303);
    expect(text((await late.get('/account')).html)).toMatch(/Sertifikat elektronik Berlaku sampai/);
    world.ahead = 0;
  });
});
