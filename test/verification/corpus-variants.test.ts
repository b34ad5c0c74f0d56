import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readCertificateFile } from '../../src/certificates/certificate.ts';
import { listFields } from '../../src/pdf/form-fields.ts';
import { IncrementalUpdate } from '../../src/pdf/incremental-update.ts';
import {
  isKind,
  type PdfDict,
  type PdfObject,
  pdfArray,
  pdfDict,
  pdfName,
  pdfRef,
  pdfString,
  withEntries,
} from '../../src/pdf/objects.ts';
import { findPage } from '../../src/pdf/pages.ts';
import { openPdf, type PdfDocument } from '../../src/pdf/reader.ts';
import { listSignatures } from '../../src/pdf/signature-dictionaries.ts';
import type { PdfReport } from '../../src/verification/report.ts';
import { verifyPdf } from '../../src/verification/verify-pdf.ts';
import { describeWith } from '../support/shared-material.ts';

/*
 * What others signed, changed here afterwards in every way that is known to have fooled a reader, and in many that only
 * break a file.
 */

/** Files of each kind of signature, all intact and trusted as they are. */
const SIGNED = [
  'rsa-BB',
  'rsapss-BB',
  'ed25519-BB',
  'ec384-BB',
  'rsa-BB-visible',
  'rsa-BB-visible-pdfa2b',
  'rsa-BT',
  'ec-ADBELTV',
  'rsa-BLT',
  'rsa-BLTA',
  'certify-P1',
  'certify-P2',
  'certify-P3',
  'certify-P2-then-approve',
  'fieldlock-all',
  'form-signed',
  'two-BB-BB',
  'two-rsaBLT-ecBLTA',
];

function stream(text: string, entries: Record<string, PdfObject> = {}): PdfObject {
  const raw = Buffer.from(text, 'latin1');
  return { kind: 'stream', dict: pdfDict({ ...entries, Length: raw.length }), raw, start: -1, end: -1 };
}

type Attack = (document: PdfDocument, update: IncrementalUpdate) => void;

function firstPage(document: PdfDocument): { ref: ReturnType<typeof pdfRef>; dict: PdfDict } {
  const page = findPage(document, 0);
  if (page?.ref === undefined) throw new Error('no page');
  return { ref: page.ref, dict: page.dict };
}

function changeCatalog(document: PdfDocument, update: IncrementalUpdate, changes: Record<string, PdfObject>): void {
  const root = document.trailer.entries.get('Root');
  if (isKind(root, 'ref')) update.put(root, withEntries(document.catalog, changes));
}

function changePage(document: PdfDocument, update: IncrementalUpdate, changes: Record<string, PdfObject>): void {
  const { ref, dict } = firstPage(document);
  update.put(ref, withEntries(dict, changes));
}

const overlay = 'q 1 1 1 rg 0 0 600 850 re f Q';

function annotated(subtype: string, entries: Record<string, PdfObject> = {}): Attack {
  return (document, update) => {
    const { dict } = firstPage(document);
    const appearance = update.put(
      update.allocate(),
      stream(overlay, { Type: pdfName('XObject'), Subtype: pdfName('Form'), BBox: pdfArray([0, 0, 600, 850]) }),
    );
    const annotation = update.put(
      update.allocate(),
      pdfDict({
        Type: pdfName('Annot'),
        Subtype: pdfName(subtype),
        Rect: pdfArray([0, 0, 600, 850]),
        AP: pdfDict({ N: appearance }),
        F: 4,
        ...entries,
      }),
    );
    const old = document.array(dict, 'Annots')?.items ?? [];
    changePage(document, update, { Annots: pdfArray([...old, annotation]) });
  };
}

const action = pdfDict({ S: pdfName('JavaScript'), JS: pdfString(Buffer.from('this.print()')) });

