import { canonicalToken, drawToken, groupedToken, isToken } from '../../src/seal/token.ts';
import fc from '../support/draws.ts';
import { vectors } from './vectors.ts';

const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

test('the vector is a token and is printed in groups of four', () => {
  expect(isToken(vectors.token)).toBe(true);
  expect(groupedToken(vectors.token)).toBe('008J-4CT4-ANK7-F246');
});

test('drawn tokens carry their check symbol and differ', () => {
  const drawn = Array.from({ length: 500 }, drawToken);
  expect(drawn.every(isToken)).toBe(true);
  expect(new Set(drawn).size).toBe(500);
  expect(new Set(drawn.join('')).size).toBe(32);
});

test('every single wrong symbol is found', () => {
  const token = drawToken();
  for (let i = 0; i < 16; i++) {
    for (const symbol of SYMBOLS) {
      if (symbol !== token[i]) expect(isToken(token.slice(0, i) + symbol + token.slice(i + 1))).toBe(false);
    }
  }
});

test('every swap of two different symbols is found', () => {
  for (let n = 0; n < 20; n++) {
    const token = drawToken();
    for (let i = 0; i < 16; i++) {
      for (let j = i + 1; j < 16; j++) {
        if (token[i] === token[j]) continue;
        const swapped = token.split('');
        [swapped[i], swapped[j]] = [token.charAt(j), token.charAt(i)];
        expect(isToken(swapped.join(''))).toBe(false);
      }
    }
  }
});

test.each(['008j-4ct4-ank7-f246', 'OO8J 4CT4 ANK7 F246', ' o08j4ct4ank7f246\n', '0-0-8-J4CT4ANK7F246'])(
  'typed as %j it is forgiven',
  (typed) => expect(canonicalToken(typed)).toBe(vectors.token),
);

test.each([
  '',
  '008J',
  '008J4CT4ANK7F2460',
  '008K4CT4ANK7F246',
  'U08J4CT4ANK7F246',
  '008J_4CT4_ANK7_F246',
  '０08J4CT4ANK7F246',
])('typed as %j it is a slip', (typed) => expect(canonicalToken(typed)).toBeUndefined());

test('I and L read as 1', () => {
  const withOne = Array.from({ length: 200 }, drawToken).find((token) => token.includes('1')) ?? '';
  expect(canonicalToken(withOne.replaceAll('1', 'l'))).toBe(withOne);
  expect(canonicalToken(withOne.replaceAll('1', 'I'))).toBe(withOne);
});

test('no text whatever makes the reader throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      const token = canonicalToken(text);
      expect(token === undefined || isToken(token)).toBe(true);
    }),
  );
});
