import { request } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { startApp, type TestApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';
import { hiddenFields } from '../support/client.ts';

const HOST = 'surat.purnama.example';

async function behind(trustProxy: number): Promise<TestApp> {
  return startApp({
    publicDirectory: await builtAssets(),
    more: () => ({
      settings: {
        appOrigin: `https://${HOST}`,
        publicOrigin: 'https://cek.purnama.example',
        trustProxy,
        secret: 'a secret of at least thirty-two characters',
        receivedDirectory: 'none-is-sent',
      },
    }),
  });
}

interface Answer {
  status: number;
  html: string;
  cookies: string[];
}

/** As the nearest proxy asks, with headers that fetch would not let through. */
function ask(app: TestApp, path: string, headers: Record<string, string>, form?: URLSearchParams): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const type = form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
    const options = { method: form === undefined ? 'GET' : 'POST', headers: { host: HOST, ...type, ...headers } };
    request(new URL(path, app.origin), options, (answer) => {
      let html = '';
      answer.on('data', (chunk: Buffer) => {
        html += chunk.toString();
      });
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, html, cookies: answer.headers['set-cookie'] ?? [] }),
      );
    })
      .on('error', reject)
      .end(form?.toString());
  });
}

/** One wrong guess at siti's password, as if `addresses` stood in X-Forwarded-For; gives the status. */
async function guess(app: TestApp, addresses: string): Promise<number> {
  const headers = { 'x-forwarded-for': addresses, 'x-forwarded-proto': 'https' };
  const page = await ask(app, '/sign-in', headers);
  const cookie = page.cookies.map((line) => line.split(';')[0]).join('; ');
  const form = new URLSearchParams({ ...hiddenFields(page.html), username: 'siti', password: 'salah sekali' });
  return (await ask(app, '/sign-in', { ...headers, cookie }, form)).status;
}

async function guesses(app: TestApp, count: number, addresses: (n: number) => string): Promise<number[]> {
  const statuses: number[] = [];
  for (let n = 1; n <= count; n++) statuses.push(await guess(app, addresses(n)));
  return statuses;
}

const slowed = [422, 422, 422, 422, 422, 429];
const free = [422, 422, 422, 422, 422, 422];

describe('Behind one proxy', () => {
  it('guesses are counted by the address that the proxy added, whatever the client wrote before it', async () => {
    const app = await behind(1);
    expect(await guesses(app, 6, (n) => `198.51.100.${n}, 203.0.113.7`)).toEqual(slowed);
    expect(await guess(app, '203.0.113.8')).toBe(422);
    expect(await guesses(app, 6, (n) => `203.0.113.9, 198.51.100.${n}`)).toEqual(free);
  });

  it('the cookie is Secure and bound to this host', async () => {
    const app = await behind(1);
    const { cookies } = await ask(app, '/sign-in', { 'x-forwarded-proto': 'https' });
    expect(cookies).toHaveLength(1);
    expect(cookies[0]).toMatch(/^__Host-layang=[^;]+; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/);
    expect((await ask(app, '/sign-in', { 'x-forwarded-proto': 'http' })).cookies).toEqual([]);
    // What opens a page without a connection goes as it was given.
    const brought = { 'x-forwarded-proto': 'https', cookie: '__Host-layang-desk=mark' };
    expect((await ask(app, '/sign-in', brought)).cookies[0]).toBe(
      '__Host-layang-desk=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Secure; SameSite=Strict',
    );
  });
});

describe('Behind two proxies', () => {
  it('guesses are counted by the second address from the right', async () => {
    const app = await behind(2);
    expect(await guesses(app, 6, (n) => `198.51.100.${n}, 203.0.113.7, 10.0.0.${n}`)).toEqual(slowed);
    expect(await guesses(app, 6, (n) => `203.0.113.7, 198.51.100.${n}, 10.0.0.2`)).toEqual(free);
  });
});

describe('With no proxy in front', () => {
  it('X-Forwarded-* of a client changes nothing', async () => {
    const app = await startApp({ publicDirectory: await builtAssets() });
    const local = new URL(app.origin).host;
    const statuses: number[] = [];
    for (let n = 1; n <= 6; n++) {
      const headers = { host: local, 'x-forwarded-for': `198.51.100.${n}`, 'x-forwarded-host': HOST };
      const page = await ask(app, '/sign-in', headers);
      const cookie = page.cookies.map((line) => line.split(';')[0]).join('; ');
      const form = new URLSearchParams({ ...hiddenFields(page.html), username: 'siti', password: 'salah sekali' });
      statuses.push((await ask(app, '/sign-in', { ...headers, cookie }, form)).status);
    }
    expect(statuses).toEqual(slowed);
  });

  it('nobody is taken for a client on https because they say so', async () => {
    const app = await behind(0);
    expect((await ask(app, '/sign-in', { 'x-forwarded-proto': 'https' })).cookies).toEqual([]);
  });
});
