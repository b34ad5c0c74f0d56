import { resolve } from 'node:path';
import { quietPackages, readConfig, terminalLanguage, whereTyped } from '../../src/config.ts';
import type { Refusal } from '../../src/errors.ts';

function mistakesOf(environment: Record<string, string>): Record<string, string> {
  try {
    readConfig(environment);
  } catch (error) {
    const refusal = error as Refusal;
    expect(refusal).toMatchObject({ problem: 'invalid-input', code: 'settings' });
    for (const name of Object.keys(refusal.fields)) expect(refusal.words.id).toContain(name);
    return Object.fromEntries(Object.entries(refusal.fields).map(([name, words]) => [name, words.en]));
  }
  return {};
}

test('nothing set is a working installation on this machine', () => {
  expect(readConfig({ DATABASE_URL: '', APP_ORIGIN: ' ' })).toEqual({
    port: 3000,
    dataDir: resolve('data'),
    databaseUrl: undefined,
    appOrigin: 'http://localhost:3000',
    publicOrigin: 'http://localhost:3000',
    host: 'localhost:3000',
    sessionSecret: undefined,
    logLevel: 'info',
    trustProxy: 0,
    typesettingWorkers: 1,
    metricsHost: '127.0.0.1',
    pushServices: [],
    exchangeNetworks: [],
  });
});

test('everything set is taken as it is, the host as a URL prints it', () => {
  const config = readConfig({
    PORT: '8080',
    DATA_DIR: '/srv/layang data',
    DATABASE_URL: 'postgres://layang:secret@db/layang',
    APP_ORIGIN: 'https://Surat.Example.ID/',
    PUBLIC_ORIGIN: 'https://CEK.example.id:8443',
    SESSION_SECRET: 'x'.repeat(32),
    LOG_LEVEL: 'warn',
    TRUST_PROXY: '1',
    TYPESETTING_WORKERS: '4',
  });
  expect(config).toMatchObject({
    port: 8080,
    dataDir: '/srv/layang data',
    appOrigin: 'https://surat.example.id',
    publicOrigin: 'https://cek.example.id:8443',
    host: 'cek.example.id:8443',
    trustProxy: 1,
    typesettingWorkers: 4,
  });
});

test('every mistake is told at once, and secrets are not repeated', () => {
  const environment = {
    PORT: 'http',
    DATABASE_URL: 'mysql://root:hunter2@db',
    APP_ORIGIN: 'https://surat.example.id/masuk',
    PUBLIC_ORIGIN: 'ftp://cek.example.id',
    SESSION_SECRET: 'hunter2',
    LOG_LEVEL: 'loud',
    TRUST_PROXY: '-1',
    TYPESETTING_WORKERS: '0',
  };
  const mistakes = mistakesOf(environment);
  expect(Object.keys(mistakes).sort()).toEqual(Object.keys(environment).sort());
  expect(JSON.stringify(mistakes)).not.toContain('hunter2');
});

test.each([
  ['https://cek.example.id', 'https://cek.example.id', 'must differ'],
  ['https://surat.example.id', 'http://cek.example.id', 'must be https'],
  ['https://surat.example.id', 'http://192.168.1.10:3000', 'must be https'],
  ['https://surat.example.id', 'https://[::1]:3000', 'IPv6'],
  ['https://surat.example.id', 'https://localhost:3000', 'must be http for localhost'],
  ['https://surat.example.id', 'https://user:pw@cek.example.id', 'without a path'],
  ['https://surat.example.id', 'https://cek.example.id/?a', 'without a path'],
  ['https://surat.example.id', 'https://cek_.example.id', 'only letters'],
  ['https://surat.example.id', 'cek.example.id', 'without a path'],
])('application at %s with the check address %s is refused', (appOrigin, publicOrigin, words) => {
  expect(mistakesOf({ APP_ORIGIN: appOrigin, PUBLIC_ORIGIN: publicOrigin }).PUBLIC_ORIGIN).toContain(words);
});

test.each([
  [{ SMTP_URL: 'http://surel.example.id', MAIL_FROM: 'surat@example.id' }, 'SMTP_URL'],
  [{ SMTP_URL: 'smtp://root:hunter2@surel.example.id/jalur', MAIL_FROM: 'surat@example.id' }, 'SMTP_URL'],
  [{ SMTP_URL: 'smtp://surel.example.id', MAIL_FROM: 'Layang <surat@example.id>, x@y.example' }, 'MAIL_FROM'],
  [{ SMTP_URL: 'smtp://surel.example.id', MAIL_FROM: 'Layang\nBcc: x@y.example <surat@example.id>' }, 'MAIL_FROM'],
  [{ SMTP_URL: 'smtp://surel.example.id' }, 'MAIL_FROM'],
  [{ MAIL_FROM: 'surat@example.id' }, 'SMTP_URL'],
])('mail set as %j is refused at %s', (environment, field) => {
  expect(Object.keys(mistakesOf(environment))).toEqual([field]);
  expect(JSON.stringify(mistakesOf(environment))).not.toContain('hunter2');
});

test('mail is set by server and sender together', () => {
  const environment = { SMTP_URL: 'smtps://a:b%40c@surel.example.id', MAIL_FROM: 'Pemkab Purnama <surat@example.id>' };
  expect(readConfig(environment).mail).toEqual({ url: environment.SMTP_URL, from: environment.MAIL_FROM });
});

