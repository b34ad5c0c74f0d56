import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import request from 'supertest';
import { parseDirectoryText } from '../../src/seal/key-directory.ts';
import { decodeVkey, openNote } from '../../src/seal/signed-note.ts';
import { parseStateText } from '../../src/seal/state-note.ts';
import { drawToken, groupedToken } from '../../src/seal/token.ts';
import { openTrustNote } from '../../src/seal/trust-note.ts';
import { vectors } from '../seal/vectors.ts';
import { type CheckWorld, checkWorld, type IssuedForTest } from './check-world.ts';

const HOST = 'periksa.sagara.example';
let world: CheckWorld;
let open: IssuedForTest;
let limited: IssuedForTest;
let secret: IssuedForTest;
let personal: IssuedForTest;

beforeAll(async () => {
  world = await checkWorld({ app: 'https://surat.sagara.example', check: `https://${HOST}` });
  open = await world.issue();
  limited = await world.issue({ security: 'T' });
  secret = await world.issue({ security: 'R' });
  const sections = { dasar: 'Undangan.', kepada: 'Nama: Orang Lain', untuk: 'Menghadiri rapat.' };
  personal = await world.issue({ sections, recipients: [] }, 'surat-tugas');
});

const get = (path: string) => request(world.app).get(path).set('Host', HOST);
const upload = (path: string, file: Buffer, code?: string) => {
  const form = request(world.app).post(path).set('Host', HOST).attach('file', file, 'surat.pdf');
  return code === undefined ? form : form.field('code', code);
};
const typed = (code: string, more = '') => get(`/check?code=${encodeURIComponent(code)}${more}`);

test('an open letter shows its fields, its picture and the comparison', async () => {
  const page = await get(`/${open.token}`).expect(200);
  expect(page.text).toContain('Kode ini terdaftar untuk surat berikut (dicek oleh server)');
  expect(page.text).toContain('Undangan Rapat Koordinasi Pemerataan Guru Tahun 2027');
  expect(page.text).toContain(open.number);
  expect(page.text).toContain('Camat Muara Sagara');
  expect(page.text).toContain('sertifikat elektronik internal Pemerintah Kabupaten Sagara Asri');
  expect(page.text).toContain('Isi setiap halaman sama dengan gambar');
  expect(page.text).not.toMatch(/asli|BSrE/);
  expect(page.text).toContain('Tidak ada login di alamat ini');
});

test('a limited letter shows who, as what, where and when, and nothing else', async () => {
  const page = await get(`/${limited.token}`).expect(200);
  expect(page.text).toContain('Kepala Dinas Pendidikan');
  expect(page.text).not.toContain('Pemerataan Guru');
  expect(page.text).not.toContain(limited.number);
  expect(page.text).not.toContain('Camat Muara Sagara');
  expect(page.text).not.toContain('halaman-1.png');
  expect(page.text).not.toContain('Jumlah halaman');
  expect((await get(`/${limited.token}/1`).expect(200)).text).toContain('Anda memindai QR halaman 1.');
  expect((await get(`/${limited.token}/9`).expect(404)).text).toContain('Halaman ini tidak ada pada surat tersebut');
});

test('a classified letter shows that it is one, and nothing else', async () => {
  for (const path of [`/${secret.token}`, `/${secret.token}/99`]) {
    const page = await get(path).expect(200);
    expect(page.text).toContain('Surat berklasifikasi rahasia dari Pemerintah Kabupaten Sagara Asri.');
    expect(page.text).not.toContain('Kepala Dinas Pendidikan');
    expect(page.text).not.toContain('govuk-radios');
    expect(page.text).not.toContain('2026');
  }
});

