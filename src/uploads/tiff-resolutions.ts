import { type FileHandle, open } from 'node:fs/promises';
import type { PictureSize } from './page-format.ts';

const X_RESOLUTION = 282;
const Y_RESOLUTION = 283;
const RESOLUTION_UNIT = 296;
const RATIONAL = 5;
const CENTIMETRE = 3;
const MOST_ENTRIES = 200;

/**
 * The resolution of each page of a TIFF, across and down apart: a fax of the usual fineness has twice as many dots across
 * (ITU-T T.4), and would stand squeezed on its page. Undefined where the file does not say, or says it in a way that this
 * short reader does not know; a chain of pages is followed `pages` times and no further.
 */
export async function tiffResolutions(path: string, pages: number): Promise<PictureSize['dpi'][]> {
  const file = await open(path, 'r');
  try {
    const head = await bytes(file, 0, 8);
    const little = head.toString('latin1', 0, 2) === 'II';
    const short = (from: Buffer, at: number) => (little ? from.readUInt16LE(at) : from.readUInt16BE(at));
    const long = (from: Buffer, at: number) => (little ? from.readUInt32LE(at) : from.readUInt32BE(at));
    if (short(head, 2) !== 42) return [];
    const found: PictureSize['dpi'][] = [];
    for (let at = long(head, 4); at !== 0 && found.length < pages; ) {
      const count = short(await bytes(file, at, 2), 0);
      if (count > MOST_ENTRIES) return found;
      const directory = await bytes(file, at + 2, count * 12 + 4);
      const entry = (tag: number) => {
        for (let i = 0; i < count; i++)
          if (short(directory, i * 12) === tag) return directory.subarray(i * 12, i * 12 + 12);
        return undefined;
      };
      const ratio = async (tag: number) => {
        const one = entry(tag);
        if (one === undefined || short(one, 2) !== RATIONAL) return undefined;
        const value = await bytes(file, long(one, 8), 8);
        return long(value, 0) / long(value, 4);
      };
      const unit = entry(RESOLUTION_UNIT);
      const inch = unit !== undefined && short(unit, 8) === CENTIMETRE ? 2.54 : 1;
      const [across, down] = [await ratio(X_RESOLUTION), await ratio(Y_RESOLUTION)];
      found.push(across === undefined || down === undefined ? undefined : { across: across * inch, down: down * inch });
      at = long(directory, count * 12);
    }
    return found;
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  } finally {
    await file.close();
  }
}

/** @throws RangeError where the file ends before */
async function bytes(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at);
  if (bytesRead < length) throw new RangeError('the file ends here');
  return buffer;
}
