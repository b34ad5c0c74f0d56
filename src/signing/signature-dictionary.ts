import { textString } from '../pdf/text-string.ts';
import { writeObject } from '../pdf/write-object.ts';

interface Span {
  start: number;
  end: number;
}

/** Four numbers of up to eleven digits with brackets and blanks: files of ninety gigabytes. */
const BYTE_RANGE_WIDTH = 50;

/**
 * The signature dictionary as bytes with two places left open, given as spans within `body`: the array of /ByteRange
 * (blanks) and the hexadecimal string of /Contents (zeros for `reserved` bytes, `<` and `>` inside the span).
 */
export function signatureDictionary(said: {
  at: Date;
  reserved: number;
  name?: string | undefined;
  reason?: string | undefined;
  location?: string | undefined;
}): { body: Buffer; byteRange: Span; contents: Span } {
  const head = '<<\n/Type /Sig\n/Filter /Adobe.PPKLite\n/SubFilter /ETSI.CAdES.detached\n/ByteRange ';
  const byteRange = { start: head.length, end: head.length + BYTE_RANGE_WIDTH };
  const between = '\n/Contents ';
  const contentsStart = byteRange.end + between.length;
  const contents = { start: contentsStart, end: contentsStart + 2 + said.reserved * 2 };
  const told = { Name: said.name, Reason: said.reason, Location: said.location };
  const lines = Object.entries(told).flatMap(([key, text]) =>
    text === undefined ? [] : [`/${key} ${writeObject(textString(text))}\n`],
  );
  const text = [
    head,
    ' '.repeat(BYTE_RANGE_WIDTH),
    between,
    `<${'0'.repeat(said.reserved * 2)}>`,
    `\n/M (${pdfDate(said.at)})\n`,
    ...lines,
    '>>',
  ].join('');
  return { body: Buffer.from(text, 'latin1'), byteRange, contents };
}

/** ISO 32000-2, 7.9.4, in universal time. */
function pdfDate(instant: Date): string {
  const digits = instant
    .toISOString()
    .replace(/[^0-9]/g, '')
    .slice(0, 14);
  return `D:${digits}+00'00'`;
}
