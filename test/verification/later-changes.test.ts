import { describe, expect, it } from '@jest/globals';
import { isKind } from '../../src/pdf/objects.ts';
import { openPdf } from '../../src/pdf/reader.ts';
import { sampleObjects, samplePdf } from '../pdf/sample-pdf.ts';
import { bodyOf, checked, forbiddenChanges, signLetter, updated } from './signed-letter.ts';

const OVERLAY = 'BT /F1 12 Tf 72 700 Td (Rp 9.000.000) Tj ET';
const STREAM = `<< /Length ${OVERLAY.length} >>\nstream\n${OVERLAY}\nendstream`;
const PAGE = '/Type /Page /Parent 2 0 R /Resources << /Font << /F1 5 0 R >> >>';
/** An update whose form has one field more. */
function withField(signed: Buffer, field: string): Buffer {
  const document = openPdf(signed);
  const form = document.catalog.entries.get('AcroForm');
  const number = isKind(form, 'ref') ? form.number : 1;
  const body = bodyOf(signed, number).replace(/\/Fields\s*\[([^\]]*)\]/, `/Fields [$1 ${next(signed)} 0 R]`);
  return updated(signed, { [number]: body, [next(signed)]: field });
}

const next = (pdf: Buffer) => Number(openPdf(pdf).trailer.entries.get('Size'));

/** The page as it stands, with a key put in or replaced. */
function pageWith(signed: Buffer, key: string, value: string): string {
  const body = bodyOf(signed, 3);
  const without = body.replace(new RegExp(`/${key} (\\[[^\\]]*\\]|\\d+ 0 R)`), '');
  return without.replace(/>>\s*$/, `/${key} ${value} >>`);
}

describe('an update after the signature is forbidden when it', () => {
  const attacks: [string, (signed: Buffer) => Buffer][] = [
    ["rewrites the page's content", (s) => updated(s, { 4: STREAM })],
    [
      'gives the page another content',
      (s) => updated(s, { 3: pageWith(s, 'Contents', `${next(s)} 0 R`), [next(s)]: STREAM }),
    ],
    [
      'lays a content over the page',
      (s) => updated(s, { 3: pageWith(s, 'Contents', `[4 0 R ${next(s)} 0 R]`), [next(s)]: STREAM }),
    ],
    ['swaps the font', (s) => updated(s, { 5: '<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>' })],
    [
      'puts a note on the page',
      (s) => {
        const kept = /\/Annots \[([^\]]*)\]/.exec(bodyOf(s, 3))?.[1] ?? '';
        return updated(s, {
          3: pageWith(s, 'Annots', `[${kept} ${next(s)} 0 R]`),
          [next(s)]: '<< /Type /Annot /Subtype /FreeText /Rect [0 0 500 500] /Contents (Batal) >>',
        });
      },
    ],
    ["takes the signature's widget off the page", (s) => updated(s, { 3: pageWith(s, 'Annots', '[]') })],
    [
      'adds a page',
      (s) =>
        updated(s, {
          2: `<< /Type /Pages /Kids [3 0 R ${next(s)} 0 R] /Count 2 /MediaBox [0 0 595 842] >>`,
          [next(s)]: `<< ${PAGE} /Contents 4 0 R >>`,
        }),
    ],
    ['turns the page', (s) => updated(s, { 3: pageWith(s, 'Rotate', '[180]').replace('[180]', '180') })],
    [
      'moves the box of the page',
      (s) => updated(s, { 2: '<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 9 9] >>' }),
    ],
    [
      'lets the reader act when it opens',
      (s) => updated(s, { 1: bodyOf(s, 1).replace(/>>\s*$/, '/OpenAction [3 0 R /Fit] >>') }),
    ],
    ['hides a content rewrite behind /Info', (s) => updated(s, { 4: '<< /Title (apa saja) >>' }, '/Info 4 0 R')],
    [
      'hides a content rewrite behind /Metadata',
      (s) =>
        updated(s, {
          1: bodyOf(s, 1).replace(/>>\s*$/, '/Metadata 4 0 R >>'),
          4: '<< /Type /Metadata /Subtype /XML /Length 4 >>\nstream\n<x/>\nendstream',
        }),
    ],
    ['adds a field that is no signature', (s) => withField(s, '<< /FT /Tx /T (isi) /V (baru) >>')],
    [
      'adds a signature field with an action',
      (s) =>
        withField(
          s,
          '<< /FT /Sig /T (lain) /Subtype /Widget /Rect [0 0 0 0] /AA << /E << /S /Named /N /Print >> >> >>',
        ),
    ],
    [
      'brings a security store with something else in it',
      (s) => updated(s, { 1: bodyOf(s, 1).replace(/>>\s*$/, '/DSS << /Certs [] /Lain 1 >> >>') }),
    ],
    [
      'brings a security store that points at the page',
      (s) => updated(s, { 1: bodyOf(s, 1).replace(/>>\s*$/, '/DSS << /Certs [4 0 R] >> >>'), 4: STREAM }),
    ],
  ];

  it.each(attacks)('%s', async (_, attack) => {
    const signed = await signLetter();
    const report = checked(attack(signed));
    expect(report.standing).toBe('altered');
    expect(report.signatures[0]).toMatchObject({ intact: true, laterChanges: { level: 'forbidden' } });
    expect(forbiddenChanges(report)).not.toEqual([]);
    expect(report.signatures[0]?.conclusion).toMatchObject({
      indication: 'TOTAL-FAILED',
      subIndication: 'FORMAT_FAILURE',
    });
  });

  it('defines an object that the signed revision referred to and did not have', async () => {
    const objects = sampleObjects({ 3: `<< ${PAGE} /Contents [4 0 R 40 0 R] >>` });
    const signed = await signLetter(samplePdf('table', objects));
    expect(checked(signed).standing).toBe('intact-and-trusted');
    expect(forbiddenChanges(checked(updated(signed, { 40: STREAM })))).toEqual(['object-changed']);
  });

  it('frees an object', async () => {
    const signed = await signLetter();
    const at = signed.length;
    const start = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(signed.toString('latin1'))?.[1];
    const table = `xref\n5 1\n0000000000 00001 f \ntrailer\n<< /Size ${next(signed)} /Root 1 0 R /Prev ${start} >>\nstartxref\n${at}\n%%EOF\n`;
    const report = checked(Buffer.concat([signed, Buffer.from(table)]));
    expect(forbiddenChanges(report)).toContain('object-freed');
  });

  it('rewrites an object that nothing leads to', async () => {
    const objects = sampleObjects({ 6: '<< /Simpanan 1 >>' });
    const signed = await signLetter(samplePdf('table', objects));
    expect(forbiddenChanges(checked(updated(signed, { 6: '<< /Simpanan 2 >>' })))).toEqual(['object-reused']);
  });

  it('rewrites an object stream under objects that it does not mention', async () => {
    const signed = await signLetter(samplePdf('object-stream'));
    const document = openPdf(signed);
    const entry = document.entry(2);
    if (entry?.kind !== 'compressed') throw new Error('not in an object stream');
    const inside = document.container(entry.container).numbers;
    const bodies = inside.map((number) =>
      number === 5 ? '<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>' : 'null',
    );
    let offset = 0;
    const directory = inside.map((number, index) => {
      const pair = `${number} ${offset}`;
      offset += (bodies[index] ?? '').length + 1;
      return pair;
    });
    const head = `${directory.join(' ')} `;
    const data = `${head}${bodies.join(' ')} `;
    const body = `<< /Type /ObjStm /N ${inside.length} /First ${head.length} /Length ${data.length} >>\nstream\n${data}\nendstream`;
    expect(checked(updated(signed, { [entry.container]: body })).standing).toBe('altered');
  });
});

