/** What a JPEG says of itself in its frame header (ITU-T T.81, B.2.2). */
export interface JpegFrame {
  width: number;
  height: number;
  components: number;
}

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
/** Baseline, extended and progressive, Huffman: what every PDF reader shows (ISO 32000-2, 7.4.8). */
const SHOWN = new Set([0xc0, 0xc1, 0xc2]);
const ADOBE = 0xee;

/**
 * A JPEG with nothing but its picture: what the camera noted (place, time, owner, a second small picture) and whatever follows
 * the end stays behind, the picture's own bytes are untouched. Undefined for a sort that readers of PDF do not all show.
 */
export function bareJpeg(file: Uint8Array): { bytes: Buffer; frame: JpegFrame } | undefined {
  const jpeg = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const kept: Buffer[] = [Buffer.from([0xff, SOI])];
  let frame: JpegFrame | undefined;
  for (let at = 2; at + 4 <= jpeg.length; ) {
    if (jpeg[at] !== 0xff) return undefined;
    const marker = jpeg[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = jpeg.readUInt16BE(at + 2);
    let end = at + 2 + length;
    if (length < 2 || end > jpeg.length) return undefined;
    if (isFrame(marker)) {
      if (!SHOWN.has(marker) || frame !== undefined || length < 8 || jpeg[at + 4] !== 8) return undefined;
      frame = {
        height: jpeg.readUInt16BE(at + 5),
        width: jpeg.readUInt16BE(at + 7),
        components: jpeg[at + 9] ?? 0,
      };
    }
    if (marker === SOS) {
      end = endOfScan(jpeg, end);
      kept.push(jpeg.subarray(at, end));
      if (jpeg[end + 1] === EOI && frame !== undefined) {
        return { bytes: Buffer.concat([...kept, Buffer.from([0xff, EOI])]), frame };
      }
    } else if (!isRemark(marker)) kept.push(jpeg.subarray(at, end));
    at = end;
  }
  return undefined;
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** Application segments and comments; Adobe's says how the colours are meant. */
function isRemark(marker: number): boolean {
  return (marker >= 0xe0 && marker <= 0xef && marker !== ADOBE) || marker === 0xfe;
}

/** The next marker behind entropy-coded data: neither a stuffed FF nor a restart. */
function endOfScan(jpeg: Buffer, from: number): number {
  for (let at = jpeg.indexOf(0xff, from); at >= 0 && at + 1 < jpeg.length; at = jpeg.indexOf(0xff, at + 1)) {
    const next = jpeg[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  return jpeg.length;
}
