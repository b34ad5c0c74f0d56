import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { serverLimits } from '../../src/commands/listen.ts';
import { actorNamed } from '../../src/demo/found-regency.ts';
import { drawToken } from '../../src/seal/token.ts';
import { axeFindings, lookEverywhere, openWindow } from '../support/browser.ts';
import { judged } from '../support/judge.ts';
import { type CheckWorld, checkWorld, type IssuedForTest } from './check-world.ts';

let world: CheckWorld;
let server: Server;
let origin: string;
let open: IssuedForTest;
let secret: IssuedForTest;

beforeAll(async () => {
  server = createServer(serverLimits);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  world = await checkWorld({ app: origin, check: origin });
  server.on('request', world.app);
  open = await world.issue();
  secret = await world.issue({ security: 'SR' });
  const admin = await actorNamed(world.layang, 'admin');
  const units = await world.layang.people.listUnits();
  await world.layang.publicLetters.setDesks(
    admin,
    units.slice(0, 3).map(({ id }) => id),
  );
});

afterAll(() => new Promise((resolve) => server.close(resolve)));

judged(['chromium'], 'no check page has a barrier or scrolls sideways', async () => {
  const { page, context } = await openWindow();
  try {
    const compared = `/${open.token}?compared=1&number=same&subject=different`;
    const paths = [
      '/check',
      `/${open.token}`,
      `/${open.token}/1?lang=en`,
      compared,
      `/${secret.token}`,
      `/${drawToken()}`,
      '/letter',
      '/letter/state',
    ];
    for (const [n, path] of paths.entries()) {
      await page.goto(origin + path);
      await lookEverywhere(page, `check-${n}`);
    }
  } finally {
    await context.close();
  }
});

judged(['chromium'], 'a citizen types the code, looks at the picture, compares and brings the file', async () => {
  const { page, context } = await openWindow({ width: 360 });
  try {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).origin));
    await page.goto(`${origin}/check`);
    await page.getByLabel('Kode', { exact: true }).fill(open.token.toLowerCase());
    await page.getByRole('button', { name: 'Periksa', exact: true }).click();
    await page.getByText('Lihat gambar halaman 1').click();
    await page.waitForFunction(
      () => (document.querySelector('img.check-picture') as HTMLImageElement).naturalWidth > 300,
    );
    await page.locator('#number-same').check();
    await page.locator('#body-same').check();
    await page.getByRole('button', { name: 'Lihat hasil pencocokan' }).click();
    expect(await page.locator('#hasil').textContent()).toContain('Bagian yang Anda bandingkan cocok');
    await page.locator('#file').setInputFiles({ name: 'surat.pdf', mimeType: 'application/pdf', buffer: open.pdf });
    await page.getByRole('button', { name: 'Periksa berkas' }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Berkas identik dengan yang terbit');
    expect(await axeFindings(page)).toEqual([]);
    expect([...new Set(asked)]).toEqual([origin]);
    expect(await page.context().cookies()).toEqual([]);
  } finally {
    await context.close();
  }
});
