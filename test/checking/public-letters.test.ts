import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import request from 'supertest';
import { z } from 'zod';
import { actorNamed } from '../../src/demo/found-regency.ts';
import { sql } from '../../src/postgres/sql.ts';
import { isToken } from '../../src/seal/token.ts';
import { drawTicket, readTicket } from '../../src/web/pages/check/form-ticket.ts';
import { type CheckWorld, checkWorld } from './check-world.ts';

const HOST = 'periksa.sagara.example';
const MINUTE = 60_000;
let world: CheckWorld;
let unitId: number;

beforeAll(async () => {
  world = await checkWorld({ app: 'https://surat.sagara.example', check: `https://${HOST}` });
  const units = await world.layang.people.listUnits();
  unitId = units.find(({ name }) => name === 'Dinas Pendidikan')?.id ?? 0;
});

// 1×1 pixels, grey.
const photo = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
);
const ticket = (ago = MINUTE) => drawTicket(world.layang.web.settings.secret, new Date(Date.now() - ago));
const typed = { name: 'Sri Rahayu', subject: 'Permohonan surat keterangan', website: '' };
function send(fields: Record<string, string>, { ip = '198.51.100.7', files = [photo] } = {}) {
  const form = request(world.app).post('/letter').set('Host', HOST).set('X-Forwarded-For', ip);
  for (const [name, value] of Object.entries(fields)) form.field(name, value);
  for (const [n, file] of files.entries()) form.attach('files', file, `halaman-${n + 1}.png`);
  return form;
}
const follow = (code: string, ip = '198.51.100.8') =>
  request(world.app).post('/letter/state').set('Host', HOST).set('X-Forwarded-For', ip).type('form').send({ code });