test('https without a proxy that ends TLS is refused: no cookie would ever be set', () => {
  const origins = { APP_ORIGIN: 'https://surat.example.id', PUBLIC_ORIGIN: 'https://cek.example.id' };
  expect(mistakesOf(origins).TRUST_PROXY).toContain('must be 1 or more');
  expect(readConfig({ ...origins, TRUST_PROXY: '2' }).trustProxy).toBe(2);
});

test('on loopback both origins may be one, under any of its names', () => {
  for (const origin of ['http://localhost:4000', 'http://127.0.0.1:4000', 'http://cek.localhost:4000']) {
    expect(readConfig({ APP_ORIGIN: origin, PUBLIC_ORIGIN: origin }).publicOrigin).toBe(origin);
  }
});

test('a terminal that speaks Indonesian is answered in Indonesian', () => {
  expect(terminalLanguage({ LANG: 'id_ID.UTF-8' })).toBe('id');
  expect(terminalLanguage({ LANG: 'C.UTF-8' })).toBe('en');
});

test('a path is that of the folder in which the command was typed, also when npm moved to the project', () => {
  const npm = { npm_package_name: 'layang', INIT_CWD: '/home/siti/surat' };
  expect(whereTyped({ ...npm, npm_lifecycle_event: 'layang' })).toBe('/home/siti/surat');
  expect(whereTyped({ ...npm, npm_lifecycle_event: 'test' })).toBe(process.cwd());
  expect(whereTyped({ ...npm, npm_lifecycle_event: 'layang', npm_package_name: 'other' })).toBe(process.cwd());
  expect(whereTyped({})).toBe(process.cwd());
});

const bucket = { S3_BUCKET: 'surat-kabupaten', S3_ACCESS_KEY_ID: 'layang', S3_SECRET_ACCESS_KEY: 'hunter2' };

test('a bucket comes with its account; where it answers has a default', () => {
  expect(readConfig(bucket).bucket).toEqual({
    endpoint: undefined,
    region: 'us-east-1',
    bucket: 'surat-kabupaten',
    accessKeyId: 'layang',
    secretKey: 'hunter2',
  });
  expect(readConfig({ ...bucket, S3_ENDPOINT: 'http://127.0.0.1:8080' }).bucket?.endpoint).toBe(
    'http://127.0.0.1:8080',
  );
});

test('half a bucket is no bucket', () => {
  expect(Object.keys(mistakesOf({ S3_BUCKET: 'surat' })).sort()).toEqual(['S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY']);
  expect(Object.keys(mistakesOf({ S3_ENDPOINT: 'https://s3.example.org' }))).toContain('S3_BUCKET');
  expect(mistakesOf({ ...bucket, S3_BUCKET: 'Surat Dinas' })).toEqual({
    S3_BUCKET: expect.stringContaining('3 to 63 lower-case'),
  });
});

test('Redis and the port of the figures are checked like the others', () => {
  expect(readConfig({ REDIS_URL: 'rediss://:hunter2@redis:6380/1', METRICS_PORT: '9100' })).toMatchObject({
    redisUrl: 'rediss://:hunter2@redis:6380/1',
    metricsPort: 9100,
  });
  const mistakes = mistakesOf({ REDIS_URL: 'http://:hunter2@redis', METRICS_PORT: '3000' });
  expect(Object.keys(mistakes).sort()).toEqual(['METRICS_PORT', 'REDIS_URL']);
  expect(JSON.stringify(mistakes)).not.toContain('hunter2');
});

test('the package of S3 is told to keep its advice to itself, unless the operator asks for it', () => {
  const environment: Record<string, string | undefined> = {};
  quietPackages(environment);
  expect(environment).toEqual({ AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' });
  const asked = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'false' };
  quietPackages(asked);
  expect(asked.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED).toBe('false');
});

test('push services are hosts, on loopback also this machine, never an address or half the world', () => {
  const read = (PUSH_SERVICES: string, more = {}) => readConfig({ PUSH_SERVICES, ...more }).pushServices;
  const named = ['fcm.googleapis.com', '*.push.apple.com'];
  expect(read('fcm.googleapis.com, *.Push.apple.com')).toEqual(named);
  expect(read('127.0.0.1')).toEqual(['127.0.0.1']);
  const office = { APP_ORIGIN: 'https://surat.example.id', PUBLIC_ORIGIN: 'https://cek.example.id', TRUST_PROXY: '1' };
  expect(read(named.join(), office)).toEqual(named);
  for (const wrong of [
    '*',
    '*.com',
    'a b',
    'https://push.example',
    'push.example:8443',
    'push.example/x',
    '10.0.0.1',
    ',',
  ])
    expect(() => read(wrong)).toThrow('PUSH_SERVICES');
  expect(() => read('localhost', office)).toThrow('PUSH_SERVICES');
});

test('partner offices are on the Internet, or in networks of our own that are listed exactly', () => {
  const read = (EXCHANGE_NETWORKS?: string) => readConfig({ EXCHANGE_NETWORKS }).exchangeNetworks;
  expect(read()).toEqual([]);
  expect(read('10.20.0.0/16, 192.168.7.0/24,FD00:1::/32')).toEqual(['10.20.0.0/16', '192.168.7.0/24', 'fd00:1::/32']);
  const wrong =
    '0.0.0.0/0 10.0.0.0/7 10.20.0.1/16 10.20.0.0 10.20.0.0/33 8.8.8.0/24 169.254.0.0/16 169.254.169.254/32 ::/0 fe80::/10';
  for (const each of [...wrong.split(' '), 'fd00::1/64', 'kantor', ',', '10.20.0.0/16,8.8.8.8/32'])
    expect(() => read(each)).toThrow('EXCHANGE_NETWORKS');
});
