import { isKind, type PdfObject } from '../pdf/objects.ts';

/** Whether a value is a stream that says it is of this type. */
export function isStreamOf(value: PdfObject, type: string): boolean {
  if (!isKind(value, 'stream')) return false;
  const named = value.dict.entries.get('Type');
  return isKind(named, 'name') && named.value === type;
}

/** The values directly inside a value. */
export function partsOf(object: PdfObject): PdfObject[] {
  if (isKind(object, 'array')) return [...object.items];
  if (isKind(object, 'dict')) return [...object.entries.values()];
  if (isKind(object, 'stream')) return [...object.dict.entries.values()];
  return [];
}

/** Equality of values as they stand, references compared by number and not followed. */
export function equalDirect(a: PdfObject | undefined, b: PdfObject | undefined): boolean {
  if (a === b) return true;
  if (isKind(a, 'ref')) return isKind(b, 'ref') && a.number === b.number && a.generation === b.generation;
  if (isKind(a, 'name')) return isKind(b, 'name') && a.value === b.value;
  if (isKind(a, 'string')) return isKind(b, 'string') && a.bytes.equals(b.bytes);
  if (isKind(a, 'array')) {
    return (
      isKind(b, 'array') && a.items.length === b.items.length && a.items.every((v, i) => equalDirect(v, b.items[i]))
    );
  }
  if (isKind(a, 'stream')) return isKind(b, 'stream') && a.raw.equals(b.raw) && equalDirect(a.dict, b.dict);
  if (!isKind(a, 'dict') || !isKind(b, 'dict') || a.entries.size !== b.entries.size) return false;
  return [...a.entries].every(([key, value]) => b.entries.has(key) && equalDirect(value, b.entries.get(key)));
}