test('the picture of page 1 is there where kind and class allow it, and only there', async () => {
  const picture = await get(`/${open.token}/halaman-1.png`).expect(200).expect('Content-Type', 'image/png');
  expect(picture.body.subarray(1, 4).toString()).toBe('PNG');
  expect((await get(`/${personal.token}`).expect(200)).text).not.toContain('halaman-1.png');
  for (const letter of [limited, secret, personal]) await get(`/${letter.token}/halaman-1.png`).expect(404);
  await get(`/${drawToken()}/halaman-1.png`).expect(404);
});

test('a page symbol says which page, and a page too many is missing', async () => {
  expect((await get(`/${open.token}/1`).expect(200)).text).toMatch(/Anda memindai QR halaman 1 dari [12]\./);
  expect((await get(`/${open.token}/9`).expect(404)).text).toContain('Halaman ini tidak ada pada surat tersebut');
  await get(`/${open.token}/0`).expect(404);
  await get(`/${open.token}/10000`).expect(404);
});

test('a typed code is forgiven; the whole QR may be pasted; both end the same way', async () => {
  for (const code of [
    groupedToken(open.token).toLowerCase(),
    ` ${open.token} `,
    open.checkUrl,
    `https://${HOST}/${open.token}/1`,
  ]) {
    expect((await typed(code).expect(200)).text).toContain(open.number);
  }
  const grouped = groupedToken(open.token).toLowerCase();
  await get(`/${grouped}`).expect(308).expect('Location', `/${open.token}`);
  await get(`/${open.token.toLowerCase()}?lang=en`).expect(308).expect('Location', `/${open.token}?lang=en`);
});

test.each<[string, () => string, string]>([
  ['a slip', () => '008K-4CT4-ANK7-F246', 'Kode salah ketik, periksa lagi'],
  ['an unknown code', drawToken, 'Kode ini tidak terdaftar; periksa ketikan sekali lagi'],
  ['another host', () => vectors.seals.short.url, 'QR menunjuk ke alamat lain: v.layang.example'],
  ['some other QR', () => 'https://example.com/promo', 'Bukan QR Layang'],
  ['a cut QR', () => open.checkUrl.slice(0, -1), 'QR rusak atau tidak lengkap'],
  ['a forged signature', () => forged(), 'Tanda tangan QR tidak sah. Jangan percaya surat ini.'],
])('%s is told in the words of the protocol', async (_, code, words) => {
  const page = await typed(code()).expect(404);
  expect(page.text).toContain(words);
  expect(page.text).not.toContain(open.number);
});

/** The genuine QR of one letter under the token of another. */
function forged(): string {
  return open.checkUrl.replace(open.token, limited.token);
}

test('a slip in the address is told, too', async () => {
  expect((await get('/008K4CT4ANK7F246').expect(404)).text).toContain('Kode salah ketik');
  expect((await get('/008k-4ct4-ank7-f246').expect(404)).text).toContain('Kode salah ketik');
});

test('what somebody pastes is shown back as text, never as markup', async () => {
  const page = await typed('"><script>alert(1)</script>').expect(404);
  expect(page.text).not.toContain('<script');
  expect(page.text).toContain('&lt;script&gt;');
});

test('every unknown code gets the same page', async () => {
  const pages = await Promise.all([drawToken(), drawToken(), drawToken()].map((token) => get(`/${token}`)));
  expect(new Set(pages.map((page) => page.text)).size).toBe(1);
  expect(pages.every((page) => page.status === 404)).toBe(true);
});

test('the comparison answers in the words of the protocol and stores nothing', async () => {
  const all = ['number', 'date', 'subject', 'addressee', 'signer', 'position', 'unit', 'pages'].map(
    (row) => `${row}=same`,
  );
  const same = await get(`/${open.token}?compared=1&${all.join('&')}&body=no-picture`).expect(200);
  expect(same.text).toContain('Bagian yang Anda bandingkan cocok');
  expect(same.text).toContain('Belum dibandingkan: Isi setiap halaman.');
  const one = await get(`/${open.token}?compared=1&number=same&subject=different`).expect(200);
  expect(one.text).toContain(
    'Tidak cocok dengan yang kami terbitkan. Jangan dipakai sebelum dikonfirmasi ke Dinas Pendidikan.',
  );
  expect(one.text).toContain('Yang beda: Hal.');
  expect((await get(`/${open.token}?compared=1`)).text).toContain('Belum ada yang dibandingkan');
  await get(`/${open.token}?compared=1&number=%00&number=x&body[a]=1`).expect(200);
});

