import { type IncomingHttpHeaders, request } from 'node:http';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Refusal } from '../../src/errors.ts';
import { hostsOf } from '../../src/web/hosts.ts';
import { problemPage } from '../../src/web/problems.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';
import { client } from '../support/client.ts';
import { signedIn, smallOffice } from './office.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startApp({ publicDirectory: await builtAssets() });
  await smallOffice(app);
});

/** Asks with a Host header of choice, which fetch does not allow. */
function ask(path: string, host: string): Promise<{ status: number; cookies: string[] }> {
  return new Promise((resolve, reject) => {
    request(new URL(path, app.origin), { headers: { host } }, (answer) => {
      answer
        .resume()
        .on('end', () => resolve({ status: answer.statusCode ?? 0, cookies: answer.headers['set-cookie'] ?? [] }));
    })
      .on('error', reject)
      .end();
  });
}

/** A static file as it goes over the wire, which fetch would unpack. */
function bytesOf(path: string, encodings: string): Promise<{ headers: IncomingHttpHeaders; body: Buffer }> {
  return new Promise((resolve, reject) => {
    request(new URL(path, app.origin), { headers: { 'accept-encoding': encodings } }, (answer) => {
      const parts: Buffer[] = [];
      answer
        .on('data', (part: Buffer) => parts.push(part))
        .on('end', () => resolve({ headers: answer.headers, body: Buffer.concat(parts) }));
    })
      .on('error', reject)
      .end();
  });
}

describe('Hosts', () => {
  it('are those that were chosen', async () => {
    const { host } = new URL(app.origin);
    expect((await ask('/sign-in', host)).status).toBe(200);
    for (const other of ['evil.example', `${host}.evil.example`, 'localhost']) {
      expect([other, (await ask('/sign-in', other)).status]).toEqual([other, 404]);
    }
  });

  it('on loopback are all names of the machine', () => {
    expect([...hostsOf('http://localhost:3000')]).toEqual(['localhost:3000', '127.0.0.1:3000', '[::1]:3000']);
    expect([...hostsOf('https://surat.purnama.example')]).toEqual(['surat.purnama.example']);
  });
});

describe('What goes wrong', () => {
  it('has one status for each kind of refusal', () => {
    const words = { id: 'x', en: 'x' };
    const statuses = (
      ['not-found', 'not-allowed', 'wrong-state', 'invalid-input', 'conflict', 'unavailable'] as const
    ).map((problem) => problemPage(new Refusal(problem, 'code', words)).status);
    expect(statuses).toEqual([404, 403, 409, 422, 409, 503]);
    expect(problemPage(new Error('x'))).toEqual({ status: 500, heading: 'problem.fault', foreseen: false });
    expect(problemPage(Object.assign(new Error('x'), { status: 413 })).status).toBe(413);
    expect(problemPage('thrown text').status).toBe(500);
  });

  it('unforeseen, shows an id that stands in the log with what happened, and nothing of it on the page', async () => {
    const visitor = await signedIn(app, 'rini');
    const { listPersons } = app.people;
    app.deps.people.listPersons = async () => {
      throw new Error('secret detail of the database');
    };
    const page = await visitor.get('/people');
    app.deps.people.listPersons = listPersons;
    expect(page.status).toBe(500);
    expect(page.html).not.toContain('secret detail');
    const id = /layang-code">([\w-]{36})</.exec(page.html)?.[1];
    const line = app.log.find(({ level, facts }) => level === 'error' && facts.request === id);
    expect(String(line?.facts.err)).toContain('secret detail');
  });

  it('is said in the reader’s language', async () => {
    expect((await client(app.origin).get('/nowhere')).html).toContain('Tidak ditemukan');
    expect((await client(app.origin).get('/nowhere?lang=en')).html).toContain('Not found');
  });
});

