import { beforeAll, describe, expect, it } from '@jest/globals';
import { ownPath } from '../../src/web/visit.ts';
import type { TestApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';
import { type Client, client, hiddenFields } from '../support/client.ts';
import { enter, faultsOf, filledForm, startLetterApp, write } from './letters-office.ts';
import { password } from './office.ts';

let app: TestApp;
let wati: Client;
let rini: Client;
let made: Client;

beforeAll(async () => {
  app = await startLetterApp(await builtAssets());
  [wati, rini, made] = [await enter(app, 'wati'), await enter(app, 'rini'), await enter(app, 'made')];
});

const zero = 'a\0b';
const beyond = '9999999999';

describe('A zero byte, which the database keeps nowhere,', () => {
  it('is refused in words in every address and form', async () => {
    const edit = (await wati.send('/letters/new', { kind: 'surat-dinas' })).location ?? '';
    const visitor = client(app.origin);
    const answers = [
      await visitor.send('/sign-in', { username: zero, password }),
      await wati.get('/letters?q=%00'),
      await made.get('/registers/1?q=%00'),
      await wati.send('/letters/new', { kind: zero }),
      await wati.send(edit, await filledForm(app, { replyToId: zero })),
      await wati.send(edit, await filledForm(app, { 'recipients.name': ['Camat', zero] })),
      await rini.send('/units/new', { name: 'Kecamatan', code: zero }),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 400));
    for (const { html } of answers) expect(html).toContain('Permintaan tidak dapat dibaca');
    expect(faultsOf(app)).toEqual([]);
  });
});

describe('A number that no row can have', () => {
  it('is an unknown page in every address', async () => {
    for (const id of ['2147483648', '999999999999999']) {
      for (const path of [`/people/${id}`, `/units/positions/${id}`, `/people/1/appointments/${id}/end`]) {
        expect([path, (await rini.get(path)).status]).toEqual([path, 404]);
      }
      for (const path of [`/registers/${id}`, `/registers/1/numbers/${id}/cancel`, `/letters/${id}/sign`]) {
        expect([path, (await made.get(path)).status]).toEqual([path, 404]);
      }
    }
    expect(faultsOf(app)).toEqual([]);
  });

  it('is refused beside its field in every form', async () => {
    const person = '/people/2';
    const answers = [
      await rini.send('/units/new', { name: 'Kecamatan', code: 'Kec', parentId: beyond }),
      await rini.send('/units/positions/new', { name: 'Camat', unitId: beyond, officeKind: 'other' }),
      await rini.send(person, { positionId: beyond, validFrom: '2026-11-21' }, `${person}/appointments`),
      await rini.send(person, { unitId: beyond, held: 'yes' }, `${person}/duty`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422]);
    expect(faultsOf(app)).toEqual([]);
  });
});

describe('A hidden field that our own page never held', () => {
  it('saves nothing over a draft as its revision, and leads nowhere as its button', async () => {
    const letter = await write(app, wati);
    for (const revision of ['x', '1e999', '1.5', '-1', '99999999999', '']) {
      const page = await wati.send(`${letter}/edit`, await filledForm(app, { revision, subject: 'Lain' }));
      expect([revision, page.status]).toEqual([revision, 422]);
      expect(page.html).toContain('sudah disimpan dari tempat lain');
    }
    for (const button of ['constructor', '__proto__', 'toString', '../../people']) {
      const page = await wati.send(`${letter}/edit`, {
        ...(await filledForm(app)),
        ...Object.fromEntries([['then', button]]),
      });
      expect([button, page.location]).toEqual([button, `${letter}/edit`]);
    }
    expect(faultsOf(app)).toEqual([]);
  });

  it('gives nobody a position, an office or a state', async () => {
    const { rows } = await app.db.pool.query('SELECT id FROM appointment WHERE person_id <> 4 ORDER BY id');
    const budi = await enter(app, 'budi');
    const before = (await budi.get('/account')).html;
    const held = [...before.matchAll(/name="appointment" type="radio" value="(\d+)"/g)].map(([, id]) => id);
    expect(held).toHaveLength(2);
    const fields = hiddenFields(before, '/account/position');
    for (const { id } of rows.filter((row) => !held.includes(String(row.id)))) {
      const page = await budi.post('/account/position', { ...fields, _once: `try ${id}`, appointment: String(id) });
      expect(page.status).toBe(422);
      expect(page.html).toContain('tidak (lagi) memegang jabatan itu');
    }
    const letter = await write(app, wati, { state: 'issued', drafterId: '1', isAdministrator: 'yes', id: '1' });
    expect((await wati.get(`${letter}/edit`)).status).toBe(200);
    expect((await wati.get('/people')).status).toBe(403);
  });
});

