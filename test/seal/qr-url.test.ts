import {
  decodeDigits,
  encodeDigits,
  isLoopback,
  pageUrl,
  qrUrl,
  readTypedCode,
  scanQr,
} from '../../src/seal/qr-url.ts';
import fc from '../support/draws.ts';
import { bytes, vectors } from './vectors.ts';

const { host, token, seals } = vectors;

test('digits are reversible for every seal, also with zero bytes in front', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 370 }), (seal) => {
      expect(decodeDigits(encodeDigits(seal))?.equals(Buffer.from(seal))).toBe(true);
    }),
  );
  expect(decodeDigits('256')?.toString('hex')).toBe('00');
  expect(decodeDigits('16')).toBeUndefined();
});

test('the address without its digits, and with a page, is a typed code', () => {
  expect(scanQr(`https://${host}/${token}`, [host])).toEqual({ outcome: 'code', token });
  expect(scanQr(pageUrl(host, token, 12), [host])).toEqual({ outcome: 'code', token, page: 12 });
});

test('a former host of ours is ours', () => {
  expect(scanQr(seals.short.url, ['new.example', host]).outcome).toBe('seal');
});

test.each([
  [`https://lain.example/${token}`, 'other-host'],
  [`https://${host}/${token}/0`, 'not-a-layang-qr'],
  [`https://${host}/${token}/10000`, 'not-a-layang-qr'],
  [`https://${host}/${token.toLowerCase()}`, 'not-a-layang-qr'],
  [`https://${host.toUpperCase()}/${token}`, 'not-a-layang-qr'],
  [`https://x@${host}/${token}`, 'not-a-layang-qr'],
  [`https://${host}/${token}?a`, 'not-a-layang-qr'],
  [`https://${host}/${token}#`, 'not-a-layang-qr'],
  [`https://${host}/${token}\n`, 'not-a-layang-qr'],
  [`HTTPS://${host}/${token}`, 'not-a-layang-qr'],
  [`javascript:alert(1)//${host}/${token}`, 'not-a-layang-qr'],
  [`https://${host}/008K4CT4ANK7F246/1`, 'typo'],
])('%s → %s', (raw, outcome) => expect(scanQr(raw, [host]).outcome).toBe(outcome));

test('plain http is read only where the host is this machine', () => {
  for (const local of ['localhost:3000', '127.0.0.1:3000', '127.1.2.3']) {
    const url = qrUrl(local, token, bytes(seals.short.seal));
    expect(url.startsWith(`http://${local}/`)).toBe(true);
    expect(scanQr(url, [local]).outcome).toBe('seal');
  }
  expect(isLoopback('127.0.0.1.example')).toBe(false);
  expect(scanQr(`http://127.0.0.1.example/${token}`, ['127.0.0.1.example']).outcome).toBe('not-a-layang-qr');
});

test('one field takes a typed code or a pasted QR', () => {
  expect(readTypedCode(' 008j-4ct4-ank7-f246 ', [host])).toEqual({ outcome: 'code', token });
  expect(readTypedCode(seals.text.url, [host]).outcome).toBe('seal');
  expect(readTypedCode('008J-4CT4', [host])).toEqual({ outcome: 'typo' });
});
