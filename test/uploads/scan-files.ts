import { randomBytes } from 'node:crypto';
import sharp, { type Sharp } from 'sharp';
import type { QrSymbol } from '../../src/seal/qr-drawing.ts';

/* Scans and photos as machines make them, and some that nobody makes honestly. */

export interface SheetLook {
  dpi?: number;
  symbol?: QrSymbol;
  words?: string;
}

const MM_A4 = { width: 210, height: 297 };

/** A sheet of A4 as a scanner without any fault would see it: some lines of text, and the symbol below on the left. */
export function sheet({ dpi = 200, symbol, words = 'Nota dinas' }: SheetLook = {}): Sharp {
  const mm = dpi / 25.4;
  const [width, height] = [Math.round(MM_A4.width * mm), Math.round(MM_A4.height * mm)];
  const lines = Array.from(
    { length: 24 },
    (_, i) => `<text x="${25 * mm}" y="${(40 + i * 6) * mm}" font-size="${4 * mm}">${words} ${i + 1}</text>`,
  );
  const modules = symbol === undefined ? '' : modulesAt(symbol, 25 * mm, 220 * mm, mm);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif">
    <rect width="100%" height="100%" fill="white"/>${lines.join('')}${modules}</svg>`;
  return sharp(Buffer.from(svg)).flatten({ background: '#ffffff' });
}

function modulesAt({ rows, moduleMm }: QrSymbol, left: number, top: number, mm: number): string {
  const size = moduleMm * mm;
  return rows
    .flatMap((row, y) =>
      [...row].map((dark, x) =>
        dark === '1'
          ? `<rect x="${left + x * size}" y="${top + y * size}" width="${size * 1.02}" height="${size * 1.02}"/>`
          : '',
      ),
    )
    .join('');
}

export interface Wear {
  /** Degrees clockwise: how crooked it lay. */
  angle: number;
  /** Standard deviation of the grain, 0 to 255. */
  noise: number;
  blur: number;
  quality: number;
}

/** What an office scanner makes of a sheet: crooked, grainy, soft, packed. */
export async function worn(page: Sharp, { angle, noise, blur, quality }: Wear, dpi: number): Promise<Buffer> {
  const turned = await page.rotate(angle, { background: '#f4f2ec' }).png().toBuffer();
  const grain = await sharp({
    create: {
      width: 256,
      height: 256,
      channels: 3,
      background: '#808080',
      noise: { type: 'gaussian', mean: 128, sigma: noise },
    },
  })
    .png()
    .toBuffer();
  return await sharp(turned)
    .composite([{ input: grain, blend: 'soft-light', tile: true }])
    .blur(blur)
    .withMetadata({ density: dpi })
    .jpeg({ quality })
    .toBuffer();
}

/** Black and white, packed as a copier does. */
export async function blackAndWhite(page: Sharp, dpi: number, compression: 'ccittfax4' | 'lzw' = 'ccittfax4') {
  const dots = dpi / 25.4;
  const flat = sharp(await page.png().toBuffer()).flatten({ background: '#ffffff' });
  return await flat
    .toColourspace('b-w')
    .threshold(160)
    .tiff({ compression, predictor: 'none', bitdepth: 1, xres: dots, yres: dots })
    .toBuffer();
}

/** One directory of a TIFF after the other, each with its own strip: what a copier puts together of single pages. */
export function manyPages(pages: readonly { tags: [number, number, number, number][]; strip: Buffer }[]): Buffer {
  const pieces: Buffer[] = [Buffer.from('49492a0000000000', 'hex')];
  let at = 8;
  let linkAt = 4;
  const whole = () => Buffer.concat(pieces);
  for (const { tags, strip } of pages) {
    const stripAt = at;
    pieces.push(strip, Buffer.alloc(strip.length % 2));
    at += strip.length + (strip.length % 2);
    const all = [...tags, [273, 4, 1, stripAt], [279, 4, 1, strip.length]].toSorted(([a = 0], [b = 0]) => a - b);
    const directory = Buffer.alloc(2 + all.length * 12 + 4);
    directory.writeUInt16LE(all.length, 0);
    for (const [index, [tag = 0, type = 0, count = 0, value = 0]] of all.entries()) {
      const entry = 2 + index * 12;
      directory.writeUInt16LE(tag, entry);
      directory.writeUInt16LE(type, entry + 2);
      directory.writeUInt32LE(count, entry + 4);
      directory.writeUInt32LE(value, entry + 8);
    }
    const joined = whole();
    joined.writeUInt32LE(at, linkAt);
    pieces.splice(0, pieces.length, joined, directory);
    linkAt = at + 2 + all.length * 12;
    at += directory.length;
  }
  return whole();
}

/** A page that says it is as large as this and holds nearly nothing. */
export function claimedPage(
  width: number,
  height: number,
): { tags: [number, number, number, number][]; strip: Buffer } {
  return {
    tags: [
      [256, 4, 1, width],
      [257, 4, 1, height],
      [258, 3, 1, 8],
      [259, 3, 1, 1],
      [262, 3, 1, 1],
      [277, 3, 1, 1],
      [278, 4, 1, height],
    ],
    strip: Buffer.alloc(16),
  };
}

/** A page of white of this size, one byte a pixel. */
export function whitePage(width: number, height: number) {
  return { ...claimedPage(width, height), strip: Buffer.alloc(width * height, 0xff) };
}

/** What a file of this kind begins with, and nothing that could be read. */
export const beginnings = {
  heic: Buffer.concat([Buffer.from('0000001c6674797068656963', 'hex'), randomBytes(64)]),
  avif: Buffer.concat([Buffer.from('0000001c6674797061766966', 'hex'), randomBytes(64)]),
  webp: Buffer.concat([Buffer.from('RIFF\u0010\u0000\u0000\u0000WEBPVP8 ', 'latin1'), randomBytes(64)]),
  gif: Buffer.concat([Buffer.from('GIF89a', 'latin1'), randomBytes(64)]),
  docx: Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), randomBytes(64)]),
};

/** A PNG of two frames: its first is shown by whoever knows no moving ones. */
export async function movingPng(): Promise<Buffer> {
  const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#ffffff' } })
    .png()
    .toBuffer();
  const chunk = Buffer.from('00000008616354 4c00000002000000 00f38d9370'.replaceAll(' ', ''), 'hex');
  return Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]);
}