test('the issued file is identical, and its signature is told apart', async () => {
  for (const page of [await upload(`/${open.token}/file`, open.pdf), await upload('/check/file', open.pdf)]) {
    expect(page.status).toBe(200);
    expect(page.text).toContain('Berkas identik dengan yang terbit');
    expect(page.text).toContain('Tanda tangan sah: dokumen tidak berubah dan penanda tangan dikenal.');
    expect(page.text).toContain(open.number);
  }
  const classified = await upload('/check/file', secret.pdf, groupedToken(secret.token));
  expect(classified.text).toContain('Berkas identik dengan yang terbit');
  expect(classified.text).not.toContain(secret.number);
});

test('something appended is told, and the issued part can be had back', async () => {
  const longer = Buffer.concat([open.pdf, Buffer.from('\n% more\n')]);
  expect((await upload(`/${open.token}/file`, longer).expect(200)).text).toContain('Berkas ditambahi sesudah terbit');
  const part = await upload(`/${open.token}/file/issued-part`, longer).buffer(true).parse(binary).expect(200);
  expect(sha256(part.body)).toBe(sha256(open.pdf));
  await upload(`/${limited.token}/file/issued-part`, longer).expect(404);
});

test('another file differs, whatever its signature says', async () => {
  expect((await upload(`/${open.token}/file`, limited.pdf).expect(200)).text).toContain(
    'Berkas berbeda dari yang terbit',
  );
  const changed = Buffer.from(open.pdf);
  changed[2000] = (changed[2000] ?? 0) ^ 1;
  expect((await upload(`/${open.token}/file`, changed).expect(200)).text).toContain('Berkas berbeda dari yang terbit');
  expect((await upload('/check/file', changed)).text).toContain('Berkas ini tidak kami kenal');
  expect((await upload('/check/file', Buffer.from('not a pdf'), open.token)).text).toContain(
    'Berkas berbeda dari yang terbit',
  );
});

test('a form without a file, a file too large, and an unknown code are told', async () => {
  const nothing = await request(world.app).post('/check/file').set('Host', HOST).field('code', open.token);
  expect([nothing.status, nothing.text.includes('Pilih satu berkas PDF')]).toEqual([422, true]);
  const large = await upload('/check/file', Buffer.alloc(33 * 1024 * 1024));
  expect([large.status, large.text.includes('Berkas lebih besar dari 32 MB')]).toEqual([413, true]);
  const cut = request(world.app)
    .post('/check/file')
    .set('Host', HOST)
    .type('multipart/form-data; boundary=x')
    .send('--x\r\n');
  expect((await cut).status).toBe(422);
  expect((await request(world.app).post('/check/file').set('Host', HOST).send({ code: open.token })).status).toBe(422);
  await upload('/check/file', open.pdf, drawToken()).expect(404);
  await upload(`/${drawToken()}/file`, open.pdf).expect(404);
});

