import request from 'supertest';
import { z } from 'zod';
import { actorNamed } from '../../src/demo/found-regency.ts';
import type { StatusCode } from '../../src/letters/letter-status.ts';
import type { Actor } from '../../src/people/actor.ts';
import { sql } from '../../src/postgres/sql.ts';
import { type CheckWorld, checkWorld, type IssuedForTest } from './check-world.ts';

const HOST = 'periksa.sagara.example';
let world: CheckWorld;
let chief: Actor;

beforeAll(async () => {
  world = await checkWorld({ app: 'https://surat.sagara.example', check: `https://${HOST}` });
  chief = await actorNamed(world.layang, 'kadisdik');
});

const get = (path: string) => request(world.app).get(path).set('Host', HOST);
const upload = (letter: IssuedForTest) =>
  request(world.app).post(`/${letter.token}/file`).set('Host', HOST).attach('file', letter.pdf, 'surat.pdf');
const page = async (path: string) => (await get(path).expect(200)).text;

async function idOf({ token }: IssuedForTest): Promise<number> {
  const row = z.object({ letterId: z.number() });
  return (await world.layang.db.one(row, sql`SELECT letter_id FROM issue WHERE token = ${token}`)).letterId;
}

async function change(letter: IssuedForTest, code: StatusCode, successor?: IssuedForTest): Promise<void> {
  const letterId = await idOf(letter);
  const { seen } = await world.layang.letterStatus.choices(chief, letterId);
  const successorId = successor && (await idOf(successor));
  const remark = 'Keterangan dalam untuk kantor saja';
  await world.layang.letterStatus.change(chief, { letterId, seen, code, successorId, reason: 1, remark });
}

const REGISTERED = 'Kode ini terdaftar untuk surat berikut (dicek oleh server)';

test('a withdrawn letter says so first, since when and why, and shows neither its picture nor a comparison', async () => {
  const letter = await world.issue();
  // Remembered by the page and by the picture before it is withdrawn.
  for (let i = 0; i < 2; i++) expect(await page(`/${letter.token}`)).toContain(REGISTERED);
  await get(`/${letter.token}/halaman-1.png`).expect(200);
  await change(letter, 'withdrawn');
  for (const path of [`/${letter.token}`, `/${letter.token}/1`, `/check?code=${encodeURIComponent(letter.checkUrl)}`]) {
    const text = await page(path);
    expect(text).toMatch(/<h1[^>]*>Dicabut sejak \d{1,2} \w+ \d{4}<\/h1>/);
    expect(text).toContain('Jangan dipakai');
    expect(text).toMatch(/Dinyatakan pada \d{1,2} \w+ \d{4} pukul/);
    expect(text).toContain('Alasan: Kekeliruan isi surat.');
    expect(text).toContain(letter.number);
    expect(text).not.toContain('Keterangan dalam');
    expect(text).not.toContain(REGISTERED);
    expect(text).not.toContain('halaman-1.png');
    expect(text).not.toContain('govuk-radios');
  }
  await get(`/${letter.token}/halaman-1.png`).expect(404);
  // No answer to a comparison turns the page green.
  expect(await page(`/${letter.token}?compared=1&number=same`)).not.toContain('Bagian yang Anda bandingkan cocok');
  expect(await page(`/${letter.token}?lang=en`)).toContain('Reason: A mistake in the letter.');
  // A page that the letter never had comes before how the letter stands.
  expect((await get(`/${letter.token}/9`).expect(404)).text).toContain('Halaman ini tidak ada pada surat tersebut');
  await change(letter, 'restored');
  expect(await page(`/${letter.token}`)).toContain(REGISTERED);
  await get(`/${letter.token}/halaman-1.png`).expect(200);
  await change(letter, 'recalled');
  const recalled = await page(`/${letter.token}`);
  expect(recalled).toMatch(/<h1[^>]*>Ditarik sejak /);
  expect(recalled).toContain('diminta kembali oleh penerbitnya');
});

