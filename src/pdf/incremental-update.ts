import { randomBytes } from 'node:crypto';
import type { CrossReferenceSection } from './cross-reference.ts';
import {
  isKind,
  type PdfDict,
  type PdfObject,
  type PdfRef,
  pdfArray,
  pdfName,
  pdfRef,
  pdfString,
  withEntries,
} from './objects.ts';
import type { PdfDocument } from './reader.ts';
import { writeObject } from './write-object.ts';

/** What belongs to one cross-reference stream or table alone and is never carried over into the next. */
const OWN_TO_SECTION = 'Type W Index Length Filter DecodeParms F FFilter FDecodeParms DL Size Prev XRefStm'.split(' ');

/**
 * An incremental update (ISO 32000-2, 7.5.6): new and changed objects, then a section of the same kind as the newest one
 * (readers disagree about files that switch). The original bytes are not touched and objects that did not change are not
 * repeated, so that signatures on earlier revisions stay as they are.
 */
export class IncrementalUpdate {
  readonly document: PdfDocument;
  readonly #objects = new Map<number, { generation: number; body: Buffer }>();
  #next: number;

  constructor(document: PdfDocument) {
    this.document = document;
    this.#next = firstFreeNumber(document.sections);
  }

  /** A number that no revision has used. */
  allocate(): PdfRef {
    const ref = pdfRef(this.#next);
    this.#next += 1;
    return ref;
  }

  /** Defines a new object or a new state of an old one; `body` may be bytes that have to stand exactly so. */
  put(ref: PdfRef, body: PdfObject | Buffer): PdfRef {
    const bytes = Buffer.isBuffer(body) ? body : Buffer.from(writeObject(body), 'latin1');
    this.#objects.set(ref.number, { generation: ref.generation, body: bytes });
    return ref;
  }

  /** The bytes to append, and where in the whole file the body of each object begins. */
  close(): { tail: Buffer; bodies: ReadonlyMap<number, number> } {
    const { bytes } = this.document;
    const last = bytes[bytes.length - 1];
    const parts: Buffer[] = last === 10 || last === 13 ? [] : [Buffer.from('\n')];
    let position = bytes.length + parts.length;
    const placed: Placed[] = [];
    const bodies = new Map<number, number>();
    for (const [number, { generation, body }] of [...this.#objects].sort(([a], [b]) => a - b)) {
      const head = Buffer.from(`${number} ${generation} obj\n`);
      placed.push({ number, generation, offset: position - this.document.shift });
      bodies.set(number, position + head.length);
      parts.push(head, body, Buffer.from('\nendobj\n'));
      position += head.length + body.length + 8;
    }
    parts.push(this.#section(placed, position - this.document.shift));
    return { tail: Buffer.concat(parts), bodies };
  }

  #section(placed: Placed[], at: number): Buffer {
    const newest = this.document.sections[0];
    const previous = (newest?.offset ?? 0) - this.document.shift;
    const close = `startxref\n${at}\n%%EOF\n`;
    const shared = { ...carriedOver(this.document), Prev: previous };
    if (newest?.kind !== 'stream') {
      const trailer = writeObject(withEntries(empty, { ...shared, Size: this.#next }));
      return Buffer.from(`${writeTable(placed)}trailer\n${trailer}\n${close}`, 'latin1');
    }
    const own = { number: this.#next, generation: 0, offset: at };
    const listed = [...placed, own];
    const data = writeEntries(listed);
    const dict = withEntries(empty, {
      Type: pdfName('XRef'),
      ...shared,
      Size: own.number + 1,
      W: pdfArray(WIDTHS),
      Index: pdfArray(runs(listed).flatMap((run) => [run[0]?.number ?? 0, run.length])),
      Length: data.length,
    });
    const stream = writeObject({ kind: 'stream', dict, raw: data, start: -1, end: -1 });
    return Buffer.from(`${own.number} 0 obj\n${stream}\nendobj\n${close}`, 'latin1');
  }
}

interface Placed {
  number: number;
  generation: number;
  offset: number;
}

const empty: PdfDict = { kind: 'dict', entries: new Map(), duplicates: [], start: -1, end: -1 };
const WIDTHS = [1, 5, 2];

function firstFreeNumber(sections: readonly CrossReferenceSection[]): number {
  const claimed = sections.flatMap(({ trailer, subsections, supplement }) => {
    const size = trailer.entries.get('Size');
    return [typeof size === 'number' ? size : 0, subsections.ceiling, supplement?.subsections.ceiling ?? 0];
  });
  return Math.max(1, ...claimed);
}

/** Root, Info and whatever else the trailer says, with the second half of /ID renewed (14.4: it names this state of the file). */
function carriedOver(document: PdfDocument): Record<string, PdfObject> {
  const kept = [...document.trailer.entries].filter(([key]) => !OWN_TO_SECTION.includes(key));
  const id = document.array(document.trailer, 'ID');
  const first = document.resolve(id?.items[0]);
  const fresh = pdfString(randomBytes(16), 'hex');
  return { ...Object.fromEntries(kept), ID: pdfArray([isKind(first, 'string') ? first : fresh, fresh]) };
}

/** Neighbouring numbers together: every subsection is a run without gaps. */
function runs(placed: readonly Placed[]): Placed[][] {
  const all: Placed[][] = [];
  for (const object of placed) {
    const current = all.at(-1);
    if (current?.at(-1)?.number === object.number - 1) current?.push(object);
    else all.push([object]);
  }
  return all;
}

function writeTable(placed: readonly Placed[]): string {
  const entry = ({ offset, generation }: Placed) =>
    `${String(offset).padStart(10, '0')} ${String(generation).padStart(5, '0')} n \n`;
  return `xref\n${runs(placed)
    .map((run) => `${run[0]?.number} ${run.length}\n${run.map(entry).join('')}`)
    .join('')}`;
}

function writeEntries(placed: readonly Placed[]): Buffer {
  const data = Buffer.alloc(placed.length * 8);
  placed.forEach(({ offset, generation }, i) => {
    data.writeUInt8(1, i * 8);
    data.writeUIntBE(offset, i * 8 + 1, 5);
    data.writeUInt16BE(generation, i * 8 + 6);
  });
  return data;
}
