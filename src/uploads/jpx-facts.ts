/** What a JPEG 2000 file says of itself before its pixels (ISO/IEC 15444-1, annex I). */
export interface JpxFacts {
  width: number;
  height: number;
  channels: number;
}

const SIGNATURE = Buffer.from('0000000c6a5020200d0a870a', 'hex');
/** sRGB and grey: the colours by number (I.5.3.3) that every reader shows alike. */
const NUMBERED = new Map([
  [16, 3],
  [17, 1],
]);

/**
 * Undefined for a sort that PDF/A-2 does not take (ISO 19005-2, 6.2.8.3), or that readers do not all show: a bare code
 * stream, channels of different depth, more than one way to read its colours, a palette, something that shines through.
 */
export function jpxFacts(file: Buffer): JpxFacts | undefined {
  if (!file.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return undefined;
  const header = boxesIn(file).find(({ name }) => name === 'jp2h');
  if (header === undefined) return undefined;
  const boxes = boxesIn(header.content);
  const size = boxes.find(({ name }) => name === 'ihdr')?.content;
  const colours = boxes.filter(({ name }) => name === 'colr');
  const colour = colours[0]?.content;
  if (size === undefined || size.length < 14 || colour === undefined || colours.length !== 1) return undefined;
  if (boxes.some(({ name }) => name === 'pclr' || name === 'cdef' || name === 'bpcc')) return undefined;
  const channels = size.readUInt16BE(8);
  const numbered = colour[0] === 1 && colour.length >= 7 && NUMBERED.get(colour.readUInt32BE(3)) === channels;
  if (size[10] === 0xff || !numbered) return undefined;
  return { height: size.readUInt32BE(0), width: size.readUInt32BE(4), channels };
}

function boxesIn(bytes: Buffer): { name: string; content: Buffer }[] {
  const boxes = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const claimed = bytes.readUInt32BE(at);
    // 0: to the end (I.4). One that needs eight bytes for its length holds pixels, and nothing behind it counts.
    const length = claimed === 0 ? bytes.length - at : claimed;
    if (length < 8 || at + length > bytes.length) break;
    boxes.push({ name: bytes.toString('latin1', at + 4, at + 8), content: bytes.subarray(at + 8, at + length) });
    at += length;
  }
  return boxes;
}
