import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { officials } from '../../src/web/officials.ts';
import { officialRoutes } from '../../src/web/pages/routes.ts';
import type { TestApp } from '../support/app.ts';
import { type Client, hiddenFields } from '../support/client.ts';
import {
  enter,
  faultsOf,
  filledForm,
  passphrase,
  positionId,
  startLetterApp,
  submit,
  type Who,
  write,
} from './letters-office.ts';

let app: TestApp;
let wati: Client;
let budi: Client;
let siti: Client;

beforeAll(async () => {
  app = await startLetterApp();
  [wati, budi, siti] = [await enter(app, 'wati'), await enter(app, 'budi'), await enter(app, 'siti')];
});

afterEach(() => {
  expect(faultsOf(app)).toEqual([]);
});

const textOf = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/\s+/g, ' ');

describe('writing a letter without script', () => {
  it('keeps everything that was typed, and knows positions of the office from people outside', async () => {
    const letter = await write(app, wati);
    const { html } = await wati.get(`${letter}/edit`);
    expect(html).toContain('value="Undangan Rapat Kurikulum"');
    expect(html).toContain('Jalan Merdeka 1\nPurnama</textarea>');
    expect(html).toContain('2. rapat **anggaran**.</textarea>');
    const id = Number(letter.split('/').at(-1));
    const { draft } = await app.deps.letters.getEditable(await actor('wati'), id);
    expect(draft.recipients).toEqual([
      { type: 'outsider', name: 'Kepala SD Negeri 1 Purnama', address: 'Jalan Merdeka 1\nPurnama' },
      { type: 'position', positionId: Number(await positionId(app, 'Sekretaris Daerah')) },
    ]);
  });

  it('saves what is unfinished, and says what is missing only when the letter is to go round', async () => {
    const letter = await write(app, wati, { subject: '', 'sections.isi': '' });
    const sent = await wati.send(`${letter}/submit`, { initial: [''] });
    expect(sent.status).toBe(422);
    expect(sent.html).toContain(`href="${letter}/edit#subject"`);
    expect(sent.html).toContain(`href="${letter}/edit#sections.isi"`);
  });

  it('shows what is wrong beside its field and loses nothing', async () => {
    const letter = await write(app, wati);
    const sent = await wati.send(
      `${letter}/edit`,
      await filledForm(app, { subject: 'Rapat \u202e0001', attachment: 'dua berkas' }),
    );
    expect(sent.status).toBe(422);
    expect(sent.html).toContain('href="#subject"');
    expect(textOf(sent.html)).toContain('arah tulisan');
    expect(sent.html).toContain('value="dua berkas"');
    expect(sent.html).toContain('Jalan Merdeka 1\nPurnama</textarea>');
  });

  it('does not overwrite what was saved from elsewhere, keeps what was typed, and can then be sent on purpose', async () => {
    const letter = await write(app, wati);
    const old = hiddenFields((await wati.get(`${letter}/edit`)).html, `${letter}/edit`);
    await wati.send(`${letter}/edit`, await filledForm(app, { subject: 'Dari kantor' }));
    const late = await wati.post(`${letter}/edit`, { ...old, ...(await filledForm(app, { subject: 'Dari ponsel' })) });
    expect(late.status).toBe(422);
    expect(late.html).toContain('value="Dari ponsel"');
    expect(textOf(late.html)).toContain('sudah disimpan dari tempat lain');
    const again = hiddenFields(late.html, `${letter}/edit`);
    const sent = await wati.post(`${letter}/edit`, {
      ...again,
      ...(await filledForm(app, { subject: 'Dari ponsel' })),
    });
    expect(sent.status).toBe(303);
    expect((await wati.get(`${letter}/edit`)).html).toContain('value="Dari ponsel"');
  });

  it('prints script as text everywhere', async () => {
    const evil = '<script>alert(1)</script>"\'{{7*7}}';
    const letter = await submit(app, wati, {
      subject: evil,
      'sections.isi': evil.replace(/[{}]/g, ''),
      'recipients.name': [evil],
      'recipients.address': [evil],
      attachment: evil,
    });
    for (const [who, path] of [
      [wati, letter],
      [budi, `${letter}/decide`],
      [budi, '/'],
      [wati, '/letters?q=alert'],
    ] as const) {
      const { html, status } = await who.get(path);
      expect(status).toBe(200);
      expect(html).not.toContain('<script>alert');
      expect(textOf(html)).not.toContain('49');
    }
  });

  it('previews the real pages with the watermark, and says in words what cannot be printed', async () => {
    const letter = await write(app, wati);
    const preview = await wati.get(`${letter}/preview`);
    expect(preview.html).toContain(`${letter}/preview/1.png`);
    const picture = await wati.get(`${letter}/preview/1.png`);
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect((await wati.get(`${letter}/preview.pdf`)).headers.get('content-type')).toBe('application/pdf');
    const bad = await write(app, wati, { 'sections.isi': 'Yth. {{nama}}' });
    const refused = await wati.get(`${bad}/preview`);
    expect(refused.status).toBe(422);
    expect(textOf(refused.html)).toContain('Belum dapat dicetak');
  });

  it('refuses what does not exist: a kind, a reply to an unknown number, a letter', async () => {
    expect((await wati.send('/letters/new', { kind: 'surat-cinta' })).status).toBe(404);
    const letter = await write(app, wati);
    const sent = await wati.send(`${letter}/edit`, await filledForm(app, { replyToId: '999/X' }));
    expect(sent.status).toBe(422);
    expect(sent.html).toContain('href="#replyToId"');
    for (const path of ['/letters/999999', '/letters/0', '/letters/x', '/letters/99999999999999999999']) {
      expect([path, (await wati.get(path)).status]).toEqual([path, 404]);
    }
  });
});

