import { PdfDamage } from './damage.ts';
import type { PdfDict, PdfObject, PdfString } from './objects.ts';

/**
 * An object as bytes of a file, one character per byte (latin-1). What the reader read comes out with the same meaning,
 * not with the same spelling. A dictionary with duplicate keys is refused: writing it would choose one of its meanings.
 */
export function writeObject(object: PdfObject): string {
  if (object === null) return 'null';
  if (typeof object === 'boolean') return object ? 'true' : 'false';
  if (typeof object === 'number') return writeNumber(object);
  switch (object.kind) {
    case 'name':
      return writeName(object.value);
    case 'string':
      return writeString(object);
    case 'ref':
      return `${object.number} ${object.generation} R`;
    case 'array':
      return `[${object.items.map(writeObject).join(' ')}]`;
    case 'dict':
      return writeDict(object);
    case 'stream':
      return `${writeDict(object.dict)}\nstream\n${object.raw.toString('latin1')}\nendstream`;
  }
}

function writeNumber(value: number): string {
  if (!Number.isFinite(value)) throw new PdfDamage('syntax', 'not a finite number');
  const short = String(value);
  // PDF knows no exponents (ISO 32000-2, 7.3.3).
  return short.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : short;
}

/** Only letters, digits and a few marks stand as they are: PDF/A wants names to survive any reader. */
function writeName(value: string): string {
  const spelled = (char: string) => `#${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
  return `/${value.replace(/[^A-Za-z0-9_.:+*@!$&'=^~|-]/g, spelled)}`;
}

function writeString({ bytes, form }: PdfString): string {
  if (form === 'hex') return `<${bytes.toString('hex')}>`;
  // A bare carriage return would be read back as a line feed.
  const escaped = bytes
    .toString('latin1')
    .replace(/[\\()]/g, '\\$&')
    .replaceAll('\r', '\\r');
  return `(${escaped})`;
}

function writeDict({ entries, duplicates }: PdfDict): string {
  if (duplicates.length > 0)
    throw new PdfDamage('structure', 'a dictionary with duplicate keys would have to be rewritten');
  const lines = [...entries].map(([key, value]) => `${writeName(key)} ${writeObject(value)}`);
  return `<<\n${lines.join('\n')}\n>>`;
}
