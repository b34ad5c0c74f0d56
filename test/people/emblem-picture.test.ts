import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { PNG } from 'pngjs';
import { emblemPicture } from '../../src/people/emblem-picture.ts';

function picture(
  width: number,
  height: number,
  pixel: (x: number, y: number) => number[] = () => [10, 20, 30, 255],
): Buffer {
  const png = new PNG({ width, height });
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) png.data.set(pixel(x, y), (y * width + x) * 4);
  return PNG.sync.write(png);
}

const crcTable = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});
function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  let crc = 0xffffffff;
  for (const byte of body) crc = ((crcTable[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8)) >>> 0;
  const [length, end] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  end.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
  return Buffer.concat([length, body, end]);
}
const afterHeader = (png: Buffer, more: Buffer) => Buffer.concat([png.subarray(0, 33), more, png.subarray(33)]);
const code = (bytes: Buffer): string => {
  try {
    emblemPicture(bytes);
    return 'taken';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('The picture of an emblem', () => {
  it('keeps its pixels and nothing else of the file', () => {
    const secret = 'KOORDINAT-DAN-NAMA';
    const png = afterHeader(
      picture(200, 240, (x) => [x, 2 * x, 40, 255]),
      chunk('tEXt', Buffer.from(`Comment\0${secret}`)),
    );
    const kept = emblemPicture(Buffer.concat([png, Buffer.from(`<?php ${secret}`)]));
    expect(kept.includes(secret)).toBe(false);
    const { width, height, data } = PNG.sync.read(kept);
    expect([width, height, [...data.subarray(4 * 90, 4 * 91)]]).toEqual([200, 240, [90, 180, 40, 255]]);
    expect(emblemPicture(png)).toEqual(kept);
  });

  it('is made smaller where it is finer than any printer, without a dark rim around what is transparent', () => {
    const kept = PNG.sync.read(
      emblemPicture(picture(480, 640, (x) => (x % 2 === 0 ? [200, 100, 50, 255] : [0, 0, 0, 0]))),
    );
    expect([kept.width, kept.height]).toEqual([450, 600]);
    const colours = new Set<string>();
    for (let i = 0; i < kept.data.length; i += 4)
      if ((kept.data[i + 3] ?? 0) > 0) colours.add([...kept.data.subarray(i, i + 3)].join());
    expect([...colours]).toEqual(['200,100,50']);
  });

  it.each([
    ['no PNG', Buffer.from('\xff\xd8\xff\xe0 JPEG', 'latin1'), 'emblem-not-png'],
    ['an empty file', Buffer.alloc(0), 'emblem-not-png'],
    ['only the beginning', picture(200, 200).subarray(0, 20), 'emblem-damaged'],
    ['cut off', picture(300, 300).subarray(0, 200), 'emblem-damaged'],
    [
      'too many pixels',
      Buffer.concat([
        picture(200, 200).subarray(0, 16),
        Buffer.from([0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]),
        picture(200, 200).subarray(24),
      ]),
      'emblem-too-many-pixels',
    ],
    ['too few pixels', picture(100, 100), 'emblem-too-few-pixels'],
    ['too tall', picture(200, 400), 'emblem-shape'],
    ['too wide', picture(600, 200), 'emblem-shape'],
    ['nothing to be seen', picture(200, 200, () => [255, 0, 0, 0]), 'emblem-empty'],
  ])('is refused when it is %s', (_, bytes, expected) => {
    expect(code(bytes)).toBe(expected);
  });

  it('is refused before it is unpacked when its data would swell up', () => {
    const header = Buffer.from(picture(200, 200).subarray(0, 33));
    const swollen = deflateSync(Buffer.alloc(5_000_000));
    const file = Buffer.concat([header, chunk('IDAT', swollen), chunk('IEND', Buffer.alloc(0))]);
    expect(file.length).toBeLessThan(1_048_576);
    expect(code(file)).toBe('emblem-damaged');
  });
});
