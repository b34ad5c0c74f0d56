import { execFileSync } from 'node:child_process';
import { webcrypto } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ed25519 } from '@noble/curves/ed25519.js';
import { z } from 'zod';
import { ed25519Key, isEnrollableKey, verifyEd25519 } from '../../src/seal/ed25519.ts';
import { scanQr } from '../../src/seal/qr-url.ts';
import { sealMessage } from '../../src/seal/seal-bytes.ts';
import { judged } from '../support/judge.ts';
import { describeWith } from '../support/shared-material.ts';
import { bytes, vectors } from './vectors.ts';

test('keys of other lengths, off the curve, of small order or not canonical are not enrolled', () => {
  expect(isEnrollableKey(bytes(vectors.publicKey))).toBe(true);
  expect(isEnrollableKey(bytes(vectors.publicKey).subarray(1))).toBe(false);
  expect(isEnrollableKey(Buffer.alloc(32))).toBe(false);
  expect(isEnrollableKey(Buffer.alloc(32, 0xff))).toBe(false);
  expect(isEnrollableKey(Buffer.from(`01${'00'.repeat(31)}`, 'hex'))).toBe(false);
});

describeWith('vectors/ed25519/ed25519vectors.json', 'edge cases of C2SP/CCTV', (path) => {
  const cases = z
    .array(
      z.object({
        number: z.number(),
        key: z.string(),
        sig: z.string(),
        msg: z.string(),
        flags: z.array(z.string()).nullable(),
      }),
    )
    .parse(JSON.parse(readFileSync(path, 'utf8')));

  test('keys with a small-order part or a second encoding are not enrolled', () => {
    for (const { key, flags } of cases) {
      const bad = ['low_order_A', 'low_order_component_A', 'non_canonical_A'].some((flag) => flags?.includes(flag));
      expect(isEnrollableKey(bytes(key))).toBe(!bad);
    }
  });

  test('for every key that we enrol Node, WebCrypto and the fallback give the one right answer', async () => {
    let seen = 0;
    for (const { key, sig, msg, flags } of cases) {
      if (!isEnrollableKey(bytes(key))) continue;
      seen++;
      const right = !flags?.some((flag) => flag === 'low_order_residue' || flag === 'non_canonical_R');
      const message = Buffer.from(msg);
      expect(verifyEd25519(bytes(key), message, bytes(sig))).toBe(right);
      const imported = await webcrypto.subtle.importKey('raw', bytes(key), 'Ed25519', true, ['verify']);
      expect(await webcrypto.subtle.verify('Ed25519', imported, bytes(sig), message)).toBe(right);
    }
    expect(seen).toBeGreaterThan(0);
  });
});

judged(['openssl'], 'openssl verifies a seal of ours', () => {
  const scan = scanQr(vectors.seals.text.url, [vectors.host]);
  if (scan.outcome !== 'seal') throw new Error(scan.outcome);
  const folder = mkdtempSync(join(tmpdir(), 'layang-seal-'));
  const file = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const key = file('key.pem', ed25519Key(bytes(vectors.publicKey)).export({ format: 'pem', type: 'spki' }));
  const message = file('message', sealMessage(scan.host, scan.token, scan.parsed.body));
  const signature = file('signature', scan.parsed.signature);
  const said = execFileSync('openssl', [
    ...['pkeyutl', '-verify', '-rawin', '-pubin', '-inkey', key, '-in', message, '-sigfile', signature],
  ]).toString();
  expect(said).toContain('Signature Verified Successfully');
});

test('the second implementation agrees on a seal of ours', () => {
  const { message, signature } = vectors.seals.short;
  expect(ed25519.verify(bytes(signature), bytes(message), bytes(vectors.publicKey), { zip215: false })).toBe(true);
});