describe('an update after the signature is allowed and shown when it', () => {
  it('adds another signature', async () => {
    const twice = await signLetter(await signLetter(), 'TTE-2');
    const report = checked(twice);
    expect(report.standing).toBe('intact-and-trusted');
    expect(report.signatures.map(({ coverage }) => coverage.kind)).toEqual(['entire-revision', 'entire-file']);
    expect(report.signatures.map(({ laterChanges }) => laterChanges.level)).toEqual(['allowed', 'none']);
  });

  it('brings validation data', async () => {
    const signed = await signLetter();
    const stream = '<< /Length 3 >>\nstream\nabc\nendstream';
    const store = `/DSS << /Certs [${next(signed)} 0 R] /VRI << /${'A'.repeat(40)} << /Cert [${next(signed)} 0 R] >> >> >> >>`;
    const report = checked(updated(signed, { 1: bodyOf(signed, 1).replace(/>>\s*$/, store), [next(signed)]: stream }));
    expect(report.standing).toBe('intact-and-trusted');
    expect(report.signatures[0]?.laterChanges.changes.map(({ code }) => code)).toEqual(['security-store']);
  });

  it('says something in the document information', async () => {
    const signed = await signLetter();
    const report = checked(updated(signed, { [next(signed)]: '<< /Title (Surat) >>' }, `/Info ${next(signed)} 0 R`));
    expect(report.standing).toBe('intact-and-trusted');
    expect(report.signatures[0]?.laterChanges.changes.map(({ code }) => code)).toEqual(['information']);
  });

  it('adds an empty, invisible signature field', async () => {
    const report = checked(withField(await signLetter(), '<< /FT /Sig /T (lain) /Subtype /Widget /Rect [0 0 0 0] >>'));
    expect(report.standing).toBe('intact-and-trusted');
    expect(report.signatures[0]?.laterChanges.changes.map(({ code }) => code)).toEqual(['signature-field-added']);
  });

  it('repeats an object without a difference', async () => {
    const signed = await signLetter();
    expect(checked(updated(signed, { 5: bodyOf(signed, 5) })).standing).toBe('intact-and-trusted');
  });
});

it('does not call a file covered that goes on after its end', async () => {
  const report = checked(Buffer.concat([await signLetter(), Buffer.from('% catatan\n')]));
  expect(report.standing).toBe('not-covered');
  expect(report.trailingBytes).toBe(10);
  expect(report.signatures[0]).toMatchObject({ intact: true, coversWholeFile: false });
});
