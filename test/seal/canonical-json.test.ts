import { canonicalJson } from '../../src/seal/canonical-json.ts';
import { canonicalContent, commitContent, type LetterContent, parseContent } from '../../src/seal/content.ts';
import { bytes, vectors } from './vectors.ts';

const content = vectors.content as LetterContent;

test('the example of RFC 8785, 3.2.2 comes out byte for byte', () => {
  const value = {
    numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  };
  expect(canonicalJson(value)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
});

test('members are sorted by UTF-16 code units (RFC 8785, 3.2.3)', () => {
  const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };
  expect(canonicalJson(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
});

test('zero, minus zero and large integers are written as ECMAScript writes them', () => {
  expect(canonicalJson([0, -0, 1e21, 9007199254740991, 1e-7])).toBe('[0,0,1e+21,9007199254740991,1e-7]');
});

test('strings are not normalised', () => {
  expect(canonicalJson('e\u0301')).toBe('"e\u0301"');
});

test.each([
  [Number.NaN],
  [Number.POSITIVE_INFINITY],
  ['\ud800'],
  [{ '\udc00': 1 }],
  [[undefined]],
  [{ a: undefined }],
  [1n],
])('%p cannot be written', (value) => expect(() => canonicalJson(value as never)).toThrow(TypeError));

test('content and commitment are those of the vectors', () => {
  expect(canonicalContent(content)).toBe(vectors.contentJcs);
  expect(commitContent(bytes(vectors.salt), content).toString('hex')).toBe(vectors.contentCommit);
  expect(parseContent(vectors.contentJcs)).toEqual(content);
});

test('the strings of a content are committed to in NFC', () => {
  const decomposed = { ...content, subject: 'Re\u0301sume\u0301' };
  expect(canonicalContent(decomposed)).toBe(canonicalContent({ ...content, subject: 'Résumé' }));
});

test('a content with a member too many or too few is refused', () => {
  expect(() => canonicalContent({ ...content, extra: 1 } as never)).toThrow();
  const { cc, ...without } = content;
  expect(cc).toEqual([]);
  expect(() => canonicalContent(without as never)).toThrow();
});

test('the salt has 32 bytes', () => {
  expect(() => commitContent(Buffer.alloc(31), content)).toThrow(TypeError);
});