test('the notes are served and verify one under the other', async () => {
  const trust = openTrustNote(
    (
      await get('/_v1/trust')
        .expect(200)
        .expect('Content-Type', /^text\/plain/)
    ).text,
  );
  expect(trust?.trust.hosts).toEqual([HOST]);
  const opened = (note: string, vkey: string) =>
    openNote(
      note,
      [decodeVkey(vkey)].filter((key) => key !== undefined),
    )?.text;
  const keys = (await get('/_v1/keys').expect(200)).text;
  const directory = parseDirectoryText(opened(keys, trust?.trust.directory ?? '') ?? '');
  expect(directory?.keys.some((key) => key.position === 'Kepala Dinas Pendidikan')).toBe(true);
  expect((await get(`/_v1/keys/${directory?.version}`).expect(200)).text).toBe(keys);
  const state = parseStateText(opened((await get('/_v1/state').expect(200)).text, trust?.trust.state ?? '') ?? '');
  expect(state).toMatchObject({ origin: `${HOST}/log`, keys: { version: directory?.version }, trust: { version: 1 } });
  await get('/_v1/keys/9999').expect(404);
  await get('/_v1/keys/0').expect(404);
  await get('/_v1/keys/1e3').expect(404);
});

test('no page sets a cookie, loads anything from elsewhere, is indexed, or tells where it was', async () => {
  for (const path of ['/check', `/${open.token}`, `/${open.token}/1`, `/${drawToken()}`, '/_v1/trust', '/_v1/keys']) {
    const page = await get(path);
    expect(page.headers['set-cookie']).toBeUndefined();
    expect(page.headers['x-robots-tag']).toContain('noindex');
    expect(page.headers['referrer-policy']).toBe('no-referrer');
    expect(page.headers['content-security-policy']).not.toContain('script');
    expect(page.text).not.toMatch(/<script|(?:src|href)="(?:https?:)?\/\//);
  }
});

test('the page and its style stay under 30 KB compressed', async () => {
  const page = await get(`/${open.token}`);
  const loaded = [...page.text.matchAll(/(?:src|href)="\/assets\/[0-9a-f]+\/([^"]+\.(?:css|svg|woff2))"/g)].map(
    (m) => m[1] ?? '',
  );
  const style = readFileSync(join(world.assets, 'check.css'));
  const fonts = [...style.toString().matchAll(/url\("?([^")]+\.woff2)"?\)/g)].map((m) => m[1] ?? '');
  const size = (name: string) =>
    (name.endsWith('woff2') ? readFileSync(join(world.assets, name)) : gzipSync(readFileSync(join(world.assets, name))))
      .length;
  const total = gzipSync(page.text).length + [...loaded, ...fonts].reduce((sum, name) => sum + size(name), 0);
  expect(loaded).toContain('check.css');
  expect(total).toBeLessThan(30_000);
});

test('the log never holds a token', () => {
  expect(world.log.length).toBeGreaterThan(20);
  for (const { token } of [open, limited, secret]) expect(world.log.join('\n')).not.toContain(groupedToken(token));
  expect(world.log.join('\n')).not.toMatch(/[0-9A-HJKMNP-TV-Z]{16}/);
});

test('English on request, carried on by links and forms', async () => {
  const page = await get(`/${open.token}?lang=en`).expect(200);
  expect(page.text).toContain('<html lang="en"');
  expect(page.text).toContain('This code is registered for the following letter (checked by the server)');
  expect(page.text).toContain('href="?lang=id"');
  expect((await upload(`/${open.token}/file?lang=en`, open.pdf)).text).toContain(
    'The file is identical to what was issued',
  );
});

test('the first address leads to the form, and the officials’ pages are not here', async () => {
  await get('/').expect(302).expect('Location', '/check');
  await get('/sign-in').expect(404);
  await get('/letters').expect(404);
});

test('only misses are limited, by address: a registered code is still answered', async () => {
  const statuses: number[] = [];
  for (let n = 0; n < 70; n++) statuses.push((await get(`/${drawToken()}`)).status);
  expect(statuses.at(0)).toBe(404);
  expect(statuses.at(-1)).toBe(429);
  await get(`/${open.token}`).expect(200);
  await typed('008K-4CT4-ANK7-F246').expect(404);
});

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function binary(response: request.Response, done: (error: Error | null, body: Buffer) => void): void {
  const parts: Buffer[] = [];
  response.on('data', (part: Buffer) => parts.push(part));
  response.on('end', () => done(null, Buffer.concat(parts)));
}
