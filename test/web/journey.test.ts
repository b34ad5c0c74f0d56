import { beforeAll, describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';
import { client } from '../support/client.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ publicDirectory: await builtAssets() });
});

const password = 'kuda laut menari pelan';
const passphrase = 'enam cangkir teh melati';

describe('From an empty database to an official at work', () => {
  const administrator = () => admin;
  let admin: ReturnType<typeof client>;
  let official: ReturnType<typeof client>;
  let link = '';

  it('the first administrator comes in by the one-time link and sets the office up', async () => {
    const token = await app.people.inviteFirstAdministrator();
    admin = client(app.origin);
    const page = await admin.send(`/setup/${token}`, {
      name: 'Pemerintah Kabupaten Lembah Purnama',
      region: 'Kabupaten Lembah Purnama',
      place: 'Purnama',
      timeZone: 'Asia/Jakarta',
      personName: 'Rini Astuti',
      username: 'rini',
      password,
      passwordAgain: password,
    });
    expect([page.status, page.location]).toEqual([303, '/units']);
    expect((await admin.get('/units')).html).toContain('Instansi siap.');
    expect((await admin.get(`/setup/${token}`)).status).toBe(404);
    expect(await app.people.inviteFirstAdministrator()).toBeUndefined();
  });

  it('adds units, positions and a person', async () => {
    await administrator().send('/units/new', { name: 'Sekretariat Daerah', code: 'Setda', parentId: '' });
    await admin.send('/units/new', {
      name: 'Dinas Pendidikan',
      code: 'Disdik',
      parentId: '1',
      address: 'Jl. Melati 1',
    });
    await admin.send('/units/positions/new', { name: 'Sekretaris Daerah', unitId: '1', officeKind: 'secretary' });
    const position = await admin.send('/units/positions/new', {
      name: 'Kepala Dinas Pendidikan',
      unitId: '2',
      superiorId: '1',
      officeKind: 'other',
    });
    expect(position.location).toBe('/units');
    const units = await admin.get('/units');
    expect(units.html).toContain('Kepala Dinas Pendidikan');
    const person = await admin.send('/people/new', {
      name: 'Siti Rahmawati',
      titleBefore: 'Dr.',
      titleAfter: 'M.Pd.',
      nip: '19800101 200501 2 001',
      rank: 'Pembina, IV/a',
      username: 'siti.rahmawati',
    });
    expect(person.location).toBe('/people/2');
    expect((await admin.get('/people')).html).toContain('Dr. Siti Rahmawati, M.Pd.');
  });

  it('appoints the person as Plt. and gives a registry duty', async () => {
    const sent = await admin.send(
      '/people/2',
      { positionId: '2', forms: 'Plt.', validFrom: '2026-11-01', validTo: '2027-01-31', warrant: '800/1/SK/2026' },
      '/people/2/appointments',
    );
    expect(sent.location).toBe('/people/2');
    const page = await admin.get('/people/2');
    expect(page.html).toContain('Plt. Kepala Dinas Pendidikan');
    expect(page.html).toContain('1 November 2026 sampai 31 Januari 2027');
    await admin.send('/people/2', { unitId: '2', duty: 'registry', held: 'yes' }, '/people/2/duty');
    expect((await app.people.loadActor(2))?.duties).toEqual([{ unitId: 2, duty: 'registry' }]);
  });

  it('shows the link once, and the official comes in by it with password and passphrase', async () => {
    const page = await admin.send('/people/2', {}, '/people/2/link');
    link = new URL(/http:\/\/[^<\s]+\/welcome\/[\w-]+/.exec(page.html)?.[0] ?? '').pathname;
    official = client(app.origin);
    const welcome = await official.get(link);
    expect(welcome.html).toContain('Dr. Siti Rahmawati, M.Pd.');
    expect(welcome.headers.get('referrer-policy')).toBe('no-referrer');
    const weak = await official.send(link, {
      password: 'rahasia123',
      passwordAgain: 'rahasia123',
      passphrase,
      passphraseAgain: passphrase,
    });
    expect(weak.status).toBe(422);
    expect(weak.html).toContain('Terlalu mudah ditebak');
    expect(weak.html).not.toContain(passphrase);
    const sent = await official.send(link, {
      password,
      passwordAgain: password,
      passphrase,
      passphraseAgain: passphrase,
    });
    expect(sent.location).toBe('/');
    expect((await official.get('/account')).html).toContain('Plt. Kepala Dinas Pendidikan');
    expect((await official.get(link)).location).toBe('/');
    expect((await client(app.origin).get(link)).status).toBe(404);
  });

  it('writes no token into the log', async () => {
    const token = link.split('/').at(-1) ?? '';
    expect(token.length).toBeGreaterThan(40);
    expect(JSON.stringify(app.log)).not.toContain(token);
    expect(app.log.some(({ facts }) => facts.route === '/welcome/:token')).toBe(true);
  });

  it('keeps an official out of the administrator’s pages', async () => {
    expect((await official.get('/people')).status).toBe(403);
    expect((await official.send('/account', { name: 'x', code: 'x' }, '/units/new')).status).toBe(403);
  });

  it('ends the appointment, and the official no longer holds it the day after', async () => {
    const sent = await admin.send('/people/2/appointments/1/end', { validTo: '2026-11-21' });
    expect(sent.location).toBe('/people/2');
    expect((await app.people.loadActor(2))?.appointments).toHaveLength(1);
    app.now = new Date('2026-11-21T17:30:00Z');
    expect((await app.people.loadActor(2))?.appointments).toHaveLength(0);
    app.now = new Date('2026-11-21T02:00:00Z');
  });

  it('signs out, here and everywhere', async () => {
    const phone = client(app.origin);
    await phone.send('/sign-in', { username: 'siti.rahmawati', password });
    expect((await phone.get('/account')).status).toBe(200);
    await official.send('/account', {}, '/account/sign-out-everywhere');
    expect((await phone.get('/account')).location).toBe('/sign-in?next=%2Faccount');
    expect((await official.get('/account')).status).toBe(303);
  });
});
