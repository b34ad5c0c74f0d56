import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, type ReadInputBarcodeFormat, readBarcodes } from 'zxing-wasm/reader';
import { scanQr } from '../seal/qr-url.ts';

const FORMATS: ReadInputBarcodeFormat[] = ['QRCode'];
/** Of any kind: labels and forms bear several of their own beside ours. */
const MOST_SYMBOLS = 32;
const NO_HOSTS: readonly string[] = [];

/** The texts of all QR symbols on a picture that have the form of a Layang's. */
export type SymbolReader = (picture: GreyPicture) => Promise<string[]>;

export interface GreyPicture {
  /** One byte a pixel, row after row. */
  data: Uint8Array;
  width: number;
  height: number;
}

/**
 * A reader of QR symbols, by ZXing in WebAssembly. Its code comes from the package beside it: left alone it would fetch that
 * from a network.
 */
export async function openSymbolReader(): Promise<SymbolReader> {
  const wasm = await readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
  prepareZXingModule({
    overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer },
  });
  return async (picture) => {
    const found = await readBarcodes(coloured(picture), {
      formats: FORMATS,
      tryHarder: true,
      tryRotate: true,
      tryInvert: false,
      tryDownscale: true,
      maxNumberOfSymbols: MOST_SYMBOLS,
      textMode: 'Plain',
    });
    return found.map(({ text }) => text).filter(hasTheForm);
  };
}

/** The form of a Layang's QR, of whatever host; what else is printed on letters is nobody's business here. */
function hasTheForm(text: string): boolean {
  return scanQr(text, NO_HOSTS).outcome === 'other-host';
}

/** As the reader wants it: an ImageData, which Node does not have. */
function coloured({ data, width, height }: GreyPicture): Parameters<typeof readBarcodes>[0] {
  const pixels = new Uint8ClampedArray(width * height * 4);
  const words = new Uint32Array(pixels.buffer);
  for (let i = 0; i < words.length; i++) words[i] = 0xff000000 | ((data[i] ?? 255) * 0x010101);
  return { data: pixels, width, height, colorSpace: 'srgb' } as unknown as Parameters<typeof readBarcodes>[0];
}
