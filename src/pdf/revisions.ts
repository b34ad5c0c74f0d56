import type { CrossReferenceSection } from './cross-reference.ts';
import { isPdfDamage, PdfDamage } from './damage.ts';
import { ObjectParser } from './parser.ts';
import type { PdfDocument } from './reader.ts';

/** One state of the file: the original or one incremental update. */
export interface Revision {
  /** 0 is the oldest. */
  readonly index: number;
  /** The value after `startxref`, as an offset of the file. */
  readonly startxref: number;
  /** What this revision says, newest first: one section, two in a linearized file. */
  readonly sections: readonly CrossReferenceSection[];
  /**
   * The offset after the `%%EOF` that closes this revision, and the same with the end of line that follows it. A
   * signature over this revision ends at one of the two. Undefined if no `%%EOF` closes it.
   */
  readonly end: number | undefined;
  readonly endOfLine: number | undefined;
  /** Every object number that this revision defines or frees, each once. */
  readonly numbers: () => Set<number>;
}

/**
 * The revisions, oldest first. A section belongs to the revision whose `startxref` follows it in the file: that of a
 * linearized file's main table names the table of the first page, and so both are one revision.
 */
export function listRevisions(document: PdfDocument): Revision[] {
  const groups: { startxref: number; sections: CrossReferenceSection[]; marker: Marker | undefined }[] = [];
  for (const section of document.sections) {
    const newest = groups.at(-1);
    const following = markerAfter(document, section.end);
    if (newest !== undefined && following?.target === newest.startxref) {
      newest.sections.push(section);
      newest.marker ??= following;
      continue;
    }
    const own = following?.target === section.offset ? following : undefined;
    groups.push({ startxref: section.offset, sections: [section], marker: own });
  }
  let searched: Map<number, Marker> | undefined;
  const search = (startxref: number) => {
    searched ??= allMarkers(document);
    return searched.get(startxref);
  };
  return groups.reverse().map(({ startxref, sections, marker }, index) => {
    const close = marker ?? search(startxref);
    return {
      index,
      startxref,
      sections,
      end: close?.end,
      endOfLine: close?.endOfLine,
      numbers: () => new Set(sections.flatMap((section) => [...section.numbers()])),
    };
  });
}

/** The document as it was when this revision was the newest. The bytes are the same; later sections are not consulted. */
export function asOf(document: PdfDocument, revision: Revision): PdfDocument {
  const newest = revision.sections[0];
  const at = newest === undefined ? -1 : document.sections.indexOf(newest);
  if (at < 0) throw new PdfDamage('structure', 'the revision is of another document');
  return document.without(at);
}

interface Marker {
  target: number;
  end: number;
  endOfLine: number;
}

/** `startxref N %%EOF` right here, or nothing. */
function markerAfter(document: PdfDocument, offset: number): Marker | undefined {
  const { bytes, shift } = document;
  const parser = new ObjectParser(bytes, offset);
  try {
    if (!parser.takeKeyword('startxref')) return undefined;
    const target = parser.readUnsigned() + shift;
    let at = parser.position;
    while (at < parser.position + 8 && bytes[at] !== 0x25) at += 1;
    if (bytes.toString('latin1', at, at + 5) !== '%%EOF') return undefined;
    const end = at + 5;
    const eol = bytes[end] === 13 && bytes[end + 1] === 10 ? 2 : bytes[end] === 13 || bytes[end] === 10 ? 1 : 0;
    return { target, end, endOfLine: end + eol };
  } catch (error) {
    if (isPdfDamage(error)) return undefined;
    throw error;
  }
}

/**
 * For every target the first marker behind it in the file: one pass for all of them. Needed for linearized files, whose
 * first section stands far before its marker.
 */
function allMarkers(document: PdfDocument): Map<number, Marker> {
  const markers = new Map<number, Marker>();
  for (let at = document.bytes.indexOf('startxref'); at >= 0; at = document.bytes.indexOf('startxref', at + 9)) {
    const marker = markerAfter(document, at);
    if (marker !== undefined && marker.target < at && !markers.has(marker.target)) markers.set(marker.target, marker);
  }
  return markers;
}
