import { describe, expect, it } from '@jest/globals';
import { openPdf } from '../../src/pdf/reader.ts';
import { signPdf } from '../../src/signing/sign-pdf.ts';
import { sampleObjects, samplePdf, startxrefOf } from '../pdf/sample-pdf.ts';
import { at, bodyOf, checked, forbiddenChanges, gapOf, pki, signLetter, updated } from './signed-letter.ts';

/*
 * Attacks by whoever prepared the file before it was signed ("Shadow Attacks", NDSS 2021): what is to be shown later lies
 * in the signed bytes already. And updates that only some readers see.
 */

const SHADOW = '<< /Length 5 >>\nstream\nBT ET\nendstream';

/** A letter that carries, inside a stream nobody draws, a whole other object 4, and other objects nothing leads to. */
function prepared(): Buffer {
  const hidden = `\n4 0 obj\n${SHADOW}\nendobj\n`;
  return samplePdf(
    'table',
    sampleObjects({
      6: `<< /Length ${hidden.length} >>\nstream\n${hidden}\nendstream`,
      7: SHADOW,
      8: '<< /Type /Pages /Kids [9 0 R] /Count 1 /MediaBox [0 0 595 842] >>',
      9: '<< /Type /Page /Parent 8 0 R /Contents 7 0 R /Resources << >> >>',
      10: '<< /Type /Catalog /Pages 8 0 R >>',
    }),
  );
}

/** An update that brings no object: only a table with these entries, and words for the trailer. */
function tableOnly(signed: Buffer, entries: Record<number, number>, more = '/Root 1 0 R'): Buffer {
  const lines = Object.entries(entries).map(([n, offset]) => `${n} 1\n${String(offset).padStart(10, '0')} 00000 n \n`);
  const size = Math.max(...openPdf(signed).sections.map(({ subsections }) => subsections.ceiling));
  const trailer = `trailer\n<< /Size ${size} /Prev ${startxrefOf(signed)} ${more} >>`;
  const text = `xref\n${lines.join('') || '0 0\n'}${trailer}\nstartxref\n${signed.length}\n%%EOF\n`;
  return Buffer.concat([signed, Buffer.from(text, 'latin1')]);
}

const offsetOf = (pdf: Buffer, text: string) => pdf.indexOf(text);

describe('what lay in the signed bytes does not come to light by an update that', () => {
  const attacks: [string, (signed: Buffer) => Buffer][] = [
    ['points to another object of the same number', (s) => tableOnly(s, { 4: offsetOf(s, `4 0 obj\n${SHADOW}`) })],
    ['points to another catalog', (s) => tableOnly(s, {}, '/Root 10 0 R')],
    ['brings a catalog with other pages', (s) => updated(s, { 1: bodyOf(s, 1).replace('2 0 R', '8 0 R') })],
    ['brings a page with another content', (s) => updated(s, { 3: bodyOf(s, 3).replace('4 0 R', '7 0 R') })],
    ['brings other pages', (s) => updated(s, { 2: bodyOf(s, 2).replace('3 0 R', '9 0 R') })],
  ];

  it.each(attacks)('%s', async (_, attack) => {
    const signed = await signLetter(prepared());
    expect(checked(signed).standing).toBe('intact-and-trusted');
    const attacked = attack(signed);
    expect(attacked.equals(signed)).toBe(false);
    expect(['altered', 'unsigned']).toContain(checked(attacked).standing);
  });
});

