import { describe, expect, it } from '@jest/globals';
import { isRefusal } from '../../src/errors.ts';
import { openPdf } from '../../src/pdf/reader.ts';
import { listRevisions } from '../../src/pdf/revisions.ts';
import { listSignatures } from '../../src/pdf/signature-dictionaries.ts';
import { type SigningOrder, signPdf } from '../../src/signing/sign-pdf.ts';
import { appendUpdate, type SampleKind, sampleObjects, samplePdf, startxrefOf } from '../pdf/sample-pdf.ts';
import fc from '../support/draws.ts';
import { judged } from '../support/judge.ts';
import { cutSignatures, opensslCades, opensslPrint, pdfsig, qpdfCheck } from '../support/pdf-judges.ts';
import { testPki } from './test-pki.ts';

const JUDGES = ['pdfsig', 'certutil', 'openssl', 'qpdf'];
const at = new Date('2026-03-02T03:04:05.678Z');
const pki = testPki();

function order(pdf: Buffer, more: Partial<SigningOrder> = {}): SigningOrder {
  return { pdf, field: 'TTE-1', signer: pki.signer, at, name: 'Siti Rahayu', reason: 'Penetapan', ...more };
}

async function refusalOf(act: () => Promise<unknown>): Promise<string> {
  try {
    await act();
    return 'signs';
  } catch (error) {
    if (isRefusal(error)) return `${error.problem} ${error.code}`;
    throw error;
  }
}

const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const ALGORITHM_PROTECTION = '1.2.840.113549.1.9.52';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';

const FORM = { 1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] >> >>' };

