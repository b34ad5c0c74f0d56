import { type FormField, listFields } from './form-fields.ts';
import { isKind, type PdfDict } from './objects.ts';
import type { PdfDocument } from './reader.ts';

/** What makes a signature dictionary unfit for a verdict; each has been used to show one document and sign another. */
export type SignatureOddity =
  | 'value-not-a-dictionary'
  | 'in-object-stream'
  | 'duplicate-keys'
  | 'contents-missing'
  | 'contents-indirect'
  | 'contents-not-a-string'
  | 'contents-literal-string'
  | 'byte-range-missing'
  | 'byte-range-indirect'
  | 'byte-range-not-integers';

/** A signed signature field, its dictionary found through the form and never by searching text. */
export interface SignatureInPdf {
  readonly field: FormField;
  /** The number of the signature dictionary's object; undefined if it stands directly in the field. */
  readonly number: number | undefined;
  readonly dict: PdfDict;
  readonly filter: string | undefined;
  readonly subFilter: string | undefined;
  readonly type: string | undefined;
  /** The token in the file, `<` and `>` inside the span, and the bytes it stands for, padding included. */
  readonly contents: { readonly start: number; readonly end: number; readonly bytes: Buffer } | undefined;
  /** The array in the file, brackets inside the span; the numbers as they stand (any count, any sign). */
  readonly byteRange: { readonly start: number; readonly end: number; readonly numbers: readonly number[] } | undefined;
  readonly oddities: readonly SignatureOddity[];
}

/** Every signature field that has a value, in the order of the form. Verdicts on what is found are the caller's. */
export function listSignatures(document: PdfDocument): SignatureInPdf[] {
  return listFields(document)
    .filter((field) => field.type === 'Sig' && document.resolve(field.value) !== null)
    .map((field) => describe(document, field));
}

const NOTHING: PdfDict = { kind: 'dict', entries: new Map(), duplicates: [], start: -1, end: -1 };

function describe(document: PdfDocument, field: FormField): SignatureInPdf {
  const value = document.resolve(field.value);
  const oddities: SignatureOddity[] = [];
  const dict = isKind(value, 'dict') ? value : NOTHING;
  if (dict === NOTHING) oddities.push('value-not-a-dictionary');
  else if (dict.start < 0) oddities.push('in-object-stream');
  if (dict.duplicates.length > 0) oddities.push('duplicate-keys');
  return {
    field,
    number: isKind(field.value, 'ref') ? field.value.number : undefined,
    dict,
    filter: document.name(dict, 'Filter'),
    subFilter: document.name(dict, 'SubFilter'),
    type: document.name(dict, 'Type'),
    contents: contentsOf(dict, oddities),
    byteRange: byteRangeOf(dict, oddities),
    oddities,
  };
}

function contentsOf(dict: PdfDict, oddities: SignatureOddity[]): SignatureInPdf['contents'] {
  const contents = dict.entries.get('Contents') ?? null;
  if (contents === null) oddities.push('contents-missing');
  else if (isKind(contents, 'ref')) oddities.push('contents-indirect');
  else if (!isKind(contents, 'string')) oddities.push('contents-not-a-string');
  else {
    if (contents.form === 'literal') oddities.push('contents-literal-string');
    return { start: contents.start, end: contents.end, bytes: contents.bytes };
  }
  return undefined;
}

function byteRangeOf(dict: PdfDict, oddities: SignatureOddity[]): SignatureInPdf['byteRange'] {
  const range = dict.entries.get('ByteRange') ?? null;
  if (range === null) oddities.push('byte-range-missing');
  else if (isKind(range, 'ref')) oddities.push('byte-range-indirect');
  else if (!isKind(range, 'array') || !range.items.every((n) => typeof n === 'number' && Number.isInteger(n))) {
    oddities.push('byte-range-not-integers');
  } else {
    return { start: range.start, end: range.end, numbers: range.items.filter((n) => typeof n === 'number') };
  }
  return undefined;
}
