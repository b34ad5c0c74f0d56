import { addresseeText, cutText, isSealable, sealableText } from '../../src/seal/sealed-text.ts';
import fc from '../support/draws.ts';

test('a text within its limit stays', () => {
  expect(cutText('é'.repeat(40), 80)).toBe('é'.repeat(40));
});

test('a longer text is cut between code points and ends in an ellipsis', () => {
  expect(cutText('é'.repeat(41), 80)).toBe(`${'é'.repeat(38)}…`);
  expect(cutText('😀😀😀', 11)).toBe('😀😀…');
});

test('it is never cut before a mark', () => {
  const javanese = 'ꦲꦏ꧀ꦱꦫ';
  for (let limit = 3; limit < Buffer.byteLength(javanese); limit++) {
    const kept = cutText(javanese, limit).slice(0, -1);
    expect(javanese.startsWith(kept)).toBe(true);
    expect(/^\p{M}/u.test(javanese.slice(kept.length))).toBe(false);
  }
});

test('more than one addressee are counted, also when the first is cut', () => {
  expect(addresseeText(['Kepala Dinas A', 'B', 'C'])).toBe('Kepala Dinas A dan 2 lainnya');
  const long = addresseeText(['Kepala Dinas Pemberdayaan Perempuan dan Perlindungan Anak Kabupaten', 'B']);
  expect(long.endsWith('… dan 1 lainnya')).toBe(true);
  expect(Buffer.byteLength(long)).toBeLessThanOrEqual(60);
  expect(addresseeText([])).toBe('');
});

test('whatever the text, its sealable form may stand in a seal and keeps every limit', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 120 }), fc.integer({ min: 0, max: 90 }), (text, limit) => {
      const sealable = sealableText(text);
      const cut = cutText(sealable, limit);
      expect(isSealable(sealable)).toBe(true);
      expect(isSealable(cut)).toBe(true);
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(limit);
    }),
  );
});

test('breaks become spaces and format characters vanish', () => {
  expect(sealableText('satu\r\ndua\u200btiga\u202e')).toBe('satu duatiga');
});
