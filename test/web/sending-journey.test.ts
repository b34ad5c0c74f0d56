import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { trustAnchors } from '../../src/authority/current-certificate.ts';
import { serverLimits } from '../../src/commands/listen.ts';
import { demoPassword } from '../../src/demo/regency.ts';
import { openMail } from '../../src/mail/mail.ts';
import { sql } from '../../src/postgres/sql.ts';
import { verifyPdf } from '../../src/verification/verify-pdf.ts';
import { createApp } from '../../src/web/app.ts';
import { openAssets } from '../../src/web/assets.ts';
import { type SendingWorld, sendingWorld } from '../sending/sending-world.ts';
import { builtAssets } from '../support/assets.ts';
import { lookEverywhere, openWindow, signInWith } from '../support/browser.ts';
import { judged } from '../support/judge.ts';

let world: SendingWorld;
let server: Server;
let origin: string;

beforeAll(async () => {
  world = await sendingWorld();
  server = createServer(serverLimits);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { web, db } = world.layang;
  const settings = { ...web.settings, appOrigin: origin, publicOrigin: origin };
  const mail = openMail({ db, clock: () => world.time.now, isSet: true });
  server.on('request', createApp({ ...web, settings, mail }, openAssets(await builtAssets())));
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await world.close();
});

async function enter(username: string, script = true): Promise<Page> {
  const { page } = await openWindow({ width: 360, script });
  await signInWith(page, origin, username, demoPassword(username));
  return page;
}

const press = (page: Page, text: string) => page.click(`main button:has-text("${text}")`);
const post = (name: string) => ({ type: 'position' as const, positionId: world.positions.get(name) ?? 0 });
const outsider = (name: string, email?: string) => ({
  type: 'outsider' as const,
  name,
  address: 'Jalan Pelajar Nomor 5\nSagara',
  ...(email === undefined ? {} : { email }),
});