test('a superseded letter leads to the one that applies, a corrected one stays comparable', async () => {
  const [old, mistaken, successor] = [await world.issue(), await world.issue(), await world.issue()];
  await change(old, 'superseded', successor);
  await change(mistaken, 'corrected', successor);
  const superseded = await page(`/${old.token}`);
  expect(superseded).toContain(`>Digantikan oleh ${successor.number}</h1>`);
  expect(superseded).toContain(`href="/${successor.token}">Periksa ${successor.number}</a>`);
  expect(superseded).not.toContain('govuk-radios');
  const corrected = await page(`/${mistaken.token}?lang=en`);
  expect(corrected).toContain(`>Corrected by ${successor.number}</h1>`);
  expect(corrected).toContain(`href="/${successor.token}?lang=en"`);
  expect(corrected).toContain('stays in force');
  expect(corrected).toContain('govuk-radios');
  expect(await page(`/${successor.token}`)).toContain(REGISTERED);
});

test('of a limited successor the page gives the way but no number, of a classified one nothing', async () => {
  const [one, two] = [await world.issue(), await world.issue()];
  const [limited, secret] = [await world.issue({ security: 'T' }), await world.issue({ security: 'R' })];
  await change(one, 'superseded', limited);
  await change(two, 'superseded', secret);
  const first = await page(`/${one.token}`);
  expect(first).toContain('>Digantikan oleh surat lain</h1>');
  expect(first).toContain(`href="/${limited.token}"`);
  expect(first).not.toContain(limited.number);
  const second = await page(`/${two.token}`);
  expect(second).toContain('>Digantikan oleh surat lain</h1>');
  expect(second).not.toContain(secret.token);
  expect(second).not.toContain(secret.number);
});

test('a limited letter tells when and why, a classified one that and when, whatever happened to it', async () => {
  const limited = await world.issue({ security: 'T' });
  await change(limited, 'withdrawn');
  const page1 = await page(`/${limited.token}`);
  expect(page1).toContain('Alasan: Kekeliruan isi surat.');
  expect(page1).toContain('Kepala Dinas Pendidikan');
  expect(page1).not.toContain(limited.number);

  for (const code of ['withdrawn', 'superseded'] as const) {
    const secret = await world.issue({ security: 'R' });
    const successor = await world.issue();
    await change(secret, code, code === 'superseded' ? successor : undefined);
    for (const path of [`/${secret.token}`, `/${secret.token}/99`]) {
      const text = await page(path);
      expect(text).toContain(code === 'withdrawn' ? 'Dicabut sejak' : 'Digantikan oleh surat lain');
      expect(text).toContain('Surat berklasifikasi rahasia dari Pemerintah Kabupaten Sagara Asri.');
      for (const hidden of ['Alasan:', successor.token, successor.number, secret.number, 'Kepala Dinas', 'radios']) {
        expect([code, hidden, text.includes(hidden)]).toEqual([code, hidden, false]);
      }
    }
  }
});

test('a file brought for checking is told how its letter stands before that it is identical', async () => {
  const letter = await world.issue();
  await change(letter, 'withdrawn');
  const { text } = await upload(letter).expect(200);
  expect(text).toMatch(/<h1[^>]*>Dicabut sejak /);
  expect(text).toMatch(/<h2[^>]*>Berkas identik dengan yang terbit<\/h2>/);
  expect(text).not.toContain('check-banner--good');
  expect(text).toContain('Tanda tangan sah: dokumen tidak berubah dan penanda tangan dikenal.');
  const byFile = await request(world.app).post('/check/file').set('Host', HOST).attach('file', letter.pdf, 'surat.pdf');
  expect(byFile.text).toMatch(/<h1[^>]*>Dicabut sejak /);
  await change(letter, 'restored');
  expect((await upload(letter)).text).toMatch(/<h1[^>]*>Berkas identik dengan yang terbit<\/h1>/);
});
