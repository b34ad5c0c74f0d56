import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { actorNamed } from '../../src/demo/found-regency.ts';
import { demoPassphrase, demoPassword } from '../../src/demo/regency.ts';
import { openDatabase } from '../../src/postgres/database.ts';
import { sql } from '../../src/postgres/sql.ts';
import type { Layang } from '../../src/wiring.ts';
import { letterToSign } from '../issuing/signing-world.ts';
import { lookEverywhere, openWindow, signInWith } from '../support/browser.ts';
import { type Client, client, hiddenFields, type Page } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import { type DatabaseLink, databaseLink } from '../support/database-link.ts';
import { judged } from '../support/judge.ts';
import { type ServedOffice, servedOffice } from './served-office.ts';

const folder = mkdtempSync(join(tmpdir(), 'layang-away-'));
const lines: { level: string; msg: string; database?: string }[] = [];
const rejections: unknown[] = [];
const onRejection = (reason: unknown) => rejections.push(reason);
let office: ServedOffice;
let layang: Layang;
let link: DatabaseLink;
let databaseUrl = '';
let origin = '';
let official: Client;

beforeAll(async () => {
  process.on('unhandledRejection', onRejection);
  const { db, url } = await testDatabase();
  await db.close();
  databaseUrl = url;
  link = await databaseLink(url);
  const log = { write: (line: string) => void lines.push(JSON.parse(line)) };
  office = await servedOffice({ databaseUrl: link.url, dataDir: folder, log });
  ({ layang, origin } = office);
  official = await office.enter('kadisdik');
});

afterAll(async () => {
  process.off('unhandledRejection', onRejection);
  await link?.restore();
  await office?.close();
  await link?.cut();
  rmSync(folder, { recursive: true, force: true });
});

