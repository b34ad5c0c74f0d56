import { describe, expect, it } from '@jest/globals';
import { openPdf } from '../../src/pdf/reader.ts';
import { asOf, listRevisions } from '../../src/pdf/revisions.ts';
import { appendUpdate, samplePdf, startxrefOf } from './sample-pdf.ts';

describe('revisions', () => {
  const original = samplePdf();
  const first = appendUpdate(original, { 5: '(one)' }, startxrefOf(original));
  const second = appendUpdate(first, { 5: '(two)', 6: '(new)' }, startxrefOf(first));

  it('are listed from the oldest, each with its end and with what it defines', () => {
    const revisions = listRevisions(openPdf(second));
    expect(revisions.map(({ endOfLine }) => endOfLine)).toEqual([original.length, first.length, second.length]);
    expect(revisions.map(({ end }) => end)).toEqual([original.length - 1, first.length - 1, second.length - 1]);
    expect(revisions.map(({ startxref }) => startxref)).toEqual([original, first, second].map(startxrefOf));
    expect(revisions.map(({ numbers }) => [...numbers()])).toEqual([[0, 1, 2, 3, 4, 5], [5], [5, 6]]);
  });

  it('show the document as it was', () => {
    const document = openPdf(second);
    const states = listRevisions(document).map((revision) => asOf(document, revision));
    expect(states.map((state) => state.get(5))).toMatchObject([
      { kind: 'dict' },
      { bytes: Buffer.from('one') },
      { bytes: Buffer.from('two') },
    ]);
    expect(states.map((state) => state.get(6))).toMatchObject([null, null, {}]);
  });

  it('have no end where no %%EOF follows, and are not ended by a later copy of an older marker', () => {
    const copy = Buffer.concat([second, Buffer.from(`startxref\n${startxrefOf(original)}\n%%EOF\n`)]);
    const [only] = listRevisions(openPdf(copy));
    expect(only?.endOfLine).toBe(original.length);
    const unclosed = Buffer.from(original.toString('latin1').replace('%%EOF\n', ''), 'latin1');
    expect(listRevisions(openPdf(unclosed))[0]?.end).toBeUndefined();
  });
});
