import { PdfDamage } from './damage.ts';
import type { PdfObject, PdfStream } from './objects.ts';
import { ObjectParser } from './parser.ts';

/** The inside of an object stream (ISO 32000-2, 7.5.7): its directory is read once, its objects when asked for. */
export class ObjectStream {
  readonly #data: Buffer;
  readonly #numbers: number[] = [];
  readonly #offsets: number[] = [];

  constructor(stream: PdfStream, data: Buffer) {
    const type = stream.dict.entries.get('Type');
    const count = stream.dict.entries.get('N');
    const first = stream.dict.entries.get('First');
    const typed = typeof type === 'object' && type?.kind === 'name' && type.value === 'ObjStm';
    // A pair of numbers with its blanks takes four bytes at least.
    if (!typed || typeof count !== 'number' || typeof first !== 'number' || count > data.length / 4 + 1) {
      throw new PdfDamage('object-stream', 'not an object stream', stream.start);
    }
    this.#data = data;
    const parser = new ObjectParser(data, 0, { positioned: false });
    for (let i = 0; i < count; i += 1) {
      this.#numbers.push(parser.readUnsigned());
      this.#offsets.push(parser.readUnsigned() + first);
    }
  }

  /** The object at an index; its number must be the one that the cross-reference section promised. */
  read(index: number, number: number): PdfObject {
    const offset = this.#offsets[index];
    if (offset === undefined || this.#numbers[index] !== number || offset > this.#data.length) {
      throw new PdfDamage('object-stream', `object ${number} is not where the cross-reference section says`);
    }
    return new ObjectParser(this.#data, offset, { positioned: false }).readObject();
  }

  /** The numbers in it, in order. */
  get numbers(): readonly number[] {
    return this.#numbers;
  }
}