describe('a signed PDF', () => {
  it('holds the original untouched and one signature whose byte range leaves out exactly its contents', async () => {
    const pdf = samplePdf();
    const signed = await signPdf(order(pdf));
    expect(signed.subarray(0, pdf.length).equals(pdf)).toBe(true);
    const [signature] = listSignatures(openPdf(signed));
    const { start = 0, end = 0, bytes = Buffer.alloc(0) } = signature?.contents ?? {};
    expect(signature?.byteRange?.numbers).toEqual([0, start, end, signed.length - end]);
    expect(signature?.oddities).toEqual([]);
    expect(signature?.dict.entries.get('M')).toMatchObject({ bytes: Buffer.from("D:20260302030405+00'00'") });
    // DER ECDSA values vary by a few bytes; nothing else is padding.
    const used = 4 + bytes.readUInt16BE(2);
    expect(bytes.length - used).toBeLessThanOrEqual(8);
    expect(listRevisions(openPdf(signed))[1]?.endOfLine).toBe(signed.length);
  });

  it('says who signed and why in any script', async () => {
    const signed = await signPdf(order(samplePdf(), { name: 'ꦱꦶꦠꦶ', location: 'Bandung (Kota)' }));
    const document = openPdf(signed);
    const [signature] = listSignatures(document);
    if (signature === undefined) throw new Error('no signature');
    expect(document.text(signature.dict, 'Name')).toBe('ꦱꦶꦠꦶ');
    expect(document.text(signature.dict, 'Location')).toBe('Bandung (Kota)');
  });

  it('adds to the form and the page that are there, wherever their lists stand', async () => {
    const cases: Record<number, string>[] = [
      {},
      { 1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [] >> >>' },
      { 1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 6 0 R >>', 6: '<< /Fields 7 0 R /SigFlags 3 >>', 7: '[]' },
      { 1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 6 0 R >>', 6: '<< /SigFlags 1 >>' },
      { 3: '<< /Type /Page /Parent 2 0 R /Annots 6 0 R >>', 6: '[7 0 R]', 7: '<< /Subtype /Link /Rect [0 0 1 1] >>' },
      { 3: '<< /Type /Page /Parent 2 0 R /Annots [7 0 R] >>', 7: '<< /Subtype /Link /Rect [0 0 1 1] >>' },
    ];
    for (const changes of cases) {
      const document = openPdf(await signPdf(order(samplePdf('table', sampleObjects(changes)))));
      const form = document.dict(document.catalog, 'AcroForm');
      if (form === undefined) throw new Error('no form');
      expect(document.integer(form, 'SigFlags')).toBe(3);
      expect(listSignatures(document).map(({ field }) => field.name)).toEqual(['TTE-1']);
      const page = document.get(3);
      if (typeof page !== 'object' || page?.kind !== 'dict') throw new Error('no page');
      expect(document.array(page, 'Annots')?.items).toHaveLength(changes[7]?.includes('Link') ? 2 : 1);
    }
  });

  it('changes one array alone when the form has one of its own', async () => {
    const changes = { 1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 6 0 R >>', 6: '<< /Fields 7 0 R /SigFlags 3 >>' };
    const signed = await signPdf(order(samplePdf('table', sampleObjects({ ...changes, 7: '[]' }))));
    const [, update] = listRevisions(openPdf(signed));
    expect([...(update?.numbers() ?? [])]).toEqual([3, 7, 8, 9]);
  });

  it('lies in the box that it was given', async () => {
    const rect = [100, 100, 250, 160] as const;
    const document = openPdf(await signPdf(order(samplePdf(), { box: { page: 1, rect } })));
    const widget = listSignatures(document)[0]?.field.dict;
    expect(widget && document.array(widget, 'Rect')?.items).toEqual(rect);
    const appearance = widget && document.dict(widget, 'AP');
    expect(appearance && document.value(appearance, 'N')).toMatchObject({ kind: 'stream' });
  });

  judged(
    JUDGES,
    'is valid, trusted, whole and CAdES to every judge, whatever the kind of file and of key',
    async () => {
      const kinds: SampleKind[] = ['table', 'stream', 'object-stream', 'hybrid'];
      for (const kind of kinds) {
        for (const key of ['p256', 'p384', 'rsa'] as const) {
          const signed = await signPdf(order(samplePdf(kind), { signer: pki.newSigner(`Penguji ${key}`, key) }));
          const { signatures, text } = pdfsig(signed, pki.root);
          const seen = { text, ...signatures[0] };
          expect(seen).toMatchObject({ valid: true, trusted: true, total: true, subFilter: 'ETSI.CAdES.detached' });
          const [cut] = cutSignatures(signed);
          expect(cut && opensslCades(cut, pki.root)).toMatchObject({ ok: true });
          expect(qpdfCheck(signed)).toMatchObject({ status: 0 });
        }
      }
    },
  );

  judged(['openssl'], 'carries the attributes of PAdES and no others, in the order of DER', async () => {
    const [cut] = cutSignatures(await signPdf(order(samplePdf())));
    if (cut === undefined) throw new Error('no signature');
    const print = opensslPrint(cut.cms);
    const from = print.indexOf('signedAttrs:');
    const attributes = print.slice(from, print.indexOf('signatureAlgorithm:', from));
    const named = [...attributes.matchAll(/^ +object: .*\(([\d.]+)\)$/gm)].map(([, id]) => id);
    expect(named).toEqual([CONTENT_TYPE, ALGORITHM_PROTECTION, MESSAGE_DIGEST, SIGNING_CERTIFICATE_V2]);
    expect(print).toContain('unsignedAttrs:\n          <ABSENT>');
    expect(print).toContain('eContent: <ABSENT>');
    expect(print.match(/issuerAndSerialNumber/g)).toHaveLength(1);
    expect(print.match(/d\.certificate:/g)).toHaveLength(3);
  });

  judged(JUDGES, 'takes a second and a third signature and keeps the earlier ones', async () => {
    for (const kind of ['table', 'object-stream'] as const) {
      const first = await signPdf(order(samplePdf(kind)));
      const second = await signPdf(order(first, { field: 'TTE-2', signer: pki.newSigner('Budi', 'rsa') }));
      const third = await signPdf(order(second, { field: 'TTE-3', box: { page: 1, rect: [10, 10, 90, 40] } }));
      const { signatures, text } = pdfsig(third, pki.root);
      expect({ text, signatures: signatures.map(({ valid, total }) => [valid, total]) }).toMatchObject({
        signatures: [
          [true, false],
          [true, false],
          [true, true],
        ],
      });
      for (const cut of cutSignatures(third)) expect(opensslCades(cut, pki.root)).toMatchObject({ ok: true });
      expect(qpdfCheck(third)).toMatchObject({ status: 0 });
    }
  });

  judged(['openssl'], 'is no longer valid when a byte of what was signed changes', async () => {
    const signed = await signPdf(order(samplePdf()));
    const { start = 0, end = 0 } = listSignatures(openPdf(signed))[0]?.contents ?? {};
    const outside = fc.oneof(fc.nat(start - 1), fc.integer({ min: end, max: signed.length - 1 }));
    fc.assert(
      fc.property(outside, fc.integer({ min: 1, max: 255 }), (position, flip) => {
        const [cut] = cutSignatures(signed);
        if (cut === undefined) throw new Error('no signature');
        const content = Buffer.from(cut.content);
        const index = position < start ? position : position - (end - start);
        content[index] = (content[index] ?? 0) ^ flip;
        expect(opensslCades({ cms: cut.cms, content }, pki.root).ok).toBe(false);
      }),
      { numRuns: 20 },
    );
  });
});

describe('signing refuses', () => {
  const certified = (permissions: string) =>
    samplePdf(
      'table',
      sampleObjects({
        ...FORM,
        6: '<< /T (old) /FT /Sig /V 7 0 R >>',
        7: `<< /Type /Sig /Contents <00> /ByteRange [0 1 2 3] /Reference [<< ${permissions} >>] >>`,
      }),
    );

  it.each<[string, () => Buffer, string, Partial<SigningOrder>]>([
    ['bytes that are no PDF', () => Buffer.from('hello'), 'pdf-damaged', {}],
    [
      'a file without pages',
      () => samplePdf('table', sampleObjects({ 2: '<< /Type /Pages /Kids [] >>' })),
      'pdf-damaged',
      {},
    ],
    ['bytes before the header', () => Buffer.concat([Buffer.from('x\n'), samplePdf()]), 'pdf-leading-bytes', {}],
    [
      'an encrypted file',
      () => appendUpdate(samplePdf(), { 6: '<< /Filter /Standard >>' }, startxrefOf(samplePdf()), '/Encrypt 6 0 R'),
      'pdf-encrypted',
      {},
    ],
    [
      'an XFA form',
      () => samplePdf('table', sampleObjects({ 1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /XFA (x) >> >>' })),
      'pdf-xfa',
      {},
    ],
    [
      'a file certified against any change',
      () => certified('/TransformMethod /DocMDP /TransformParams << /P 1 >>'),
      'pdf-certified',
      {},
    ],
    [
      'a certification that the form does not know of',
      () =>
        samplePdf(
          'table',
          sampleObjects({
            1: '<< /Type /Catalog /Pages 2 0 R /Perms << /DocMDP 6 0 R >> >>',
            6: '<< /Reference [<< /TransformMethod /DocMDP /TransformParams << /P 1 >> >>] >>',
          }),
        ),
      'pdf-certified',
      {},
    ],
    [
      'a locked file',
      () => certified('/TransformMethod /FieldMDP /TransformParams << /Action /All >>'),
      'pdf-locked',
      {},
    ],
    [
      'a name that is taken',
      () => certified('/TransformMethod /DocMDP /TransformParams << /P 2 >>'),
      'signature-field-exists',
      { field: 'old' },
    ],
    ['a name with a full stop', () => samplePdf(), 'signature-field-name', { field: 'a.b' }],
    ['a box on no page', () => samplePdf(), 'signature-box', { box: { page: 2, rect: [0, 0, 1, 1] } }],
    ['a box inside out', () => samplePdf(), 'signature-box', { box: { page: 1, rect: [5, 5, 1, 1] } }],
  ])('%s', async (_, make, code, more) => {
    expect(await refusalOf(() => signPdf(order(make(), more)))).toBe(`invalid-input ${code}`);
  });

  it('nothing of a file certified for further signatures', async () => {
    const pdf = certified('/TransformMethod /DocMDP /TransformParams << /P 2 >>');
    expect(await refusalOf(() => signPdf(order(pdf)))).toBe('signs');
  });

  it('to let out a signature by another key than the certificate’s', async () => {
    const other = testPki().signer;
    const mixed = { ...pki.signer, sign: other.sign };
    await expect(signPdf(order(samplePdf(), { signer: mixed }))).rejects.toThrow('does not fit the certificate');
    await expect(signPdf(order(samplePdf(), { signer: { ...pki.signer, algorithm: 'rsa-sha256' } }))).rejects.toThrow();
  });
});
