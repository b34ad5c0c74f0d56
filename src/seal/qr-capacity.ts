export type QrLevel = 'M' | 'Q';

/** Data codewords of versions 1 to 13 (ISO/IEC 18004, table 7). */
const DATA_CODEWORDS: Record<QrLevel, readonly number[]> = {
  M: [16, 28, 44, 64, 86, 108, 124, 154, 182, 216, 254, 290, 334],
  Q: [13, 22, 34, 48, 62, 76, 88, 110, 132, 154, 180, 206, 244],
};

/** How many bits of segments a symbol holds; versions 1 to 13. */
export function dataBits(version: number, level: QrLevel): number {
  return (DATA_CODEWORDS[level][version - 1] ?? 0) * 8;
}

/**
 * Bits of the segments of seal-and-log 3.1: byte(address), alphanumeric(token), and with digits byte('#'), numeric(digits).
 * The length fields grow with version 10 (ISO/IEC 18004, table 3).
 */
export function segmentBits(
  segments: { bytes: string; alphanumeric: string; digits?: string },
  version: number,
): number {
  const wide = version >= 10;
  const byte = (length: number) => 4 + (wide ? 16 : 8) + 8 * length;
  const symbols = segments.alphanumeric.length;
  const alphanumeric = 4 + (wide ? 11 : 9) + 11 * Math.floor(symbols / 2) + 6 * (symbols % 2);
  const head = byte(Buffer.byteLength(segments.bytes)) + alphanumeric;
  if (segments.digits === undefined) return head;
  const digits = segments.digits.length;
  const numeric = 4 + (wide ? 12 : 10) + 10 * Math.floor(digits / 3) + ([0, 4, 7][digits % 3] ?? 0);
  return head + byte(1) + numeric;
}
