import type { Express } from 'express';
import request from 'supertest';
import { createApp } from '../../src/web/app.ts';
import { openAssets } from '../../src/web/assets.ts';
import { officials } from '../../src/web/officials.ts';
import { checkPages } from '../../src/web/pages/check/routes.ts';
import { officialRoutes } from '../../src/web/pages/routes.ts';
import { sampleAddress } from '../../src/web/routes.ts';
import type { Layang } from '../../src/wiring.ts';
import { wireFor } from '../issuing/signing-world.ts';
import { type CheckWorld, checkWorld, type IssuedForTest } from './check-world.ts';

const APP = 'surat.sagara.example';
const FORMER = 'periksa.sagara.example';
const NOW = 'cek.sagara.example:8443';
let world: CheckWorld;
let app: Express;
let layang: Layang;
let letter: IssuedForTest;

beforeAll(async () => {
  world = await checkWorld({ app: `https://${APP}`, check: `https://${FORMER}` });
  letter = await world.issue();
  // The office moves its check address: the same database and keys under another PUBLIC_ORIGIN.
  layang = await wireFor({ ...world.config, publicOrigin: `https://${NOW}`, host: NOW });
  app = createApp(layang.web, openAssets(world.assets));
});

const ask = (host: string, path: string, method: 'get' | 'post' = 'get') =>
  request(app)[method](path).set('Host', host).set('X-Forwarded-Proto', 'https');

test('a letter printed with the former host is found there and at the present one', async () => {
  expect(letter.checkUrl).toContain(`https://${FORMER}/${letter.token}#`);
  for (const host of [FORMER, NOW, FORMER.toUpperCase(), `${FORMER}:443`]) {
    const page = await ask(host, `/${letter.token}`).expect(200);
    expect(page.text).toContain('Kode ini terdaftar untuk surat berikut');
    const whole = await ask(host, `/check?code=${encodeURIComponent(letter.checkUrl)}`).expect(200);
    expect(whole.text).toContain(letter.number);
  }
});

test('the trust note is the same on both and names both', async () => {
  const [former, now] = [await ask(FORMER, '/_v1/trust').expect(200), await ask(NOW, '/_v1/trust').expect(200)];
  expect(former.text).toBe(now.text);
  expect(now.text).toContain(`"hosts":["${NOW}","${FORMER}"]`);
});

test('no page of the officials is served at a check address, and no cookie is ever set there', async () => {
  const routes = officialRoutes(layang.web, officials(layang.web));
  for (const host of [FORMER, NOW]) {
    for (const route of [...routes, ...checkPages({ ...layang.web, alone: true })]) {
      const answer = await ask(host, sampleAddress(route), route.method === 'GET' ? 'get' : 'post');
      expect([host, route.path, answer.headers['set-cookie']]).toEqual([host, route.path, undefined]);
    }
    for (const path of ['/sign-in', '/welcome/x', '/setup/x', '/account', '/people', '/letters']) {
      expect([host, path, (await ask(host, path)).status]).toEqual([host, path, 404]);
    }
    expect((await ask(host, '/sign-in', 'post')).status).toBe(404);
    expect((await ask(host, '/')).headers.location).toBe('/check');
  }
});

test('what is not there, or goes wrong, is neither indexed nor named to other sites either', async () => {
  for (const host of [FORMER, NOW]) {
    for (const path of [`/${letter.token}/nothing`, '/sign-in', `/${letter.token}/1/2`, '/%']) {
      const { headers, status } = await ask(host, path);
      expect([path, status, headers['x-robots-tag'], headers['referrer-policy']]).toEqual([
        path,
        path === '/%' ? 400 : 404,
        expect.stringContaining('noindex'),
        'no-referrer',
      ]);
      expect(headers['content-security-policy']).not.toContain('script-src');
    }
  }
});

test('no check page is served where officials sign in', async () => {
  expect((await ask(APP, '/sign-in')).headers['set-cookie']?.[0]).toMatch(/^__Host-layang=.*; Secure/);
  const paths = ['/check', `/${letter.token}`, `/${letter.token}/1`, `/${letter.token}/halaman-1.png`, '/_v1/trust'];
  for (const path of paths) expect([path, (await ask(APP, path)).status]).toEqual([path, 404]);
});

test('a host that was never ours is refused', async () => {
  for (const host of ['evil.example', `${FORMER}.evil.example`, `${FORMER}:8443`, 'localhost', '']) {
    expect([host, (await ask(host, '/check')).status]).toEqual([host, 404]);
  }
});

test('a former check address cannot become the address where officials sign in', async () => {
  const config = { ...world.config, appOrigin: `https://${FORMER}`, publicOrigin: `https://${NOW}`, host: NOW };
  await expect(wireFor(config)).rejects.toMatchObject({ code: 'app-origin-was-check-origin' });
});
