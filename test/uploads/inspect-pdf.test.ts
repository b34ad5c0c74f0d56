import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { PDFDict, PDFDocument, PDFHexString, PDFName, PDFString } from 'pdf-lib';
import { fileKind } from '../../src/uploads/file-kind.ts';
import { inspectPdf } from '../../src/uploads/inspect-pdf.ts';
import { readRanges, writeRanges } from '../../src/uploads/page-ranges.ts';
import { preparePdf } from '../../src/uploads/prepare-pdf.ts';
import { sharedMaterial } from '../support/shared-material.ts';
import { samplePdf } from './sample-files.ts';

/** A page, with whatever `change` adds to the document. */
async function pdfWith(change: (document: PDFDocument) => void | Promise<void>): Promise<Uint8Array> {
  const document = await PDFDocument.load(await samplePdf());
  await change(document);
  return document.save({ updateFieldAppearances: false, addDefaultPage: false });
}

const toCatalog = (entries: (document: PDFDocument) => Record<string, unknown>) => (document: PDFDocument) => {
  for (const [key, value] of Object.entries(entries(document))) {
    document.catalog.set(PDFName.of(key), document.context.obj(value as never));
  }
};
const annotation = (entries: object) => (document: PDFDocument) => {
  const [page] = document.getPages();
  const made = document.context.obj({ Type: 'Annot', Rect: [0, 0, 10, 10], ...entries } as never);
  page?.node.set(PDFName.of('Annots'), document.context.obj([document.context.register(made)]));
};

const drawn = (entries: object) => (document: PDFDocument) => {
  const stream = document.context.stream('x', { Type: 'XObject', ...entries } as never);
  document.getPages()[0]?.node.setXObject(PDFName.of('X'), document.context.register(stream));
};

describe('What a PDF must not hold', () => {
  it.each<[string, (document: PDFDocument) => void | Promise<void>, string]>([
    [
      'a script that runs when it is opened',
      (document) => document.addJavaScript('x', 'app.alert(1)'),
      'pdf-javascript',
    ],
    [
      'a script in an action',
      toCatalog(() => ({ OpenAction: { S: 'JavaScript', JS: PDFString.of('x') } })),
      'pdf-javascript',
    ],
    [
      'a script in a field',
      annotation({ Subtype: 'Widget', FT: 'Tx', AA: { K: { S: 'JavaScript', JS: PDFString.of('x') } } }),
      'pdf-javascript',
    ],
    [
      'a script behind another action',
      annotation({
        Subtype: 'Link',
        A: { S: 'URI', URI: PDFString.of('x'), Next: { S: 'JavaScript', JS: PDFString.of('x') } },
      }),
      'pdf-javascript',
    ],
    ['another file', (document) => document.attach(Buffer.from('x'), 'x.txt'), 'pdf-embedded-files'],
    ['a file pinned to a page', annotation({ Subtype: 'FileAttachment' }), 'pdf-embedded-files'],
    ['a form that is not fixed', toCatalog(() => ({ AcroForm: { Fields: [], XFA: [] } })), 'pdf-xfa'],
    [
      'a program to be started',
      annotation({ Subtype: 'Link', A: { S: 'Launch', F: PDFString.of('cmd.exe') } }),
      'pdf-active-content',
    ],
    [
      'a way to another file',
      annotation({ Subtype: 'Link', A: { S: 'GoToR', F: PDFString.of('//evil/x.pdf'), D: [0] } }),
      'pdf-active-content',
    ],
    [
      'a form that is sent away',
      annotation({ Subtype: 'Widget', FT: 'Btn', A: { S: 'SubmitForm', F: PDFString.of('http://x') } }),
      'pdf-active-content',
    ],
    ['a film', annotation({ Subtype: 'RichMedia' }), 'pdf-active-content'],
    [
      'a picture that lies in another file',
      drawn({ Subtype: 'Image', F: PDFString.of('x.png') }),
      'pdf-active-content',
    ],
    [
      'a picture that is another one on paper',
      drawn({ Subtype: 'Image', Alternates: [{ DefaultForPrinting: true }] }),
      'pdf-hidden-layers',
    ],
    ['a picture that the printing house replaces', drawn({ Subtype: 'Form', OPI: { '2.0': {} } }), 'pdf-hidden-layers'],
    ['a program for the printer', drawn({ Subtype: 'PS' }), 'pdf-active-content'],
    ['a program for the printer in a form', drawn({ Subtype: 'Form', Subtype2: 'PS' }), 'pdf-active-content'],
    [
      'a layer that is off',
      toCatalog(() => ({ OCProperties: { OCGs: [], D: { OFF: [{ Type: 'OCG' }] } } })),
      'pdf-hidden-layers',
    ],
    [
      'a layer shown on paper alone',
      toCatalog(() => ({ OCProperties: { OCGs: [], D: { AS: [{ Event: 'Print', OCGs: [{}] }] } } })),
      'pdf-hidden-layers',
    ],
    [
      'a signature',
      toCatalog(({ context }) => ({
        AcroForm: {
          Fields: [
            context.register(
              context.obj({
                FT: 'Sig',
                T: PDFString.of('s'),
                V: { Type: 'Sig', Contents: PDFHexString.of('00'), ByteRange: [0, 1, 2, 3] },
              }),
            ),
          ],
        },
      })),
      'pdf-signed',
    ],
    ['no page', (document) => document.removePage(0), 'pdf-no-pages'],
  ])('%s', async (_name, change, problem) => {
    expect(inspectPdf(await pdfWith(change))).toEqual({ problem });
  });

  it('may hold links, remarks, fields, layers that are shown, and resources of any name', async () => {
    const fine = await pdfWith((document) => {
      annotation({ Subtype: 'Link', A: { S: 'URI', URI: PDFString.of('https://example.org') } })(document);
      toCatalog(() => ({ OCProperties: { OCGs: [], D: { ON: [] } }, OpenAction: { S: 'GoTo', D: [0] } }))(document);
      const font = document.getPages()[0]?.node.Resources()?.lookup(PDFName.of('Font'), PDFDict);
      for (const name of ['EF', 'JS', 'F', 'JavaScript', 'EmbeddedFiles']) {
        font?.set(PDFName.of(name), document.context.obj({ Type: 'Font', Subtype: 'Type1', BaseFont: 'Times-Roman' }));
      }
    });
    expect(inspectPdf(fine)).toEqual({ pages: 1 });
  });

  it('more than 4,000 pages', async () => {
    const document = await PDFDocument.create();
    for (let page = 0; page <= 4_000; page++) document.addPage([300, 400]);
    expect(inspectPdf(await document.save())).toEqual({ problem: 'pdf-too-many-pages' });
  });
});

