import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { bareJpeg } from './jpeg-segments.ts';
import type { PictureKind, PicturePage } from './open-picture.ts';
import { pageFormat } from './page-format.ts';

/** A picture as an image of a PDF (ISO 32000-2, 8.9.5): its bytes and what its dictionary says. */
export interface EncodedPicture {
  bytes: Uint8Array;
  width: number;
  height: number;
  colours: 'DeviceGray' | 'DeviceRGB';
  bits: 1 | 8;
  filter: 'DCTDecode' | 'FlateDecode';
  /** With predictors of PNG (7.4.4.4). */
  predicted: boolean;
}

const QUALITY = 85;
/** What is finer, or too large as it came, is made 300: enough to read and to print. */
const FINE_DPI = 400;
const GOOD_DPI = 300;
/** A photo as it came stays below this; a larger one is made smaller. */
const MOST_JPEG_BYTES = 4 * 1024 * 1024;
/** Drawn pictures (a screen, a form) stay exact while they are small. */
const MOST_EXACT_PIXELS = 6_000_000;
const MOST_EXACT_BYTES = 1024 * 1024;

/**
 * The picture for its page. A JPEG of a usual size keeps its own bytes; black and white stays so, without loss; what is small
 * stays exact; the rest becomes a JPEG of at most 300 dpi.
 * @throws what sharp throws for a picture that cannot be read to its end
 */
export async function encodePage(page: PicturePage, path: string, kind: PictureKind): Promise<EncodedPicture> {
  const { dpi } = pageFormat(page);
  if (kind === 'jpeg' && dpi <= FINE_DPI) {
    const own = await ownBytes(page, path);
    if (own !== undefined) return own;
  }
  if (page.bilevel && dpi <= 2 * FINE_DPI) return await blackAndWhite(page);
  if (kind !== 'jpeg' && dpi <= FINE_DPI && page.width * page.height <= MOST_EXACT_PIXELS) {
    const exact = await withoutLoss(page);
    if (exact.bytes.length <= MOST_EXACT_BYTES) return exact;
  }
  return await asJpeg(page, dpi);
}

/** Undefined where the bytes are too many, or of a sort that not every reader shows. */
async function ownBytes(page: PicturePage, path: string): Promise<EncodedPicture | undefined> {
  const bare = bareJpeg(await readFile(path));
  if (bare === undefined || bare.bytes.length > MOST_JPEG_BYTES) return undefined;
  const { width, height, components } = bare.frame;
  if (width !== page.width || height !== page.height || (components !== 1 && components !== 3)) return undefined;
  const colours = components === 1 ? 'DeviceGray' : 'DeviceRGB';
  return { bytes: bare.bytes, width, height, colours, bits: 8, filter: 'DCTDecode', predicted: false };
}

async function blackAndWhite(page: PicturePage): Promise<EncodedPicture> {
  const { data, info } = await page.read().toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const row = Math.ceil(width / 8);
  const packed = Buffer.alloc(row * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if ((data[(y * width + x) * channels] ?? 0) < 128) continue;
      const at = y * row + (x >> 3);
      packed[at] = (packed[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  const bytes = await promisify(deflate)(packed, { level: 9 });
  return { bytes, width, height, colours: 'DeviceGray', bits: 1, filter: 'FlateDecode', predicted: false };
}

async function withoutLoss(page: PicturePage): Promise<EncodedPicture> {
  const { data, info } = await onWhite(page)
    .png({ compressionLevel: 9, adaptiveFiltering: true, palette: false })
    .toBuffer({ resolveWithObject: true });
  const colours = info.channels === 1 ? 'DeviceGray' : 'DeviceRGB';
  const { width, height } = info;
  return { bytes: pixelsOfPng(data), width, height, colours, bits: 8, filter: 'FlateDecode', predicted: true };
}

async function asJpeg(page: PicturePage, dpi: number): Promise<EncodedPicture> {
  const picture = onWhite(page);
  if (dpi > GOOD_DPI) picture.resize({ width: Math.max(1, Math.round((page.width * GOOD_DPI) / dpi)) });
  const { data, info } = await picture.jpeg({ quality: QUALITY }).toBuffer({ resolveWithObject: true });
  const colours = info.channels === 1 ? 'DeviceGray' : 'DeviceRGB';
  const { width, height } = info;
  return { bytes: data, width, height, colours, bits: 8, filter: 'DCTDecode', predicted: false };
}

/** Eight bits a colour, grey or sRGB, and nothing shines through: a scan has no background but paper. */
function onWhite(page: PicturePage) {
  return page
    .read()
    .flatten({ background: '#ffffff' })
    .toColourspace(page.grey ? 'b-w' : 'srgb');
}

/** The pixels of a PNG that sharp wrote, as a PDF takes them: the data of its IDAT chunks. */
function pixelsOfPng(png: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 8; at + 12 <= png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') pieces.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return Buffer.concat(pieces);
}
