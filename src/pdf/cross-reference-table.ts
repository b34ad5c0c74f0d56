import {
  type CrossReferenceEntry,
  type CrossReferenceSection,
  type Subsection,
  Subsections,
} from './cross-reference.ts';
import { PdfDamage } from './damage.ts';
import { isBlank, ObjectParser } from './parser.ts';

/** Every entry has exactly this many bytes (ISO 32000-2, 7.5.4), which is what makes a table lazy. */
const ENTRY = 20;

/**
 * The table whose keyword `xref` stands at `offset`. Of the entries only the first and last of each subsection are
 * looked at now. `shift` is added to the offsets in it; `supplement` reads the stream at an /XRefStm offset.
 */
export function readTable(
  bytes: Buffer,
  offset: number,
  shift: number,
  supplement: (offset: number) => CrossReferenceSection,
): CrossReferenceSection {
  const parser = new ObjectParser(bytes, offset);
  parser.expectKeyword('xref');
  const all: Subsection[] = [];
  while (!parser.takeKeyword('trailer')) {
    const first = parser.readUnsigned();
    const count = parser.readUnsigned();
    parser.skipBlanks();
    const at = parser.position;
    if (at + count * ENTRY > bytes.length) throw new PdfDamage('cross-reference', 'table runs past the file', at);
    if (count > 0) {
      decode(bytes, at, shift);
      decode(bytes, at + (count - 1) * ENTRY, shift);
    }
    all.push({ first, count, at });
    parser.position = at + count * ENTRY;
  }
  const trailer = parser.readDict();
  const hidden = trailer.entries.get('XRefStm');
  if (hidden !== undefined && typeof hidden !== 'number') throw new PdfDamage('cross-reference', '/XRefStm', offset);
  const subsections = new Subsections(all);
  const beside = hidden === undefined ? undefined : supplement(hidden + shift);
  return {
    kind: 'table',
    offset,
    end: parser.position,
    trailer,
    supplement: beside,
    subsections,
    find: (number) => {
      const own = subsections.find(number);
      const entry = own && decode(bytes, own.at + (number - own.first) * ENTRY, shift);
      return entry === undefined || entry.kind === 'free' ? (beside?.find(number) ?? entry) : entry;
    },
    *numbers() {
      yield* subsections.numbers();
      for (const number of beside?.numbers() ?? []) if (subsections.find(number) === undefined) yield number;
    },
  };
}

function decode(bytes: Buffer, at: number, shift: number): CrossReferenceEntry {
  const text = bytes.toString('latin1', at, at + 18);
  const found = /^(\d{10}) (\d{5}) ([nf])$/.exec(text);
  if (found === null || !isBlank(bytes[at + 18]) || !isBlank(bytes[at + 19])) {
    throw new PdfDamage('cross-reference', 'table entry is not twenty bytes of the prescribed form', at);
  }
  const offset = Number(found[1]);
  // Offset 0 is the header: writers mark an unused number that way, and no object can lie there.
  if (found[3] === 'f' || offset === 0) return { kind: 'free' };
  return { kind: 'offset', offset: offset + shift, generation: Number(found[2]) };
}
