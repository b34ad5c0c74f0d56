import { inflateSync } from 'node:zlib';
import { PdfDamage } from './damage.ts';

/** What one PNG or TIFF predictor needs to know (ISO 32000-2, table 8). */
export interface Predictor {
  predictor: number;
  colors: number;
  bitsPerComponent: number;
  columns: number;
}

/** Undoes FlateDecode; `most` bytes of output at most, or PdfDamage 'limit'. A broken checksum is damage too. */
export function inflate(data: Buffer, most: number): Buffer {
  try {
    return inflateSync(data, { maxOutputLength: Math.max(1, most) });
  } catch (error) {
    const tooLarge = error instanceof RangeError || (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE';
    throw new PdfDamage(tooLarge ? 'limit' : 'stream', tooLarge ? 'stream unpacks too large' : 'Flate data broken');
  }
}

/** Undoes the PNG predictors (10 to 15: every row names its own). TIFF's (2) occurs in images only and is not undone here. */
export function unpredict(data: Buffer, { predictor, colors, bitsPerComponent, columns }: Predictor): Buffer {
  if (predictor === 1) return data;
  if (predictor < 10 || predictor > 15) throw new PdfDamage('stream', `predictor ${predictor} is not supported`);
  const sane = [colors, bitsPerComponent, columns].every((n) => Number.isInteger(n) && n >= 1 && n <= 0xffffff);
  if (!sane) throw new PdfDamage('stream', 'predictor parameters');
  const pixel = Math.max(1, (colors * bitsPerComponent) >> 3);
  const row = Math.ceil((colors * bitsPerComponent * columns) / 8);
  if (data.length % (row + 1) !== 0) throw new PdfDamage('stream', 'predicted rows are incomplete');
  const rows = data.length / (row + 1);
  const out = Buffer.alloc(rows * row);
  for (let r = 0; r < rows; r += 1) {
    const from = r * (row + 1);
    undoRow(data[from] ?? 0, data.subarray(from + 1, from + 1 + row), out, r * row, row, pixel);
  }
  return out;
}

function undoRow(tag: number, source: Buffer, out: Buffer, at: number, row: number, pixel: number): void {
  if (tag > 4) throw new PdfDamage('stream', 'unknown PNG row filter');
  if (tag === 0 || (tag === 2 && at === 0)) {
    source.copy(out, at);
    return;
  }
  if (tag === 2) {
    // What cross-reference streams use nearly always, so it has a loop of its own.
    for (let i = 0; i < row; i += 1) out[at + i] = (source[i] ?? 0) + (out[at + i - row] ?? 0);
    return;
  }
  for (let i = 0; i < row; i += 1) {
    const left = i >= pixel ? (out[at + i - pixel] ?? 0) : 0;
    const up = at >= row ? (out[at + i - row] ?? 0) : 0;
    const corner = i >= pixel && at >= row ? (out[at + i - row - pixel] ?? 0) : 0;
    const guess = tag === 1 ? left : tag === 3 ? (left + up) >> 1 : paeth(left, up, corner);
    out[at + i] = (source[i] ?? 0) + guess;
  }
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner;
  const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
