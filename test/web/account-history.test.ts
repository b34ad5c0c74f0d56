import { beforeAll, describe, expect, it } from '@jest/globals';
import { ADMINISTRATOR, demoPassphrase, demoPassword } from '../../src/demo/regency.ts';
import type { Client } from '../support/client.ts';
import { client } from '../support/client.ts';
import { type KeysWorld, keysWorld } from './keys-world.ts';

let world: KeysWorld;
let administrator: Client;
let id: number;

beforeAll(async () => {
  world = await keysWorld();
  administrator = await world.signedIn(ADMINISTRATOR.username);
  const admin = await world.layang.people.loadActor(1);
  if (admin === undefined) throw new Error('no administrator');
  id = (await world.layang.people.listPersons(admin)).find(({ username }) => username === 'kadisdik')?.id ?? 0;
});

const text = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
const present = { name: 'Ratna Kusumawardhani', titleBefore: 'Dr.', titleAfter: 'M.Pd.', nip: '197203151998032005' };
const change = (fields: Record<string, string>, who = administrator) =>
  who.send(`/people/${id}/change`, { ...present, rank: 'Pembina Utama Muda, IV/c', ...fields });
const when = '\\d+ \\w+ \\d{4} pukul \\d\\d\\.\\d\\d WIB';

describe('Changing a person', () => {
  it('begins with what is there, and names every entry that is not valid', async () => {
    const page = await administrator.get(`/people/${id}/change`);
    expect(page.html).toContain(`value="${present.name}"`);
    expect(page.html).toContain('value="Pembina Utama Muda, IV/c"');
    expect(page.html).not.toContain('name="username"');
    expect((await administrator.get(`/people/${id}`)).html).toContain(`href="/people/${id}/change"`);
    const wrong = await change({ name: ' ', nip: '123' });
    expect([wrong.status, wrong.html.includes('href="#name"'), wrong.html.includes('href="#nip"')]).toEqual([
      422,
      true,
      true,
    ]);
    expect(wrong.html).toContain('value="123"');
    expect(text((await (await world.signedIn('kadisdik')).get('/')).html)).not.toContain('Akun Anda diubah');
  });

  it('is shown to the person until they say that they have read it, and on the pages of both', async () => {
    const saved = await change({ titleBefore: 'Prof. Dr.', rank: 'Pembina Utama, IV/e' });
    expect([saved.status, saved.location]).toEqual([303, `/people/${id}`]);
    const person = text((await administrator.get(`/people/${id}`)).html);
    expect(person).toContain('Data orang ini diubah.');
    expect(person).toContain('Prof. Dr. Ratna Kusumawardhani, M.Pd.');
    expect(person).toMatch(
      new RegExp(`Nama atau gelar diubah Dr. Ratna.* → Prof. Dr. Ratna.* ${when}, oleh ${ADMINISTRATOR.name}`),
    );
    expect(person).toContain('Belum dibaca');

    const chief = await world.signedIn('kadisdik');
    const inbox = await chief.get('/');
    expect(text(inbox.html)).toMatch(
      new RegExp(
        `Nama atau gelar Anda diubah oleh ${ADMINISTRATOR.name} pada ${when}. Dr. Ratna Kusumawardhani, M.Pd. → Prof`,
      ),
    );
    expect(text(inbox.html)).toMatch(
      new RegExp(`Pangkat, NIP, atau alamat surel Anda diubah oleh ${ADMINISTRATOR.name} pada ${when}`),
    );
    // There is no administrator but the one who did it.
    expect(text(inbox.html)).toContain('Hubungi atasan Anda sebelum menandatangani apa pun.');
    expect(text((await chief.get('/account')).html)).toContain(
      'Sertifikat ini masih atas nama atau gelar Anda yang lama.',
    );

    expect((await chief.send('/', {}, '/account/history/read')).location).toBe('/');
    expect(text((await chief.get('/')).html)).not.toContain('Akun Anda diubah');
    const account = text((await chief.get('/account')).html);
    expect(account).toMatch(
      new RegExp(`Nama atau gelar diubah .*${when}, oleh ${ADMINISTRATOR.name} Dibaca \\d+ \\w+ \\d{4}`),
    );
  });

  it('is followed by keys in the new name, which the public directory lists beside the former ones', async () => {
    await world.issue(demoPassphrase('kadisdik'));
    const lines = (await client(world.origin).get('/_v1/keys')).html
      .split('\n')
      .filter((line) => line.includes('Ratna'))
      .map((line) => JSON.parse(line) as { name: string; status: string });
    expect(lines.map(({ name, status }) => [name, status]).sort()).toEqual([
      ['Dr. Ratna Kusumawardhani, M.Pd.', 'retired'],
      ['Prof. Dr. Ratna Kusumawardhani, M.Pd.', 'active'],
    ]);
    const account = text((await (await world.signedIn('kadisdik')).get('/account')).html);
    expect(account).not.toContain('atas nama atau gelar Anda yang lama');
  });

  it('is the administrator’s alone', async () => {
    const chief = await world.signedIn('kadisdik');
    expect((await chief.get(`/people/${id}/change`)).status).toBe(403);
  });
});

