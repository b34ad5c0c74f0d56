import type { CrossReferenceEntry, CrossReferenceSection } from './cross-reference.ts';
import { PdfDamage } from './damage.ts';
import { inflate, unpredict } from './filters.ts';
import { type IndirectObject, readIndirectAt } from './indirect-object.ts';
import { ObjectStream } from './object-stream.ts';
import { isKind, type PdfArray, type PdfDict, type PdfObject, type PdfRef, type PdfStream } from './objects.ts';
import { type FoundKeys, openProtection, type Protection } from './protection.ts';
import { readSections, type Sections } from './sections.ts';
import { textOf } from './text-string.ts';

/*
 * A strict, lazy reader of any bytes that claim to be a PDF.
 *
 *   const document = openPdf(bytes);                  reads the cross-reference sections and nothing else
 *   document.catalog                                  the root dictionary
 *   document.get(12)                                  an object by number, parsed now and remembered; null if there is none
 *   document.dict(catalog, 'AcroForm')                a value of a dictionary, references followed, undefined if of another kind
 *   document.indirect(12)                             the same with its byte span in the file
 *   document.decode(stream)                           a stream's content with Flate and predictors undone
 *   listRevisions(document), asOf(document, revision) revisions.ts: what each update defines, the document as it was
 *   pagesOf(document)                                 pages.ts
 *   listFields(document)                              form-fields.ts
 *   listSignatures(document)                          signature-dictionaries.ts: with exact byte spans
 *
 * Everything throws PdfDamage and nothing else. Nothing is repaired: a file that needs guessing is damaged, because two
 * readers that guess differently show two documents under one signature. An encrypted file that the empty password opens
 * is read like any other; of one that needs a password (see `locked`) no object is to be had. Depth, sizes and counts are bounded; no scan is longer than the file.
 */

/** Unpacked bytes that one document may cost, over all its streams. */
const UNPACKED_AT_MOST = 256 * 1024 * 1024;
const LONGEST_REFERENCE_CHAIN = 16;

export interface OpenOptions {
  /** Of a user or the owner; without it the empty one, which asks nothing of anybody. */
  password?: Buffer;
  /** What deriving has given before, for all revisions of one file: it is made to be slow. */
  keys?: FoundKeys;
}

/** Throws PdfDamage if the header, `startxref` or a cross-reference section cannot be read. The bytes are not copied. */
export function openPdf(input: Uint8Array, options: OpenOptions = {}): PdfDocument {
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  return new PdfDocument(bytes, readSections(bytes), { keys: new Map(), ...options });
}

export class PdfDocument {
  readonly bytes: Buffer;
  /** Newest first: an object is what the first section that knows it says. */
  readonly sections: readonly CrossReferenceSection[];
  /** What is added to the offsets that stand in the file: the junk before the header, where the writer did not count it. */
  readonly shift: number;
  readonly version: string;
  /** Bytes before `%PDF-`. */
  readonly headerOffset: number;
  readonly #opened: Sections;
  readonly #options: OpenOptions;
  /** Read with the first object. */
  #protection: Protection | undefined;
  /** What was read, damage included: a broken object costs its time once. */
  readonly #indirects = new Map<number, IndirectObject | PdfDamage | undefined>();
  readonly #containers = new Map<number, ObjectStream>();
  readonly #reading = new Set<number>();
  #unpacked = 0;

  constructor(bytes: Buffer, opened: Sections, options: OpenOptions) {
    this.bytes = bytes;
    this.#opened = opened;
    this.#options = options;
    this.sections = opened.sections;
    this.shift = opened.shift;
    this.version = opened.version;
    this.headerOffset = opened.headerOffset;
  }

