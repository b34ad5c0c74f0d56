import { deflateSync } from 'node:zlib';
import { PDFDocument, PDFName } from 'pdf-lib';

/** A4 at 200 dots per inch, grey: what a scanner of an office gives, about 1.7 MB when packed. */
const PIXELS = { width: 1654, height: 2339 };

/** So many scanned pages, each a picture with the grain of paper and nothing else. */
export async function scannedPdf(pages: number): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  for (let number = 0; number < pages; number++) {
    const page = document.addPage([595.28, 841.89]);
    const image = document.context.stream(deflateSync(grain(number), { level: 1 }), {
      Type: 'XObject',
      Subtype: 'Image',
      Width: PIXELS.width,
      Height: PIXELS.height,
      ColorSpace: 'DeviceGray',
      BitsPerComponent: 8,
      Filter: 'FlateDecode',
    });
    page.node.setXObject(PDFName.of('Scan'), document.context.register(image));
    const content = document.context.stream('q 595.28 0 0 841.89 0 0 cm /Scan Do Q');
    page.node.set(PDFName.of('Contents'), document.context.register(content));
  }
  return document.save({ useObjectStreams: false });
}

/** Looked up once: a test runner guards its globals, and four million look-ups a page took longer than all the rest. */
const { imul } = Math;

/** Three bits of noise below white: another run of the same generator for every page. */
function grain(seed: number): Buffer {
  const bytes = Buffer.alloc(PIXELS.width * PIXELS.height);
  let state = (seed + 1) * 0x9e3779b1;
  for (let at = 0; at < bytes.length; at++) {
    state = (imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = 248 - (state >>> 29);
  }
  return bytes;
}
