import { verifyEd25519 } from '../../src/seal/ed25519.ts';
import { keyId } from '../../src/seal/key-id.ts';
import { qrUrl, scanQr } from '../../src/seal/qr-url.ts';
import {
  buildSeal,
  dateToDays,
  daysToDate,
  NO_ANCHOR,
  parseSeal,
  profileOf,
  type SealFields,
  sealHashOf,
  sealMessage,
  sealText,
} from '../../src/seal/seal-bytes.ts';
import fc from '../support/draws.ts';
import { bytes, keyFromSeed, vectors } from './vectors.ts';

const { host, token, seals } = vectors;
const key = keyFromSeed(vectors.secretKeySeed);
const to = ['Kepala Dinas Pendidikan Kabupaten Contoh'];
const number = '800.1.11.1/1234/BKPSDM/2026';
const anchored = { anchorSize: 0x514b, anchorRoot: bytes('4813494d137e1631bba301d5') };
const unanchored = { anchorSize: 0, anchorRoot: NO_ANCHOR };
const base: SealFields = {
  profile: 'short',
  security: 0,
  several: false,
  kid: bytes(vectors.kid),
  sealedAt: 0x026b011b + 0,
  dateDays: dateToDays('2026-11-21'),
  pages: 2,
  ...anchored,
  contentCommit: bytes(vectors.contentCommit).subarray(0, 20),
};
base.sealedAt = bytes(seals.short.body).readUInt32BE(6);

const cases: [keyof typeof seals, SealFields][] = [
  ['short', base],
  [
    'text',
    {
      ...base,
      profile: 'text',
      text: sealText({ number, subject: 'Undangan Rapat Koordinasi Penyusunan Formasi ASN 2026', to }),
    },
  ],
  ['shortWithoutAnchor', { ...base, ...unanchored }],
  ['confidential', { ...base, ...unanchored, profile: 'confidential', security: 2, dateDays: 0, pages: 0 }],
  [
    'textCut',
    {
      ...base,
      ...unanchored,
      profile: 'text',
      text: sealText({ number, subject: seals.textCut.subject ?? '', to: ['Kepala Dinas Pendidikan'] }),
    },
  ],
];

test('the kid of the vectors is derived from name and key', () => {
  expect(key.publicKey.toString('hex')).toBe(vectors.publicKey);
  expect(keyId(vectors.keyName, key.publicKey).toString('hex')).toBe(vectors.kid);
});

describe.each(cases)('the %s seal of the vectors', (name, fields) => {
  const vector = seals[name];

  test('is built byte for byte', async () => {
    const seal = await buildSeal(host, token, fields, key.sign);
    expect(seal.body.toString('hex')).toBe(vector.body);
    expect(seal.message.toString('hex')).toBe(vector.message);
    expect(seal.signature.toString('hex')).toBe(vector.signature);
    expect(seal.seal.toString('hex')).toBe(vector.seal);
    expect(seal.seal.length).toBe(vector.sealLength);
    expect(seal.sealHash.toString('hex')).toBe(vector.sealHash);
    expect(qrUrl(host, token, seal.seal)).toBe(vector.url);
  });

  test('is read back to the same fields and verifies', () => {
    const scan = scanQr(vector.url, [host]);
    if (scan.outcome !== 'seal') throw new Error(scan.outcome);
    const { body, signature, ...read } = scan.parsed;
    expect({ ...read, kid: read.kid.toString('hex') }).toEqual({ ...fields, kid: vectors.kid });
    const message = sealMessage(scan.host, scan.token, body);
    expect(verifyEd25519(key.publicKey, message, signature)).toBe(true);
    expect(sealHashOf(message, signature).toString('hex')).toBe(vector.sealHash);
  });
});

test('the subject that is too long is cut as in the vectors', () => {
  expect(sealText({ number, subject: seals.textCut.subject ?? '', to }).subject).toBe(seals.textCut.subjectCut);
});

test.each(vectors.reject)('refused: $name → $outcome', ({ url, outcome }) => {
  const scan = scanQr(url, [host]);
  if (scan.outcome !== 'seal') return expect(scan.outcome).toBe(outcome);
  expect(outcome).toBe('forged-seal');
  const message = sealMessage(scan.host, scan.token, scan.parsed.body);
  expect(verifyEd25519(key.publicKey, message, scan.parsed.signature)).toBe(false);
});

test.each<[string, Partial<SealFields>]>([
  ['a class that its profile does not allow', { security: 2 }],
  ['text in a short seal', { text: { number: '1', subject: '', addressee: '' } }],
  ['a text seal without text', { profile: 'text' }],
  ['a confidential seal with a date', { profile: 'confidential', security: 3, pages: 0 }],
  ['another root at size 0', { anchorSize: 0 }],
  ['a subject of 81 bytes', { profile: 'text', text: { number: '', subject: 'x'.repeat(81), addressee: '' } }],
  ['a zero-width character', { profile: 'text', text: { number: 'a\u200bb', subject: '', addressee: '' } }],
  ['a kid of 3 bytes', { kid: Buffer.alloc(3) }],
  ['a commitment of 32 bytes', { contentCommit: Buffer.alloc(32) }],
])('nothing is built with %s', async (_, change) => {
  await expect(buildSeal(host, token, { ...base, ...change }, key.sign)).rejects.toThrow(TypeError);
});

test('no bytes make the reader throw, and what it reads is what was written', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 0, maxLength: 300 }),
      fc.constantFrom(0x11, 0x12, 0x13, 0x21),
      (rest, first) => {
        const seal = Buffer.concat([Uint8Array.of(first), rest]);
        const parsed = parseSeal(seal);
        if (parsed) expect(Buffer.concat([parsed.body, parsed.signature]).equals(seal)).toBe(true);
      },
    ),
  );
});

test('the class decides the profile', () => {
  expect(([0, 1, 2, 3] as const).map(profileOf)).toEqual(['text', 'short', 'confidential', 'confidential']);
});

test('dates are whole days', () => {
  expect(daysToDate(dateToDays('2026-11-21'))).toBe('2026-11-21');
});
