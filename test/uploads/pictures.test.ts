import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import sharp from 'sharp';
import { sha256 } from '../../src/documents/content.ts';
import { inspectPdf } from '../../src/uploads/inspect-pdf.ts';
import type { ScanKind } from '../../src/uploads/scan-kind.ts';
import { openScanWork } from '../../src/uploads/scan-work.ts';
import { judged } from '../support/judge.ts';
import { qpdfCheck, veraPdf } from '../support/pdf-judges.ts';
import { blackAndWhite, claimedPage, manyPages, movingPng, sheet, whitePage } from './scan-files.ts';

const scans = openScanWork({ filesPerProcess: 100 });
const folder = mkdtemp(join(tmpdir(), 'layang-pictures-'));
let files = 0;
afterAll(async () => {
  await scans.close();
  await rm(await folder, { recursive: true, force: true });
});

async function place(): Promise<string> {
  files += 1;
  return join(await folder, String(files));
}

async function prepare(kind: ScanKind, bytes: Uint8Array) {
  const path = await place();
  await writeFile(path, bytes);
  const out = await place();
  return { ...(await scans.prepare({ path, kind }, out, () => {})), out };
}

async function prepared(kind: ScanKind, bytes: Uint8Array) {
  const answer = await prepare(kind, bytes);
  if ('problem' in answer) throw new Error(answer.problem);
  return { ...answer, pdf: await readFile(answer.out) };
}

async function join_(
  of: { out: string; pdf: Buffer }[],
  pages: { source: number; page: number; turn: 0 | 90 | 180 | 270 }[],
) {
  const sources = of.map(({ out, pdf }) => ({ path: out, sha256: sha256(pdf).toString('hex') }));
  const out = await place();
  const joined = await scans.join({ sources, pages, pictures: true }, out);
  if ('problem' in joined) throw new Error(joined.problem);
  return await readFile(out);
}

/** Grey of a page drawn small, 0 to 255, at shares of its width and height from the top left corner. */
async function look(pdf: Uint8Array, page = 1) {
  const document = await (await PDFiumLibrary.init()).loadDocument(pdf);
  try {
    const drawn = await document.getPage(page - 1).render({ scale: 0.5, render: 'bitmap' });
    const { data, width, height } = drawn;
    return {
      width: width * 2,
      height: height * 2,
      at: (x: number, y: number) => data[(Math.floor(y * height) * width + Math.floor(x * width)) * 4] ?? -1,
    };
  } finally {
    document.destroy();
  }
}

/** White with a black quarter on the upper left. */
function marked(width = 1240, height = 1754) {
  const black = { create: { width: width / 2, height: height / 2, channels: 3 as const, background: '#000000' } };
  return sharp({ create: { width, height, channels: 3, background: '#ffffff' } }).composite([
    { input: black, left: 0, top: 0 },
  ]);
}

const asOffice: Record<string, [ScanKind, () => Promise<Buffer>]> = {
  'a JPEG': ['jpeg', () => marked().jpeg().toBuffer()],
  'a progressive JPEG': ['jpeg', () => marked().jpeg({ progressive: true }).toBuffer()],
  'a grey JPEG': ['jpeg', () => marked().toColourspace('b-w').jpeg().toBuffer()],
  'a JPEG in four colours': ['jpeg', () => marked().toColourspace('cmyk').jpeg().toBuffer()],
  'a PNG': ['png', () => marked().png().toBuffer()],
  'a PNG of 16 bits': ['png', () => marked().toColourspace('rgb16').png().toBuffer()],
  'a PNG with a palette': ['png', () => marked().png({ palette: true, colours: 4 }).toBuffer()],
  'a PNG that lets shine through': ['png', () => marked().ensureAlpha().png().toBuffer()],
  'a grey PNG with alpha of 16 bits': ['png', () => marked().ensureAlpha().toColourspace('grey16').png().toBuffer()],
  'a TIFF in black and white (G4)': ['tiff', () => blackAndWhite(marked(), 150)],
  'a TIFF in black and white (LZW)': ['tiff', () => blackAndWhite(marked(), 150, 'lzw')],
  'a TIFF in colour (LZW)': ['tiff', () => marked().tiff({ compression: 'lzw' }).toBuffer()],
  'a TIFF that holds a JPEG': ['tiff', () => marked().tiff({ compression: 'jpeg' }).toBuffer()],
  'a TIFF in tiles': ['tiff', () => marked().tiff({ compression: 'deflate', tile: true }).toBuffer()],
};

