import { describe, expect, it } from '@jest/globals';
import { IncrementalUpdate } from '../../src/pdf/incremental-update.ts';
import { isKind, pdfRef, pdfString } from '../../src/pdf/objects.ts';
import { openPdf } from '../../src/pdf/reader.ts';
import { listRevisions } from '../../src/pdf/revisions.ts';
import { judged } from '../support/judge.ts';
import { qpdfCheck } from '../support/pdf-judges.ts';
import { type SampleKind, samplePdf, startxrefOf } from './sample-pdf.ts';

const KINDS: SampleKind[] = ['table', 'stream', 'object-stream', 'hybrid'];

function updated(pdf: Buffer): { bytes: Buffer; bodies: ReadonlyMap<number, number>; made: number } {
  const update = new IncrementalUpdate(openPdf(pdf));
  update.put(pdfRef(5), pdfString(Buffer.from('changed')));
  const made = update.put(update.allocate(), Buffer.from('(exactly  so)'));
  const { tail, bodies } = update.close();
  return { bytes: Buffer.concat([pdf, tail]), bodies, made: made.number };
}

describe('an incremental update', () => {
  it.each(KINDS)('of a %s file repeats the kind of the newest section and touches nothing else', (kind) => {
    const pdf = samplePdf(kind);
    const { bytes, bodies, made } = updated(pdf);
    expect(bytes.subarray(0, pdf.length).equals(pdf)).toBe(true);
    const document = openPdf(bytes);
    const [newest, before] = document.sections;
    expect(newest?.kind).toBe(before?.kind);
    expect(newest?.trailer.entries.get('Prev')).toBe(startxrefOf(pdf));
    const size = newest?.trailer.entries.get('Size');
    expect(size).toBe(made + (newest?.kind === 'stream' ? 2 : 1));
    expect(document.get(5)).toMatchObject({ bytes: Buffer.from('changed') });
    expect(bytes.toString('latin1', bodies.get(made)).startsWith('(exactly  so)')).toBe(true);
    const own = newest?.kind === 'stream' ? [made + 1] : [];
    expect([...(listRevisions(document)[1]?.numbers() ?? [])]).toEqual([5, made, ...own]);
  });

  it('puts neighbouring numbers into one subsection and gives the state a new name', () => {
    const pdf = samplePdf();
    const once = updated(pdf).bytes;
    const twice = updated(once).bytes;
    const ids = [once, twice].map((bytes) => {
      const id = openPdf(bytes).trailer.entries.get('ID');
      return isKind(id, 'array')
        ? id.items.map((item) => (isKind(item, 'string') ? item.bytes.toString('hex') : ''))
        : [];
    });
    expect(ids[0]?.[0]).toBe(ids[1]?.[0]);
    expect(ids[0]?.[1]).not.toBe(ids[1]?.[1]);
    expect(once.toString('latin1')).toMatch(/xref\n5 2\n\d{10} 00000 n \n\d{10} 00000 n \ntrailer/);
  });

  it('begins on a line of its own', () => {
    const pdf = samplePdf();
    const { bytes } = updated(pdf.subarray(0, pdf.length - 1));
    expect(openPdf(bytes).get(5)).toMatchObject({ kind: 'string' });
    expect(bytes.toString('latin1')).toContain('%%EOF\n5 0 obj');
  });

  judged(['qpdf'], 'is clean to qpdf in every kind of file, twice over', () => {
    for (const kind of KINDS) {
      const { text, status } = qpdfCheck(updated(updated(samplePdf(kind)).bytes).bytes);
      expect({ kind, text, status }).toMatchObject({ status: 0 });
    }
  });
});
