import { readdirSync, readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { isPdfDamage, type PdfDamage } from '../../src/pdf/damage.ts';
import { listFields } from '../../src/pdf/form-fields.ts';
import { findPage, pagesOf } from '../../src/pdf/pages.ts';
import { openPdf, type PdfDocument } from '../../src/pdf/reader.ts';
import { listRevisions } from '../../src/pdf/revisions.ts';
import { listSignatures } from '../../src/pdf/signature-dictionaries.ts';
import fc from '../support/draws.ts';
import { describeWith } from '../support/shared-material.ts';
import { appendUpdate, type SampleKind, sampleObjects, samplePdf, startxrefOf } from './sample-pdf.ts';

const KINDS: SampleKind[] = ['table', 'stream', 'object-stream', 'hybrid'];

function damageOf(act: () => unknown): PdfDamage['code'] | 'none' {
  try {
    act();
    return 'none';
  } catch (error) {
    if (isPdfDamage(error)) return error.code;
    throw error;
  }
}

/** Everything the reader can be asked about a file. */
function readAll(document: PdfDocument): void {
  for (const section of document.sections) {
    let asked = 0;
    for (const number of section.numbers()) {
      asked += 1;
      if (asked > 200) break;
      damageOf(() => {
        const value = document.get(number);
        if (typeof value === 'object' && value?.kind === 'stream') document.decode(value);
      });
    }
  }
  damageOf(() => [...pagesOf(document)]);
  damageOf(() => listFields(document));
  damageOf(() => listSignatures(document));
  listRevisions(document);
}

describe('the reader', () => {
  it.each(KINDS)('reads the same document from a file of kind %s', (kind) => {
    const document = openPdf(samplePdf(kind));
    expect(document.name(document.catalog, 'Type')).toBe('Catalog');
    const page = findPage(document, 0);
    expect(page?.ref?.number).toBe(3);
    expect(page?.inherited.get('MediaBox')).toMatchObject({ items: [0, 0, 595, 842] });
    const font = document.get(5);
    expect(font).toMatchObject({ kind: 'dict' });
    expect(document.indirect(5)?.container).toBe(kind === 'table' || kind === 'stream' ? undefined : 6);
    expect(document.get(999)).toBeNull();
    expect(document.hybrid).toBe(kind === 'hybrid');
    expect(findPage(document, 1)).toBeUndefined();
  });

  it('finds a section whose offsets count from a header that stands after other bytes', () => {
    const document = openPdf(Buffer.concat([Buffer.from('mail header\n'), samplePdf()]));
    expect(document.headerOffset).toBe(12);
    expect(document.shift).toBe(12);
    expect([...pagesOf(document)]).toHaveLength(1);
  });

  it('lets a later update win and the number of a freed object be null', () => {
    const pdf = samplePdf();
    const updated = appendUpdate(pdf, { 5: '<< /Changed true >>' }, startxrefOf(pdf));
    expect(openPdf(updated).get(5)).toMatchObject({ entries: new Map([['Changed', true]]) });
  });

  it.each<[string, () => Buffer, PdfDamage['code']]>([
    ['nothing', () => Buffer.alloc(0), 'no-header'],
    ['no startxref', () => Buffer.from('%PDF-1.7\n'), 'no-startxref'],
    ['startxref beyond the file', () => Buffer.from('%PDF-1.7\nstartxref\n999\n%%EOF'), 'object'],
    [
      'sections in a circle',
      () => {
        const pdf = samplePdf();
        return appendUpdate(pdf, { 6: 'null' }, pdf.length + '6 0 obj\nnull\nendobj\n'.length);
      },
      'cross-reference-loop',
    ],
    ['a /Prev that is no offset', () => appendUpdate(samplePdf(), { 6: 'null' }, -5), 'cross-reference'],
    [
      'entries of the wrong length',
      () => Buffer.from(samplePdf().toString('latin1').replaceAll(' n \n', ' n\n'), 'latin1'),
      'cross-reference',
    ],
  ])('refuses %s', (_, make, code) => {
    expect(damageOf(() => openPdf(make()))).toBe(code);
  });

  it.each<[string, Record<number, string>, PdfDamage['code']]>([
    ['a length that lies', { 4: '<< /Length 10 >>\nstream\nBT (longer than ten) Tj ET\nendstream' }, 'stream'],
    ['a length that needs itself', { 4: '<< /Length 4 0 R >>\nstream\nBT\nendstream' }, 'object'],
    ['a page tree in a circle', { 2: '<< /Type /Pages /Kids [2 0 R] /Count 1 >>' }, 'structure'],
    ['references in a circle', { 2: '5 0 R', 5: '2 0 R' }, 'structure'],
    ['nesting without end', { 2: '['.repeat(2000) + ']'.repeat(2000) }, 'limit'],
    ['an object without its end', { 2: '<< /Type /Pages >> 4' }, 'syntax'],
  ])('meets %s with damage', (_, changes, code) => {
    const document = openPdf(samplePdf('table', sampleObjects(changes)));
    expect(damageOf(() => [...pagesOf(document)].map((page) => document.value(page.dict, 'Contents')))).toBe(code);
  });

  it('does not unpack a stream without bound', () => {
    const bomb = deflateSync(Buffer.alloc(300 * 1024 * 1024));
    const body = `<< /Filter /FlateDecode /Length ${bomb.length} >>\nstream\n${bomb.toString('latin1')}\nendstream`;
    const document = openPdf(samplePdf('table', sampleObjects({ 4: body })));
    const stream = document.get(4);
    if (typeof stream !== 'object' || stream?.kind !== 'stream') throw new Error('no stream');
    expect(damageOf(() => document.decode(stream))).toBe('limit');
  });

  it('does not follow more sections than anybody appends', () => {
    let pdf = samplePdf();
    const previous = startxrefOf(pdf);
    const updates: string[] = [];
    let length = pdf.length;
    let before = previous;
    for (let i = 0; i < 1001; i += 1) {
      const text = `xref\n0 0\ntrailer\n<< /Size 6 /Root 1 0 R /Prev ${before} >>\nstartxref\n${length}\n%%EOF\n`;
      before = length;
      length += text.length;
      updates.push(text);
    }
    pdf = Buffer.concat([pdf, Buffer.from(updates.join(''))]);
    expect(damageOf(() => openPdf(pdf))).toBe('limit');
  });

  it('sees that a file is encrypted, and reads nothing from it', () => {
    const pdf = samplePdf();
    const document = openPdf(appendUpdate(pdf, { 6: '<< /Filter /Standard >>' }, startxrefOf(pdf), '/Encrypt 6 0 R'));
    expect(document.encrypted).toBe(true);
    expect(damageOf(() => document.catalog)).toBe('encrypted');
  });

  it.each(KINDS)('answers any byte changed in a file of kind %s with a document or with damage', (kind) => {
    const pdf = samplePdf(kind);
    fc.assert(
      fc.property(fc.nat(pdf.length - 1), fc.nat(255), fc.nat(pdf.length), (at, byte, cut) => {
        const changed = Buffer.from(pdf);
        changed[at] = byte;
        for (const bytes of [changed, pdf.subarray(0, cut), pdf.subarray(cut)]) {
          damageOf(() => readAll(openPdf(bytes)));
        }
      }),
      { numRuns: 300 },
    );
  });
});

for (const corpus of ['corpus/ordinary', 'corpus/signed']) {
  describeWith(corpus, `every file of ${corpus}`, (directory) => {
    it('is read, or damaged in words, and quickly', () => {
      for (const file of readdirSync(directory).filter((name) => name.endsWith('.pdf'))) {
        damageOf(() => readAll(openPdf(readFileSync(`${directory}/${file}`))));
      }
    });
  });
}

describeWith('corpus/ordinary', 'what the corpus holds', (directory) => {
  it.each([
    ['pdf-lib__with_viewer_prefs.pdf', 5, 2],
    ['qpdf__hybrid-xref.pdf', 30, 2],
    ['self__3000-pages-objstm.pdf', 3000, 1],
    ['pdf.js__rotation.pdf', 2, 1],
    ['pdf.js__issue20513.pdf', 1, 3],
  ])('%s has %d pages and %d revisions', (file, pages, revisions) => {
    const document = openPdf(readFileSync(`${directory}/${file}`));
    expect([...pagesOf(document)]).toHaveLength(pages);
    expect(listRevisions(document)).toHaveLength(revisions);
  });
});
