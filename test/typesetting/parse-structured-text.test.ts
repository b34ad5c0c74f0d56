import { describe, expect, it } from '@jest/globals';
import { parseStructuredText } from '../../src/typesetting/parse-structured-text.ts';
import { StructuredText } from '../../src/typesetting/structured-text-schema.ts';
import fc from '../support/draws.ts';

const refusal = (source: string): { code: string; id: string } => {
  try {
    parseStructuredText(source);
  } catch (error) {
    const { code, words } = error as { code: string; words: { id: string } };
    return { code, id: words.id };
  }
  return { code: 'accepted', id: '' };
};
const text = (words: string, ...marks: string[]) => ({
  type: 'text',
  text: words,
  ...(marks.length > 0 ? { marks: marks.map((type) => ({ type })) } : {}),
});
const paragraph = (...content: unknown[]) => ({ type: 'paragraph', content });

describe('the simple markup of a letter', () => {
  it('makes a paragraph of lines up to a blank one, and a line break of a single newline', () => {
    expect(parseStructuredText('satu\ndua\n\n\ntiga\n').content).toEqual([
      paragraph(text('satu'), { type: 'hardBreak' }, text('dua')),
      paragraph(text('tiga')),
    ]);
  });

  it('reads bold, italic, both, and leaves single stars and escaped signs as they are', () => {
    expect(parseStructuredText('a **b *c*** 5 * 3 \\*d\\* \\{e}').content).toEqual([
      paragraph(text('a '), text('b ', 'bold'), text('c', 'bold', 'italic'), text(' 5 * 3 *d* {e}')),
    ]);
    expect(parseStructuredText('*x **b** y').content).toEqual([paragraph(text('*x '), text('b', 'bold'), text(' y'))]);
    expect(parseStructuredText('**tanpa tutup').content).toEqual([paragraph(text('**tanpa tutup'))]);
  });

  it('nests items by the rank of their marker 1. a. 1) a) and closes up to the level of the next', () => {
    const { content } = parseStructuredText('1. satu\na. dua\n1) tiga\na) empat\n2. lima\n\n3. enam');
    const item = (...blocks: unknown[]) => ({ type: 'listItem', content: blocks });
    const list = (marker: string, ...items: unknown[]) => ({
      type: 'orderedList',
      attrs: { marker, start: 1 },
      content: items,
    });
    expect(content).toEqual([
      list(
        '1.',
        item(
          paragraph(text('satu')),
          list(
            'a.',
            item(
              paragraph(text('dua')),
              list('1)', item(paragraph(text('tiga')), list('a)', item(paragraph(text('empat')))))),
            ),
          ),
        ),
        item(paragraph(text('lima'))),
        item(paragraph(text('enam'))),
      ),
    ]);
  });

  it('begins a list at any level and number, and goes on with an item after an indented line', () => {
    expect(parseStructuredText('c. ketiga\n\n   lanjutan\n\nalinea').content).toEqual([
      {
        type: 'orderedList',
        attrs: { marker: 'a.', start: 3 },
        content: [{ type: 'listItem', content: [paragraph(text('ketiga')), paragraph(text('lanjutan'))] }],
      },
      paragraph(text('alinea')),
    ]);
  });

  it('does not take a name or a year for a list', () => {
    expect(parseStructuredText('H. Ahmad\n\n2026. Tahun ini\n\n\\1. satu').content).toEqual([
      paragraph(text('H. Ahmad')),
      paragraph(text('2026. Tahun ini')),
      paragraph(text('1. satu')),
    ]);
  });

  it('reads a table with and without a heading row', () => {
    const [table] = parseStructuredText('| No | Nama |\n|---|---|\n| 1 | **Budi** \\| Ani |').content;
    expect(table).toEqual({
      type: 'table',
      content: [
        {
          type: 'tableRow',
          content: [
            { type: 'tableHeader', content: [paragraph(text('No'))] },
            { type: 'tableHeader', content: [paragraph(text('Nama'))] },
          ],
        },
        {
          type: 'tableRow',
          content: [
            { type: 'tableCell', content: [paragraph(text('1'))] },
            { type: 'tableCell', content: [paragraph(text('Budi', 'bold'), text(' | Ani'))] },
          ],
        },
      ],
    });
    expect(parseStructuredText('| a | b |').content[0]).toMatchObject({
      content: [{ content: [{ type: 'tableCell' }, {}] }],
    });
  });

  it('refuses an uneven table and a rule out of place, naming the line', () => {
    expect(refusal('alinea\n\n| a | b |\n| c |')).toEqual({
      code: 'table-uneven',
      id: expect.stringContaining('Baris 4'),
    });
    expect(refusal('|---|---|').code).toBe('table-rule');
    expect(refusal('| a |\n| b |\n|---|').code).toBe('table-rule');
    expect(refusal(Array.from({ length: 301 }, () => '| a |').join('\n')).code).toBe('table-too-large');
    expect(refusal(`|${'a|'.repeat(11)}`).code).toBe('table-too-large');
  });

  it('keeps the two variables and refuses any other, naming its line', () => {
    expect(parseStructuredText('nomor {nomor} tanggal {Tanggal}').content).toEqual([
      paragraph(text('nomor '), { type: 'variable', attrs: { name: 'nomor' } }, text(' tanggal '), {
        type: 'variable',
        attrs: { name: 'tanggal' },
      }),
    ]);
    const { code, id } = refusal('satu\ndua {nama_penerima} tiga');
    expect(code).toBe('unresolved-variable');
    expect(id).toContain('Baris 2');
    expect(id).toContain('{nama_penerima}');
  });

  it('refuses every bidi control and invisible character by name and line', () => {
    for (const code of [
      0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0x200e, 0x200f, 0x061c,
    ]) {
      const found = refusal(`baik\nsurat ${String.fromCodePoint(code)}palsu`);
      expect(found.code).toBe('bidi-control');
      expect(found.id).toContain(`U+${code.toString(16).toUpperCase().padStart(4, '0')}`);
      expect(found.id).toContain('baris 2');
    }
    for (const code of [0, 7, 0x1b, 0x85, 0xad, 0x200b, 0x2028, 0x2060, 0xfeff, 0xfff9, 0xe000, 0xe0041]) {
      expect(refusal(`a${String.fromCodePoint(code)}b`).code).toBe('invisible-character');
    }
    expect(refusal('a\ud800b').code).toBe('invisible-character');
  });

  it('takes ordinary Arabic and Javanese text, with the joiners their writing needs', () => {
    for (const words of ['السلام عليكم ورحمة الله', 'می\u200cخواهم', 'ꦱꦸꦒꦼꦁ ꦫꦮꦸꦃ']) {
      expect(parseStructuredText(words).content).toEqual([paragraph(text(words.normalize('NFC')))]);
    }
  });

  it('refuses empty and endless text', () => {
    expect(refusal(' \n\t\n').code).toBe('text-empty');
    expect(refusal('a'.repeat(60_001)).code).toBe('text-too-long');
    expect(refusal('😀'.repeat(60_001)).code).toBe('text-too-long');
    expect(refusal('1. a\n'.repeat(501)).code).toBe('list-too-long');
  });

  it('gives a valid document or a refusal for whatever is typed, and loses no letter', () => {
    const piece = fc.constantFrom(
      '1. ',
      'a. ',
      '1) ',
      'a) ',
      '\n',
      '\n\n',
      '| ',
      ' |',
      '|---|',
      '**',
      '*',
      '{nomor}',
      '\\',
      'kata ',
      'b',
      '  ',
      '\t',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(piece, fc.string({ unit: 'grapheme', maxLength: 5 })), { maxLength: 60 }),
        (pieces) => {
          const source = pieces.join('');
          const found = refusal(source);
          expect(found.code).toMatch(/^[a-z-]+$/);
          if (found.code !== 'accepted') return;
          const document = parseStructuredText(source);
          expect(StructuredText.safeParse(document).success).toBe(true);
          const kept = JSON.stringify(document).split('kata').length;
          expect(kept).toBe(source.split('kata').length);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('comes to an end on text made to be slow', () => {
    for (const unit of ['*', '**a', '{', '| ', '1. a\n', '\\', '*a **', 'a\n\n']) {
      expect(refusal(unit.repeat(Math.floor(59_000 / unit.length))).code).toMatch(/^[a-z-]+$/);
    }
  });
});