describe('An administrator who takes an account over', () => {
  it('is told of by name to whoever comes in after, with the way to somebody else', async () => {
    const other = await administrator.send('/people/new', {
      username: 'pengawas',
      name: 'Wulan Sari',
      isAdministrator: 'yes',
    });
    expect(other.status).toBe(303);
    await administrator.send(`/people/${id}`, {}, `/people/${id}/new-keys`);
    const link = await administrator.send(`/people/${id}`, {}, `/people/${id}/link`);
    const path = /\/welcome\/[\w-]+/.exec(link.html)?.[0] ?? '';
    const password = 'sembilan gajah berbaris pulang';
    const secret = 'tujuh layar biru menunggu angin';
    const intruder = client(world.origin);
    const secrets = { password, passwordAgain: password, passphrase: secret, passphraseAgain: secret };
    expect((await intruder.send(path, secrets)).location).toBe('/');
    expect(
      (await client(world.origin).send('/sign-in', { username: 'kadisdik', password: demoPassword('kadisdik') }))
        .status,
    ).not.toBe(303);

    const owner = await world.signedIn('kadisdik', password);
    const inbox = text((await owner.get('/')).html);
    expect(inbox).toMatch(new RegExp(`Kunci tanda tangan Anda dimulai ulang oleh ${ADMINISTRATOR.name} pada ${when}.`));
    expect(inbox).toMatch(new RegExp(`Tautan masuk ke akun Anda dibuat oleh ${ADMINISTRATOR.name} pada ${when}.`));
    expect(inbox).toMatch(new RegExp(`Kata sandi Anda dibuat ulang melalui tautan masuk pada ${when}.`));
    expect(inbox).toContain('Hubungi Wulan Sari atau atasan Anda');
    // Whoever puts the notice away leaves that in the history too.
    await intruder.send('/', {}, '/account/history/read');
    const account = text((await owner.get('/account')).html);
    expect(account).toMatch(
      new RegExp(`Frasa sandi tanda tangan dibuat, dengan kunci baru ${when}, oleh pemegang tautan masuk`),
    );
    expect(account).toMatch(
      new RegExp(`Kunci tanda tangan dimusnahkan untuk dimulai ulang ${when}, oleh ${ADMINISTRATOR.name} Dibaca`),
    );
    const english = await owner.send('/account', { language: 'en' }, '/account/language');
    expect(english.status).toBe(303);
    expect(text((await owner.get('/account')).html)).toContain('Account history');
  });

  it('does not see, or put away, what is another’s', async () => {
    await administrator.send(`/people/${id}`, {}, `/people/${id}/link`);
    await administrator.send('/account', { upTo: '999999' }, '/account/history/read');
    const owner = await world.signedIn('kadisdik', 'sembilan gajah berbaris pulang');
    expect((await owner.get('/')).html).toContain('class="layang-notice"');
  });
});
