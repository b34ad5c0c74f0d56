import { describe, expect, it } from '@jest/globals';
import { parseStructuredText } from '../../src/typesetting/parse-structured-text.ts';
import {
  type Block,
  type Inline,
  LIST_MARKERS,
  type ListItem,
  MARKS,
  type OrderedList,
  type Paragraph,
  type StructuredText,
  VARIABLES,
} from '../../src/typesetting/structured-text.ts';
import { StructuredText as schema } from '../../src/typesetting/structured-text-schema.ts';
import { cleanText, writeStructuredText } from '../../src/typesetting/write-structured-text.ts';
import fc from '../support/draws.ts';

/** Signs that mean something somewhere, and ordinary ones. */
const sign = fc.constantFrom(
  ...'abz19 .()*_~\\{}|<>-!',
  '1. ',
  '(a) ',
  '> ',
  '**',
  '__',
  '~~',
  '---',
  '<br>',
  '\u00a0',
  'é',
  '😀',
);
const words = fc.array(sign, { minLength: 1, maxLength: 6 }).map((signs) => signs.join(''));
const marks = fc
  .subarray([...MARKS])
  .map((types) => (types.length === 0 ? {} : { marks: types.map((type) => ({ type })) }));
const inline: fc.Arbitrary<Inline> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(words, marks).map(([text, worn]) => ({ type: 'text' as const, text, ...worn })) },
  { weight: 1, arbitrary: fc.constant({ type: 'hardBreak' as const }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...VARIABLES), marks)
      .map(([name, worn]) => ({ type: 'variable' as const, attrs: { name }, ...worn })),
  },
);
const paragraph: fc.Arbitrary<Paragraph> = fc
  .tuple(fc.array(inline, { maxLength: 5 }), fc.integer({ min: 0, max: 3 }))
  .map(([content, indent]) => ({ type: 'paragraph', ...(indent > 0 ? { attrs: { indent } } : {}), content }));

const { list } = fc.letrec<{ list: OrderedList; item: ListItem }>((tie) => ({
  list: fc
    .tuple(
      fc.constantFrom(...LIST_MARKERS),
      fc.integer({ min: 1, max: 30 }),
      fc.array(tie('item'), { minLength: 1, maxLength: 3 }),
    )
    .map(([marker, start, content]) => ({ type: 'orderedList', attrs: { marker, start }, content })),
  item: fc
    .array(
      fc.oneof(
        { maxDepth: 3, depthIdentifier: 'list' },
        { weight: 3, arbitrary: paragraph },
        { weight: 1, arbitrary: tie('list') },
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((content) => ({ type: 'listItem', content })),
}));
const table: fc.Arbitrary<Block> = fc
  .tuple(
    fc.boolean(),
    fc.array(fc.array(fc.array(inline, { maxLength: 3 }), { minLength: 1, maxLength: 4 }), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([headed, rows]) => ({
    type: 'table',
    content: rows.map((row, at) => ({
      type: 'tableRow',
      content: row.map((content) => ({
        type: headed && at === 0 ? ('tableHeader' as const) : ('tableCell' as const),
        content: [{ type: 'paragraph' as const, content }],
      })),
    })),
  }));
const doc: fc.Arbitrary<StructuredText> = fc
  .array(fc.oneof(paragraph, list, table), { minLength: 1, maxLength: 5 })
  .map((content) => ({ type: 'doc', content }));

describe('the markup written from a structured text', () => {
  it('is read back as the same text, whatever the text', () => {
    fc.assert(
      fc.property(doc, (given) => {
        const clean = cleanText(given);
        const source = writeStructuredText(given);
        if (clean.content.length === 0) return expect(source).toBe('');
        expect(schema.safeParse(clean).success).toBe(true);
        expect(parseStructuredText(source)).toEqual(clean);
        expect(cleanText(clean)).toEqual(clean);
      }),
      { numRuns: 500 },
    );
  });

  it('of a text that somebody typed is read as what was typed', () => {
    const piece = fc.constantFrom(
      ...['1. ', 'a. ', '(1) ', '(a) ', '1) ', '> ', '>> ', '\n', '\n\n', '\n  ', '| ', ' |', '|---|', '<br>'],
      ...['**', '*', '__', '~~', '{nomor}', '{penerima}', '\\', 'kata ', 'b', '  ', '\t', '\u00a0'],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 50 }), (pieces) => {
        let typed: StructuredText;
        try {
          typed = parseStructuredText(pieces.join(''));
        } catch {
          return;
        }
        const read = parseStructuredText(writeStructuredText(typed));
        expect(read).toEqual(cleanText(typed));
        expect(writeStructuredText(read)).toBe(writeStructuredText(typed));
      }),
      { numRuns: 500 },
    );
  });

  it('is what a drafter would have typed', () => {
    const typed = [
      'Dengan hormat, surat {nomor} kepada {penerima} tentang **rapat *penting*** pada ~~21 November 2026~~.',
      '> Alinea yang __menjorok__.',
      '1. satu\n  a. dua\n    1) tiga\n      a) empat\n        (1) lima\n          (a) enam\n2. dua',
      '| No | Nama |\n|---|---|\n| 1 | Budi <br> Ani |',
      'alamat_surel@contoh.go.id, 5 * 3, ____________',
    ].join('\n\n');
    const escaped = typed.replace('____________', '\\_'.repeat(12));
    expect(writeStructuredText(parseStructuredText(typed))).toBe(escaped);
  });
});
