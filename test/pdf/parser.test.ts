import { describe, expect, it } from '@jest/globals';
import { isPdfDamage } from '../../src/pdf/damage.ts';
import { type PdfObject, pdfArray, pdfDict, pdfName, pdfRef, pdfString } from '../../src/pdf/objects.ts';
import { ObjectParser } from '../../src/pdf/parser.ts';
import { textOf, textString } from '../../src/pdf/text-string.ts';
import { writeObject } from '../../src/pdf/write-object.ts';
import fc from '../support/draws.ts';

function parse(text: string): PdfObject {
  return new ObjectParser(Buffer.from(text, 'latin1'), 0, { positioned: false }).readObject();
}

function bytesOf(text: string): string {
  const object = parse(text);
  return typeof object === 'object' && object?.kind === 'string' ? object.bytes.toString('latin1') : 'no string';
}

const name = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) });
const leaf: fc.Arbitrary<PdfObject> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }).map((n) => Number(n.toFixed(9)) + 0),
  name.map(pdfName),
  fc.tuple(fc.uint8Array(), fc.constantFrom('literal' as const, 'hex' as const)).map(([b, form]) => pdfString(b, form)),
  fc.tuple(fc.nat(8_000_000), fc.nat(65535)).map(([number, generation]) => pdfRef(number, generation)),
);
const { object } = fc.letrec<{ object: PdfObject }>((tie) => ({
  object: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('object'), { maxLength: 5 }).map(pdfArray),
    fc.array(fc.tuple(name, tie('object')), { maxLength: 5 }).map((pairs) => pdfDict(new Map(pairs))),
  ),
}));

describe('the object parser', () => {
  it('reads back exactly what was written', () => {
    fc.assert(
      fc.property(object, (value) => expect(parse(writeObject(value))).toEqual(value)),
      { numRuns: 500 },
    );
  });

  it('answers any bytes with an object or with PdfDamage', () => {
    const token = fc.constantFrom('<<', '>>', '[', ']', '(', ')', '<', '>', '/', 'R', '1', ' ', '%', '\n', '\\', 'x');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(token).map((list) => list.join('')),
          name,
        ),
        (text) => {
          try {
            parse(text);
          } catch (error) {
            expect(isPdfDamage(error)).toBe(true);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['(a\\(b\\)c)', 'a(b)c'],
    ['(a(b)c)', 'a(b)c'],
    ['(a\\\r\nb)', 'ab'],
    ['(a\r\nb)', 'a\nb'],
    ['(\\101\\7\\0053)', 'A\x07\x053'],
    ['(\\n\\r\\t\\x)', '\n\r\tx'],
    ['<41 4\n2>', 'AB'],
    ['<414>', 'A@'],
  ])('reads the string %j', (text, bytes) => {
    expect(bytesOf(text)).toBe(bytes);
  });

  it('tells references from numbers', () => {
    expect(parse('[1 0 R 1 0 2 0 R 10]')).toEqual(pdfArray([pdfRef(1), 1, 0, pdfRef(2), 10]));
    expect(parse('[1 %comment\n 0 R]')).toEqual(pdfArray([pdfRef(1)]));
  });

  it('says where in the file a string with its brackets and a dictionary lie, and which keys stand twice', () => {
    const dict = new ObjectParser(Buffer.from('  << /A <00> /B 1 /B 2 >> ')).readDict();
    expect([dict.start, dict.end]).toEqual([2, 25]);
    expect(dict.entries.get('A')).toMatchObject({ form: 'hex', start: 8, end: 12 });
    expect(dict.duplicates).toEqual(['B']);
    expect(() => writeObject(dict)).toThrow('duplicate');
  });

  it.each(['<4x>', '(open', '<</A>>', '<</A 1', '[1', '--1', '1.2.3', '', '>>', 'obj', '1e5', '['.repeat(5000)])(
    'refuses %j',
    (text) => {
      let caught: unknown;
      try {
        parse(text);
      } catch (error) {
        caught = error;
      }
      expect(isPdfDamage(caught)).toBe(true);
    },
  );

  it('keeps the text of text strings', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(textOf(textString(text))).toBe(text);
      }),
    );
    expect(textOf(pdfString(Buffer.from([0x80, 0x41, 0xa0])))).toBe('•A€');
  });
});
