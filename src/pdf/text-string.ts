import { type PdfString, pdfString } from './objects.ts';

/** PDFDocEncoding where it differs from latin-1 (ISO 32000-2, annex D.2), by code. */
const DIFFERENT = new Map<number, string>([
  ...[...'\u02d8\u02c7\u02c6\u02d9\u02dd\u02db\u02da\u02dc'].map((c, i): [number, string] => [0x18 + i, c]),
  ...[...'•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž'].map((c, i): [number, string] => [0x80 + i, c]),
  [0xa0, '€'],
]);

/** The text of a text string (ISO 32000-2, 7.9.2.2): UTF-16BE or UTF-8 by their byte order marks, else PDFDocEncoding. */
export function textOf(string: PdfString): string {
  const { bytes } = string;
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    const even = bytes.subarray(2, bytes.length - (bytes.length % 2));
    return Buffer.from(even).swap16().toString('utf16le');
  }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.toString('utf8', 3);
  return Array.from(bytes, (byte) => DIFFERENT.get(byte) ?? String.fromCharCode(byte)).join('');
}

/** ASCII as it is (the same in PDFDocEncoding), anything else as UTF-16BE with its mark. */
export function textString(text: string): PdfString {
  if (/^[\x20-\x7e\n\r\t]*$/.test(text)) return pdfString(Buffer.from(text, 'latin1'));
  return pdfString(Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, 'utf16le').swap16()]), 'hex');
}
