import { PdfDamage } from './damage.ts';
import type { PdfDict, PdfObject, PdfStream } from './objects.ts';
import { isBlank, ObjectParser } from './parser.ts';

/** An object with its number: in the file's body (`start`, `end` from the number to `endobj`), or in an object stream. */
export interface IndirectObject {
  readonly number: number;
  readonly generation: number;
  readonly value: PdfObject;
  /** Offsets of the file; -1 inside an object stream. */
  readonly start: number;
  readonly end: number;
  /** The number of the object stream it came out of. */
  readonly container: number | undefined;
}

/**
 * The object `N G obj … endobj` at `offset`; a stream's data must end where its /Length says, at `endstream`.
 * `lengthOf` follows a /Length that is a reference.
 */
export function readIndirectAt(
  bytes: Buffer,
  offset: number,
  lengthOf: (length: PdfObject | undefined) => PdfObject,
): IndirectObject {
  if (!Number.isSafeInteger(offset) || offset < 0 || offset >= bytes.length) {
    throw new PdfDamage('object', 'object beyond the file', offset);
  }
  const parser = new ObjectParser(bytes, offset);
  const number = parser.readUnsigned();
  const generation = parser.readUnsigned();
  parser.expectKeyword('obj');
  let value = parser.readObject();
  if (value !== null && typeof value === 'object' && value.kind === 'dict' && parser.takeKeyword('stream')) {
    value = readStreamData(bytes, parser, value, lengthOf);
  }
  parser.expectKeyword('endobj');
  return { number, generation, value, start: offset, end: parser.position, container: undefined };
}

function readStreamData(
  bytes: Buffer,
  parser: ObjectParser,
  dict: PdfDict,
  lengthOf: (length: PdfObject | undefined) => PdfObject,
): PdfStream {
  let start = parser.position;
  if (bytes[start] === 13 && bytes[start + 1] === 10) start += 2;
  else if (bytes[start] === 10) start += 1;
  else throw new PdfDamage('stream', 'keyword stream without end of line', start);
  const length = lengthOf(dict.entries.get('Length'));
  if (typeof length !== 'number' || !Number.isInteger(length) || length < 0 || start + length > bytes.length) {
    throw new PdfDamage('stream', 'length of a stream', start);
  }
  const end = start + length;
  let after = end;
  while (after < end + 4 && isBlank(bytes[after])) after += 1;
  if (bytes.toString('latin1', after, after + 9) !== 'endstream') {
    throw new PdfDamage('stream', 'endstream is not where the length says', end);
  }
  parser.position = after + 9;
  return { kind: 'stream', dict, raw: bytes.subarray(start, end), start, end };
}
