import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../src/clock.ts';
import { readConfig } from '../../src/config.ts';
import { openKdf } from '../../src/custody/kdf.ts';
import { actorNamed, foundRegency } from '../../src/demo/found-regency.ts';
import { demoPassphrase, demoPassword } from '../../src/demo/regency.ts';
import { openLog } from '../../src/log.ts';
import { openDatabase } from '../../src/postgres/database.ts';
import { sql } from '../../src/postgres/sql.ts';
import { createApp } from '../../src/web/app.ts';
import { openAssets } from '../../src/web/assets.ts';
import { type Layang, wire } from '../../src/wiring.ts';
import { CHEAP_KDF, letterToSign } from '../issuing/signing-world.ts';
import { builtAssets } from '../support/assets.ts';
import { type Client, client, hiddenFields, type Page } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import { type DatabaseLink, databaseLink } from '../support/database-link.ts';

const folder = mkdtempSync(join(tmpdir(), 'layang-away-'));
const lines: { level: string; msg: string; database?: string }[] = [];
const rejections: unknown[] = [];
const onRejection = (reason: unknown) => rejections.push(reason);
let layang: Layang;
let link: DatabaseLink;
let databaseUrl = '';
let origin = '';
let official: Client;
let end: () => Promise<void>;

beforeAll(async () => {
  process.on('unhandledRejection', onRejection);
  const { db, url } = await testDatabase();
  await db.close();
  databaseUrl = url;
  link = await databaseLink(url);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const config = readConfig({ DATA_DIR: folder, DATABASE_URL: link.url, APP_ORIGIN: origin, PUBLIC_ORIGIN: origin });
  const log = openLog('info', { write: (line: string) => void lines.push(JSON.parse(line)) });
  layang = await wire(config, log, systemClock, { kdf: openKdf({ settings: CHEAP_KDF }) });
  await foundRegency(layang);
  server.on('request', createApp(layang.web, openAssets(await builtAssets())));
  official = client(origin, { origin });
  await signIn(official, 'kadisdik');
  end = async () => {
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
    await layang.close();
  };
}, 60_000);

afterAll(async () => {
  process.off('unhandledRejection', onRejection);
  await link?.restore();
  await end?.();
  await link?.cut();
  rmSync(folder, { recursive: true, force: true });
});

async function signIn(browser: Client, username: string): Promise<void> {
  const page = await browser.send('/sign-in', { username, password: demoPassword(username) });
  expect(page.status).toBe(303);
}

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
  }, 60_000);
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
  }, 30_000);
});

it('No promise was left without anybody to hear it', () => {
  expect(rejections).toEqual([]);
});
