import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { PDFDocument, PDFString } from 'pdf-lib';
import sharp from 'sharp';
import type { ScanKind } from '../../src/uploads/scan-kind.ts';
import { openScanWork } from '../../src/uploads/scan-work.ts';
import { takeScannedPages } from '../../src/uploads/scanned-pdf.ts';
import { SRGB_PROFILE } from '../../src/uploads/srgb-profile.ts';
import { judged } from '../support/judge.ts';
import { qpdfCheck, veraPdf } from '../support/pdf-judges.ts';
import { sharedMaterial } from '../support/shared-material.ts';
import { bits, g4, grey, HEIGHT, JP2, jbig2, pixels, type ScannedPage, scannedPdf, WIDTH } from './scanned-pdfs.ts';

const scans = openScanWork({ filesPerProcess: 20 });
const folder = mkdtemp(join(tmpdir(), 'layang-scanned-'));
let files = 0;
afterAll(async () => {
  await scans.close();
  await rm(await folder, { recursive: true, force: true });
});

async function place(bytes?: Uint8Array): Promise<string> {
  files += 1;
  const path = join(await folder, String(files));
  if (bytes !== undefined) await writeFile(path, bytes);
  return path;
}

async function prepare(bytes: Uint8Array, kind: ScanKind) {
  const out = await place();
  const answer = await scans.prepare({ path: await place(bytes), kind }, out, () => {});
  if ('problem' in answer) throw new Error(answer.problem);
  return { ...answer, out };
}

async function joined(of: { out: string; pages: number }[], turn: 0 | 180 = 0): Promise<Buffer> {
  const sources = [];
  for (const { out } of of) {
    const sha256 = createHash('sha256')
      .update(await readFile(out))
      .digest('hex');
    sources.push({ path: out, sha256 });
  }
  const pages = of.flatMap(({ pages: count }, source) =>
    Array.from({ length: count }, (_, index) => ({ source, page: index + 1, turn })),
  );
  const out = await place();
  await scans.join({ sources, pages, pictures: true }, out);
  return await readFile(out);
}

/** How far two documents are apart as poppler draws them, 0 to 255, page by page. */
async function apart(one: Uint8Array, other: Uint8Array): Promise<number[]> {
  const [before, after] = [await drawn(one), await drawn(other)];
  expect(after.length).toBe(before.length);
  return before.map((page, index) => {
    const compared = after[index] ?? Buffer.alloc(0);
    expect(compared.length).toBe(page.length);
    return page.reduce((most, value, at) => Math.max(most, Math.abs(value - (compared[at] ?? 0))), 0);
  });
}

async function drawn(pdf: Uint8Array): Promise<Buffer[]> {
  const path = await place(pdf);
  expect(spawnSync('pdftoppm', ['-r', '72', path, path]).status).toBe(0);
  const pages = (await readdir(await folder)).filter((name) => name.startsWith(`${basename(path)}-`));
  return await Promise.all(pages.toSorted().map(async (name) => await readFile(join(await folder, name))));
}

