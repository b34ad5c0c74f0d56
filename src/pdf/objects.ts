/**
 * The nine kinds of PDF object (ISO 32000-2, 7.3). Null, booleans and numbers are those of JavaScript.
 * `start` and `end` are byte offsets in the file with the delimiters inside (`<`…`>`, `(`…`)`, `[`…`]`, `<<`…`>>`),
 * -1 for an object that came from an object stream or was made here.
 */
export type PdfObject = null | boolean | number | PdfName | PdfString | PdfRef | PdfArray | PdfDict | PdfStream;

export interface PdfName {
  readonly kind: 'name';
  /** One character per byte (latin-1), `#xx` decoded, without the slash. */
  readonly value: string;
}

export interface PdfString {
  readonly kind: 'string';
  readonly bytes: Buffer;
  readonly form: 'literal' | 'hex';
  readonly start: number;
  readonly end: number;
}

export interface PdfRef {
  readonly kind: 'ref';
  readonly number: number;
  readonly generation: number;
}

export interface PdfArray {
  readonly kind: 'array';
  readonly items: readonly PdfObject[];
  readonly start: number;
  readonly end: number;
}

export interface PdfDict {
  readonly kind: 'dict';
  readonly entries: ReadonlyMap<string, PdfObject>;
  /** Keys that stand more than once; readers disagree about which one counts, so a verifier must not trust any. */
  readonly duplicates: readonly string[];
  readonly start: number;
  readonly end: number;
}

export interface PdfStream {
  readonly kind: 'stream';
  readonly dict: PdfDict;
  /** The bytes as they stand in the file, filters not undone: see `PdfDocument.decode`. */
  readonly raw: Buffer;
  readonly start: number;
  readonly end: number;
}

type Complex = Exclude<PdfObject, null | boolean | number>;

/** Narrows to one of the kinds that are JavaScript objects: `isKind(object, 'dict')`. */
export function isKind<K extends Complex['kind']>(
  object: PdfObject | undefined,
  kind: K,
): object is Extract<Complex, { kind: K }> {
  return typeof object === 'object' && object !== null && object.kind === kind;
}

export function pdfName(value: string): PdfName {
  return { kind: 'name', value };
}

export function pdfRef(number: number, generation = 0): PdfRef {
  return { kind: 'ref', number, generation };
}

export function pdfArray(items: readonly PdfObject[]): PdfArray {
  return { kind: 'array', items, start: -1, end: -1 };
}

export function pdfDict(entries: Readonly<Record<string, PdfObject>> | ReadonlyMap<string, PdfObject>): PdfDict {
  const map = entries instanceof Map ? entries : new Map(Object.entries(entries));
  return { kind: 'dict', entries: map, duplicates: [], start: -1, end: -1 };
}

export function pdfString(bytes: Uint8Array, form: 'literal' | 'hex' = 'literal'): PdfString {
  return { kind: 'string', bytes: Buffer.from(bytes), form, start: -1, end: -1 };
}

/** A copy of a dictionary with some keys set; a key set to undefined is left out. The order of the others stays. */
export function withEntries(dict: PdfDict, changes: Readonly<Record<string, PdfObject | undefined>>): PdfDict {
  const entries = new Map(dict.entries);
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) entries.delete(key);
    else entries.set(key, value);
  }
  return pdfDict(entries);
}
