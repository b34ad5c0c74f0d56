import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { serverLimits } from '../../src/commands/listen.ts';
import { demoPassword } from '../../src/demo/regency.ts';
import { sql } from '../../src/postgres/sql.ts';
import { type CheckWorld, checkWorld, type IssuedForTest } from '../checking/check-world.ts';
import { lookEverywhere, openWindow, signInWith } from '../support/browser.ts';
import { type Client, client, hiddenFields } from '../support/client.ts';
import { judged } from '../support/judge.ts';

let world: CheckWorld;
let server: Server;
let origin: string;
const visitors = new Map<string, Client>();

beforeAll(async () => {
  server = createServer(serverLimits);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  world = await checkWorld({ app: origin, check: origin });
  server.on('request', world.app);
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

async function enter(username: string): Promise<Client> {
  const known = visitors.get(username);
  if (known !== undefined) return known;
  const visitor = client(origin);
  const page = await visitor.send('/sign-in', { username, password: demoPassword(username) });
  if (page.status !== 303) throw new Error(`sign-in of ${username}: ${page.status}`);
  visitors.set(username, visitor);
  return visitor;
}

async function letterPath({ token }: IssuedForTest): Promise<string> {
  const row = z.object({ letterId: z.number() });
  const { letterId } = await world.layang.db.one(row, sql`SELECT letter_id FROM issue WHERE token = ${token}`);
  return `/letters/${letterId}`;
}

const textOf = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

describe('An issued letter', () => {
  it('is withdrawn by its official on one page; its page, the list, the register and the recipient’s inbox say so', async () => {
    const letter = await world.issue();
    const path = await letterPath(letter);
    const [chief, camat] = [await enter('kadisdik'), await enter('camat')];
    expect(textOf((await camat.get('/')).html)).not.toContain(`Surat ${letter.number}`);
    const form = await chief.get(`${path}/status`);
    expect(textOf(form.html)).toContain('tetap terbit dan surat yang ditandatangani tidak berubah');
    expect(form.html).not.toContain('value="restored"');
    const sent = await chief.send(`${path}/status`, {
      code: 'withdrawn',
      successor: '',
      reason: '1',
      remark: 'Keliru',
    });
    expect([sent.status, sent.location]).toEqual([303, path]);
    const shown = await chief.get(path);
    expect(textOf(shown.html)).toContain('Terbit, dicabut');
    expect(textOf(shown.html)).toMatch(/Dicabut sejak \d{1,2} \w+ \d{4}/);
    expect(textOf(shown.html)).toContain('Ubah atau pulihkan keadaan');
    expect(textOf((await chief.get('/letters?state=withdrawn')).html)).toContain('1 surat');
    expect(textOf((await chief.get('/letters?state=recalled')).html)).toContain('Tidak ada surat yang cocok');
    const register = await chief.get((await chief.get('/registers')).location ?? '');
    expect(textOf(register.html)).toContain('Terbit, dicabut');

    expect(textOf((await camat.get('/')).html)).toContain(`Surat ${letter.number} dicabut`);
    const seen = await camat.get(path);
    expect(textOf(seen.html)).toContain('Dicabut sejak');
    expect(seen.html).not.toContain(`${path}/status`);
    expect(textOf((await camat.get('/')).html)).not.toContain(`Surat ${letter.number} dicabut`);
  });

  it('whose post is vacant is recalled by the registry, which is told why it may and offered nothing else', async () => {
    const letter = await world.issue();
    const path = await letterPath(letter);
    const clerk = await enter('agenda');
    expect((await clerk.get(path)).html).not.toContain(`${path}/status`);
    const { pool } = world.layang.db;
    const term = async (validTo: string | null) =>
      pool.query(
        `UPDATE appointment a SET valid_to = $1::date FROM position p, person h
         WHERE p.id = a.position_id AND h.id = a.person_id AND p.name = 'Kepala Dinas Pendidikan' AND h.username = 'kadisdik'`,
        [validTo],
      );
    await term(new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10));
    try {
      expect((await clerk.get(path)).html).toContain(`${path}/status`);
      const page = await clerk.get(`${path}/status`);
      expect(textOf(page.html)).toContain('Jabatan penanda tangan (Kepala Dinas Pendidikan) sedang kosong');
      expect(page.html).toContain('value="recalled"');
      expect(page.html).not.toContain('value="withdrawn"');
      const fields = { successor: '', reason: '2', remark: '' };
      const more = await clerk.send(`${path}/status`, { ...fields, code: 'withdrawn' });
      expect(more.status).toBe(403);
      const sent = await clerk.send(`${path}/status`, { ...fields, code: 'recalled' });
      expect([sent.status, sent.location]).toEqual([303, path]);
      expect(textOf((await clerk.get(path)).html)).toContain('Ditarik sejak');
      expect((await clerk.get(path)).html).not.toContain(`${path}/status`);
      expect(textOf((await (await enter('camat')).get('/')).html)).toContain(`Surat ${letter.number} ditarik`);
    } finally {
      await term(null);
    }
  });

  it('takes a form sent twice once, and one from an old page not at all', async () => {
    const letter = await world.issue();
    const path = await letterPath(letter);
    const chief = await enter('kadisdik');
    const old = hiddenFields((await chief.get(`${path}/status`)).html, `${path}/status`);
    const fields = { code: 'recalled', successor: '', reason: '2', remark: '' };
    const fresh = hiddenFields((await chief.get(`${path}/status`)).html, `${path}/status`);
    const twice = await Promise.all([1, 2].map(() => chief.post(`${path}/status`, { ...fresh, ...fields })));
    expect(twice.map(({ status }) => status)).toEqual([303, 303]);
    const late = await chief.post(`${path}/status`, { ...old, ...fields, code: 'withdrawn', remark: 'Catatan saya' });
    expect(late.status).toBe(422);
    expect(textOf(late.html)).toContain('sudah diubah sejak Anda membukanya');
    expect(late.html).toContain('Catatan saya</textarea>');
    const { rows } = await world.layang.db.pool.query(
      'SELECT s.code FROM letter_status s JOIN issue i USING (letter_id) WHERE i.token = $1',
      [letter.token],
    );
    expect(rows).toEqual([{ code: 'recalled' }]);
  });

  it('is superseded by number or by check code, and every slip is told beside its field', async () => {
    const [first, second, successor] = [await world.issue(), await world.issue(), await world.issue()];
    const [one, two] = [await letterPath(first), await letterPath(second)];
    const chief = await enter('kadisdik');
    const fields = { code: 'superseded', successor: '999/X', reason: '3', remark: '' };
    const unknown = await chief.send(`${one}/status`, fields);
    expect([unknown.status, unknown.html.includes('href="#successor"')]).toEqual([422, true]);
    expect(unknown.html).toContain('value="999/X"');
    const nothing = await chief.send(`${one}/status`, { code: '', successor: '', reason: '', remark: '' });
    expect(nothing.html).toContain('href="#code"');
    expect(nothing.html).toContain('href="#reason"');
    const other = await chief.send(`${one}/status`, { ...fields, code: 'withdrawn', reason: '255' });
    expect(other.html).toContain('href="#remark"');
    expect((await chief.send(`${one}/status`, { ...fields, successor: successor.number })).status).toBe(303);
    expect((await chief.send(`${two}/status`, { ...fields, successor: successor.token.toLowerCase() })).status).toBe(
      303,
    );
    expect((await chief.get(one)).html).toContain(`href="${await letterPath(successor)}">${successor.number}</a>`);
  });

  it('cannot be changed by anybody else, whatever they send', async () => {
    const letter = await world.issue();
    const path = await letterPath(letter);
    for (const username of ['camat', 'sekda', 'agenda', 'analis', 'admin']) {
      const who = await enter(username);
      const token = hiddenFields((await who.get('/account')).html)._csrf ?? '';
      for (const code of ['withdrawn', 'superseded', '']) {
        const sent = { _csrf: token, seen: '', code, successor: letter.number, reason: '1', remark: '' };
        const answer = await who.post(`${path}/status`, sent);
        expect([username, code, [403, 404].includes(answer.status)]).toEqual([username, code, true]);
      }
      expect([403, 404]).toContain((await who.get(`${path}/status`)).status);
    }
    expect(textOf((await (await enter('kadisdik')).get(path)).html)).not.toContain('Terbit, ');
  });

  it('gives its file copy to those who took part in it, and to nobody who only received it', async () => {
    const path = await letterPath(await world.issue());
    const pdf = await (await enter('kadisdik')).get(`${path}/pertinggal.pdf`);
    expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(pdf.headers.get('content-disposition')).toMatch(/^inline; filename="pertinggal-\d+\.pdf"$/);
    expect(pdf.headers.get('cache-control')).toBe('no-store');
    expect((await (await enter('admin')).get(`${path}/pertinggal.pdf`)).status).toBe(404);
    const receiver = await enter('camat');
    expect((await receiver.get(`${path}/pertinggal.pdf`)).status).toBe(403);
    const { html } = await receiver.get(path);
    for (const told of ['Perjalanan surat', 'Urutan persetujuan', 'pertinggal.pdf']) expect(html).not.toContain(told);
  });
});

judged(['chromium'], 'at 360 px: an official withdraws a letter, a citizen sees it, it is restored', async () => {
  const letter = await world.issue();
  const successor = await world.issue();
  const path = await letterPath(letter);
  const official = await openWindow({ width: 360 });
  const citizen = await openWindow({ width: 360 });
  const { page } = official;
  await signInWith(page, origin, 'kadisdik', demoPassword('kadisdik'));
  await citizen.page.goto(`${origin}/${letter.token}`);
  expect(await citizen.page.textContent('h1')).toContain('Kode ini terdaftar');

  await page.goto(origin + path);
  await page.click('a:has-text("Cabut, gantikan, atau ralat")');
  await page.waitForURL(/\/status$/);
  await lookEverywhere(page, 'status');
  await page.click('main form button');
  await page.waitForSelector('.govuk-error-summary');
  await lookEverywhere(page, 'status-errors');
  await page.check('input[value=withdrawn]');
  await page.selectOption('#reason', '1');
  await page.fill('#remark', 'Tanggal rapat keliru.');
  await page.click('main form button');
  await page.waitForURL(origin + path);
  await page.waitForLoadState('networkidle');
  await lookEverywhere(page, 'letter-withdrawn');
  await page.goto(`${origin}/letters?state=withdrawn`);
  await lookEverywhere(page, 'letters-withdrawn');
  await page.goto(`${origin}/registers`);
  await lookEverywhere(page, 'register-withdrawn');

  await citizen.page.reload();
  expect(await citizen.page.textContent('h1')).toMatch(/^Dicabut sejak /);
  await lookEverywhere(citizen.page, 'check-withdrawn');
  await citizen.page.locator('#file').setInputFiles({ name: 's.pdf', mimeType: 'application/pdf', buffer: letter.pdf });
  await citizen.page.getByRole('button', { name: 'Periksa berkas' }).click();
  await citizen.page.getByText('Berkas identik dengan yang terbit').waitFor();
  await lookEverywhere(citizen.page, 'check-file-withdrawn');

  await page.goto(`${origin}${path}/status`);
  await page.check('input[value=restored]');
  await page.selectOption('#reason', '7');
  await page.click('main form button');
  await page.waitForURL(origin + path);
  await page.goto(`${origin}${path}/status`);
  await page.check('input[value=corrected]');
  await page.fill('#successor', successor.number);
  await page.selectOption('#reason', '1');
  await page.click('main form button');
  await page.waitForURL(origin + path);
  await lookEverywhere(page, 'letter-corrected');
  await citizen.page.goto(`${origin}/${letter.token}`);
  expect(await citizen.page.textContent('h1')).toBe(`Diralat oleh ${successor.number}`);
  await lookEverywhere(citizen.page, 'check-corrected');

  const recipient = await openWindow({ width: 360 });
  await signInWith(recipient.page, origin, 'camat', demoPassword('camat'));
  expect(await recipient.page.textContent('main')).toContain(`Surat ${letter.number} diralat`);
  await lookEverywhere(recipient.page, 'inbox-news');
  for (const { context } of [official, citizen, recipient]) await context.close();
});
