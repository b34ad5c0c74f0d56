import { judgeSeal } from '../../src/checking/judge-seal.ts';
import type { SealKey } from '../../src/seal/directory-store.ts';
import { scanQr } from '../../src/seal/qr-url.ts';
import { bytes, vectors } from '../seal/vectors.ts';

const { host, token, seals } = vectors;
const scan = scanQr(seals.text.url, [host]);
if (scan.outcome !== 'seal') throw new Error(scan.outcome);
const { parsed } = scan;
const sealedAt = new Date(parsed.sealedAt * 1000);
const around = (seconds: number) => new Date(sealedAt.getTime() + seconds * 1000);

const key: SealKey = {
  id: 1,
  name: vectors.keyName,
  kid: bytes(vectors.kid),
  publicKey: bytes(vectors.publicKey),
  role: 'official',
  appointmentId: 1,
  privateKeyId: null,
  holderName: 'Dr. Sri Wahyuni, M.Si.',
  position: 'Plt. Kepala Badan Kepegawaian',
  unit: 'Badan Kepegawaian',
  notBefore: around(-1000),
  notAfter: around(1000),
  status: 'active',
  revokedFromIndex: null,
};
const other = { ...key, publicKey: Buffer.from(vectors.publicKey, 'hex').reverse() };
const judge = (keys: SealKey[], now = around(60)) => judgeSeal(host, token, parsed, keys, now);

test('a seal of a key in its term is valid and has its name', () => {
  const verdict = judge([other, key]);
  expect(verdict).toMatchObject({ code: 'valid' });
  expect(verdict.code === 'valid' && verdict.sealHash.toString('hex')).toBe(seals.text.sealHash);
});

test('no key with that id, or none that verifies', () => {
  expect(judge([])).toEqual({ code: 'unknown-key' });
  expect(judge([other])).toEqual({ code: 'forged-seal' });
});

test('host and token are part of what was signed', () => {
  expect(judgeSeal('w.layang.example', token, parsed, [key], around(60))).toEqual({ code: 'forged-seal' });
  expect(judgeSeal(host, '008K4CT4ANK7F246', parsed, [key], around(60))).toEqual({ code: 'forged-seal' });
});

test.each<[string, Partial<SealKey>, number]>([
  ['begins later', { notBefore: around(1) }, 60],
  ['ended before', { notAfter: around(-1) }, 60],
  ['seals in the future', {}, -601],
])('a key that %s is out of its term', (_, change, now) => {
  expect(judge([{ ...key, ...change }], around(now))).toEqual({ code: 'key-out-of-term' });
});

test('both ends of the term count, and a clock ten minutes behind is forgiven', () => {
  expect(judge([{ ...key, notBefore: sealedAt, notAfter: sealedAt }], around(-600)).code).toBe('valid');
});
