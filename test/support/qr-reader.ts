import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

// Without its binary at hand the reader would fetch it from a CDN.
prepareZXingModule({
  overrides: {
    wasmBinary: readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'))
      .buffer as ArrayBuffer,
  },
});

/** The texts of the QR symbols in a picture of RGBA pixels, as a camera reads them. */
export async function readSymbols(picture: { data: Uint8Array; width: number; height: number }): Promise<string[]> {
  const image = { ...picture, data: new Uint8ClampedArray(picture.data) } as unknown as ImageData;
  return (await readBarcodes(image, { formats: ['QRCode'] })).map(({ text }) => text);
}
