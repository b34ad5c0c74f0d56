import type { CrossReferenceSection } from './cross-reference.ts';
import { readStreamSection } from './cross-reference-stream.ts';
import { readTable } from './cross-reference-table.ts';
import { PdfDamage } from './damage.ts';
import { inflate, unpredict } from './filters.ts';
import { readIndirectAt } from './indirect-object.ts';
import { isKind, type PdfDict, type PdfObject, type PdfStream } from './objects.ts';
import { ObjectParser } from './parser.ts';

export interface Sections {
  readonly sections: readonly CrossReferenceSection[];
  readonly shift: number;
  readonly version: string;
  readonly headerOffset: number;
}

/** Updates after which nobody signs on: a chain longer than this is an attack on time. */
const MOST_SECTIONS = 1000;
const HEADER_WITHIN = 1024;
const STARTXREF_WITHIN = 2048;
/** Unpacked bytes of all cross-reference streams together. */
const UNPACKED_AT_MOST = 64 * 1024 * 1024;

/** Header, `startxref` and the whole chain of cross-reference sections, newest first. */
export function readSections(bytes: Buffer): Sections {
  const { headerOffset, version } = readHeader(bytes);
  const startxref = readStartxref(bytes);
  const shift = shiftOf(bytes, startxref, headerOffset);
  const sections: CrossReferenceSection[] = [];
  const seen = new Set<number>();
  const budget = { left: UNPACKED_AT_MOST };
  const readHidden = (offset: number) => readStream(bytes, visit(seen, offset), shift, budget);
  let next: number | undefined = startxref + shift;
  while (next !== undefined) {
    if (sections.length >= MOST_SECTIONS) throw new PdfDamage('limit', 'too many cross-reference sections', next);
    const offset = visit(seen, next);
    const section: CrossReferenceSection = new ObjectParser(bytes, offset).takeKeyword('xref')
      ? readTable(bytes, offset, shift, readHidden)
      : readStream(bytes, offset, shift, budget);
    sections.push(section);
    next = previousOf(section, shift);
  }
  return { sections, shift, version, headerOffset };
}

function visit(seen: Set<number>, offset: number): number {
  if (seen.has(offset)) throw new PdfDamage('cross-reference-loop', 'cross-reference sections in a circle', offset);
  seen.add(offset);
  return offset;
}

function previousOf({ trailer, offset }: CrossReferenceSection, shift: number): number | undefined {
  const previous = trailer.entries.get('Prev');
  if (previous === undefined || previous === null) return undefined;
  if (typeof previous !== 'number' || !Number.isInteger(previous) || previous < 0) {
    throw new PdfDamage('cross-reference', '/Prev is no offset', offset);
  }
  return previous + shift;
}

function readHeader(bytes: Buffer): { headerOffset: number; version: string } {
  const start = bytes.toString('latin1', 0, HEADER_WITHIN);
  const found = /%PDF-(\d\.\d)/.exec(start);
  if (found?.[1] === undefined) throw new PdfDamage('no-header', 'no PDF header');
  return { headerOffset: found.index, version: found[1] };
}

function readStartxref(bytes: Buffer): number {
  const from = Math.max(0, bytes.length - STARTXREF_WITHIN);
  const tail = bytes.toString('latin1', from);
  const at = tail.lastIndexOf('startxref');
  if (at < 0) throw new PdfDamage('no-startxref', 'no startxref at the end of the file');
  const parser = new ObjectParser(bytes, from + at);
  parser.expectKeyword('startxref');
  return parser.readUnsigned();
}

/**
 * Offsets count from the header (ISO 32000-2, 7.5.2) or, as many writers do, from the first byte: whichever finds a
 * section. Both agree when nothing stands before the header.
 */
function shiftOf(bytes: Buffer, startxref: number, headerOffset: number): number {
  const isSection = (offset: number) =>
    /^(xref\b|\d{1,10}\s+\d{1,5}\s+obj\b)/.test(bytes.toString('latin1', offset, offset + 32));
  return headerOffset > 0 && !isSection(startxref) && isSection(startxref + headerOffset) ? headerOffset : 0;
}

interface Budget {
  left: number;
}

function readStream(bytes: Buffer, offset: number, shift: number, budget: Budget): CrossReferenceSection {
  const { value, end } = readIndirectAt(bytes, offset, direct);
  if (!isKind(value, 'stream')) throw new PdfDamage('cross-reference', 'neither table nor stream', offset);
  return readStreamSection(value, decode(value, budget), { offset, end, shift });
}

/** Nothing in a cross-reference stream may be a reference (7.5.8.2): there is no section yet to look it up in. */
function direct(object: PdfObject | undefined): PdfObject {
  if (isKind(object, 'ref')) throw new PdfDamage('cross-reference', 'reference in a cross-reference stream');
  return object ?? null;
}

function decode(stream: PdfStream, budget: Budget): Buffer {
  const filter = only(stream.dict, 'Filter');
  if (filter === null) return stream.raw;
  if (!isKind(filter, 'name') || filter.value !== 'FlateDecode') {
    throw new PdfDamage('cross-reference', 'filter of a cross-reference stream', stream.start);
  }
  const data = inflate(stream.raw, budget.left);
  budget.left -= data.length;
  const parameters = only(stream.dict, 'DecodeParms');
  if (!isKind(parameters, 'dict')) return data;
  const number = (key: string, otherwise: number) => {
    const value = direct(parameters.entries.get(key));
    return typeof value === 'number' ? value : otherwise;
  };
  const [predictor, colors, columns] = [number('Predictor', 1), number('Colors', 1), number('Columns', 1)];
  return unpredict(data, { predictor, colors, bitsPerComponent: number('BitsPerComponent', 8), columns });
}

function only(dict: PdfDict, key: string): PdfObject {
  const value = direct(dict.entries.get(key));
  if (!isKind(value, 'array')) return value;
  if (value.items.length > 1) throw new PdfDamage('cross-reference', `/${key} of a cross-reference stream`);
  return direct(value.items[0]);
}
