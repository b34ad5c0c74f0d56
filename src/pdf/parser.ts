import { PdfDamage } from './damage.ts';
import { readLiteral } from './literal-string.ts';
import { type PdfArray, type PdfDict, type PdfObject, type PdfString, pdfName, pdfRef } from './objects.ts';

/** Deeper nesting than this is an attack on the stack, not a document. */
const DEEPEST = 100;
const LONGEST_TOKEN = 128;
/** Values that one parser makes: each costs a hundred times the bytes that ask for it. */
const MOST_VALUES = 1_000_000;

const BLANK = 1;
const DELIMITER = 2;
const CLASS = new Uint8Array(256);
for (const code of [0, 9, 10, 12, 13, 32]) CLASS[code] = BLANK;
for (const char of '()<>[]{}/%') CLASS[char.charCodeAt(0)] = DELIMITER;

const [LF, CR, HASH, PERCENT, OPEN, LESS, GREATER, LEFT, RIGHT, SLASH, ZERO, NINE] = [
  10, 13, 0x23, 0x25, 0x28, 0x3c, 0x3e, 0x5b, 0x5d, 0x2f, 0x30, 0x39,
] as const;

/** True of the six white-space characters (ISO 32000-2, table 1). */
export function isBlank(code: number | undefined): boolean {
  return code !== undefined && CLASS[code] === BLANK;
}

function isRegular(code: number | undefined): boolean {
  return code !== undefined && CLASS[code] === 0;
}

/**
 * Reads objects from bytes, forward only and once: every method either moves `position` past what it read or throws
 * PdfDamage. It knows nothing of files: no references are followed, a stream's data is the caller's business.
 * `positioned: false` is for the inside of object streams, where offsets would not be offsets of the file.
 */
export class ObjectParser {
  position: number;
  #values = 0;
  readonly #bytes: Buffer;
  readonly #positioned: boolean;

  constructor(bytes: Buffer, position = 0, options: { positioned?: boolean } = {}) {
    this.#bytes = bytes;
    this.position = position;
    this.#positioned = options.positioned ?? true;
  }

  /** Past white space and comments. */
  skipBlanks(): void {
    const bytes = this.#bytes;
    let at = this.position;
    for (;;) {
      const code = bytes[at];
      if (code === PERCENT) {
        while (at < bytes.length && bytes[at] !== LF && bytes[at] !== CR) at += 1;
      } else if (isBlank(code)) {
        at += 1;
      } else {
        this.position = at;
        return;
      }
    }
  }

