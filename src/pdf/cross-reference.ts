import { PdfDamage } from './damage.ts';
import type { PdfDict } from './objects.ts';

/** Where an object lies, as one cross-reference section says it. Offsets are offsets of the file, junk before the header included. */
export type CrossReferenceEntry =
  | { readonly kind: 'free' }
  | { readonly kind: 'offset'; readonly offset: number; readonly generation: number }
  | { readonly kind: 'compressed'; readonly container: number; readonly index: number };

/** One cross-reference table or stream with its trailer. Entries are decoded when they are asked for. */
export interface CrossReferenceSection {
  readonly kind: 'table' | 'stream';
  /** Where `xref` or the stream object begins, and where its trailer dictionary or `endobj` ends. */
  readonly offset: number;
  readonly end: number;
  readonly trailer: PdfDict;
  /** The stream that a hybrid file hangs beside its table (/XRefStm, ISO 32000-2, 7.5.8.4). */
  readonly supplement: CrossReferenceSection | undefined;
  readonly subsections: Subsections;
  /** The entry for an object number, with the order of a hybrid file: table in use, supplement, table free. */
  find(number: number): CrossReferenceEntry | undefined;
  /** Every object number that this section says something about, ascending within a subsection. */
  numbers(): Iterable<number>;
}

export interface Subsection {
  readonly first: number;
  readonly count: number;
  /** Where its entries begin: a byte offset in a table, an entry index in a stream. */
  readonly at: number;
}

/** More objects than any reader accepts (ISO 32000-1, annex C). */
const MOST_OBJECTS = 8_388_608;

/** The subsections of one section: looked up by halving, so that a fragmented section costs no more than a whole one. */
export class Subsections {
  readonly all: readonly Subsection[];
  readonly #sorted: readonly Subsection[];

  constructor(all: readonly Subsection[]) {
    this.all = all.filter(({ count }) => count > 0);
    this.#sorted = [...this.all].sort((a, b) => a.first - b.first);
    let next = 0;
    for (const { first, count } of this.#sorted) {
      if (first < next) throw new PdfDamage('cross-reference', `object ${first} is listed twice in one section`);
      next = first + count;
    }
    if (next > MOST_OBJECTS) throw new PdfDamage('limit', 'object numbers beyond any reader');
  }

  find(number: number): Subsection | undefined {
    let low = 0;
    let high = this.#sorted.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const candidate = this.#sorted[middle];
      if (candidate === undefined) return undefined;
      if (number < candidate.first) high = middle - 1;
      else if (number >= candidate.first + candidate.count) low = middle + 1;
      else return candidate;
    }
    return undefined;
  }

  *numbers(): Iterable<number> {
    for (const { first, count } of this.all) {
      for (let number = first; number < first + count; number += 1) yield number;
    }
  }

  /** One more than the highest number listed; 0 if there is none. */
  get ceiling(): number {
    const last = this.#sorted.at(-1);
    return last === undefined ? 0 : last.first + last.count;
  }
}
