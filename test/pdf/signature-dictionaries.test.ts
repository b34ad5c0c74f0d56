import { describe, expect, it } from '@jest/globals';
import { openPdf } from '../../src/pdf/reader.ts';
import { listSignatures } from '../../src/pdf/signature-dictionaries.ts';
import { type SampleKind, sampleObjects, samplePdf } from './sample-pdf.ts';

function signedWith(dictionary: string, kind: SampleKind = 'table', more: Record<number, string> = {}): Buffer {
  const objects = sampleObjects({
    1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] /SigFlags 3 >> >>',
    6: '<< /T (letter) /Kids [7 0 R 8 0 R] >>',
    7: '<< /Parent 6 0 R /T (head) /FT /Sig /V 9 0 R /Subtype /Widget /Rect [0 0 0 0] >>',
    8: '<< /Parent 6 0 R /T (clerk) /FT /Sig /Subtype /Widget /Rect [0 0 0 0] >>',
    9: dictionary,
    ...more,
  });
  return samplePdf(kind, objects);
}

const GOOD = '<< /Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 10 20 30] /Contents <00ff> >>';

describe('signature dictionaries', () => {
  it('are found through the form, with the exact places of their tokens', () => {
    const pdf = signedWith(GOOD);
    const [signature, ...others] = listSignatures(openPdf(pdf));
    expect(others).toHaveLength(0);
    expect(signature).toMatchObject({ number: 9, subFilter: 'ETSI.CAdES.detached', type: 'Sig', oddities: [] });
    expect(signature?.field.name).toBe('letter.head');
    expect(signature?.byteRange?.numbers).toEqual([0, 10, 20, 30]);
    const text = pdf.toString('latin1');
    expect(text.slice(signature?.contents?.start, signature?.contents?.end)).toBe('<00ff>');
    expect(text.slice(signature?.byteRange?.start, signature?.byteRange?.end)).toBe('[0 10 20 30]');
  });

  it.each([
    ['(value)', ['value-not-a-dictionary', 'contents-missing', 'byte-range-missing']],
    [GOOD.replace('/Contents', '/Contents <01> /Contents'), ['duplicate-keys']],
    [GOOD.replace('/Contents', '/ByteRange [0 1 2 3] /Contents'), ['duplicate-keys']],
    [GOOD.replace('<00ff>', '10 0 R'), ['contents-indirect']],
    [GOOD.replace('<00ff>', '(00ff)'), ['contents-literal-string']],
    [GOOD.replace('<00ff>', '12'), ['contents-not-a-string']],
    [GOOD.replace('[0 10 20 30]', '11 0 R'), ['byte-range-indirect']],
    [GOOD.replace('[0 10 20 30]', '[0 10.5 20 30]'), ['byte-range-not-integers']],
    [GOOD.replace('[0 10 20 30]', 'null'), ['byte-range-missing']],
  ])('name what is odd about %s', (dictionary, oddities) => {
    const pdf = signedWith(dictionary, 'table', { 10: '<00ff>', 11: '[0 1 2 3]' });
    expect(listSignatures(openPdf(pdf))[0]?.oddities).toEqual(oddities);
  });

  it('are odd inside an object stream, where no byte range can point at them', () => {
    expect(listSignatures(openPdf(signedWith(GOOD, 'object-stream')))[0]?.oddities).toEqual(['in-object-stream']);
  });
});
