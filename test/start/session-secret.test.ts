import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSessionSecret } from '../../src/session-secret.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'layang-secret-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

test('processes that start together end with one secret, which only this account can read', async () => {
  const secrets = await Promise.all(Array.from({ length: 10 }, () => readSessionSecret(dataDir)));
  expect(new Set(secrets).size).toBe(1);
  expect(secrets[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(statSync(join(dataDir, 'keys', 'session-secret')).mode & 0o777).toBe(0o600);
});

test('a damaged secret is told, not used', async () => {
  await readSessionSecret(dataDir);
  writeFileSync(join(dataDir, 'keys', 'session-secret'), 'short');
  await expect(readSessionSecret(dataDir)).rejects.toThrow('damaged');
});