function expectCalm(page: Page): void {
  expect(page.status).toBe(503);
  expect(page.headers.get('retry-after')).toMatch(/^\d+$/);
  expect(page.headers.get('cache-control')).toBe('no-store');
  for (const words of ['Layang sedang terputus dari basis datanya', 'cannot reach its database', 'tetap aman'])
    expect(page.html).toContain(words);
  // Neither an id that nobody can use, nor anything of the inside.
  expect(page.html).not.toMatch(/at .*\(|ECONN|layang-code|sampaikan nomor/);
}

async function within(ms: number, ask: () => Promise<Page>): Promise<Page> {
  const started = performance.now();
  const page = await ask();
  expect(performance.now() - started).toBeLessThan(ms);
  return page;
}

describe('While the database is away', () => {
  it('every door shows one calm page, and it comes back by itself', async () => {
    await link.cut();
    const before = lines.length;
    for (const path of ['/', '/letters', '/account', '/check', '/letters/1/draft'])
      expectCalm(await within(5_000, () => official.get(path)));
    // What needs no database goes on.
    expect((await client(origin).get('/assets/missing')).status).toBe(404);
    const said = lines.slice(before).filter(({ database }) => database === 'away');
    expect(said.length).toBeGreaterThanOrEqual(1);
    expect(said.length).toBeLessThan(5);
    await link.restore();
    expect((await official.get('/')).status).toBe(200);
  });

  it('a letter that cannot be checked is not made to look forged', async () => {
    await link.cut();
    const page = await client(origin).get('/check?code=0000000000000000');
    await link.restore();
    expectCalm(page);
    expect(page.html).toContain('Itu tidak berarti suratnya palsu');
    expect(page.headers.get('x-robots-tag')).toContain('noindex');
    expect(page.headers.get('set-cookie')).toBeNull();
  });

  it('what was typed stays on the page, and is sent from there once more', async () => {
    const { html } = await official.get('/letters/new');
    const typed = { ...hiddenFields(html), kind: 'surat-dinas' };
    await link.cut();
    const calm = await official.post('/letters/new', typed);
    await link.restore();
    expectCalm(calm);
    const again = hiddenFields(calm.html, '/letters/new');
    expect(again).toEqual(typed);
    const sent = await official.post('/letters/new', again);
    expect([sent.status, sent.location]).toEqual([303, expect.stringMatching(/^\/letters\/\d+/)]);
  });

  judged(['chromium'], 'the calm page can be read and used by everybody, on every window', async () => {
    const { page } = await openWindow({ width: 360 });
    await signInWith(page, origin, 'kadisdik', demoPassword('kadisdik'));
    await page.goto(`${origin}/letters/new`);
    await page.check('input[value=surat-dinas]');
    await link.cut();
    await page.click('main form button');
    await page.waitForSelector('text=terputus dari basis datanya');
    await lookEverywhere(page, 'database-away-sent');
    await link.restore();
    await page.click('main form button');
    await page.waitForURL(/\/letters\/\d+\/edit$/);
    await link.cut();
    await page.goto(`${origin}/letters`);
    await lookEverywhere(page, 'database-away');
    await link.restore();
    await page.click('a:has-text("Coba lagi")');
    await page.waitForSelector('nav.layang-places');
  });

  it('a password is not kept: its page is opened again', async () => {
    const { html } = await official.get('/account');
    const typed = { current: 'perahu lama di dermaga', password: 'sandi baru yang panjang' };
    await link.cut();
    const calm = await official.post('/account/password', { ...hiddenFields(html, '/account/password'), ...typed });
    await link.restore();
    expectCalm(calm);
    expect(calm.html).not.toMatch(/sandi baru|perahu lama|<form/);
    expect(calm.html).toContain('buka kembali halaman sebelumnya');
  });

  it('a form of another site is not given back to be sent', async () => {
    const stranger = client(origin, { origin: 'https://elsewhere.example' });
    for (const [name, value] of official.cookies) stranger.cookies.set(name, value);
    await link.cut();
    const calm = await stranger.post('/letters/new', { kind: 'surat-dinas' });
    await link.restore();
    expectCalm(calm);
    expect(calm.html).not.toContain('<form');
  });

  it('a network that swallows everything is noticed, and nobody waits long', async () => {
    // Connections that are open and idle are the ones that would wait.
    await Promise.all(Array.from({ length: 6 }, () => official.get('/')));
    // Beside it a slow statement on a way that holds: it is left alone.
    const beside = openDatabase(databaseUrl);
    const slow = beside.run(sql`SELECT pg_sleep(6)`);
    link.freeze();
    const pages = await Promise.all(Array.from({ length: 4 }, () => within(20_000, () => official.get('/letters'))));
    for (const page of pages) expectCalm(page);
    expect(await slow).toBe(1);
    await beside.close();
    await link.restore();
    for (let more = 0; more < 10; more++) {
      if ((await within(20_000, () => official.get('/'))).status === 200) break;
    }
    expect((await official.get('/')).status).toBe(200);
  });
});

it('A full database is said to be full; what was sent is kept, and reading goes on', async () => {
  await layang.db.run(sql`CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE disk_full USING MESSAGE = 'could not extend file'; END $$`);
  await layang.db.run(sql`CREATE TRIGGER full_disk BEFORE INSERT ON letter EXECUTE FUNCTION full_disk()`);
  const typed = { ...hiddenFields((await official.get('/letters/new')).html), kind: 'surat-dinas' };
  const page = await official.post('/letters/new', typed);
  expect([page.status, page.headers.get('retry-after')]).toEqual([503, '10']);
  expect(page.html).toContain('tidak disimpan dan tidak ada yang berubah');
  expect((await official.get('/letters')).status).toBe(200);
  await layang.db.run(sql`DROP TRIGGER full_disk ON letter`);
  expect((await official.post('/letters/new', hiddenFields(page.html, '/letters/new'))).status).toBe(303);
});

describe('A letter whose issue was committed while the connection broke', () => {
  it('is not said to be unissued, and is there once', async () => {
    const chief = await actorNamed(layang, 'kadisdik');
    const positions = new Map((await layang.people.listPositions()).map(({ name, id }) => [name, id]));
    const passphrase = demoPassphrase('kadisdik');
    const sign = async (letterId: number) => {
      const path = `/letters/${letterId}/sign`;
      const fields = hiddenFields((await official.get(path)).html, path);
      return () => official.post(path, { ...fields, passphrase });
    };
    let commits = 0;
    for (let letter = 0; letter < 2; letter++) {
      const { letterId } = await letterToSign({ layang, chief, positions });
      const send = await sign(letterId);
      commits = link.commits();
      expect((await send()).status).toBe(303);
      commits = link.commits() - commits;
    }
    const { letterId } = await letterToSign({ layang, chief, positions });
    const send = await sign(letterId);
    link.cutAtCommit(commits);
    const calm = await send();
    await link.restore();
    expect(calm.status).toBe(503);
    expect(calm.html).toContain('belum pasti apakah suratnya sudah terbit');
    expect(calm.html).not.toContain('belum terbit.');
    const { letter } = await layang.letters.readLetter(chief, letterId);
    expect(letter.state).toBe('issued');
    expect(await layang.db.run(sql`SELECT 1 FROM issue WHERE letter_id = ${letterId}`)).toBe(1);
  });
});

it('No promise was left without anybody to hear it', () => {
  expect(rejections).toEqual([]);
});
