import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { openBucketClient } from '../../src/documents/bucket-client.ts';
import { projectPath } from '../../src/project-root.ts';

/**
 * Every file that can open a connection or wait for one, and with whom: the whole list. Where it leads is a setting of the
 * operator, or a partner office that an administrator added; never a file brought along, or what another server answered.
 */
const places: Readonly<Record<string, string>> = {
  // postgres/ alone imports pg (imports.test.ts): DATABASE_URL, or the embedded server.
  'postgres/postmaster.ts': 'listens: finds a free port for the embedded server on loopback',
  'jobs/bull-queue.ts': 'REDIS_URL',
  'documents/bucket-client.ts': 'S3_ENDPOINT, or Amazon’s',
  'documents/fetched-files.ts': 'nobody: a function of that name is given to it',
  'mail/mail-server.ts': 'SMTP_URL',
  'notifications/push-line.ts': 'hosts of PUSH_SERVICES, at the address that a person’s browser named',
  'exchange/partner-line.ts': 'hosts of partner offices, as an administrator added them and compared their keys',
  'exchange/public-address.ts': 'nobody: says which addresses are not in a network of our own',
  'uploads/clamd.ts': 'CLAMD_ADDRESS',
  'commands/listen.ts': 'listens: PORT',
  'commands/drain.ts': 'listens: the same',
  'commands/figures-port.ts': 'listens: METRICS_PORT',
  // In the reader's browser, bound by connect-src 'self'.
  'web/editor/draft-server.ts': 'the page’s own origin',
  'web/desk/desk-server.ts': 'the page’s own origin',
  'web/desk/fresh-page.ts': 'the page’s own origin',
  'web/desk/keep-page.ts': 'the page’s own origin',
  'web/desk/preparing.ts': 'the page’s own origin',
  'web/desk/same-letter.ts': 'the page’s own origin',
  'web/desk/suggest.ts': 'the page’s own origin',
  'web/public/files.js': 'the page’s own origin',
  'web/public/registration-worker.js': 'the page’s own origin',
};
/** Measures itself on loopback and is started by hand alone. */
const measuring = /^bench\//;

const networkModule =
  /^(node:)?(https?|http2|net|tls|dns|dns\/promises|dgram|inspector)$|^(undici|ws|axios|got|node-fetch|nodemailer|bull|ioredis|redis|@aws-sdk\/.*|@smithy\/.*)$/;
const statement =
  /(?:^|\n)\s*(?:import|export)\s+(type\s+)?([^'";]*?)\s*from\s+['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/g;
const inBrowser = /(?<![\w.'])(?:fetch|WebSocket|EventSource|XMLHttpRequest|sendBeacon|importScripts)\s*\(/;

const files = readdirSync(projectPath('src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
  /\.(ts|mjs|js)$/.test(file),
);

/** Types aside, also where they are named one by one. */
function opens(file: string): boolean {
  const text = readFileSync(join(projectPath('src'), file), 'utf8');
  const modules = [...text.matchAll(statement)]
    .filter(([, type, names = '']) => type === undefined && !/^\{(\s*type [\w\s]+,?)+\}$/.test(names.trim()))
    .map(([, , , named, loaded]) => named ?? loaded ?? '');
  return (
    modules.some((name) => networkModule.test(name)) || inBrowser.test(text.replace(/^\s*(\/\/|\*|\/\*).*$/gm, ''))
  );
}

test('nothing but these opens a connection, and each of them still does', () => {
  const found = files.filter((file) => !measuring.test(file) && opens(file));
  expect(found.sort()).toEqual(Object.keys(places).sort());
});

test('what reads bytes from outside is told to open nothing that they name', () => {
  const told: [string, RegExp][] = [
    ['mail/mail-server.ts', /disableFileAccess: true,\s*disableUrlAccess: true/],
    ['uploads/convert-docx.ts', /unshare', '-rn'/],
    ['uploads/convert-docx.ts', /'BlockUntrustedRefererLinks', 'true'/],
  ];
  for (const [file, words] of told)
    expect([file, words.test(readFileSync(projectPath('src', file), 'utf8'))]).toEqual([file, true]);
});

test('a bucket’s service cannot send us elsewhere', async () => {
  let asked = 0;
  const elsewhere = await serve((_req, res) => {
    asked += 1;
    res.end('not yours');
  });
  const service = await serve((_req, res) => {
    res.writeHead(307, { location: `${elsewhere.origin}/offices/x` }).end();
  });
  const client = await openBucketClient({
    endpoint: service.origin,
    region: 'us-east-1',
    bucket: 'offices',
    accessKeyId: 'a',
    secretKey: 'b',
  });
  await expect(client.get('x')).rejects.toThrow();
  await expect(client.remove('x')).rejects.toThrow();
  expect(asked).toBe(0);
  for (const { server } of [elsewhere, service]) server.closeAllConnections();
  for (const { server } of [elsewhere, service]) server.close();
});

async function serve(handler: RequestListener): Promise<{ origin: string; server: Server }> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}