  /** A run of regular characters: a keyword or a number. Empty at a delimiter or at the end. */
  readToken(): string {
    this.skipBlanks();
    const start = this.position;
    let at = start;
    while (isRegular(this.#bytes[at])) {
      at += 1;
      if (at - start > LONGEST_TOKEN) throw new PdfDamage('syntax', 'token without end', start);
    }
    this.position = at;
    return this.#bytes.toString('latin1', start, at);
  }

  expectKeyword(keyword: string): void {
    this.skipBlanks();
    const at = this.position;
    if (this.readToken() !== keyword) throw new PdfDamage('syntax', `${keyword} expected`, at);
  }

  /** Whether that keyword comes next; if so it is read. */
  takeKeyword(keyword: string): boolean {
    this.skipBlanks();
    const end = this.position + keyword.length;
    if (this.#bytes.toString('latin1', this.position, end) !== keyword || isRegular(this.#bytes[end])) return false;
    this.position = end;
    return true;
  }

  /** An unsigned integer of at most ten digits. */
  readUnsigned(): number {
    this.skipBlanks();
    const at = this.position;
    const found = this.#unsignedAt(at);
    if (found === undefined) throw new PdfDamage('syntax', 'unsigned integer expected', at);
    this.position = found.end;
    return found.value;
  }

  readObject(depth = 0): PdfObject {
    if (depth > DEEPEST) throw new PdfDamage('limit', 'objects nested too deeply', this.position);
    this.#values += 1;
    if (this.#values > MOST_VALUES) throw new PdfDamage('limit', 'too many values in one object', this.position);
    this.skipBlanks();
    const code = this.#bytes[this.position];
    if (code === undefined) throw new PdfDamage('syntax', 'object expected, file ends', this.position);
    if (code === SLASH) return pdfName(this.#readName());
    if (code === OPEN) return this.#readLiteralString();
    if (code === LEFT) return this.#readArray(depth);
    if (code === LESS) return this.#bytes[this.position + 1] === LESS ? this.readDict(depth) : this.#readHexString();
    if (CLASS[code] === DELIMITER) throw new PdfDamage('syntax', 'object expected', this.position);
    return this.#readNumberOrKeyword(code);
  }

  readDict(depth = 0): PdfDict {
    this.skipBlanks();
    const start = this.position;
    if (this.#bytes[start] !== LESS || this.#bytes[start + 1] !== LESS) {
      throw new PdfDamage('syntax', 'dictionary expected', start);
    }
    this.position += 2;
    const entries = new Map<string, PdfObject>();
    const duplicates: string[] = [];
    for (;;) {
      this.skipBlanks();
      const code = this.#bytes[this.position];
      if (code === GREATER && this.#bytes[this.position + 1] === GREATER) break;
      if (code !== SLASH) throw new PdfDamage('syntax', 'dictionary key expected', this.position);
      const key = this.#readName();
      if (entries.has(key)) duplicates.push(key);
      entries.set(key, this.readObject(depth + 1));
    }
    this.position += 2;
    return { kind: 'dict', entries, duplicates, ...this.#span(start) };
  }

  #span(start: number): { start: number; end: number } {
    return this.#positioned ? { start, end: this.position } : { start: -1, end: -1 };
  }

  #readArray(depth: number): PdfArray {
    const start = this.position;
    this.position += 1;
    const items: PdfObject[] = [];
    for (;;) {
      this.skipBlanks();
      if (this.#bytes[this.position] === RIGHT) break;
      items.push(this.readObject(depth + 1));
    }
    this.position += 1;
    return { kind: 'array', items, ...this.#span(start) };
  }

  #readName(): string {
    const start = this.position + 1;
    let at = start;
    let escaped = false;
    while (isRegular(this.#bytes[at])) {
      if (this.#bytes[at] === HASH) escaped = true;
      at += 1;
    }
    this.position = at;
    const raw = this.#bytes.toString('latin1', start, at);
    if (!escaped) return raw;
    return raw.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  }

  #readHexString(): PdfString {
    const start = this.position;
    const close = this.#bytes.indexOf(GREATER, start);
    if (close < 0) throw new PdfDamage('syntax', 'hexadecimal string without end', start);
    const raw = this.#bytes.toString('latin1', start + 1, close);
    const digits = /[\0\t\n\f\r ]/.test(raw) ? raw.replace(/[\0\t\n\f\r ]/g, '') : raw;
    const even = digits.length % 2 === 0 ? digits : `${digits}0`;
    const bytes = Buffer.from(even, 'hex');
    if (bytes.length !== even.length / 2) throw new PdfDamage('syntax', 'not a hexadecimal digit', start);
    this.position = close + 1;
    return { kind: 'string', bytes, form: 'hex', ...this.#span(start) };
  }

  #readLiteralString(): PdfString {
    const start = this.position;
    const { bytes, end } = readLiteral(this.#bytes, start);
    this.position = end;
    return { kind: 'string', bytes, form: 'literal', ...this.#span(start) };
  }

  #readNumberOrKeyword(first: number): PdfObject {
    const start = this.position;
    if (first >= ZERO && first <= NINE) {
      const found = this.#integerOrReferenceAt(start);
      if (found !== undefined) return found;
    }
    const token = this.readToken();
    if (/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(token)) return Number(token);
    if (token === 'null') return null;
    if (token === 'true') return true;
    if (token === 'false') return false;
    throw new PdfDamage('syntax', 'unknown keyword', start);
  }

  /** The commonest values by far, read without making a string of them. */
  #integerOrReferenceAt(start: number): PdfObject | undefined {
    const number = this.#unsignedAt(start);
    if (number === undefined) return undefined;
    this.position = number.end;
    if (!isBlank(this.#bytes[number.end])) return number.value;
    this.skipBlanks();
    const generation = this.#unsignedAt(this.position);
    if (generation !== undefined && isBlank(this.#bytes[generation.end])) {
      this.position = generation.end;
      if (this.takeKeyword('R')) return pdfRef(number.value, generation.value);
    }
    this.position = number.end;
    return number.value;
  }

  #unsignedAt(start: number): { value: number; end: number } | undefined {
    let value = 0;
    let at = start;
    for (; at - start <= 10; at += 1) {
      const code = this.#bytes[at];
      if (code === undefined || code < ZERO || code > NINE) break;
      value = value * 10 + (code - ZERO);
    }
    return at === start || at - start > 10 || isRegular(this.#bytes[at]) ? undefined : { value, end: at };
  }
}