describe('What is left of a PDF', () => {
  it('shows what it showed, filled-in fields included, and is nothing but pages', async () => {
    const document = await PDFDocument.load(await samplePdf());
    const [page] = document.getPages();
    const field = document.getForm().createTextField('nama');
    field.setText('Budi Santoso');
    field.addToPage(page ?? document.addPage(), { x: 90, y: 400 });
    document.setSubject('rahasia');
    annotation({ Subtype: 'Link', A: { S: 'URI', URI: PDFString.of('https://example.org') } });
    const prepared = await preparePdf(await document.save(), () => {});
    if ('problem' in prepared) throw new Error(prepared.problem);
    const text = Buffer.from(prepared.pdf).toString('latin1');
    expect(prepared.sheets).toEqual([{ width: 595, height: 842 }]);
    const again = await PDFDocument.load(prepared.pdf);
    for (const key of ['AcroForm', 'Names', 'Metadata', 'OpenAction', 'StructTreeRoot', 'OutputIntents']) {
      expect(again.catalog.get(PDFName.of(key))).toBeUndefined();
    }
    expect(again.getPages()[0]?.node.Annots()?.size() ?? 0).toBe(0);
    expect(text).not.toContain('rahasia');
    // The field's appearance is one of the things that the page draws.
    expect(again.getPages()[0]?.node.Resources()?.lookup(PDFName.of('XObject'), PDFDict).keys().length).toBe(2);
  });

  it('is the same bytes every time', async () => {
    const given = await samplePdf({ pages: 3 });
    const [one, two] = [await preparePdf(given, () => {}), await preparePdf(given, () => {})];
    if ('problem' in one || 'problem' in two) throw new Error('refused');
    expect(Buffer.from(one.pdf).equals(Buffer.from(two.pdf))).toBe(true);
  });
});

const signed = sharedMaterial('corpus/signed');
(signed === undefined ? it.skip : it)(
  'No signed file of the corpus is taken',
  async () => {
    for (const name of readdirSync(signed ?? '').filter((one) => one.endsWith('.pdf'))) {
      const prepared = await preparePdf(readFileSync(join(signed ?? '', name)), () => {});
      expect([name, 'problem' in prepared]).toEqual([name, true]);
    }
  },
  120_000,
);

it('A file is what its first bytes and its name say alike', () => {
  const pdf = Buffer.from('%PDF-1.7');
  expect(fileKind('Surat.PDF', pdf)).toEqual({ kind: 'pdf' });
  expect(fileKind('a.docx', Buffer.from('PK\u0003\u0004'))).toEqual({ kind: 'docx' });
  expect(fileKind('a.docx', pdf)).toEqual({ problem: 'upload-not-its-name' });
  expect(fileKind('a', pdf)).toEqual({ problem: 'upload-not-its-name' });
  expect(fileKind('a.png', Buffer.from('x'))).toEqual({ problem: 'upload-unknown-kind' });
});

it('Ranges of pages read back as they were written', () => {
  expect(writeRanges([1, 2, 3, 7, 9, 10])).toBe('1-3,7,9-10');
  expect([...readRanges('1-3,7,9-10')]).toEqual([1, 2, 3, 7, 9, 10]);
  expect([...readRanges('')]).toEqual([]);
});