describe('a letter going round', () => {
  it('waits in the inbox of whoever holds it, is returned with a reason, corrected, initialled and signed', async () => {
    const letter = await submit(app, wati, { subject: 'Undangan Sosialisasi' });
    expect(textOf((await budi.get('/')).html)).toContain('Paraf Undangan Sosialisasi');
    expect(textOf((await siti.get('/')).html)).not.toContain('Undangan Sosialisasi');

    const noReason = await budi.send(`${letter}/decide`, { outcome: 'returned', remark: '' });
    expect(noReason.status).toBe(422);
    expect(noReason.html).toContain('href="#remark"');
    const returned = await budi.send(`${letter}/decide`, { outcome: 'returned', remark: 'Tambahkan waktu rapat' });
    expect(returned.location).toBe('/');
    expect(textOf((await wati.get('/')).html)).toContain('Perbaiki Undangan Sosialisasi');
    expect(textOf((await wati.get(letter)).html)).toContain('Tambahkan waktu rapat');

    const body =
      'Dengan hormat,\n\nKami mengundang Saudara pada:\n\n1. rapat kurikulum pukul 09.00;\n2. rapat **anggaran**.';
    await wati.send(`${letter}/edit`, await filledForm(app, { subject: 'Undangan Sosialisasi', 'sections.isi': body }));
    await wati.send(`${letter}/submit`, { initial: [await positionId(app, 'Kepala Bidang')] });

    const second = await budi.get(`${letter}/decide`);
    expect(textOf(second.html)).toContain('Yang berubah sejak versi 1');
    expect(second.html).toMatch(/<ins>.*pukul 09\.00/s);
    expect((await budi.send(`${letter}/decide`, { outcome: 'approved', remark: '' })).location).toBe('/');

    expect(textOf((await siti.get('/')).html)).toContain('Tanda tangani Undangan Sosialisasi');
    const wrong = await siti.send(`${letter}/sign`, { passphrase: 'bukan ini' });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('href="#passphrase"');
    expect(wrong.html).not.toContain('bukan ini');
    const signed = await siti.send(`${letter}/sign`, { passphrase });
    expect(signed.location).toBe(letter);
    const shown = await wati.get(letter);
    expect(textOf(shown.html)).toContain('Terbit');
    expect(textOf(shown.html)).toContain('Ditandatangani dan terbit');
    expect(textOf((await wati.get('/letters?q=undangan+sosialisasi&state=issued')).html)).toContain('1 surat');
  });

  it('is decided on the version that was seen, once, by whoever holds it', async () => {
    const letter = await submit(app, wati);
    const form = hiddenFields((await budi.get(`${letter}/decide`)).html, `${letter}/decide`);
    await wati.send(letter, {}, `${letter}/take-back`);
    await wati.send(`${letter}/edit`, await filledForm(app, { subject: 'Sudah lain' }));
    await wati.send(`${letter}/submit`, { initial: [await positionId(app, 'Kepala Bidang')] });
    const stale = await budi.post(`${letter}/decide`, { ...form, outcome: 'approved', remark: 'Catatan saya' });
    expect(stale.status).toBe(422);
    expect(textOf(stale.html)).toContain('sudah berubah sejak Anda membukanya');
    expect(stale.html).toContain('Catatan saya</textarea>');
    const fresh = hiddenFields(stale.html, `${letter}/decide`);
    const twice = await Promise.all(
      [1, 2].map(() => budi.post(`${letter}/decide`, { ...fresh, outcome: 'approved', remark: '' })),
    );
    expect(twice.map(({ status }) => status)).toEqual([303, 303]);
    const { timeline } = await app.deps.approvals.readProgress(await actor('wati'), Number(letter.split('/').at(-1)));
    expect(timeline.filter(({ outcome, version }) => outcome === 'approved' && version === 2)).toHaveLength(1);
  });

  it('shows its pages as pictures to those who may read it, and asks them again each time', async () => {
    const letter = await submit(app, wati);
    const picture = await budi.get(`${letter}/pages/1.png`);
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(picture.headers.get('cache-control')).toBe('private, no-cache');
    const secret = await submit(app, wati, { security: 'R' });
    expect((await budi.get(`${secret}/pages/1.png`)).headers.get('cache-control')).toBe('no-store');
    // Nor does a browser's history say what it is about.
    const titles = [(await budi.get(letter)).html, (await budi.get(secret)).html].map(
      (html) => /<title>(.*?) · /.exec(html)?.[1] ?? '',
    );
    expect(titles).toEqual(['Undangan Rapat Kurikulum', expect.stringMatching(/ \(Rahasia\)$/)]);
    expect((await budi.get(`${letter}/pages/9.png`)).status).toBe(404);
    const pdf = await budi.get(`${letter}/letter.pdf`);
    expect(pdf.headers.get('content-disposition')).toMatch(/^inline; filename="konsep-\d+\.pdf"$/);
  });
});

