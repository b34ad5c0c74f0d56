import { request } from 'node:http';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Listening, listen, serverLimits } from '../../src/commands/listen.ts';
import { createApp } from '../../src/web/app.ts';
import { openAssets } from '../../src/web/assets.ts';
import { officials } from '../../src/web/officials.ts';
import { checkPages } from '../../src/web/pages/check/routes.ts';
import { officialRoutes } from '../../src/web/pages/routes.ts';
import { sampleAddress } from '../../src/web/routes.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';
import { client, hiddenFields } from '../support/client.ts';
import { signedIn, smallOffice } from './office.ts';

const CHECK = 'cek.purnama.example';
let app: TestApp;

beforeAll(async () => {
  app = await startApp({ publicDirectory: await builtAssets() });
  await smallOffice(app);
});

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
}

function ask(
  path: string,
  headers: Record<string, string> = {},
  port = new URL(app.origin).port,
  method = 'GET',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers, method }, (answer) => {
      answer.resume().on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers }));
    })
      .on('error', reject)
      .end();
  });
}

/** What stands on every answer of either origin. */
function expectGuarded(path: string, headers: Answer['headers']): void {
  expect([path, headers]).toEqual([
    path,
    expect.objectContaining({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'referrer-policy': expect.stringMatching(/^(same-origin|no-referrer)$/),
      'permissions-policy': expect.stringMatching(/camera=\(\).*geolocation=\(\).*microphone=\(\)/),
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'(?!.*unsafe)(?!.*\*)(?=.*base-uri 'none')(?=.*frame-ancestors 'none')/,
      ),
    }),
  ]);
  expect(headers).not.toHaveProperty('x-powered-by');
  expect(headers).not.toHaveProperty('access-control-allow-origin');
}

describe('Every answer', () => {
  it('of the officials’ origin carries what guards it, pages, refusals and mistakes alike, and is not stored', async () => {
    const rini = await signedIn(app, 'rini');
    const cookie = [...rini.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const routes = officialRoutes(app.deps, officials(app.deps)).filter(({ method }) => method === 'GET');
    for (const path of [...routes.map(sampleAddress), '/nowhere', '/%E0%A4%A', '/letters/0']) {
      const { headers } = await ask(path, { cookie });
      expectGuarded(path, headers);
      if (!/\.(png|pdf)$/.test(path)) expect([path, headers['cache-control']]).toEqual([path, 'no-store']);
    }
    for (const method of ['TRACE', 'PUT', 'DELETE', 'PATCH'])
      expect([method, (await ask('/account', { cookie }, undefined, method)).status]).toEqual([method, 404]);
    expectGuarded('another host', (await ask('/', { host: 'evil.example' })).headers);
  });

  it('of the files that come with the pages does too, and says its type', async () => {
    const { html } = await client(app.origin).get('/sign-in');
    for (const [, path = ''] of html.matchAll(/"(\/assets\/[^"]+)"/g)) {
      const { status, headers } = await ask(path);
      expect([path, status]).toEqual([path, 200]);
      expectGuarded(path, headers);
      expect(headers['content-type']).toMatch(
        /^(text\/(css|javascript); charset=utf-8|font\/woff2|image\/(svg\+xml|png)|application\/manifest\+json)/,
      );
      expect(headers['set-cookie']).toBeUndefined();
    }
  });

  it('of the check origin does too, and never sets a cookie, whatever is sent', async () => {
    const deps = { ...app.deps, settings: { ...app.deps.settings, publicOrigin: `http://${CHECK}` } };
    const alone = await listening(createApp(deps, openAssets(await builtAssets())));
    const paths = checkPages({ ...deps, alone: true }).map(sampleAddress);
    for (const path of [...paths, '/', '/sign-in', '/account', '/nowhere', '/assets/none/x.css']) {
      const { headers } = await ask(path, { host: CHECK, cookie: 'layang=s%3Aforged.x' }, alone.port);
      expectGuarded(path, headers);
      expect([path, headers['set-cookie']]).toEqual([path, undefined]);
      expect([path, headers['referrer-policy']]).toEqual([path, 'no-referrer']);
    }
    await alone.close();
  });
});

describe('Whoever sends too much', () => {
  const tooMuch = new URLSearchParams({ name: 'x'.repeat(600_000) });

  it('is refused by every form before anything is made of it', async () => {
    const rini = await signedIn(app, 'rini');
    const form = hiddenFields((await rini.get('/account')).html);
    const cookie = [...rini.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const posts = officialRoutes(app.deps, officials(app.deps)).filter(({ method }) => method === 'POST');
    const kinds: [string, string, number][] = [
      ['application/x-www-form-urlencoded', `_csrf=${form._csrf}&${tooMuch}`, 413],
      ['application/x-www-form-urlencoded', `_csrf=${form._csrf}&${'a=1&'.repeat(2_001)}`, 413],
      // Nobody reads these, so the token is not found in them.
      ['application/json', JSON.stringify({ ...form, name: 'x'.repeat(600_000) }), 403],
      ['text/plain', `_csrf=${form._csrf}&${tooMuch}`, 403],
    ];
    for (const route of posts) {
      const path = sampleAddress(route);
      for (const [type, body, status] of kinds) {
        const answer = await fetch(app.origin + path, {
          method: 'POST',
          body,
          redirect: 'manual',
          headers: { 'content-type': type, cookie },
        });
        await answer.arrayBuffer();
        const door = route.access === 'public' || route.access === 'invited';
        expect([path, type, answer.status]).toEqual([path, type, status === 403 && door ? 303 : status]);
      }
    }
  });

  it('in an address or a head is cut off, and who sends slowly does not hold a place for long', async () => {
    const { port, close } = await listening((_req, res) => res.end('taken'));
    expect((await ask('/', {}, port)).status).toBe(200);
    expect((await ask(`/?q=${'x'.repeat(serverLimits.maxHeaderSize)}`, {}, port)).status).toBe(431);
    expect((await ask('/', { cookie: 'x'.repeat(serverLimits.maxHeaderSize) }, port)).status).toBe(431);
    await close();
    expect(serverLimits.headersTimeout).toBeLessThanOrEqual(30_000);
    expect(serverLimits.requestTimeout).toBeLessThanOrEqual(300_000);
  });
});

async function listening(handler: Parameters<typeof listen>[0]): Promise<{ port: string; close: Listening['close'] }> {
  const { createServer } = await import('node:net');
  const free = createServer();
  await new Promise<void>((resolve) => free.listen(0, resolve));
  const address = free.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await new Promise((resolve) => free.close(resolve));
  const { close } = await listen(handler, port);
  return { port: String(port), close };
}
