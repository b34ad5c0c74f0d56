import { inflateSync } from 'node:zlib';
import { PNG } from 'pngjs';
import { Refusal, type Words } from '../errors.ts';

/** As it comes in. */
export const LARGEST_EMBLEM = 1024 * 1024;
/** Pixels of a side, as it comes in: what is decoded at once. */
const MOST_SIDE = 2_000;
/** Below this it prints in steps: an emblem is 20 mm wide. */
const LEAST_SIDE = 120;
/** Every letter carries it: 20 mm in 600 pixels is finer than any printer. */
const KEPT_SIDE = 600;
/** Height by width; the letterhead has room for no more. */
const TALLEST = 1.6;
const WIDEST = 2.5;

/** PNG, 9.2. */
const PAETH = 4;

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * The pixels of a PNG and nothing else of it, as a PNG of at most 600 pixels a side: no text, no place, no second file behind the
 * picture. Equal bytes give equal bytes.
 * @throws Refusal `emblem-…` on `emblem`: not a PNG, damaged, too large or too small in pixels, of a shape that does not fit, empty
 */
export function emblemPicture(bytes: Buffer): Buffer {
  const size = demandDecodable(bytes);
  const picture = decode(bytes.subarray(0, size.end));
  if (picture.width !== size.width || picture.height !== size.height) throw refuse('emblem-damaged');
  if (!isSeen(picture)) throw refuse('emblem-empty');
  const kept = shrink(picture);
  const png = new PNG({ width: kept.width, height: kept.height });
  kept.data.copy(png.data);
  // One filter for every row: trying all five took seven times as long, with every page waiting, and saved a fortieth.
  return PNG.sync.write(png, { colorType: 6, deflateLevel: 9, filterType: PAETH });
}

interface Pixels {
  width: number;
  height: number;
  /** Red, green, blue, alpha of each pixel, row by row. */
  data: Buffer;
}

/** Everything about the size is known before anything is decoded: neither sides nor packed data can swell up. */
function demandDecodable(bytes: Buffer): { width: number; height: number; end: number } {
  if (!bytes.subarray(0, 8).equals(SIGNATURE)) throw refuse('emblem-not-png');
  if (bytes.length < 33 || bytes.toString('latin1', 12, 16) !== 'IHDR') throw refuse('emblem-damaged');
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  if (width > MOST_SIDE || height > MOST_SIDE) throw refuse('emblem-too-many-pixels');
  if (width < LEAST_SIDE || height < LEAST_SIDE) throw refuse('emblem-too-few-pixels');
  if (height > width * TALLEST || width > height * WIDEST) throw refuse('emblem-shape');
  // Eight bytes a pixel at most (16 bits, four channels), a filter byte a row, more rows where they are interlaced.
  const most = width * height * 8 + height * 16;
  const { packed, end } = imageData(bytes);
  try {
    inflateSync(Buffer.concat(packed), { maxOutputLength: most });
  } catch {
    throw refuse('emblem-damaged');
  }
  return { width, height, end };
}

/** The packed pixels, and where the picture ends: what lies behind that is not looked at. */
function imageData(bytes: Buffer): { packed: Buffer[]; end: number } {
  const packed: Buffer[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 8 + bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (end + 4 > bytes.length) throw refuse('emblem-damaged');
    if (type === 'IEND') return { packed, end: end + 4 };
    if (type === 'IDAT') packed.push(bytes.subarray(at + 8, end));
    at = end + 4;
  }
  throw refuse('emblem-damaged');
}

function decode(bytes: Buffer): Pixels {
  try {
    return PNG.sync.read(bytes);
  } catch {
    throw refuse('emblem-damaged');
  }
}

function isSeen({ data }: Pixels): boolean {
  for (let i = 3; i < data.length; i += 4) if (data[i] !== 0) return true;
  return false;
}

/** Each pixel the mean of those it stands for, weighed by their alpha: no dark rim around what is transparent. */
function shrink(from: Pixels): Pixels {
  const factor = Math.min(1, KEPT_SIDE / Math.max(from.width, from.height));
  if (factor === 1) return from;
  const [width, height] = [Math.round(from.width * factor), Math.round(from.height * factor)];
  const data = Buffer.alloc(width * height * 4);
  for (let y = 0; y < height; y++) {
    const [top, bottom] = span(y, height, from.height);
    for (let x = 0; x < width; x++) {
      const [left, right] = span(x, width, from.width);
      data.set(mean(from, { left, right, top, bottom }), (y * width + x) * 4);
    }
  }
  return { width, height, data };
}

function span(at: number, of: number, over: number): [first: number, end: number] {
  const first = Math.floor((at * over) / of);
  return [first, Math.max(first + 1, Math.floor(((at + 1) * over) / of))];
}

function mean(
  { data, width }: Pixels,
  box: { left: number; right: number; top: number; bottom: number },
): [number, number, number, number] {
  let [red, green, blue, alpha] = [0, 0, 0, 0];
  for (let y = box.top; y < box.bottom; y++) {
    const end = (y * width + box.right) * 4;
    for (let i = (y * width + box.left) * 4; i < end; i += 4) {
      const weight = data[i + 3] ?? 0;
      red += (data[i] ?? 0) * weight;
      green += (data[i + 1] ?? 0) * weight;
      blue += (data[i + 2] ?? 0) * weight;
      alpha += weight;
    }
  }
  if (alpha === 0) return [0, 0, 0, 0];
  const pixels = (box.bottom - box.top) * (box.right - box.left);
  return [Math.round(red / alpha), Math.round(green / alpha), Math.round(blue / alpha), Math.round(alpha / pixels)];
}

const FLAWS = {
  'emblem-not-png': {
    id: 'Berkas ini bukan gambar PNG. Simpan lambang sebagai PNG, lalu pilih lagi.',
    en: 'This file is not a PNG picture. Save the emblem as PNG and choose it again.',
  },
  'emblem-damaged': {
    id: 'Gambar PNG ini rusak atau tidak lengkap. Simpan ulang dari program gambar, lalu pilih lagi.',
    en: 'This PNG picture is damaged or incomplete. Save it again from a picture program and choose it once more.',
  },
  'emblem-too-many-pixels': {
    id: `Gambar ini terlalu besar: paling banyak ${MOST_SIDE} × ${MOST_SIDE} piksel. Perkecil, lalu pilih lagi.`,
    en: `This picture is too large: at most ${MOST_SIDE} × ${MOST_SIDE} pixels. Make it smaller and choose it again.`,
  },
  'emblem-too-few-pixels': {
    id: `Gambar ini terlalu kecil untuk dicetak: paling sedikit ${LEAST_SIDE} × ${LEAST_SIDE} piksel.`,
    en: `This picture is too small to be printed: at least ${LEAST_SIDE} × ${LEAST_SIDE} pixels.`,
  },
  'emblem-shape': {
    id: 'Bentuk gambar ini tidak muat di kop: tingginya paling banyak 1,6 kali lebar, lebarnya paling banyak 2,5 kali tinggi. Potong tepinya.',
    en: 'The shape of this picture does not fit the letterhead: at most 1.6 times as high as wide, 2.5 times as wide as high. Crop it.',
  },
  'emblem-empty': {
    id: 'Gambar ini tembus pandang seluruhnya: tidak ada yang akan tercetak.',
    en: 'This picture is transparent throughout: nothing would be printed.',
  },
} as const satisfies Record<string, Words>;

function refuse(code: keyof typeof FLAWS): Refusal {
  return new Refusal('invalid-input', code, FLAWS[code], { emblem: FLAWS[code] });
}
