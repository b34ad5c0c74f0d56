import { deflateSync } from 'node:zlib';
import { PDFDocument, PDFName, type PDFObject, PDFRawStream, type PDFRef } from 'pdf-lib';
import sharp from 'sharp';
import { blackAndWhite } from './scan-files.ts';

/* PDFs as scanners, copiers and programs for scans make them: a white page with a black quarter on the upper left. */

export const [WIDTH, HEIGHT] = [96, 128] as const;

/** Bytes of the picture, `black` and `white` as one pixel each is written. */
export function pixels(black: readonly number[], white: readonly number[], width = WIDTH, height = HEIGHT): Buffer {
  const rows = Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => (x < width / 2 && y < height / 2 ? black : white)),
  );
  return Buffer.from(rows.flat(2));
}

/** The same with one bit a pixel, 1 for white. */
export function bits(): Buffer {
  const row = (left: number) => [...Array(WIDTH / 16).fill(left), ...Array(WIDTH / 16).fill(0xff)];
  return Buffer.from(Array.from({ length: HEIGHT }, (_, y) => row(y < HEIGHT / 2 ? 0 : 0xff)).flat());
}

/** A strip of CCITT G4 of that size, cut out of a TIFF. 1 is white in it. */
export async function g4(): Promise<{ strip: Buffer; width: number; height: number }> {
  const tiff = await blackAndWhite(
    sharp(pixels([0], [255]), { raw: { width: WIDTH, height: HEIGHT, channels: 1 } }),
    60,
  );
  const directory = tiff.readUInt32LE(4);
  const tags = new Map<number, { count: number; value: number }>();
  for (let index = 0; index < tiff.readUInt16LE(directory); index++) {
    const at = directory + 2 + index * 12;
    const short = tiff.readUInt16LE(at + 2) === 3;
    const value = short ? tiff.readUInt16LE(at + 8) : tiff.readUInt32LE(at + 8);
    tags.set(tiff.readUInt16LE(at), { count: tiff.readUInt32LE(at + 4), value });
  }
  const of = (tag: number) => tags.get(tag)?.value ?? 0;
  if (tags.get(273)?.count !== 1) throw new Error('more than one strip');
  return { strip: tiff.subarray(of(273), of(273) + of(279)), width: of(256), height: of(257) };
}

/** A page of JBIG2 for a PDF (ISO/IEC 14492, annex E.3): its one region is packed as G4 is. */
export function jbig2({ strip, width, height }: Awaited<ReturnType<typeof g4>>): Buffer {
  const segment = (number: number, type: number, data: Buffer) => {
    const head = Buffer.alloc(11);
    head.writeUInt32BE(number, 0);
    head[4] = type;
    head[6] = 1;
    head.writeUInt32BE(data.length, 7);
    return Buffer.concat([head, data]);
  };
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  const page = Buffer.concat([size, Buffer.alloc(11)]);
  const region = Buffer.concat([size, Buffer.alloc(8), Buffer.from([0, 1]), strip]);
  return Buffer.concat([segment(0, 48, page), segment(1, 38, region)]);
}

/** The picture as a JPEG 2000 file of 48 × 64 pixels in grey. */
export const JP2 = Buffer.from(
  [
    'AAAADGpQICANCocKAAAAFGZ0eXBqcDIgAAAAAGpwMiAAAAAtanAyaAAAABZpaGRyAAAAQAAAADAAAQcHAAAAAAAPY29scgEAAAAAABEAAACtan',
    'AyY/9P/1EAKQAAAAAAMAAAAEAAAAAAAAAAAAAAADAAAABAAAAAAAAAAAAAAQcBAf9SAAwAAAABAAUEBAAB/1wAE0BASEhQSEhQSEhQSEhQSEhQ',
    '/2QAJQABQ3JlYXRlZCBieSBPcGVuSlBFRyB2ZXJzaW9uIDIuNS4w/5AACgAAAAAALAAB/5P+YIAH4KTKz7wOfGEABvYPCf8b4KOEAAxkIHeAgI',
    'D/2Q==',
  ].join(''),
  'base64',
);

type Dict = Parameters<PDFDocument['context']['stream']>[1] & object;

export interface ScannedPage {
  /** Entries of the picture beside its size. */
  picture: Record<string, unknown>;
  bytes: Uint8Array;
  width?: number;
  height?: number;
  /** What is named elsewhere as `@` and its key. */
  streams?: Record<string, { dict: Record<string, unknown>; bytes: Uint8Array }>;
  /** Pictures that the picture names as its mask, under this key. */
  masks?: Record<string, { dict: Record<string, unknown>; bytes: Uint8Array }>;
  /** Where the picture is `/Im Do`. */
  content?: string | Buffer;
  /** Beside it in the page's resources; names of streams. */
  forms?: Record<string, string>;
  page?: Record<string, unknown>;
  resources?: Record<string, unknown>;
}

/** One page as it is told, written by hand so that it is what a scanner writes and not what a library makes of it. */
export async function scannedPdf(...pages: ScannedPage[]): Promise<Buffer> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const { context } = document;
  const streams = new Map<string, PDFRef>();
  const named = (value: unknown): unknown => {
    if (typeof value === 'string' && value.startsWith('@')) return streams.get(value);
    if (Array.isArray(value)) return value.map(named);
    const plain = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
    return plain ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, named(one)])) : value;
  };
  const made = (value: unknown) => context.obj(named(value) as Dict) as PDFObject;
  const image = (own: Record<string, unknown>, bytes: Uint8Array, width: number, height: number): PDFRef => {
    const dict = context.obj({ Type: 'XObject', Subtype: 'Image', Width: width, Height: height });
    for (const [key, value] of Object.entries(own)) dict.set(PDFName.of(key), made(value));
    return context.register(PDFRawStream.of(dict, bytes));
  };
  for (const one of pages) {
    const { picture, bytes, width = WIDTH, height = HEIGHT, masks = {}, resources = {} } = one;
    for (const [key, { dict, bytes: own }] of Object.entries(one.streams ?? {})) {
      streams.set(`@${key}`, context.register(context.stream(own, dict as Dict)));
    }
    const entries = { ...picture };
    for (const [key, mask] of Object.entries(masks)) entries[key] = image(mask.dict, mask.bytes, width, height);
    const page = document.addPage([300, 400]);
    page.node.setXObject(PDFName.of('Im'), image(entries, bytes, width, height));
    for (const [key, name] of Object.entries(one.forms ?? {})) {
      const ref = streams.get(name);
      if (ref !== undefined) page.node.setXObject(PDFName.of(key), ref);
    }
    for (const [key, value] of Object.entries(resources)) page.node.Resources()?.set(PDFName.of(key), made(value));
    for (const [key, value] of Object.entries(one.page ?? {})) page.node.set(PDFName.of(key), made(value));
    const content = one.content ?? 'q 300 0 0 400 0 0 cm /Im Do Q';
    page.node.set(PDFName.of('Contents'), context.register(context.stream(content)));
  }
  return Buffer.from(await document.save({ useObjectStreams: false }));
}

/** A picture in one byte a pixel of grey, packed with Flate. */
export const grey = (): ScannedPage => ({
  picture: { ColorSpace: 'DeviceGray', BitsPerComponent: 8, Filter: 'FlateDecode' },
  bytes: deflateSync(pixels([0], [255])),
});