describe('Static files', () => {
  it('have an address of their version and are kept for good', async () => {
    const page = await client(app.origin).get('/sign-in');
    const sheet = /href="(\/assets\/[0-9a-f]{12}\/layang\.css)"/.exec(page.html)?.[1] ?? '';
    const answer = await client(app.origin).get(sheet);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect((await client(app.origin).get('/assets/000000000000/layang.css')).status).toBe(404);
    expect((await client(app.origin).get('/assets/../../package.json')).status).toBe(404);
  });

  it('of text are sent compressed to whoever takes it, and as they are to everybody else', async () => {
    const { brotliDecompressSync, gunzipSync } = await import('node:zlib');
    const { html } = await client(app.origin).get('/sign-in');
    const addresses = ['layang.css', 'check.css', 'mark.svg'].map((name) => {
      const version = /\/assets\/[0-9a-f]{12}\//.exec(html)?.[0] ?? '';
      return version + name;
    });
    for (const address of addresses) {
      const [plain, br, gzip, both, refused] = await Promise.all(
        ['identity', 'br', 'gzip', 'gzip, deflate, br', 'br;q=0, gzip;q=0'].map((encodings) =>
          bytesOf(address, encodings),
        ),
      );
      const type = address.endsWith('css') ? 'text/css; charset=utf-8' : 'image/svg+xml';
      for (const answer of [plain, br, gzip, both, refused]) {
        expect([answer?.headers['content-type'], answer?.headers.vary]).toEqual([type, 'Accept-Encoding']);
        expect(answer?.headers['cache-control']).toBe('public, max-age=31536000, immutable');
      }
      expect(plain?.headers['content-encoding'] ?? refused?.headers['content-encoding']).toBeUndefined();
      expect(br?.headers['content-encoding']).toBe('br');
      expect(gzip?.headers['content-encoding']).toBe('gzip');
      expect(both?.headers['content-encoding']).toBe('br');
      const whole = plain?.body ?? Buffer.alloc(0);
      expect(whole.length).toBeGreaterThan(200);
      expect(refused?.body).toEqual(whole);
      expect(brotliDecompressSync(br?.body ?? '')).toEqual(whole);
      expect(gunzipSync(gzip?.body ?? '')).toEqual(whole);
      // An ETag belongs to one form of the file: a cache must not take the compressed one for the plain one.
      expect(new Set([plain, br, gzip].map((answer) => answer?.headers.etag)).size).toBe(3);
    }
    const typeface = await bytesOf(
      addresses[0]?.replace('layang.css', 'fonts/plus-jakarta-sans-400.woff2') ?? '',
      'br',
    );
    expect([typeface.headers['content-type'], typeface.headers['content-encoding']]).toEqual(['font/woff2', undefined]);
  });

  it('come to little: a first page under 60 kB with style and typeface', async () => {
    const { gzipSync } = await import('node:zlib');
    const page = await client(app.origin).get('/sign-in');
    const addresses = [...page.html.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, address]) => address ?? '');
    let bytes = gzipSync(page.html).length;
    for (const address of new Set(addresses)) {
      bytes += (await bytesOf(address, 'gzip')).body.length;
    }
    // The second weight is asked for by the sheet.
    expect(bytes + 12_244).toBeLessThan(60_000);
  });
});

describe('The words', () => {
  it('of every key that a view of these pages asks for exist, with no gap left open', async () => {
    const { readdirSync, readFileSync } = await import('node:fs');
    const { catalogue } = await import('../../src/web/words.ts');
    const views = readdirSync('views', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.njk'));
    expect(views.length).toBeGreaterThan(10);
    for (const view of views) {
      const text = readFileSync(`views/${view}`, 'utf8');
      for (const [, key = ''] of text.matchAll(/\bt\('([\w.-]+)'\s*[,)]/g))
        expect([view, key, key in catalogue]).toEqual([view, key, true]);
    }
  });

  it('printed and missing stop the page instead of leaving a hole', async () => {
    const { createViews } = await import('../../src/web/views.ts');
    expect(() => createViews().render('problem.njk', {})).toThrow();
  });
});