const attacks: Record<string, Attack> = {
  'replaces the content of a page in place': (document, update) => {
    const { dict } = firstPage(document);
    const contents = dict.entries.get('Contents');
    const target = isKind(contents, 'array') ? contents.items[0] : contents;
    if (isKind(target, 'ref')) update.put(target, stream(overlay));
  },
  'lays more content over a page': (document, update) => {
    const old = firstPage(document).dict.entries.get('Contents') ?? null;
    const more = update.put(update.allocate(), stream(overlay));
    const first = isKind(old, 'array') ? old.items : [old];
    changePage(document, update, { Contents: pdfArray([...first, more]) });
  },
  'moves the visible part of a page': (document, update) => {
    changePage(document, update, { CropBox: pdfArray([0, 0, 10, 10]) });
  },
  'gives a page other resources': (document, update) => {
    changePage(document, update, { Resources: pdfDict({}) });
  },
  'adds a page': (document, update) => {
    const pages = document.catalog.entries.get('Pages');
    const tree = document.dict(document.catalog, 'Pages');
    if (!isKind(pages, 'ref') || tree === undefined) return;
    const page = update.put(update.allocate(), withEntries(firstPage(document).dict, { Annots: undefined }));
    const kids = document.array(tree, 'Kids')?.items ?? [];
    update.put(pages, withEntries(tree, { Kids: pdfArray([...kids, page]), Count: kids.length + 1 }));
  },
  'removes the pages': (document, update) => {
    const pages = document.catalog.entries.get('Pages');
    const tree = document.dict(document.catalog, 'Pages');
    if (isKind(pages, 'ref') && tree !== undefined)
      update.put(pages, withEntries(tree, { Kids: pdfArray([]), Count: 0 }));
  },
  'builds another tree of pages': (document, update) => {
    const page = update.put(update.allocate(), withEntries(firstPage(document).dict, { Annots: undefined }));
    const tree = pdfDict({ Type: pdfName('Pages'), Kids: pdfArray([page]), Count: 1 });
    changeCatalog(document, update, { Pages: update.put(update.allocate(), tree) });
  },
  'writes over a page': annotated('FreeText', { Contents: pdfString(Buffer.from('lain')) }),
  'stamps a page': annotated('Stamp'),
  'redacts a page': annotated('Redact'),
  'links from a page': annotated('Link', { A: action }),
  'lays a push button over a page': annotated('Widget', {
    FT: pdfName('Btn'),
    Ff: 65536,
    T: pdfString(Buffer.from('tombol')),
  }),
  'runs a script when opened': (document, update) => changeCatalog(document, update, { OpenAction: action }),
  'runs a script when closed': (document, update) => changeCatalog(document, update, { AA: pdfDict({ WC: action }) }),
  'names a script': (document, update) => {
    const names = pdfDict({ Names: pdfArray([pdfString(Buffer.from('a')), action]) });
    changeCatalog(document, update, { Names: pdfDict({ JavaScript: names }) });
  },
  'hides layers': (document, update) => {
    changeCatalog(document, update, { OCProperties: pdfDict({ OCGs: pdfArray([]), D: pdfDict({}) }) });
  },
  'brings a form of another kind': (document, update) => {
    const form = document.dict(document.catalog, 'AcroForm') ?? pdfDict({});
    const xfa = update.put(update.allocate(), stream('<xdp/>'));
    changeCatalog(document, update, { AcroForm: withEntries(form, { XFA: xfa }) });
  },
  'wants appearances made anew': (document, update) => {
    const form = document.dict(document.catalog, 'AcroForm') ?? pdfDict({});
    const fonts = pdfDict({ Font: pdfDict({ Helv: pdfDict({ Type: pdfName('Font') }) }) });
    const changed = withEntries(form, { NeedAppearances: true, DR: fonts });
    const ref = document.catalog.entries.get('AcroForm');
    if (isKind(ref, 'ref')) update.put(ref, changed);
    else changeCatalog(document, update, { AcroForm: changed });
  },
  'drops the form': (document, update) => changeCatalog(document, update, { AcroForm: null }),
  'empties the form': (document, update) => {
    const form = document.dict(document.catalog, 'AcroForm') ?? pdfDict({});
    changeCatalog(document, update, { AcroForm: withEntries(form, { Fields: pdfArray([]) }) });
  },
  'says another reason in the signature': (document, update) => {
    const { number, dict } = listSignatures(document)[0] ?? {};
    if (number === undefined || dict === undefined) return;
    update.put(pdfRef(number), withEntries(dict, { Reason: pdfString(Buffer.from('lain')) }));
  },
  'gives a signature another face': (document, update) => {
    const [field] = listFields(document).filter(({ type, value }) => type === 'Sig' && value !== null);
    const face = update.put(
      update.allocate(),
      stream(overlay, { Type: pdfName('XObject'), Subtype: pdfName('Form'), BBox: pdfArray([0, 0, 600, 850]) }),
    );
    if (field?.ref === undefined) return;
    const changed = withEntries(field.dict, { AP: pdfDict({ N: face }), Rect: pdfArray([0, 0, 600, 850]) });
    update.put(field.ref, changed);
  },
  'takes the signature out of its field': (document, update) => {
    const [field] = listFields(document).filter(({ type, value }) => type === 'Sig' && value !== null);
    if (field?.ref !== undefined) update.put(field.ref, withEntries(field.dict, { V: undefined }));
  },
  'makes the structure say something else': (document, update) => {
    changeCatalog(document, update, { StructTreeRoot: pdfDict({ Type: pdfName('StructTreeRoot') }) });
  },
  'puts what is no store where the security store stands': (document, update) => {
    changeCatalog(document, update, { DSS: pdfDict({ Certs: pdfName('none') }) });
  },
  'puts more into the security store than belongs there': (document, update) => {
    changeCatalog(document, update, { DSS: pdfDict({ Blah: pdfArray([]) }) });
  },
};