describe('an update that only some readers see does not pass', () => {
  it('in a stream beside its table', async () => {
    const signed = await signLetter();
    const stream = Buffer.concat([signed, Buffer.from('4 0 obj\n<< /Length 0 >>\nstream\n\nendstream\nendobj\n')]);
    const entry = Buffer.from([1, 0, 0, 0, 0, 0]);
    entry.writeUIntBE(signed.length, 1, 4);
    const head = `20 0 obj\n<< /Type /XRef /Size 21 /W [1 4 1] /Index [4 1] /Root 1 0 R /Length 6 >>\nstream\n`;
    const beside = Buffer.concat([stream, Buffer.from(head), entry, Buffer.from('\nendstream\nendobj\n')]);
    const trailer = `trailer\n<< /Size 21 /Root 1 0 R /Prev ${startxrefOf(signed)} /XRefStm ${stream.length} >>`;
    const table = `xref\n0 0\n${trailer}\nstartxref\n${beside.length}\n%%EOF\n`;
    const report = checked(Buffer.concat([beside, Buffer.from(table)]));
    expect(report.standing).toBe('altered');
    expect(forbiddenChanges(report)).toContain('object-changed');
  });

  it('because a last startxref leads back to the signed revision', async () => {
    const signed = await signLetter();
    const changed = updated(signed, { 4: SHADOW });
    const back = Buffer.concat([changed, Buffer.from(`startxref\n${startxrefOf(signed)}\n%%EOF\n`)]);
    const report = checked(back);
    expect(report.intactAndTrusted).toBe(false);
    expect(report.signatures[0]?.coversWholeFile).toBe(false);
  });

  it('because its /Prev leaves the signed revision out', async () => {
    const first = await signLetter();
    const second = await signLetter(first, 'TTE-2');
    const skipping = updated(second, { 4: SHADOW }).toString('latin1');
    const at = skipping.lastIndexOf('/Prev ');
    const [from, to] = [String(startxrefOf(second)), String(startxrefOf(first))];
    const forged = skipping.slice(0, at) + skipping.slice(at).replace(`/Prev ${from}`, `/Prev ${to}`);
    expect(checked(Buffer.from(forged, 'latin1')).intactAndTrusted).toBe(false);
  });

  it('because it calls the file encrypted', async () => {
    const signed = await signLetter();
    const identity = '/V 4 /R 4 /CF << >> /StmF /Identity /StrF /Identity';
    for (const dict of [
      `<< /Filter /Standard ${identity} >>`,
      '<< /Filter /Standard /V 9 >>',
      '<< /Filter /Eigen >>',
    ]) {
      expect(checked(tableOnly(signed, {}, `/Root 1 0 R /Encrypt ${dict}`)).intactAndTrusted).toBe(false);
    }
  });

  it('because it stands before the end that the signature names, without a table', async () => {
    const signed = await signLetter();
    const objects = Buffer.from(`4 0 obj\n${SHADOW}\nendobj\n`);
    expect(checked(Buffer.concat([signed, objects])).standing).toBe('not-covered');
    expect(checked(Buffer.concat([signed, objects, Buffer.alloc(5000, 0x20)])).intactAndTrusted).toBe(false);
    const gap = gapOf(signed);
    const wrapped = Buffer.concat([signed.subarray(0, gap.end - 1), objects, signed.subarray(gap.end - 1)]);
    expect(checked(wrapped).intactAndTrusted).toBe(false);
  });
});

describe('a form field of a signed letter', () => {
  const field = (more: string) => `<< /Type /Annot /Subtype /Widget /FT /Tx /T (isi) /Rect [0 0 500 500] ${more} >>`;
  const form = async (more: string) => {
    const objects = sampleObjects({
      1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 7 0 R >>',
      3: '<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << >> /Annots [6 0 R] >>',
      6: field(more),
      7: '<< /Fields [6 0 R] >>',
      8: '<< /Type /XObject /Subtype /Form /BBox [0 0 500 500] /Length 2 >>\nstream\nf \nendstream',
    });
    return signPdf({ pdf: samplePdf('table', objects), field: 'TTE-1', signer: pki.signer, at });
  };

  it('may be filled in, and it is said that nobody signed it', async () => {
    const report = checked(updated(await form(''), { 6: field('/V (Budi)') }));
    expect(report.standing).toBe('intact-and-trusted');
    expect(report.words.id).toContain('tidak ditandatangani siapa pun');
  });

  it.each([
    ['that was hidden comes to light', '/F 2 /AP << /N 8 0 R >>', '/F 4 /AP << /N 8 0 R >>'],
    ['that was hidden comes to light with a value', '/F 2 /AP << /N 8 0 R >>', '/F 4 /V (a) /AP << /N 8 0 R >>'],
    ['gets another appearance under the same value', '/V (a)', '/V (a) /AP << /N 8 0 R >>'],
    ['grows', '', '/V (a) /MaxLen 3'],
  ])('is not praised when one %s', async (_, before, after) => {
    const signed = await form(before);
    expect(checked(signed).standing).toBe('intact-and-trusted');
    expect(checked(updated(signed, { 6: field(after) })).intactAndTrusted).toBe(false);
  });
});