describe('A path to return to', () => {
  it('is no other host once its dots are resolved', () => {
    for (const path of ['/..//evil.example', '/.//evil.example/a', '/a/../..//evil.example', '/%2e%2e//evil.example']) {
      expect([path, ownPath(path)]).toEqual([path, undefined]);
    }
    expect(ownPath('/letters/../letters/1?a=//b')).toBe('/letters/1?a=//b');
  });
});

describe('A stranger who guesses at the door', () => {
  it('does not keep an official who is signed in from changing the password, also behind the same address', async () => {
    const siti = await enter(app, 'siti');
    const stranger = client(app.origin);
    let last = 0;
    for (let n = 1; n <= 6; n++)
      last = (await stranger.send('/sign-in', { username: 'siti', password: `x${n}` })).status;
    expect(last).toBe(429);
    const fresh = 'rumah panggung di tepi sungai';
    const fields = { current: password, password: fresh, passwordAgain: fresh };
    expect((await siti.send('/account', fields, '/account/password')).location).toBe('/account');
  });
});

describe('A session that was ended', () => {
  it('is not brought back by a request of its own that was under way', async () => {
    const made2 = await enter(app, 'made');
    const thief = client(app.origin);
    for (const [name, value] of made2.cookies) thief.cookies.set(name, value);
    const { people } = app.deps;
    const { chooseLanguage } = people;
    let arrived = () => {};
    let goOn = () => {};
    const under = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    people.chooseLanguage = async (...args) => {
      arrived();
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
      return chooseLanguage(...args);
    };
    const late = thief.send('/account', { language: 'id' }, '/account/language');
    await under;
    people.chooseLanguage = chooseLanguage;
    await made.send('/account', {}, '/account/sign-out-everywhere');
    goOn();
    expect((await late).status).toBe(303);
    expect((await thief.get('/account')).location).toMatch(/^\/sign-in/);
    expect((await made2.get('/account')).location).toMatch(/^\/sign-in/);
  });
});

describe('A link to come in', () => {
  it('ends what was open under the old password', async () => {
    const stranger = await enter(app, 'joko');
    expect((await stranger.get('/account')).status).toBe(200);
    const { id } = (await app.db.pool.query("SELECT id FROM person WHERE username = 'joko'")).rows[0];
    const link = await rini.send(`/people/${id}`, {}, `/people/${id}/link`);
    const path = new URL(/http:\/\/[^<\s]+\/welcome\/[\w-]+/.exec(link.html)?.[0] ?? '').pathname;
    expect((await stranger.get('/account')).status).toBe(200);
    const fresh = 'sampan merah di muara tenang';
    const joko = client(app.origin);
    const twice = { password: fresh, passwordAgain: fresh };
    const secret = 'tujuh belas layang-layang putus';
    const sent = await joko.send(path, { ...twice, passphrase: secret, passphraseAgain: secret });
    expect([sent.status, sent.location]).toEqual([303, '/']);
    expect((await joko.get('/account')).status).toBe(200);
    expect((await stranger.get('/account')).location).toMatch(/^\/sign-in/);
  });
});