describeWith('corpus/signed', 'a signed file of others', (folder) => {
  const anchors = readCertificateFile(readFileSync(join(folder, 'anchors/self-root.pem'))).map(({ der }) => der);
  const verify = (bytes: Buffer): PdfReport => {
    const report = verifyPdf(bytes, { anchors });
    expect(report.damage ?? '').not.toMatch(/cannot be judged/);
    return report;
  };
  const bytesOf = (name: string) => readFileSync(join(folder, `self__${name}.pdf`));

  describe.each(SIGNED)('%s', (name) => {
    const signed = bytesOf(name);

    it('is praised as it is, also after an update that says nothing', () => {
      expect(verify(signed).standing).toBe('intact-and-trusted');
      const { tail } = new IncrementalUpdate(openPdf(signed)).close();
      expect(verify(Buffer.concat([signed, tail])).standing).toBe('intact-and-trusted');
    });

    it.each(Object.entries(attacks))('is not praised when an update %s', (_, attack) => {
      const document = openPdf(signed);
      const update = new IncrementalUpdate(document);
      attack(document, update);
      const report = verify(Buffer.concat([signed, update.close().tail]));
      expect(report.intactAndTrusted).toBe(false);
    });

    it('is not praised with another byte anywhere in what is signed', () => {
      const ranges = listSignatures(openPdf(signed)).flatMap(({ contents, byteRange }) => {
        const [, , second = 0, rest = 0] = byteRange?.numbers ?? [];
        return contents === undefined ? [] : [{ gap: contents, end: second + rest }];
      });
      const end = Math.max(...ranges.map((range) => range.end));
      const praised: number[] = [];
      const step = Math.max(1, Math.floor(end / 50));
      for (let at = 0; at < end; at += step) {
        const inside = ranges.find(({ gap }) => at >= gap.start && at < gap.end);
        const digit = signed[at] ?? 0;
        const copy = Buffer.from(signed);
        copy[at] = inside === undefined ? digit ^ 4 : digit === 0x31 ? 0x32 : 0x31;
        if (verify(copy).intactAndTrusted) praised.push(at);
      }
      expect(praised).toEqual([]);
    });

    it('is not praised when its last signature is emptied, shortened or another one', () => {
      const all = listSignatures(openPdf(signed)).flatMap(({ contents }) => contents ?? []);
      const last = all.sort((a, b) => b.start - a.start)[0];
      if (last === undefined) throw new Error('no signature');
      const within = (edit: (hex: string) => string) => {
        const copy = Buffer.from(signed);
        copy.write(edit(copy.toString('latin1', last.start + 1, last.end - 1)), last.start + 1, 'latin1');
        return verify(copy).intactAndTrusted;
      };
      const foreign = listSignatures(openPdf(bytesOf('ec-BB')))[0]?.contents?.bytes.toString('hex') ?? '';
      expect(within((hex) => '0'.repeat(hex.length))).toBe(false);
      expect(within((hex) => 'f'.repeat(hex.length))).toBe(false);
      expect(within((hex) => hex.slice(0, 400).padEnd(hex.length, '0'))).toBe(false);
      expect(within((hex) => `${hex.slice(2)}00`)).toBe(false);
      expect(within((hex) => foreign.slice(0, hex.length).padEnd(hex.length, '0'))).toBe(false);
    });

    it('is answered wherever it is cut, and with its structure broken', () => {
      const text = signed.toString('latin1');
      const edits: [RegExp, string][] = [
        [/startxref\s+\d/g, 'startxref\n9'],
        [/\/Prev \d/g, '/Prev 9'],
        [/\/Size \d/g, '/Size 9'],
        [/endobj/g, 'endobk'],
        [/\/Length \d/g, '/Length 9'],
        [/\/ByteRange/g, '/BiteRange'],
        [/\/ByteRange\s*\[\s*0/g, '/ByteRange [-0'],
        [/\/Root \d+ 0 R/g, '/Root 1 9 R'],
        [/\/Type \/Catalog/g, '/Type /Cat'],
        [/\/FT \/Sig/g, '/FT /Txt'],
        [/%%EOF/g, '%%EOG'],
        [/\r?\n/g, '\r\n'],
        [/%PDF-1/, 'junk\n%PDF-1'],
        [/\d 0 obj/g, '7 0 obj'],
      ];
      const broken = edits.map(([from, to]) => text.replace(from, to)).filter((changed) => changed !== text);
      for (const changed of broken) expect(verify(Buffer.from(changed, 'latin1')).intactAndTrusted).toBe(false);
      for (let part = 1; part < 12; part += 1) verify(signed.subarray(0, Math.floor((signed.length * part) / 12)));
    });
  });

  it('every file, of whatever kind, is answered with any part of it cut off or spoilt', () => {
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.pdf'))) {
      const bytes = readFileSync(join(folder, file));
      for (const part of [0.5, 0.97]) {
        verify(bytes.subarray(0, Math.floor(bytes.length * part)));
        const spoilt = Buffer.from(bytes);
        spoilt.fill(0x20, Math.floor(bytes.length * part), Math.floor(bytes.length * part) + 40);
        verify(spoilt);
      }
    }
  });
});