describe('letters and registers', () => {
  it('are closed to everybody whose they are not, on every route', async () => {
    const letter = await submit(app, wati);
    const id = letter.split('/').at(-1) ?? '';
    const routes = officialRoutes(app.deps, officials(app.deps)).filter(({ path }) =>
      /^\/(letters|registers)\/:/.test(path),
    );
    expect(routes.length).toBeGreaterThan(12);
    const strangers = await Promise.all((['joko', 'rini'] as Who[]).map((who) => enter(app, who)));
    for (const route of routes) {
      const path = route.path.replace(':id', id).replace(':page', '1').replace(':number', '1');
      for (const stranger of strangers) {
        const token = hiddenFields((await stranger.get('/account')).html)._csrf ?? '';
        const answer = await (route.method === 'GET'
          ? stranger.get(path)
          : stranger.post(path, {
              _csrf: token,
              version: 'a'.repeat(64),
              outcome: 'approved',
              passphrase: 'x',
              revision: '1',
              reason: 'x',
            }));
        expect([route.method, route.path, [403, 404].includes(answer.status)]).toEqual([
          route.method,
          route.path,
          true,
        ]);
      }
    }
  });

  it('change nothing without the token of the session', async () => {
    const letter = await submit(app, wati);
    for (const [who, path, fields] of [
      [wati, '/letters/new', { kind: 'surat-dinas' }],
      [wati, `${letter}/take-back`, {}],
      [wati, `${letter}/edit`, {}],
      [wati, `${letter}/submit`, { revision: '1' }],
      [budi, `${letter}/decide`, { outcome: 'approved' }],
      [siti, `${letter}/sign`, { passphrase }],
    ] as const) {
      expect([path, (await who.post(path, fields)).status]).toEqual([path, 403]);
    }
  });

  it('are told apart by who asks: the register shows its numbers to the unit, and cancelling to its clerk', async () => {
    const made = await enter(app, 'made');
    const list = await made.get('/registers');
    const path = list.location ?? '';
    expect(path).toMatch(/^\/registers\/\d+$/);
    const register = await siti.get(path);
    expect(textOf(register.html)).toContain('Setiap nomor dari 1 sampai');
    expect(register.html).not.toContain('/cancel"');
    expect((await made.get(path)).status).toBe(200);
    expect((await siti.get(`${path}?year=1999&q=abc`)).status).toBe(200);
    for (const reader of [siti, made, wati]) {
      const { html } = await reader.get(path);
      const links = [...html.matchAll(/href="(\/letters\/\d+)"/g)].map(([, href = '']) => href);
      for (const link of links) expect([link, (await reader.get(link)).status]).toEqual([link, 200]);
    }
    expect((await wati.get(path)).html).toContain('layang-register__number');
    expect((await siti.get(`${path}?year=x&page=-4`)).status).toBe(200);
  });
});

async function actor(username: Who) {
  const [person] = await app.db.pool
    .query('SELECT id FROM person WHERE username = $1', [username])
    .then(({ rows }) => rows);
  const found = await app.people.loadActor(person.id);
  if (found === undefined) throw new Error(`no ${username}`);
  return found;
}
