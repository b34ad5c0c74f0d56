import {
  type CrossReferenceEntry,
  type CrossReferenceSection,
  type Subsection,
  Subsections,
} from './cross-reference.ts';
import { PdfDamage } from './damage.ts';
import { isKind, type PdfDict, type PdfStream } from './objects.ts';

/** A section from a cross-reference stream (ISO 32000-2, 7.5.8): `data` is its decoded content, `end` the end of the object. */
export function readStreamSection(
  stream: PdfStream,
  data: Buffer,
  place: { offset: number; end: number; shift: number },
): CrossReferenceSection {
  const { dict } = stream;
  const type = dict.entries.get('Type');
  if (!isKind(type, 'name') || type.value !== 'XRef') {
    throw new PdfDamage('cross-reference', 'not a cross-reference stream', place.offset);
  }
  const widths = fieldWidths(dict, place.offset);
  const width = widths[0] + widths[1] + widths[2];
  const subsections = new Subsections(readIndex(dict, place.offset));
  const entries = subsections.all.reduce((sum, { count }) => sum + count, 0);
  if (entries * width > data.length) throw new PdfDamage('cross-reference', 'stream too short', place.offset);
  return {
    kind: 'stream',
    offset: place.offset,
    end: place.end,
    trailer: dict,
    supplement: undefined,
    subsections,
    find: (number) => {
      const own = subsections.find(number);
      if (own === undefined) return undefined;
      return decode(data, (own.at + number - own.first) * width, widths, place.shift);
    },
    numbers: () => subsections.numbers(),
  };
}

type Widths = readonly [number, number, number];

function fieldWidths(dict: PdfDict, offset: number): Widths {
  const w = dict.entries.get('W');
  const [type, second, third] = isKind(w, 'array') ? w.items : [];
  const fits = (n: unknown): n is number => typeof n === 'number' && Number.isInteger(n) && n >= 0 && n <= 8;
  if (!fits(type) || !fits(second) || !fits(third) || second === 0) {
    throw new PdfDamage('cross-reference', '/W of the stream', offset);
  }
  return [type, second, third];
}

function readIndex(dict: PdfDict, offset: number): Subsection[] {
  const index = dict.entries.get('Index');
  const numbers = isKind(index, 'array') ? index.items : [0, dict.entries.get('Size') ?? null];
  const subsections: Subsection[] = [];
  let at = 0;
  for (let i = 0; i < numbers.length; i += 2) {
    const [first, count] = [numbers[i], numbers[i + 1]];
    const sane = [first, count].every((n) => typeof n === 'number' && Number.isInteger(n) && n >= 0);
    if (!sane) throw new PdfDamage('cross-reference', '/Index of the stream', offset);
    subsections.push({ first: Number(first), count: Number(count), at });
    at += Number(count);
  }
  return subsections;
}

function decode(data: Buffer, at: number, widths: Widths, shift: number): CrossReferenceEntry {
  const type = widths[0] === 0 ? 1 : bigEndian(data, at, widths[0]);
  const second = bigEndian(data, at + widths[0], widths[1]);
  const third = bigEndian(data, at + widths[0] + widths[1], widths[2]);
  if (type === 1) return { kind: 'offset', offset: second + shift, generation: third };
  if (type === 2) return { kind: 'compressed', container: second, index: third };
  // Any other type is a reference to the null object (table 18), as a free entry is.
  return { kind: 'free' };
}

function bigEndian(data: Buffer, at: number, width: number): number {
  let value = 0;
  for (let i = at; i < at + width; i += 1) value = value * 256 + (data[i] ?? 0);
  return value;
}
