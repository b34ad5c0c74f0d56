import { createPublicKey, verify } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openServiceKeys } from '../../src/custody/service-keys.ts';

let dataDir: string;
const made = { databaseIsNew: true };
const inUse = { databaseIsNew: false };
const keyFile = (name: string) => path.join(dataDir, 'keys', name);

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'layang-keys-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

it('makes all keys for a new database, private to the process user, and finds the same ones again', async () => {
  const first = await openServiceKeys(dataDir, made);
  const again = await openServiceKeys(dataDir, inUse);
  for (const name of [
    'certificateRoot',
    'certificateIssuing',
    'trustRoot',
    'directory',
    'state',
    'log',
    'status',
  ] as const) {
    expect(again[name].publicKey).toEqual(first[name].publicKey);
  }
  expect((await stat(path.join(dataDir, 'keys'))).mode & 0o777).toBe(0o700);
  for (const file of await readdir(path.join(dataDir, 'keys'))) {
    expect((await stat(keyFile(file))).mode & 0o777).toBe(0o600);
  }
  expect(await readdir(dataDir)).toEqual(['keys']);
});

it('gives two processes that start together the same keys', async () => {
  const all = await Promise.all([1, 2, 3, 4].map(() => openServiceKeys(dataDir, made)));
  expect(new Set(all.map((keys) => keys.log.publicKey.toString('hex'))).size).toBe(1);
  expect(await readdir(dataDir)).toEqual(['keys']);
});

it('fills an empty folder that was prepared for it', async () => {
  await mkdir(path.join(dataDir, 'keys'), { mode: 0o700 });
  await openServiceKeys(dataDir, made);
  expect(await readdir(path.join(dataDir, 'keys'))).toHaveLength(8);
});

it('never makes keys for a database in use', async () => {
  await expect(openServiceKeys(dataDir, inUse)).rejects.toMatchObject({ code: 'service-key-missing' });
  expect(await readdir(dataDir)).toEqual([]);
});

it('refuses when one file is missing, even for a new database, and makes no other', async () => {
  await openServiceKeys(dataDir, made);
  await rm(keyFile('log.pem'));
  await expect(openServiceKeys(dataDir, made)).rejects.toMatchObject({
    code: 'service-key-missing',
    words: { en: expect.stringContaining('log.pem') },
  });
  expect(await readdir(path.join(dataDir, 'keys'))).not.toContain('log.pem');
});

it('refuses a key or a folder that other users can read', async () => {
  await openServiceKeys(dataDir, made);
  await chmod(keyFile('key-encryption.key'), 0o640);
  await expect(openServiceKeys(dataDir, inUse)).rejects.toMatchObject({ code: 'service-key-too-open' });
  await chmod(keyFile('key-encryption.key'), 0o600);
  await chmod(path.join(dataDir, 'keys'), 0o750);
  await expect(openServiceKeys(dataDir, inUse)).rejects.toMatchObject({ code: 'service-key-too-open' });
});

it('refuses a damaged file and a key of another kind without quoting it', async () => {
  await openServiceKeys(dataDir, made);
  const secret = await readFile(keyFile('state.pem'), 'utf8');
  await writeFile(keyFile('certificate-root.pem'), secret);
  await expect(openServiceKeys(dataDir, inUse)).rejects.toMatchObject({ code: 'service-key-malformed' });
  await writeFile(keyFile('certificate-root.pem'), secret.slice(0, 60));
  const refusal = await openServiceKeys(dataDir, inUse).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'service-key-malformed' });
  expect(JSON.stringify(refusal)).not.toContain(secret.slice(30, 50));
  await writeFile(keyFile('key-encryption.key'), Buffer.alloc(31));
  await expect(openServiceKeys(dataDir, inUse)).rejects.toMatchObject({ code: 'service-key-malformed' });
});

it('signs with each key only what that key is for', async () => {
  const keys = await openServiceKeys(dataDir, made);
  const texts = {
    trustRoot: 'layang-trust/v1\n1\n',
    directory: 'layang-keys/v1\n1\n',
    state: 'layang-state/v1\nv.example/log\n',
    log: 'v.example/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n',
    status: 'layang-status/v1\nv.example/log\n',
  };
  for (const name of ['trustRoot', 'directory', 'state', 'log', 'status'] as const) {
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: keys[name].publicKey.toString('base64url') },
      format: 'jwk',
    });
    expect(verify(null, Buffer.from(texts[name]), key, keys[name].sign(Buffer.from(texts[name])))).toBe(true);
    for (const other of Object.values(texts)) {
      if (other !== texts[name]) expect(() => keys[name].sign(Buffer.from(other))).toThrow('outside its use');
    }
  }
  const root = createPublicKey({ key: keys.certificateRoot.publicKey, format: 'der', type: 'spki' });
  expect(verify('sha256', Buffer.from('tbs'), root, keys.certificateRoot.sign(Buffer.from('tbs')))).toBe(true);
});

it('shows no secret when it is printed', async () => {
  const keys = await openServiceKeys(dataDir, made);
  const secret = await readFile(keyFile('key-encryption.key'));
  const { inspect } = await import('node:util');
  expect(inspect(keys, { depth: 9, showHidden: true })).not.toContain(secret.toString('hex').slice(0, 16));
  expect(JSON.stringify(keys)).not.toContain(secret.toString('base64').slice(0, 16));
});
