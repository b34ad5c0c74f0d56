import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { calendarDate } from '../../src/clock.ts';
import { serverLimits } from '../../src/commands/listen.ts';
import { actorNamed } from '../../src/demo/found-regency.ts';
import { demoPassphrase, demoPassword, OFFICE } from '../../src/demo/regency.ts';
import { longDate } from '../../src/letters/long-date.ts';
import { sql } from '../../src/postgres/sql.ts';
import { type CheckWorld, checkWorld } from '../checking/check-world.ts';
import { letterToSign } from '../issuing/signing-world.ts';
import { lookEverywhere, openWindow, signInWith } from '../support/browser.ts';
import { type Client, client } from '../support/client.ts';
import { judged } from '../support/judge.ts';

let world: CheckWorld;
let server: Server;
let origin: string;
let register: string;

beforeAll(async () => {
  server = createServer(serverLimits);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  world = await checkWorld({ app: origin, check: origin });
  server.on('request', world.app);
  const { number } = await world.issue();
  const row = z.object({ registerId: z.number() });
  const found = await world.layang.db.one(row, sql`SELECT register_id FROM letter_number WHERE text = ${number}`);
  register = `/registers/${found.registerId}`;
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

const daysAgo = (days: number) => calendarDate(new Date(Date.now() - days * 86_400_000), OFFICE.timeZone);

async function waiting(subject: string): Promise<number> {
  const { layang } = world;
  const chief = await actorNamed(layang, 'kadisdik');
  const positions = new Map((await layang.people.listPositions()).map(({ name, id }) => [name, id]));
  return (await letterToSign({ layang, chief, positions }, { subject })).letterId;
}

async function enter(username: string): Promise<Client> {
  const visitor = client(origin);
  await visitor.send('/sign-in', { username, password: demoPassword(username) });
  return visitor;
}

async function window(username: string): Promise<Page> {
  const { page } = await openWindow({ width: 360 });
  await signInWith(page, origin, username, demoPassword(username));
  return page;
}

const textOf = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

describe('A register’s pages', () => {
  it('are for those whose duty they are, and refuse everybody else', async () => {
    const letterId = await waiting('Undangan pembinaan');
    const paths = [
      'letters',
      `letters/${letterId}/insertion`,
      `letters/${letterId}/date`,
      `letters/${letterId}/block-number`,
    ];
    const allowed: Record<string, number[]> = {
      agenda: [200, 200, 200, 200],
      sekdisdik: [200, 200, 200, 200],
      kadisdik: [403, 403, 403, 403],
      camat: [403, 403, 403, 403],
    };
    for (const [username, statuses] of Object.entries(allowed)) {
      const visitor = await enter(username);
      const found = [];
      for (const path of paths) found.push((await visitor.get(`${register}/${path}`)).status);
      expect([username, ...found]).toEqual([username, ...statuses]);
    }
    const [clerk, dater] = [await enter('agenda'), await enter('sekdisdik')];
    const date = { date: daysAgo(3), reason: 'Dibahas hari itu' };
    const at = `${register}/letters/${letterId}`;
    expect((await clerk.send(`${at}/date`, date)).status).toBe(403);
    expect((await dater.send(`${at}/insertion`, { after: '1', year: '2026', reason: 'Ralat' })).status).toBe(403);
    expect((await dater.send(`${at}/date`, date)).location).toBe(`${register}/letters`);
    expect((await clerk.send('/registers/keeping', {})).status).toBe(403);
    expect((await clerk.get(`${register}/letters/999999/date`)).status).toBe(409);
    expect((await clerk.get(`${register}/blocks/999999`)).status).toBe(404);
  });

  it('are reached from the letter by those whose duty they are, while it waits', async () => {
    const letterId = await waiting('Undangan dari halaman surat');
    const grants = async (username: string) =>
      [...(await (await enter(username)).get(`/letters/${letterId}`)).html.matchAll(/href="\/registers\/[^"]+"/g)]
        .map(([link]) => link.split('/').at(-1)?.slice(0, -1) ?? '')
        .filter((page) => page !== 'registers');
    expect(await grants('agenda')).toEqual(['insertion', 'block-number']);
    // Who drafted it, and who does not read it at all.
    expect(await grants('kadisdik')).toEqual([]);
    expect(await grants('camat')).toEqual([]);
  });

  it('tell on the letter what was granted between the decisions, in the order of time', async () => {
    const letterId = await waiting('Undangan bertanggal mundur');
    const dater = await enter('sekdisdik');
    const at = `${register}/letters/${letterId}`;
    await dater.send(`${at}/date`, { date: daysAgo(2), reason: 'Dibahas dua hari lalu' });
    const chief = await actorNamed(world.layang, 'kadisdik');
    const { version } = await world.layang.letters.readLetter(chief, letterId);
    await world.layang.signLetter({
      actor: chief,
      letterId,
      versionSha256: version?.sha256 ?? Buffer.alloc(0),
      passphrase: demoPassphrase('kadisdik'),
      letterDate: daysAgo(2),
    });
    const page = textOf((await (await enter('kadisdik')).get(`/letters/${letterId}`)).html);
    const history = page.slice(page.indexOf('Perjalanan surat'));
    const places = ['Diajukan', 'Dibahas dua hari lalu', 'Ditandatangani'].map((words) => history.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('say what is wrong beside the field, and keep what was typed', async () => {
    const letterId = await waiting('Undangan keliru');
    const [clerk, dater] = [await enter('agenda'), await enter('sekdisdik')];
    const at = `${register}/letters/${letterId}`;
    await clerk.send(`${register}/blocks`, { size: '1', reason: 'Padam' });
    for (const [visitor, path, fields, words] of [
      [clerk, 'insertion', { after: '9000', year: '2026', reason: 'Ralat' }, 'Nomor urut 9000 tidak ada'],
      [clerk, 'insertion', { after: 'dua', year: '26', reason: 'Ralat' }, 'Tulis dengan angka'],
      [clerk, 'insertion', { after: '1', year: '2026', reason: '' }, 'Tulis alasannya'],
      [clerk, 'block-number', { numberId: '999999', reason: 'Padam' }, 'bukan nomor cadangan'],
      [dater, 'date', { date: '2099-01-01', reason: 'Ralat' }, 'tidak boleh di masa depan'],
      [dater, 'date', { date: daysAgo(80), reason: 'Ralat' }, 'Paling awal 31 hari'],
    ] as const) {
      const answer = await visitor.send(`${at}/${path}`, fields);
      expect([path, answer.status]).toEqual([path, 422]);
      expect(textOf(answer.html)).toContain(words);
      if (fields.reason !== '' && path !== 'block-number')
        expect(answer.html).toContain(`>${fields.reason}</textarea>`);
    }
    const blocks = await clerk.send(`${register}/blocks`, { size: '5000', reason: 'Padam' });
    expect([blocks.status, textOf(blocks.html).includes('Antara 1 dan 100 nomor')]).toEqual([422, true]);
  });

  it('are kept by the administrator: which sets there are, who keeps one, and what could look the same', async () => {
    const admin = await enter('admin');
    const page = await admin.get('/registers/keeping');
    expect(textOf(page.html)).toContain('Himpunan jenis surat');
    const units = [...page.html.matchAll(/<option value="(\d+)"[^>]*>([^<]+)</g)].map(([, id = '', name = '']) => ({
      id,
      name,
    }));
    const unit = units.find(({ name }) => name.includes('Kecamatan'));
    const opened = { unitId: unit?.id ?? '', code: 'surat', name: 'Buku surat kecamatan' };
    expect((await admin.send('/registers/keeping', opened)).location).toBe('/registers/keeping');
    expect((await admin.send('/registers/keeping', opened)).status).toBe(422);
    expect((await admin.send('/registers/keeping', { ...opened, code: 'tidak-ada' })).status).toBe(422);
    const now = await admin.get('/registers/keeping');
    expect(textOf(now.html)).toContain('Buku surat kecamatan');
    expect((await admin.send(`${register}/name`, { name: ' ' })).status).toBe(422);
    expect((await admin.send(`${register}/name`, { name: 'Agenda surat keluar' })).location).toBe('/registers/keeping');
    expect(textOf((await admin.get('/registers/keeping')).html)).toContain('Agenda surat keluar');
    expect((await admin.get(`${register}/blocks`)).status).toBe(200);
    expect((await admin.get(register)).status).toBe(403);
  });
});

judged(
  ['chromium'],
  'at 360 px: a number inserted, a date granted, signed knowing it, and told to a citizen',
  async () => {
    const [clerk, dater, chief] = [await window('agenda'), await window('sekdisdik'), await window('kadisdik')];
    const letterId = await waiting('Ralat undangan rapat');
    await clerk.goto(origin + register);
    await clerk.click('a:has-text("Surat yang menunggu tanda tangan")');
    await lookEverywhere(clerk, 'numbers-waiting');
    await clerk.click(`a[href$="/letters/${letterId}/insertion"]`);
    await clerk.click('main form button');
    await clerk.waitForSelector('.govuk-error-summary');
    await lookEverywhere(clerk, 'numbers-insertion-errors');
    await clerk.fill('#after', '1');
    await clerk.fill('#reason', 'Ralat tanggal rapat pada surat nomor 1');
    await clerk.click('main form button');
    await clerk.waitForURL(/\/letters$/);

    await dater.goto(`${origin}${register}/letters/${letterId}/date`);
    await dater.fill('#date', daysAgo(9));
    await dater.fill('#reason', 'Diputuskan lisan pada rapat');
    await dater.click('main form button');
    await dater.waitForURL(/\/letters$/);
    await dater.goto(`${origin}${register}/letters/${letterId}/date`);
    await dater.click('summary:has-text("Cabut tanggal ini")');
    await lookEverywhere(dater, 'numbers-date-granted');

    await chief.goto(`${origin}/letters/${letterId}/sign`);
    const shown = await chief.textContent('#keputusan');
    expect(shown).toContain(`Tanggal surat: ${longDate(daysAgo(9))}.`);
    expect(shown).toContain('nomor 1.a tahun');
    await lookEverywhere(chief, 'numbers-sign');
    await chief.fill('#passphrase', demoPassphrase('kadisdik'));
    await chief.click('#keputusan button');
    await chief.waitForURL(`${origin}/letters/${letterId}`);
    await lookEverywhere(chief, 'numbers-letter');
    expect(await chief.textContent('main')).toContain('Diputuskan lisan pada rapat');

    const row = z.object({ token: z.string(), text: z.string() });
    const issued = await world.layang.db.one(
      row,
      sql`SELECT i.token, n.text FROM issue i JOIN letter_number n ON n.id = i.number_id WHERE i.letter_id = ${letterId}`,
    );
    expect(issued.text).toContain('/1.a/');
    await clerk.goto(
      `${origin}/letters?q=${encodeURIComponent(issued.text.toLowerCase().replace('/1.a/', ' / 001.A / '))}`,
    );
    expect(await clerk.textContent('main')).toContain('Ralat undangan rapat');
    await clerk.goto(origin + register);
    await lookEverywhere(clerk, 'numbers-register');
    const citizen = await openWindow({ width: 360 });
    await citizen.page.goto(`${origin}/${issued.token}`);
    expect(await citizen.page.textContent('main')).toContain(
      `Tanggal surat ${longDate(daysAgo(9))}; ditandatangani ${longDate(daysAgo(0))}.`,
    );
    await lookEverywhere(citizen.page, 'numbers-check');
  },
);

judged(
  ['chromium'],
  'at 360 px: numbers taken for an outage, printed, accounted for, and the report of the year',
  async () => {
    const clerk = await window('agenda');
    await clerk.goto(`${origin}${register}/blocks`);
    await lookEverywhere(clerk, 'numbers-blocks');
    await clerk.fill('#size', '4');
    await clerk.fill('#reason', 'Listrik padam di kantor dinas');
    await clerk.click('main form button');
    await clerk.waitForURL(/\/blocks\/\d+$/);
    const sheet = clerk.url();
    await clerk.click('a:has-text("Dipakai di kertas") >> nth=0');
    const figure = (await clerk.textContent('h1'))?.match(/\d+/)?.[0] ?? '';
    await clerk.click('main form button');
    await clerk.waitForSelector('.govuk-error-summary');
    await lookEverywhere(clerk, 'numbers-paper-errors');
    await clerk.fill('#text', `400.3/${figure}/DISDIK`);
    await clerk.fill('#addressee', 'Kepala SMP Negeri 3');
    await clerk.fill('#subject', 'Libur karena banjir');
    await clerk.fill('#date', daysAgo(0));
    await clerk.fill('#signedBy', 'Kepala Dinas Pendidikan');
    await clerk.click('main form button');
    await clerk.waitForURL(sheet);
    await clerk.click('a:has-text("Batalkan") >> nth=0');
    await clerk.fill('#reason', 'Tidak terpakai');
    await clerk.click('main form button');
    await clerk.waitForURL(origin + register);
    await clerk.goto(sheet);
    expect(await clerk.textContent('main')).toContain('Belum dipertanggungjawabkan: 2 nomor.');
    await lookEverywhere(clerk, 'numbers-block-half');
    const pictures = process.env.LAYANG_PICTURES;
    if (pictures !== undefined) await clerk.pdf({ path: `${pictures}/numbers-block.pdf` });
    const letterId = await waiting('Undangan susulan');
    await clerk.goto(`${origin}${register}/letters/${letterId}/block-number`);
    await lookEverywhere(clerk, 'numbers-block-number');
    await clerk.selectOption('#numberId', { index: 1 });
    await clerk.fill('#reason', 'Konsep di kertas dimasukkan kembali');
    await clerk.click('main form button');
    await clerk.waitForURL(/\/letters$/);

    await clerk.goto(`${origin}/letters?q=${encodeURIComponent(`400.3 / 0${figure} / disdik`)}`);
    expect(await clerk.textContent('main')).toContain('Libur karena banjir');
    await lookEverywhere(clerk, 'numbers-letters-found');
    await clerk.goto(`${origin}${register}/report`);
    expect(await clerk.textContent('main')).toContain('Tanpa penjelasan: 0');
    await lookEverywhere(clerk, 'numbers-report');
    if (pictures !== undefined) await clerk.pdf({ path: `${pictures}/numbers-report.pdf` });
    const csv = await clerk.request.get(`${origin}${register}/report.csv`);
    expect(csv.headers()['content-type']).toContain('text/csv');
    const text = await csv.text();
    expect(text.split('\r\n')[0]).toBe(
      'No. urut,Sisipan,Nomor surat,Keadaan,Tanggal surat,Ditandatangani,Surat,Kepada,Alasan',
    );
    expect(text).toContain(`${figure},,400.3/${figure}/DISDIK,Dipakai di kertas,`);

    const admin = await window('admin');
    await admin.goto(`${origin}/registers/keeping`);
    await lookEverywhere(admin, 'numbers-keeping');
    await admin.click('a:has-text("Ubah nama") >> nth=0');
    await lookEverywhere(admin, 'numbers-name');
  },
);