const GREY = { ColorSpace: 'DeviceGray', BitsPerComponent: 8 };
const flat = (picture: Record<string, unknown>, bytes: Buffer): ScannedPage => ({
  picture: { Filter: 'FlateDecode', ...picture },
  bytes: deflateSync(bytes),
});
const jpeg = (colours: 'b-w' | 'srgb' | 'cmyk') =>
  sharp(pixels([0, 0, 0], [255, 255, 255]), { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
    .toColourspace(colours)
    .jpeg()
    .toBuffer();
const WHITE_POINT = [0.9505, 1, 1.089];
const GOLD = { FunctionType: 2, Domain: [0, 1], C0: [0, 0, 0, 0], C1: [0, 0.2, 1, 0.1], N: 1 };
const OCR = 'BT 3 Tr /F1 12 Tf 30 300 Td (tulisan yang dikenali mesin) Tj ET';
const HELVETICA = { Font: { F1: { Type: 'Font', Subtype: 'Type1', BaseFont: 'Helvetica' } } };
const INLINE = Buffer.concat([
  Buffer.from(`q 300 0 0 400 0 0 cm BI /W ${WIDTH} /H ${HEIGHT} /CS /G /BPC 8 /F /Fl ID `),
  deflateSync(pixels([0], [255])),
  Buffer.from('\nEI Q'),
]);

const taken: Record<string, () => Promise<ScannedPage> | ScannedPage> = {
  'a JPEG': async () => ({
    picture: { ...GREY, ColorSpace: 'DeviceRGB', Filter: 'DCTDecode' },
    bytes: await jpeg('srgb'),
  }),
  'a grey JPEG within ASCII 85': async () => ({
    picture: { ...GREY, Filter: ['ASCIIHexDecode', 'DCTDecode'] },
    bytes: Buffer.from(`${(await jpeg('b-w')).toString('hex')}>`),
  }),
  'CCITT G4': async () => {
    const { strip, ...size } = await g4();
    const parameters = { K: -1, Columns: size.width, Rows: size.height, BlackIs1: false };
    return {
      picture: { ...GREY, BitsPerComponent: 1, Filter: 'CCITTFaxDecode', DecodeParms: parameters },
      bytes: strip,
      ...size,
    };
  },
  JBIG2: async () => {
    const { strip, ...size } = await g4();
    return {
      picture: { ...GREY, BitsPerComponent: 1, Filter: 'JBIG2Decode' },
      bytes: jbig2({ strip, ...size }),
      ...size,
    };
  },
  'JPEG 2000': () => ({ picture: { Filter: 'JPXDecode' }, bytes: JP2, width: 48, height: 64 }),
  'JPEG 2000 with its colours beside it': () => ({
    picture: { ...GREY, Filter: 'JPXDecode' },
    bytes: JP2,
    width: 48,
    height: 64,
  }),
  'Flate with predictors': () =>
    flat(
      { ...GREY, DecodeParms: { Predictor: 15, Colors: 1, BitsPerComponent: 8, Columns: WIDTH } },
      Buffer.concat(
        Array.from({ length: HEIGHT }, (_, y) =>
          Buffer.concat([Buffer.from([0]), pixels([0], [255]).subarray(y * WIDTH, (y + 1) * WIDTH)]),
        ),
      ),
    ),
  'bare pixels': () => ({ picture: GREY, bytes: pixels([0], [255]) }),
  '16 bits a colour': () => flat({ ...GREY, BitsPerComponent: 16 }, pixels([0, 0], [255, 255])),
  'one bit, turned round by Decode': () => flat({ ...GREY, BitsPerComponent: 1, Decode: [1, 0] }, bits()),
  'a palette': () =>
    flat(
      { BitsPerComponent: 8, ColorSpace: ['Indexed', 'DeviceRGB', 1, PDFString.of('\x20\x20\x20\x7f\x7f\x7f')] },
      pixels([0], [1]),
    ),
  'grey calibrated': () =>
    flat({ ...GREY, ColorSpace: ['CalGray', { WhitePoint: WHITE_POINT, Gamma: 2.2 }] }, pixels([0], [255])),
  'colours of a profile': () => ({
    ...flat({ BitsPerComponent: 8, ColorSpace: ['ICCBased', '@profile'] }, pixels([0, 0, 0], [255, 255, 255])),
    streams: { profile: { dict: { N: 3, Alternate: 'DeviceRGB' }, bytes: SRGB_PROFILE } },
  }),
  'a picture in a form within a form': () => ({
    ...grey(),
    streams: {
      form: {
        dict: { Subtype: 'Form', BBox: [0, 0, 2, 1], Matrix: [0.5, 0, 0, 1, 0, 0], Group: { S: 'Transparency' } },
        bytes: Buffer.from('q 2 0 0 1 0 0 cm /Im Do'),
      },
    },
    content: 'q 300 0 0 400 0 0 cm /Form Do Q',
    forms: { Form: '@form' },
  }),
  Lab: () =>
    flat(
      { BitsPerComponent: 8, ColorSpace: ['Lab', { WhitePoint: WHITE_POINT, Range: [-100, 100, -100, 100] }] },
      pixels([0, 128, 128], [255, 128, 128]),
    ),
  'something that lets shine through': () => ({
    ...flat({ ...GREY, ColorSpace: 'DeviceRGB' }, pixels([200, 0, 0], [0, 0, 0])),
    masks: { SMask: { dict: GREY, bytes: pixels([255], [0]) } },
  }),
  'a mask beside it': () => ({
    ...grey(),
    masks: { Mask: { dict: { ImageMask: true, BitsPerComponent: 1 }, bytes: bits() } },
  }),
  'a stencil in a colour, over a background, as programs for small files make': () => ({
    picture: { ImageMask: true, BitsPerComponent: 1 },
    bytes: bits(),
    content:
      '1 1 1 rg 0 0 300 400 re f q 300 0 0 400 0 0 cm 0.6 0 0 rg /Im Do Q /DeviceGray cs 0.2 sc q 100 0 0 90 200 10 cm /Im Do Q',
  }),
  'a picture in the content': () => ({ ...grey(), content: INLINE }),
  'text that nobody sees, in a font that is not there': () => ({
    ...grey(),
    content: `q 300 0 0 400 0 0 cm /Im Do Q ${OCR}`,
    resources: HELVETICA,
  }),
  'a page that is turned and cut': () => ({
    ...grey(),
    page: { Rotate: 90, MediaBox: [-10, -20, 290, 380], CropBox: [20, 30, 250, 300] },
    content: 'q 300 0 0 400 -10 -20 cm /Im Do Q',
  }),
  'a cut picture': () => ({ ...grey(), content: 'q 20 20 200 300 re W n 300 0 0 400 0 0 cm /Im Do Q' }),
  'a picture to be smoothed': () => ({ ...grey(), picture: { ...grey().picture, Interpolate: true, Intent: 'Fancy' } }),
};

/** White paper, the picture drawn as something that cannot be taken over, and a page before it that can. */
const kept: Record<string, () => Promise<ScannedPage> | ScannedPage> = {
  'four colours of no device in particular': async () => ({
    picture: { ...GREY, ColorSpace: 'DeviceCMYK', Filter: 'DCTDecode' },
    bytes: await jpeg('cmyk'),
  }),
  'a spot colour': () => flat({ ...GREY, ColorSpace: ['Separation', 'Emas', 'DeviceCMYK', GOLD] }, pixels([0], [255])),
  'a profile of other colours than it is said to have': () => ({
    ...flat({ ...GREY, ColorSpace: 'Own' }, pixels([0], [255])),
    streams: { profile: { dict: { N: 1 }, bytes: SRGB_PROFILE } },
    resources: { ColorSpace: { Own: ['ICCBased', '@profile'] } },
  }),
  'a JPEG with other colours than it is said to have': async () => ({
    picture: { ...GREY, Filter: 'DCTDecode' },
    bytes: await jpeg('srgb'),
  }),
  'a JPEG that was cut off': async () => ({
    picture: { ...GREY, Filter: 'DCTDecode' },
    bytes: (await jpeg('b-w')).subarray(0, -40),
  }),
  'JPEG 2000 without its file around it': () => ({
    picture: { ...GREY, Filter: 'JPXDecode' },
    bytes: JP2.subarray(85),
    width: 48,
    height: 64,
  }),
  'a stencil in printing colours': () => ({
    picture: { ImageMask: true, BitsPerComponent: 1 },
    bytes: bits(),
    content: '0 1 1 0 k q 300 0 0 400 0 0 cm /Im Do Q',
  }),
  'all of it half transparent': () => ({
    ...grey(),
    resources: { ExtGState: { Half: { ca: 0.5 } } },
    content: '/Half gs q 300 0 0 400 0 0 cm /Im Do Q',
  }),
  'a note on top of it': () => ({
    ...grey(),
    streams: { look: { dict: { Subtype: 'Form', BBox: [0, 0, 9, 9] }, bytes: Buffer.from('0 0 9 9 re f') } },
    page: { Annots: [{ Type: 'Annot', Subtype: 'Stamp', Rect: [9, 9, 99, 99], AP: { N: '@look' } }] },
  }),
  'a box that readers would have to guess': () => ({ ...grey(), page: { MediaBox: [0, 0, 300] } }),
};

/** Documents in which something is no picture: nobody is told anything. */
const others: Record<string, () => ScannedPage> = {
  'text beside the picture': () => ({
    ...grey(),
    content: 'q 300 0 0 400 0 0 cm /Im Do Q BT /F1 12 Tf 30 300 Td (terlihat) Tj ET',
    resources: HELVETICA,
  }),
  'a drawn line': () => ({ ...grey(), content: 'q 300 0 0 400 0 0 cm /Im Do Q 10 10 m 90 90 l S' }),
  'a grey area': () => ({ ...grey(), content: 'q 300 0 0 400 0 0 cm /Im Do Q 0.5 g 10 10 90 90 re f' }),
  'no picture at all': () => ({ ...grey(), content: '' }),
  'what is no content': () => ({ ...grey(), content: 'q 300 0 0 400 0 0 cm /Im Do Q >>' }),
};

async function read(...pages: ScannedPage[]) {
  const found = await takeScannedPages(await scannedPdf(...pages));
  return found !== undefined && 'pdf' in found ? 'taken' : found;
}

test.each(Object.entries(taken))('a page of a scan is taken over as it is: %s', async (_name, make) => {
  expect(await read(grey(), await make())).toBe('taken');
});

test.each(Object.entries(kept))('a scan stays as it came, and its page is named: %s', async (_name, make) => {
  expect(await read(grey(), await make())).toEqual({ obstacle: 2 });
});

test.each(Object.entries(others))('is no scan: %s', async (_name, make) => {
  expect(await read(make())).toBeUndefined();
});

judged(
  ['verapdf', 'qpdf', 'pdftoppm'],
  'all of them together are a PDF/A-2b for veraPDF, whole for qpdf, and look the same for poppler; photos go with them',
  async () => {
    const pages = await Promise.all(Object.values(taken).map((make) => make()));
    const came = await scannedPdf(...pages);
    const scan = await prepare(came, 'pdf');
    expect(scan.facts).toEqual({
      pictures: true,
      signed: false,
      mended: false,
      leftBehind: [],
      symbols: [],
      notSearched: 0,
    });
    const photo = await prepare(await jpeg('srgb'), 'jpeg');
    const [alone, together] = [await joined([scan]), await joined([scan, photo])];
    expect(veraPdf('2b', alone, together).filter(({ pass }) => !pass)).toEqual([]);
    expect(qpdfCheck(together)).toMatchObject({ status: 0 });
    const differing = await apart(came, alone);
    // Poppler reckons calibrated colours anew where a document names its output: four of 255 at most.
    expect(Object.keys(taken).filter((_, index) => (differing[index] ?? 255) > 4)).toEqual([]);
  },
);

judged(['verapdf', 'pdftoppm'], 'the scan of a real machine too, page by page', async () => {
  const corpus = sharedMaterial('corpus/ordinary/self__scanned-200dpi-5p.pdf');
  if (corpus === undefined) return;
  const came = await readFile(corpus);
  const kept_ = await joined([await prepare(came, 'pdf')]);
  expect(veraPdf('2b', kept_)).toEqual([expect.objectContaining({ pass: true })]);
  expect(await apart(came, kept_)).toEqual([0, 0, 0, 0, 0]);
});

test('a page that lay on its side is turned from there', async () => {
  const scan = await prepare(await scannedPdf({ ...grey(), page: { Rotate: 270 } }), 'pdf');
  const document = await PDFDocument.load(await joined([scan], 180), { updateMetadata: false });
  expect(document.getPage(0).getRotation().angle).toBe(90);
});

test('a signed scan is no other document than the one that was signed', async () => {
  const signed = sharedMaterial('corpus/signed/self__rsa-BB-visible.pdf');
  if (signed === undefined) return;
  expect(await prepare(await readFile(signed), 'pdf')).toMatchObject({ facts: { signed: true, pictures: false } });
});