describe('pages of pictures', () => {
  const pdfs: Buffer[] = [];

  test.each(Object.entries(asOffice))('%s looks on its page as it is', async (_name, [kind, make]) => {
    const { pages, facts, ...one } = await prepared(kind, await make());
    expect([pages, facts]).toEqual([
      1,
      { pictures: true, signed: false, mended: false, leftBehind: [], symbols: [], notSearched: 0 },
    ]);
    const page = await look(one.pdf);
    expect(page.height / page.width).toBeCloseTo(Math.SQRT2, 1);
    expect([page.at(0.25, 0.25), page.at(0.75, 0.25), page.at(0.25, 0.75)]).toEqual([
      expect.closeTo(0, -1.5),
      expect.closeTo(255, -1.5),
      expect.closeTo(255, -1.5),
    ]);
    pdfs.push(await join_([one], [{ source: 0, page: 1, turn: 0 }]));
  });

  judged(['verapdf', 'qpdf'], 'and each is a PDF/A-2b for veraPDF, and whole for qpdf', () => {
    expect(pdfs).toHaveLength(Object.keys(asOffice).length);
    expect(veraPdf('2b', ...pdfs).filter(({ pass }) => !pass)).toEqual([]);
    for (const pdf of pdfs) {
      expect(qpdfCheck(pdf).status).toBe(0);
      expect(inspectPdf(pdf)).toEqual({ pages: 1 });
    }
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('a photo that the camera held as %i stands upright', async (orientation) => {
    // Stored so that it is upright again once it is shown as its orientation says.
    const back = { 1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 8, 7: 7, 8: 6 }[orientation];
    const stored = await sharp(
      await marked()
        .withMetadata({ orientation: back ?? 1 })
        .jpeg()
        .toBuffer(),
    )
      .autoOrient()
      .toBuffer();
    const { pdf } = await prepared('jpeg', await sharp(stored).withMetadata({ orientation }).jpeg().toBuffer());
    const page = await look(pdf);
    expect(page.height).toBeGreaterThan(page.width);
    expect([page.at(0.25, 0.25), page.at(0.75, 0.25), page.at(0.25, 0.75), page.at(0.75, 0.75)]).toEqual([
      expect.closeTo(0, -1.5),
      expect.closeTo(255, -1.5),
      expect.closeTo(255, -1.5),
      expect.closeTo(255, -1.5),
    ]);
  });

  test('a JPEG keeps its own pixels and loses what the camera noted', async () => {
    const jpeg = await marked()
      .withExif({ IFD0: { Copyright: 'rahasia-kamera' }, IFD3: { GPSLatitude: '7/1 20/1 0/1' } })
      .jpeg()
      .toBuffer();
    expect(jpeg.includes('rahasia-kamera')).toBe(true);
    const { pdf } = await prepared('jpeg', jpeg);
    expect(pdf.includes('rahasia-kamera')).toBe(false);
    // The entropy-coded data, as the camera wrote them.
    expect(pdf.includes(jpeg.subarray(-600, -2))).toBe(true);
  });

  test('a scan of many pages has them all, each in its size; the same file gives the same bytes', async () => {
    const tiff = manyPages([whitePage(200, 300), whitePage(300, 200), whitePage(120, 120)]);
    const [one, two] = [await prepared('tiff', tiff), await prepared('tiff', tiff)];
    expect(one.pages).toBe(3);
    const sizes = await Promise.all([1, 2, 3].map((page) => look(one.pdf, page)));
    expect(sizes.map(({ width, height }) => Math.sign(height - width))).toEqual([1, -1, 1]);
    expect(one.pdf.equals(two.pdf)).toBe(true);
  });

  test('a large photo is made smaller, a usual one is not', async () => {
    const noise = { type: 'gaussian' as const, mean: 128, sigma: 50 };
    const grain = await sharp({ create: { width: 500, height: 500, channels: 3, background: '#888888', noise } })
      .png()
      .toBuffer();
    const large = await sharp({ create: { width: 4000, height: 3000, channels: 3, background: '#888888' } })
      .composite([{ input: grain, tile: true }])
      .jpeg({ quality: 95 })
      .toBuffer();
    expect(large.length).toBeGreaterThan(8_000_000);
    expect((await prepared('jpeg', large)).pdf.length).toBeLessThan(large.length / 2);
  });
});

describe('pages put in order', () => {
  test('from several files, turned as asked', async () => {
    const upright = await prepared('jpeg', await marked().jpeg().toBuffer());
    const two = await prepared('tiff', manyPages([whitePage(200, 300), whitePage(300, 200)]));
    const pdf = await join_(
      [upright, two],
      [
        { source: 1, page: 2, turn: 0 },
        { source: 0, page: 1, turn: 90 },
        { source: 1, page: 1, turn: 180 },
      ],
    );
    expect(inspectPdf(pdf)).toEqual({ pages: 3 });
    const turned = await look(pdf, 2);
    expect(turned.width).toBeGreaterThan(turned.height);
    // Clockwise: the upper left is the upper right now.
    expect([turned.at(0.75, 0.25), turned.at(0.25, 0.25)]).toEqual([
      expect.closeTo(0, -1.5),
      expect.closeTo(255, -1.5),
    ]);
  });
});

describe('pictures that are refused', () => {
  test.each<[string, ScanKind, () => Promise<Buffer>]>([
    ['picture-too-large', 'tiff', async () => manyPages([claimedPage(100_000, 100_000)])],
    ['picture-too-large', 'tiff', async () => manyPages(Array.from({ length: 60 }, () => claimedPage(10_900, 11_000)))],
    ['picture-too-many-pages', 'tiff', async () => manyPages(Array.from({ length: 501 }, () => claimedPage(4, 4)))],
    ['picture-damaged', 'tiff', async () => manyPages([claimedPage(5_000, 5_000)])],
    ['picture-damaged', 'jpeg', async () => (await sheet().jpeg().toBuffer()).subarray(0, 40_000)],
    ['picture-damaged', 'png', async () => (await sheet().png().toBuffer()).subarray(0, 20_000)],
    ['picture-damaged', 'tiff', async () => (await blackAndWhite(sheet(), 200)).subarray(0, 2_000)],
    ['picture-damaged', 'jpeg', async () => Buffer.from('ffd8ffe0', 'hex')],
    ['picture-animated', 'png', movingPng],
  ])('%s: a %s', async (problem, kind, make) => {
    expect(await prepare(kind, await make())).toMatchObject({ problem });
  });

  test('what is no picture at all is not read as another kind, whatever it says', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    const gif = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#fff' } })
      .gif()
      .toBuffer();
    for (const bytes of [svg, gif]) expect(await prepare('png', bytes)).toMatchObject({ problem: 'picture-damaged' });
  });

  test('a file that takes too long ends its process and is told so', async () => {
    const hasty = openScanWork({ deadlineMs: 1 });
    const path = await place();
    await writeFile(path, manyPages([whitePage(9_000, 9_000)]));
    const problem = { problem: 'upload-too-costly' };
    expect(await hasty.prepare({ path, kind: 'tiff' }, await place(), () => {})).toEqual(problem);
    expect(hasty.load()).toEqual({ running: 0, waiting: 0 });
    await hasty.close();
  });

  test('a file that costs too much ends its process and is told so', async () => {
    const small = openScanWork({ memoryMb: 150 });
    const path = await place();
    await writeFile(path, manyPages([whitePage(9_000, 9_000)]));
    expect(await small.prepare({ path, kind: 'tiff' }, await place(), () => {})).toEqual({
      problem: 'upload-too-costly',
    });
    await small.close();
  });
});