  /** The same bytes as an older revision knows them: without its newest `count` sections. */
  without(count: number): PdfDocument {
    return new PdfDocument(this.bytes, { ...this.#opened, sections: this.sections.slice(count) }, this.#options);
  }

  /** The first `end` bytes as a document by themselves. */
  upTo(end: number): PdfDocument {
    return openPdf(this.bytes.subarray(0, end), this.#options);
  }

  get trailer(): PdfDict {
    const newest = this.sections[0];
    if (newest === undefined) throw new PdfDamage('cross-reference', 'no section');
    return newest.trailer;
  }

  /** Whether any revision names an encryption dictionary. */
  get encrypted(): boolean {
    return this.sections.some(({ trailer }) => (trailer.entries.get('Encrypt') ?? null) !== null);
  }

  /** @throws PdfDamage when the encryption dictionary cannot be read */
  get protection(): Protection {
    this.#protection ??= openProtection(this, this.#options);
    return this.#protection;
  }

  /** Whether a password is needed that is not there, or another security handler than the standard one. */
  get locked(): boolean {
    return this.protection.locked;
  }

  /** Whether any section is a table with a stream beside it, which old readers overlook. */
  get hybrid(): boolean {
    return this.sections.some(({ supplement }) => supplement !== undefined);
  }

  get catalog(): PdfDict {
    const root = this.dict(this.trailer, 'Root');
    if (root === undefined) throw new PdfDamage('structure', 'no catalog');
    return root;
  }

  /** Where the newest section that knows this number says it is. */
  entry(number: number): CrossReferenceEntry | undefined {
    for (const section of this.sections) {
      const entry = section.find(number);
      if (entry !== undefined) return entry;
    }
    return undefined;
  }

  /** The object behind a number or a reference; null where none is defined (ISO 32000-2, 7.3.10). One step only. */
  get(target: number | PdfRef): PdfObject {
    const number = typeof target === 'number' ? target : target.number;
    const found = this.indirect(number);
    if (found === undefined) return null;
    return typeof target === 'number' || target.generation === found.generation ? found.value : null;
  }

  indirect(number: number): IndirectObject | undefined {
    const known = this.#indirects.get(number);
    if (known instanceof PdfDamage) throw known;
    if (known !== undefined || this.#indirects.has(number)) return known;
    if (this.locked) throw new PdfDamage('encrypted', 'the file is encrypted');
    if (this.#reading.has(number)) throw new PdfDamage('object', `object ${number} needs itself to be read`);
    this.#reading.add(number);
    try {
      const found = this.protection.plain(this.#read(number, this.entry(number)));
      this.#indirects.set(number, found);
      return found;
    } catch (error) {
      if (error instanceof PdfDamage) this.#indirects.set(number, error);
      throw error;
    } finally {
      this.#reading.delete(number);
    }
  }

  #read(number: number, entry: CrossReferenceEntry | undefined): IndirectObject | undefined {
    if (entry === undefined || entry.kind === 'free') return undefined;
    if (entry.kind === 'compressed') {
      const value = this.container(entry.container).read(entry.index, number);
      return { number, generation: 0, value, start: -1, end: -1, container: entry.container };
    }
    const found = readIndirectAt(this.bytes, entry.offset, (length) => this.resolve(length));
    if (found.number !== number || found.generation !== entry.generation) {
      throw new PdfDamage('object', `object ${number} expected, ${found.number} found`, entry.offset);
    }
    return found;
  }

  /** The object stream with this number. */
  container(number: number): ObjectStream {
    const known = this.#containers.get(number);
    if (known !== undefined) return known;
    const entry = this.entry(number);
    if (entry?.kind !== 'offset') throw new PdfDamage('object-stream', `no object stream ${number}`);
    const stream = this.get(number);
    if (!isKind(stream, 'stream')) throw new PdfDamage('object-stream', `object ${number} is no stream`);
    const opened = new ObjectStream(stream, this.decode(stream));
    this.#containers.set(number, opened);
    return opened;
  }

  /** Follows references until something else is found. */
  resolve(object: PdfObject | undefined): PdfObject {
    let current = object ?? null;
    for (let steps = 0; isKind(current, 'ref'); steps += 1) {
      if (steps >= LONGEST_REFERENCE_CHAIN) throw new PdfDamage('structure', 'references without end');
      current = this.get(current);
    }
    return current;
  }

  /** The content of a stream with FlateDecode and PNG predictors undone; PdfDamage for any other filter. */
  decode(stream: PdfStream): Buffer {
    const filters = this.#listed(stream.dict, 'Filter');
    const parameters = this.#listed(stream.dict, 'DecodeParms');
    if (filters.length > 4) throw new PdfDamage('limit', 'too many filters', stream.start);
    return filters.reduce((data: Buffer, filter, i) => {
      // Undone already, or the identity that it is in a file without encryption (ISO 32000-2, 7.4.10).
      if (isKind(filter, 'name') && filter.value === 'Crypt' && i === 0) return data;
      if (!isKind(filter, 'name') || !['FlateDecode', 'Fl'].includes(filter.value)) {
        throw new PdfDamage('stream', 'filter is not supported', stream.start);
      }
      const unpacked = inflate(data, UNPACKED_AT_MOST - this.#unpacked);
      this.#unpacked += unpacked.length;
      const wanted = parameters[i];
      if (!isKind(wanted, 'dict')) return unpacked;
      return unpredict(unpacked, {
        predictor: this.integer(wanted, 'Predictor') ?? 1,
        colors: this.integer(wanted, 'Colors') ?? 1,
        bitsPerComponent: this.integer(wanted, 'BitsPerComponent') ?? 8,
        columns: this.integer(wanted, 'Columns') ?? 1,
      });
    }, stream.raw);
  }

  #listed(dict: PdfDict, key: string): PdfObject[] {
    const value = this.value(dict, key);
    if (value === null) return [];
    return isKind(value, 'array') ? value.items.map((item) => this.resolve(item)) : [value];
  }

  /** The value of a key with references followed; null if it is missing. */
  value(dict: PdfDict, key: string): PdfObject {
    return this.resolve(dict.entries.get(key));
  }

  dict(dict: PdfDict, key: string): PdfDict | undefined {
    const value = this.value(dict, key);
    return isKind(value, 'dict') ? value : undefined;
  }

  array(dict: PdfDict, key: string): PdfArray | undefined {
    const value = this.value(dict, key);
    return isKind(value, 'array') ? value : undefined;
  }

  name(dict: PdfDict, key: string): string | undefined {
    const value = this.value(dict, key);
    return isKind(value, 'name') ? value.value : undefined;
  }

  integer(dict: PdfDict, key: string): number | undefined {
    const value = this.value(dict, key);
    return typeof value === 'number' && Number.isInteger(value) ? value : undefined;
  }

  text(dict: PdfDict, key: string): string | undefined {
    const value = this.value(dict, key);
    return isKind(value, 'string') ? textOf(value) : undefined;
  }
}
