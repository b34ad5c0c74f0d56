import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createPlainServer } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from '@jest/globals';
import { z } from 'zod';
import { actorNamed } from '../../src/demo/found-regency.ts';
import { sql } from '../../src/postgres/sql.ts';
import { signingWorld } from '../issuing/signing-world.ts';
import { type Child, startChild } from '../support/child.ts';
import { judged } from '../support/judge.ts';
import { shippedSite, startNginx } from '../support/nginx.ts';
import { until } from '../support/patience.ts';
import { freePort, issue, send } from './two-offices.ts';

const folder = mkdtempSync(join(tmpdir(), 'layang-tls-'));
const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true, force: true });
});

function openssl(...args: string[]): void {
  const { status, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

function makeAuthority(name: string): void {
  openssl(
    'req',
    '-x509',
    ...KEY,
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.pem`,
    '-days',
    '2',
    '-subj',
    `/CN=${name}`,
  );
}

/** A certificate for these names; with `days` below 0 one that has run out. */
function makeCertificate(
  file: string,
  names: string[],
  { by = 'authority', days = '2' } = {},
): { key: string; cert: string } {
  writeFileSync(join(folder, 'names'), `subjectAltName=${names.map((name) => `DNS:${name}`).join()}`);
  openssl('req', ...KEY, '-keyout', `${file}.key`, '-out', `${file}.csr`, '-subj', `/CN=${file}`);
  const signed = ['-CA', `${by}.pem`, '-CAkey', `${by}.key`, '-CAcreateserial', '-days', days, '-extfile', 'names'];
  openssl('x509', '-req', '-in', `${file}.csr`, ...signed, '-out', `${file}.pem`);
  return { key: join(folder, `${file}.key`), cert: join(folder, `${file}.pem`) };
}

/** The site that we ship, for one office of several on one machine. */
function siteOf(name: string, port: number, upstream: number, { key, cert }: { key: string; cert: string }): string {
  const [plain = '', tls = ''] = shippedSite().split(/(?=^server \{\n {4}listen 443)/m);
  return `${plain.split(/^server \{/m)[0]}${tls}`
    .replaceAll(/:300[12] /g, `:${upstream} `)
    .replaceAll(/(upstream|http:\/\/)( ?)layang\b/g, `$1$2${name}`)
    .replace('listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`)
    .replace(/server_name .*;/, `server_name surat.${name}.test cek.${name}.test;`)
    .replace(/ssl_certificate .*;/, `ssl_certificate ${cert};`)
    .replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${key};`)
    .replaceAll(/shared:layang:/g, 'shared:offices:');
}

const EXCHANGE_NETWORKS = '127.0.0.0/8';
const REALLY_TRUSTED = `NODE_EXTRA_CA_CERTS=${join(folder, 'authority.pem')}`;

async function openOffice(name: string, port: number) {
  const settings = {
    APP_ORIGIN: `https://surat.${name}.test:${port}`,
    PUBLIC_ORIGIN: `https://cek.${name}.test:${port}`,
    TRUST_PROXY: '1',
    EXCHANGE_NETWORKS,
  };
  const world = await signingWorld({ settings });
  const all = { ...settings, DATABASE_URL: world.databaseUrl, DATA_DIR: world.config.dataDir, LOG_LEVEL: 'silent' };
  const upstream = await freePort();
  const office = { ...world, db: world.layang.db, clerk: await actorNamed(world.layang, 'agenda') };
  const start = async (): Promise<Child> => {
    const file = new URL('./child-tls-office.ts', import.meta.url);
    const args = [JSON.stringify(all), String(upstream)];
    const child = startChild(file, args, { stdin: 'pipe', through: ['env', REALLY_TRUSTED] });
    await child.says('ready');
    return child;
  };
  return { office, host: `cek.${name}.test:${port}`, upstream, start };
}

async function order(child: Child, what: object): Promise<unknown> {
  const text = JSON.stringify(what);
  child.process.stdin?.write(`${text}\n`);
  return JSON.parse((await child.says(`${text} → `)).split(' → ')[1] ?? '');
}

async function listening(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

type Answer = (req: IncomingMessage, res: ServerResponse) => void;
const withTls = ({ key, cert }: { key: string; cert: string }, answer: Answer) =>
  listening(createServer({ key: readFileSync(key), cert: readFileSync(cert) }, answer));

const Row = z.object({ state: z.string(), problem: z.string() });

judged(
  ['nginx', 'openssl'],
  'two offices exchange letters over TLS behind the shipped proxy, and nothing but a certificate that is right is talked to',
  async () => {
    makeAuthority('authority');
    makeAuthority('stranger');
    const port = await freePort();
    const [here, there] = [await openOffice('sagara', port), await openOffice('rawa', port)];
    const good = makeCertificate('good', ['cek.sagara.test', 'cek.rawa.test']);
    const site = siteOf('sagara', port, here.upstream, good) + siteOf('rawa', port, there.upstream, good);
    await startNginx(site, port);
    const [a, b] = [await here.start(), await there.start()];
    const { id } = z.object({ id: z.number() }).parse(await order(a, { befriend: there.host }));
    await order(b, { befriend: here.host });

    await send(here.office, await issue(here.office), `${id}:`);
    const state = () => here.office.db.one(Row, sql`SELECT state, problem FROM exchange_outgoing`);
    await until(async () => (await state()).state !== 'waiting');
    expect(await state()).toEqual({ state: 'received', problem: '' });

    let plainRequests = 0;
    const answer: Answer = (_req, res) => res.end('ok\n');
    const right = makeCertificate('right', ['right.test']);
    const ask = async (name: string, at: number, more: object = {}) => order(a, { ask: `${name}:${at}`, ...more });
    expect(await ask('right.test', await withTls(right, answer))).toEqual({ status: 200 });
    const wrong = await withTls(right, answer);
    expect(await ask('wrong.test', wrong)).toEqual({ problem: 'certificate' });
    const old = makeCertificate('old', ['right.test'], { days: '-1' });
    expect(await ask('right.test', await withTls(old, answer))).toEqual({ problem: 'certificate' });
    const unknown = makeCertificate('unknown', ['right.test'], { by: 'stranger' });
    expect(await ask('right.test', await withTls(unknown, answer))).toEqual({ problem: 'certificate' });
    const plain = createPlainServer((_req, res) => {
      plainRequests += 1;
      res.end('ok\n');
    });
    const plainPort = await listening(plain);
    expect(await ask('right.test', plainPort)).toEqual({ problem: 'certificate' });
    const elsewhere: Answer = (_req, res) => res.writeHead(301, { location: `http://right.test:${plainPort}/` }).end();
    expect(await ask('right.test', await withTls(right, elsewhere))).toEqual({ problem: 'redirected' });
    expect(plainRequests).toBe(0);
    const huge: Answer = (_req, res) => res.end(Buffer.alloc(2 * 1024 * 1024));
    expect(await ask('right.test', await withTls(right, huge))).toEqual({ problem: 'too-long' });
    const silent: Answer = (_req, res) => res.write('a');
    expect(await ask('right.test', await withTls(right, silent), { deadlineMs: 500 })).toEqual({ problem: 'slow' });
    const cutAnswer: Answer = (_req, res) => res.write('a', () => res.destroy());
    expect(await ask('right.test', await withTls(right, cutAnswer))).toEqual({ problem: 'unreachable' });
    const cutRequest: Answer = (req) => req.once('data', () => req.socket.destroy());
    expect(await ask('right.test', await withTls(right, cutRequest), { send: 8 })).toEqual({ problem: 'unreachable' });
    const mute = await listening(createTcpServer((socket) => socket.on('error', () => {})));
    expect(await ask('right.test', mute, { deadlineMs: 500 })).toEqual({ problem: 'slow' });
    for (const child of [a, b]) await child.kill();
  },
);