/** The application on a port, for what no client would send. */
async function listening(): Promise<AddressInfo> {
  const server = createServer(world.app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  server.unref();
  return server.address() as AddressInfo;
}
const codeOn = (page: string) => /check-code">([0-9A-Z-]{19})</.exec(page)?.[1] ?? '';
const Item = z.object({ id: z.number(), found: z.record(z.string(), z.unknown()), unitId: z.number() });
const items = () =>
  world.layang.db.many(Item, sql`SELECT id, found, unit_id FROM intake WHERE origin = 'public' ORDER BY id`);
const open = async (unitIds: number[]) =>
  world.layang.publicLetters.setDesks(await actorNamed(world.layang, 'admin'), unitIds);

test('an office that has opened no desk has no form', async () => {
  const page = await request(world.app).get('/letter').set('Host', HOST).expect(404);
  expect(page.text).toContain('Kami belum menerima surat lewat halaman ini');
  const sent = await send({ ...typed, unitId: String(unitId), ticket: ticket() }).expect(404);
  expect(sent.text).not.toContain('Kode tanda terima');
  expect(await items()).toEqual([]);
});

test('only an administrator opens desks', async () => {
  const clerk = await actorNamed(world.layang, 'agenda');
  await expect(world.layang.publicLetters.setDesks(clerk, [unitId])).rejects.toMatchObject({ code: 'not-allowed' });
});

describe('with a desk open', () => {
  beforeAll(() => open([unitId]));

  test('a citizen writes without an account or cookie, gets a code, and sees where the letter stands', async () => {
    const form = await request(world.app).get('/letter').set('Host', HOST).expect(200);
    expect(form.headers['set-cookie']).toBeUndefined();
    expect(form.text).not.toContain('<script');
    expect(form.text).toContain('Dinas Pendidikan');
    const sent = await send({ ...typed, email: 'sri@warga.example', unitId: String(unitId), ticket: ticket() }).expect(
      200,
    );
    const code = codeOn(sent.text);
    expect(isToken(code.replaceAll('-', ''))).toBe(true);
    const [item] = await items();
    expect(item?.found).toEqual({
      by: 'form',
      senderName: 'Sri Rahayu',
      subject: 'Permohonan surat keterangan',
      email: 'sri@warga.example',
    });
    expect(item?.unitId).toBe(unitId);
    const state = await follow(code.toLowerCase()).expect(200);
    expect(state.text).toContain('Di loket, belum diagendakan');
    expect(state.text).toContain('Lihat lagi besok dengan kode yang sama.');
    // Where it stands and nothing more: whoever finds the slip learns neither who wrote nor about what.
    for (const said of ['Sri', 'Permohonan', 'sri@warga']) expect(state.text).not.toContain(said);
  });

  test('the code is stored as a hash and stands in no log', async () => {
    const sent = await send({ ...typed, unitId: String(unitId), ticket: ticket() }).expect(200);
    const code = codeOn(sent.text).replaceAll('-', '');
    const rows = await world.layang.db.many(
      z.unknown(),
      sql`SELECT encode(code_hash, 'hex') AS hash FROM public_letter`,
    );
    expect(JSON.stringify(rows)).not.toContain(code);
    expect(world.log.join('\n')).not.toContain(code);
    await follow(code).expect(200);
    expect(world.log.join('\n')).not.toContain(code);
  });

  test('the same form twice, even at once, is one letter with one code', async () => {
    const before = (await items()).length;
    const fields = { ...typed, unitId: String(unitId), ticket: ticket() };
    const pages = await Promise.all([send(fields), send(fields)]);
    pages.push(await send(fields));
    expect(new Set(pages.map(({ text }) => codeOn(text))).size).toBe(1);
    expect(pages.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await items()).length).toBe(before + 1);
  });

  test('a form that we did not draw, or long ago, or a moment ago, brings no file in and keeps what was typed', async () => {
    const before = (await items()).length;
    const other = drawTicket('another secret that is long enough', new Date(Date.now() - MINUTE));
    for (const [bad, words] of [
      [other, 'Halaman ini terbuka terlalu lama'],
      ['', 'Halaman ini terbuka terlalu lama'],
      [ticket(7 * 3_600_000), 'Halaman ini terbuka terlalu lama'],
      [ticket(0), 'Terlalu cepat'],
    ] as const) {
      const page = await send({ ...typed, unitId: String(unitId), ticket: bad }).expect(422);
      expect(page.text).toContain(words);
      expect(page.text).toContain('value="Sri Rahayu"');
    }
    expect((await items()).length).toBe(before);
  });

  test('a program that fills in every field is thanked and nothing comes in', async () => {
    const before = (await items()).length;
    await send({ ...typed, website: 'https://spam.example', unitId: String(unitId), ticket: ticket() }).expect(200);
    expect((await items()).length).toBe(before);
  });

  test('what is wrong is said beside its field', async () => {
    const fields = { ...typed, unitId: String(unitId), ticket: ticket() };
    const faults = [
      [send({ ...fields, name: '' }), 'Nama Anda atau instansi Anda: Isian ini wajib', 'name'],
      [send({ ...fields, email: 'bukan surel' }), 'Alamat surel belum benar', 'email'],
      [send({ ...fields, letterDate: '2026-13-01' }), 'Tanggal belum benar', 'letterDate'],
      [send(fields, { files: [] }), 'Pilih berkas suratnya', 'files'],
      [send({ ...fields, unitId: '9999' }), 'Pilih salah satu unit', ''],
      [send(fields, { files: [Buffer.from('GIF89a')] }), 'JPEG', 'files'],
      [send(fields, { files: [Buffer.alloc(20 * 1024 * 1024 + 1, 1)] }), 'MB', 'files'],
      [send(fields, { files: Array.from({ length: 6 }, () => photo) }), '5', 'files'],
    ] as const;
    for (const [answer, words, field] of faults) {
      const page = await answer;
      expect([page.status, words]).toEqual([422, words]);
      expect(page.text).toContain(words);
      if (field !== '') expect(page.text).toMatch(new RegExp(`href="#${field}"[^]*id="${field}-error"`));
      expect(page.text).toContain('value="Permohonan surat keterangan"');
      // Also of the files, which came and are not kept.
      expect(page.text).toContain('id="files-error"');
    }
  });

  test('one network sends so many letters a day and tries so many wrong codes; others are not held up by it', async () => {
    const flood = '203.0.113.50';
    const fields = () => ({ ...typed, unitId: String(unitId), ticket: ticket() });
    const statuses: number[] = [];
    for (let n = 0; n < 21; n++) statuses.push((await send(fields(), { ip: flood })).status);
    expect(statuses).toEqual([...Array.from({ length: 20 }, () => 200), 429]);
    await send(fields(), { ip: '203.0.114.51' }).expect(200);
    const guesses: number[] = [];
    const right = codeOn((await send(fields(), { ip: '203.0.115.52' }).expect(200)).text);
    for (let n = 0; n < 31; n++) guesses.push((await follow('008J-4CT4-ANK7-F246', flood)).status);
    expect(guesses.at(0)).toBe(404);
    expect(guesses.at(-1)).toBe(429);
    // A right guess is answered like a wrong one then.
    const [one, other] = [await follow(right, flood), await follow('008J-4CT4-ANK7-F246', flood)];
    expect([one.status, one.text.replace(right, '')]).toEqual([429, other.text.replace('008J-4CT4-ANK7-F246', '')]);
    await follow(right, '203.0.115.52').expect(200);
  });

  test('of a network that is over a limit no byte is read, and what is refused leaves nothing on the disk', async () => {
    const { secret, receivedDirectory } = world.layang.web.settings;
    const flood = '203.0.116.60';
    const fields = () => ({
      ...typed,
      unitId: String(unitId),
      ticket: drawTicket(secret, new Date(Date.now() - MINUTE)),
    });
    const statuses = new Map<number, number>();
    for (let n = 0; n < 62; n++) {
      const { status } = await send({ ...fields(), name: '' }, { ip: flood });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect(statuses).toEqual(
      new Map([
        [422, 60],
        [429, 2],
      ]),
    );
    // A form whose body never comes is answered all the same.
    const { port } = await listening();
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () =>
        socket.write(
          `POST /letter HTTP/1.1\r\nHost: ${HOST}\r\nX-Forwarded-For: ${flood}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 90000000\r\n\r\n`,
        ),
      );
      socket.once('data', (bytes) => {
        resolve(String(bytes));
        socket.destroy();
      });
      socket.once('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1.1 429/);
    const left = await readdir(receivedDirectory).catch(() => []);
    expect(left).toEqual([]);
  });

  test('a letter struck by mistake lies at the desk again, can be registered anew, and its sender follows it on', async () => {
    const sent = await send({ ...typed, unitId: String(unitId), ticket: ticket() }, { ip: '192.0.2.10' }).expect(200);
    const code = codeOn(sent.text);
    const said = async () => (await follow(code, '192.0.2.10').expect(200)).text;
    const intakeId = (await items()).at(-1)?.id ?? 0;
    const { db, incoming, people } = world.layang;
    await db.run(sql`UPDATE intake SET state = 'ready' WHERE id = ${intakeId}`);
    const clerk = await actorNamed(world.layang, 'agenda');
    const head = (await people.listPositions()).find(({ name }) => name === 'Kepala Dinas Pendidikan')?.id ?? 0;
    const line = (security: 'B' | 'R') => ({
      ...{ submissionKey: randomUUID(), unitId, intakeId, senderName: 'Sri Rahayu' },
      ...{ senderAddress: '', senderEmail: '', number: '', letterDate: '', subject: 'Permohonan', classification: '' },
      ...{ receivedOn: '2026-11-20', receivedTime: '08:00', security, urgency: 'BIASA' as const },
      addresseePositionId: head,
    });
    const first = await incoming.register(clerk, line('B'));
    expect(await said()).toContain(`nomor ${first.agenda}`);
    await expect(incoming.register(clerk, line('B'))).rejects.toMatchObject({ code: 'intake-settled' });
    await incoming.strike(clerk, { incomingId: first.incomingId, reason: 'Salah pengirim' });
    expect(await said()).toContain('Di loket, belum diagendakan');
    const second = await incoming.register(clerk, line('R'));
    // Rahasia: that it is dealt with, and no number.
    expect(await said()).toContain('Sudah diagendakan, sedang ditangani');
    expect(await said()).not.toMatch(new RegExp(`nomor|\\b${second.agenda}\\b tahun`));
    // The pages of a secret letter are none of the other clerks': it does not go back.
    await incoming.strike(clerk, { incomingId: second.incomingId, reason: 'Salah pengirim' });
    expect(await said()).toContain('Tidak dapat diproses');
    await expect(incoming.register(clerk, line('R'))).rejects.toMatchObject({ code: 'intake-settled' });
  });

  test('a letter put aside or with a file that cannot be used says so, and no more', async () => {
    const sent = await send({ ...typed, unitId: String(unitId), ticket: ticket() }, { ip: '192.0.2.9' }).expect(200);
    expect(sent.text).toContain('bila ada yang tidak dapat kami buka');
    const code = codeOn(sent.text);
    const id = (await items()).at(-1)?.id ?? 0;
    const { db } = world.layang;
    const refused = async (reason: string) => {
      await db.run(sql`UPDATE intake SET state = 'refused', reason = ${reason} WHERE id = ${id}`);
      return (await follow(code, '192.0.2.9').expect(200)).text;
    };
    // What its sender can mend is told to them, because nobody writes to them; what we can, is not.
    for (const words of ['Berkas Anda tidak dapat kami pakai', 'dilindungi kata sandi', 'Kirim lagi'])
      expect(await refused('pdf-encrypted')).toContain(words);
    expect(await refused('virus-found')).toContain('menemukan virus di berkas ini');
    expect(await refused('upload-given-up')).toContain('Di loket, belum diagendakan');
    await db.run(sql`UPDATE intake SET state = 'put_aside', reason = 'iklan' WHERE id = ${id}`);
    const page = (await follow(code, '192.0.2.9').expect(200)).text;
    expect(page).toContain('Tidak dapat diproses');
    expect(page).not.toContain('iklan');
  });
});

test('a ticket is read back by the secret that drew it, for as long as a form may be open', () => {
  const at = new Date('2026-11-22T03:00:00Z');
  const drawn = drawTicket('s', at);
  const later = (ms: number) => new Date(at.getTime() + ms);
  expect(readTicket('s', drawn, later(2_999))).toBe('too-soon');
  const good = readTicket('s', drawn, later(3_000));
  expect(good).toEqual(readTicket('s', drawn, later(3_600_000)));
  expect(typeof good === 'object' && isToken(good.code)).toBe(true);
  expect(readTicket('s', drawn, later(6 * 3_600_000 + 1))).toBe('too-late');
  expect(readTicket('t', drawn, later(5_000))).toBe('unknown');
  expect(
    readTicket(
      's',
      drawn.replace(/^./, (c) => (c === 'a' ? 'b' : 'a')),
      later(5_000),
    ),
  ).toBe('unknown');
  for (const odd of [undefined, 7, ['a'], {}, 'x'.repeat(5_000)]) expect(readTicket('s', odd, at)).toBe('unknown');
});