describe('An issued letter on its way to its recipients', () => {
  judged(
    ['chromium'],
    'the clerk sends it, one recipient opens it, another has it by mail, a third by courier',
    async () => {
      const letterId = await world.issue({
        recipients: [
          post('Camat Muara Sagara'),
          outsider('Ketua Dewan Pendidikan', 'ketua@dewan.example'),
          outsider('Kepala SMP Negeri 1'),
        ],
        copies: [post('Sekretaris Daerah')],
      });
      await world.layang.db.run(
        sql`UPDATE job SET state = 'failed', finished_at = ${world.time.now}, last_error = 'a password in an error' WHERE name = 'send-issued'`,
      );
      await world.jobs.idle();
      const clerk = await enter('agenda');
      await clerk.goto(`${origin}/letters/${letterId}/deliveries`);
      const given = (await clerk.textContent('main')) ?? '';
      expect(given).toContain('Gagal dikirim otomatis');
      expect(given).toContain('Administrator melihatnya');
      expect(given).not.toContain('password');
      await lookEverywhere(clerk, 'deliveries-given-up');
      await clerk.goto(origin);
      await lookEverywhere(clerk, 'inbox-clerk');
      await clerk.click('a:has-text("Menunggu dikirim")');
      await clerk.waitForURL(/\/send$/);
      await clerk.fill('[id="email.2"]', 'bukan alamat');
      await press(clerk, 'Kirim sekarang');
      await clerk.waitForSelector('.govuk-error-summary');
      await lookEverywhere(clerk, 'send-refused');
      await clerk.fill('[id="email.2"]', 'ketua@dewan.example');
      await press(clerk, 'Kirim sekarang');
      await clerk.waitForURL(/\/deliveries$/);
      await world.jobs.idle();
      await clerk.reload();
      await lookEverywhere(clerk, 'deliveries');
      expect(await clerk.textContent('main')).toContain('Terkirim');

      const { issued } = await world.layang.letters.readLetter(world.chief, letterId);
      const file = world.post.taken[0]?.mail.attachments[0];
      const pdf = Buffer.from(file?.content as ArrayBuffer);
      expect(createHash('sha256').update(pdf).digest()).toEqual(issued?.documentSha256);
      const anchors = await trustAnchors(world.layang.db);
      expect(verifyPdf(pdf, { anchors, at: world.time.now }).intactAndTrusted).toBe(true);

      const camat = await enter('camat', false);
      const stateOfFirst = async () => (await world.deliveries(letterId))[0]?.state;
      expect(await stateOfFirst()).toBe('received');
      // Registered at once as an incoming letter of the camat's, who disposes of it or follows it from its own page.
      await camat.click(`a:has-text("${issued?.number}")`);
      await camat.waitForURL(/\/incoming\/[0-9]+\/dispose\?holding=[0-9]+$/);
      expect(await camat.textContent('main')).toContain(issued?.number);
      expect(await camat.textContent('main')).not.toContain('Lihat tiap penerima');
      expect(await stateOfFirst()).toBe('read');

      const chief = await enter('kadisdik');
      await chief.goto(`${origin}/letters/${letterId}`);
      expect(await chief.textContent('main')).toContain('Dibaca');
      await camat.goto(`${origin}/letters/${letterId}`);
      expect(await camat.textContent('h1')).toBe(await chief.textContent('h1'));
      expect(await camat.textContent('main')).not.toContain('Lihat tiap penerima');
      await chief.waitForLoadState('networkidle');
      await lookEverywhere(chief, 'letter-followed');

      await clerk.goto(`${origin}/expedition`);
      await lookEverywhere(clerk, 'expedition-pending');
      await press(clerk, 'Serahkan kepada kurir');
      await clerk.waitForSelector('a:has-text("Catat hasilnya")');
      await lookEverywhere(clerk, 'expedition');
      await clerk.click('a:has-text("Catat hasilnya")');
      await clerk.waitForURL(/\/lines\//);
      await press(clerk, 'Catat');
      await clerk.waitForSelector('.govuk-error-summary');
      await clerk.check('input[value=delivered]');
      await clerk.fill('#receiver', 'Pak Slamet, satpam');
      await lookEverywhere(clerk, 'expedition-line');
      await press(clerk, 'Catat');
      await clerk.waitForURL(/\/expedition\/[0-9]+$/);
      expect(await clerk.textContent('main')).toContain('Pak Slamet, satpam');
      await clerk.goto(`${origin}/letters/${letterId}/deliveries`);
      expect(await clerk.textContent('main')).toContain('Diserahkan');
    },
  );

  judged(['chromium'], 'what came is in the inbox, without its subject where it is secret', async () => {
    const letterId = await world.issue({
      recipients: [post('Camat Muara Sagara')],
      copies: [],
      security: 'R',
      subject: 'Hal yang sangat khusus',
    });
    await world.send(letterId, world.chief);
    await world.jobs.idle();
    const camat = await enter('camat');
    const secret = camat.locator('.layang-inbox li', { hasText: 'Rahasia' });
    expect(await secret.count()).toBe(1);
    expect(await secret.locator('a').getAttribute('href')).toMatch(/^\/incoming\/[0-9]+\/dispose\?holding=[0-9]+$/);
    expect(await camat.textContent('main')).not.toContain('Hal yang sangat khusus');
    await lookEverywhere(camat, 'inbox-arrivals');
  });

  judged(['chromium'], 'an administrator keeps groups, rules and the mail that did not leave', async () => {
    const admin = await enter('admin');
    await admin.goto(`${origin}/settings/groups/new`);
    await admin.fill('#name', 'Para Camat');
    await admin.fill('#members', 'Camat Muara Sagara\nKetua Forum | Jalan Satu / Sagara | ketua@forum');
    await press(admin, 'Simpan');
    await admin.waitForSelector('.govuk-error-summary');
    await lookEverywhere(admin, 'group-refused');
    await admin.fill('#members', 'Camat Muara Sagara\nKetua Forum | Jalan Satu / Sagara | ketua@forum.example');
    await press(admin, 'Simpan');
    await admin.waitForURL(/\/settings\/groups$/);
    await lookEverywhere(admin, 'groups');
    await admin.click('a:has-text("Para Camat")');
    expect(await admin.inputValue('#members')).toBe(
      'Camat Muara Sagara\nKetua Forum | Jalan Satu / Sagara | ketua@forum.example',
    );
    await admin.goto(`${origin}/settings/sending`);
    await admin.check('input[value=at-once]');
    await admin.selectOption('#kind', 'surat-dinas');
    await press(admin, 'Simpan aturan');
    await admin.waitForSelector('button:has-text("Hapus")');
    await lookEverywhere(admin, 'policy');
    await press(admin, 'Hapus');
    await admin.waitForURL(/\/settings\/sending$/);
    await admin.goto(`${origin}/settings/mail`);
    await lookEverywhere(admin, 'mail');
  });
});
