import { describe, expect, it } from '@jest/globals';
import type { CoverageProblem } from '../../src/verification/coverage.ts';
import { checked, gapOf, signLetter } from './signed-letter.ts';

/** Puts other words of the same length in, so that everything else stays where it is. */
function replaced(pdf: Buffer, pattern: RegExp, by: (found: RegExpExecArray) => string): Buffer {
  const text = pdf.toString('latin1');
  const found = pattern.exec(text);
  if (found === null) throw new Error(`nothing like ${pattern}`);
  const words = by(found);
  if (words.length > found[0].length) throw new Error('longer than what stood there');
  const made = words.padEnd(found[0].length, ' ');
  return Buffer.from(text.slice(0, found.index) + made + text.slice(found.index + made.length), 'latin1');
}

const RANGE = /\/ByteRange\s*\[(\d+) (\d+) (\d+) (\d+)\s*\]/;
const range = (signed: Buffer, numbers: (a: number, b: number, c: number) => string) =>
  replaced(signed, RANGE, ([, , a, b, c]) => `/ByteRange [${numbers(Number(a), Number(b), Number(c))}]`);

describe('a signature does not count when', () => {
  const forgeries: [string, CoverageProblem, (signed: Buffer) => Buffer][] = [
    [
      'its byte range leaves nothing before the gap',
      'gap-is-not-contents',
      (s) => range(s, (_, b, c) => `0 1 ${b} ${c}`),
    ],
    ['its byte range is all zeros', 'byte-range-shape', (s) => range(s, () => '0 0 0 0')],
    [
      'its byte range does not begin at the beginning',
      'byte-range-shape',
      (s) => range(s, (a, b, c) => `1 ${a} ${b} ${c}`),
    ],
    ['its byte range overlaps itself', 'byte-range-shape', (s) => range(s, (a, _, c) => `0 ${a} ${a} ${c}`)],
    ['its byte range runs past the file', 'byte-range-beyond-file', (s) => range(s, (a, b) => `0 ${a} ${b} 999`)],
    ['its byte range ends early', 'no-revision-ends-there', (s) => range(s, (a, b, c) => `0 ${a} ${b} ${c - 30}`)],
    ['its byte range ends with nothing', 'byte-range-shape', (s) => range(s, (a, b) => `0 ${a} ${b} 0`)],
    ['its byte range has a negative number', 'byte-range-shape', (s) => range(s, (a, b) => `0 ${a} ${b} -9`)],
    ['its byte range has two numbers', 'byte-range-shape', (s) => range(s, (a) => `0 ${a}`)],
    ['its byte range has a fraction', 'byte-range-not-integers', (s) => range(s, (a, b) => `0 ${a} ${b} 0.5`)],
    ['its gap is one byte wider', 'gap-is-not-contents', (s) => range(s, (a, b, c) => `0 ${a - 1} ${b} ${c}`)],
    [
      'its gap is the digits without the brackets',
      'gap-is-not-contents',
      (s) => range(s, (a, b, c) => `0 ${a + 1} ${b - 1} ${c + 1}`),
    ],
    ['it has no byte range', 'byte-range-missing', (s) => replaced(s, /\/ByteRange/, () => '/ByteRan')],
    ['it has no contents', 'contents-missing', (s) => replaced(s, /\/Contents(?=\s*<)/, () => '/Content_')],
    ['it has two contents', 'duplicate-keys', (s) => replaced(s, /\/Name\s*\(Siti Rahayu\)/, () => '/Contents <00>')],
    [
      'it has two byte ranges',
      'duplicate-keys',
      (s) => replaced(s, /\/Name\s*\(Siti Rahayu\)/, () => '/ByteRange [0 1]'),
    ],
    [
      'its contents are written in round brackets',
      'contents-literal-string',
      (s) => {
        const { start, end } = gapOf(s);
        const copy = Buffer.from(s);
        copy[start] = 0x28;
        copy[end - 1] = 0x29;
        return copy;
      },
    ],
  ];

  it.each(forgeries)('%s', async (_, problem, forge) => {
    const report = checked(forge(await signLetter()));
    expect(report.standing).toBe('altered');
    expect(report.signatures[0]?.coverage).toEqual({ kind: 'broken', problem });
    expect(report.signatures[0]?.conclusion).toMatchObject({
      indication: 'TOTAL-FAILED',
      subIndication: 'FORMAT_FAILURE',
    });
  });

  it('it is the copy of another one, put over a later update', async () => {
    const signed = await signLetter();
    const twice = await signLetter(signed, 'TTE-2');
    // The second signature's range becomes the first one's: bytes that verify, under a gap that is not its own.
    const first = RANGE.exec(signed.toString('latin1'));
    const second = twice.toString('latin1').lastIndexOf('/ByteRange');
    const copy = Buffer.from(twice);
    copy.write((first?.[0] ?? '').padEnd(0), second, 'latin1');
    const report = checked(copy);
    expect(report.standing).not.toBe('intact-and-trusted');
  });
});
