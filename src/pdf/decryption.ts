import { createDecipheriv, createHash } from 'node:crypto';
import { PdfDamage } from './damage.ts';
import type { Cipher, EncryptionDictionary } from './encryption-dictionary.ts';
import { isKind, type PdfDict, type PdfObject, type PdfStream } from './objects.ts';
import { rc4 } from './rc4.ts';

/**
 * Undoes the encryption of objects that stand in the file's body (ISO 32000-2, 7.6.2): of their strings at once, of
 * stream data when it is asked for. What came out of an object stream was deciphered with it and must not come here.
 */
export class Decryption {
  readonly #dict: EncryptionDictionary;
  readonly #key: Buffer;
  readonly #resolve: (object: PdfObject | undefined) => PdfObject;
  /** Bytes still granted: objects of an honest file do not overlap, so that all of them together are no more than it. */
  #left: number;

  constructor(
    dict: EncryptionDictionary,
    key: Buffer,
    fileLength: number,
    resolve: (object: PdfObject | undefined) => PdfObject,
  ) {
    this.#dict = dict;
    this.#key = key;
    this.#left = fileLength + 1024;
    this.#resolve = resolve;
  }

  /** The object in plain; spans stay those of the file. */
  object(number: number, generation: number, value: PdfObject): PdfObject {
    const own = { number, generation };
    if (!isKind(value, 'stream')) return this.#plain(value, own);
    // Cross-reference streams are what leads to the key, and are not encrypted (7.5.8.2).
    if (typeOf(value.dict) === 'XRef') return value;
    const dict = this.#plain(value.dict, own);
    if (!isKind(dict, 'dict')) return value;
    let data: Buffer | undefined;
    const open = () => this.#decipher(value.raw, this.#cipherOf({ ...value, dict }), own);
    return {
      kind: 'stream',
      dict,
      start: value.start,
      end: value.end,
      get raw() {
        data ??= open();
        return data;
      },
    };
  }

  #plain(value: PdfObject, own: ObjectId): PdfObject {
    if (isKind(value, 'string')) return { ...value, bytes: this.#decipher(value.bytes, this.#dict.strings, own) };
    if (isKind(value, 'array')) return { ...value, items: value.items.map((item) => this.#plain(item, own)) };
    if (!isKind(value, 'dict')) return value;
    // The value of a signature is not encrypted; its dictionary need not say /Type, but says which bytes are signed.
    const isSignature = value.entries.has('ByteRange');
    const entries = [...value.entries].map(([key, entry]): [string, PdfObject] => [
      key,
      isSignature && key === 'Contents' && isKind(entry, 'string') ? entry : this.#plain(entry, own),
    ]);
    return { ...value, entries: new Map(entries) };
  }

  /** 7.6.6: a filter of its own, metadata left readable (table 21), embedded files (table 20), all other streams. */
  #cipherOf({ dict }: PdfStream): Cipher {
    const filter = this.#first(dict, 'Filter');
    if (isKind(filter, 'name') && filter.value === 'Crypt') {
      const parameters = this.#first(dict, 'DecodeParms');
      const name = isKind(parameters, 'dict') ? this.#resolve(parameters.entries.get('Name')) : null;
      return isKind(name, 'name') ? this.#dict.named(name.value) : 'identity';
    }
    const type = typeOf(dict);
    if (type === 'Metadata' && !this.#dict.encryptMetadata) return 'identity';
    return type === 'EmbeddedFile' ? this.#dict.embeddedFiles : this.#dict.streams;
  }

  #first(dict: PdfDict, key: string): PdfObject {
    const value = this.#resolve(dict.entries.get(key));
    return isKind(value, 'array') ? this.#resolve(value.items[0]) : value;
  }

  #decipher(data: Buffer, cipher: Cipher, own: ObjectId): Buffer {
    if (cipher === 'identity') return data;
    this.#left -= data.length;
    if (this.#left < 0) throw new PdfDamage('limit', 'more encrypted bytes than the file has');
    if (cipher === 'rc4') return rc4(this.#keyOf(own, cipher), data);
    // Some writers leave what is empty as it is.
    if (data.length === 0) return data;
    try {
      const decipher = createDecipheriv(`${cipher}-cbc`, this.#keyOf(own, cipher), data.subarray(0, 16));
      return Buffer.concat([decipher.update(data.subarray(16)), decipher.final()]);
    } catch {
      throw new PdfDamage('stream', `object ${own.number} cannot be deciphered`);
    }
  }

  /** Algorithm 1; version 5 uses the key of the file for everything (algorithm 1.A). */
  #keyOf({ number, generation }: ObjectId, cipher: Cipher): Buffer {
    if (cipher === 'aes-256') return this.#key;
    const id = Buffer.alloc(5);
    id.writeUIntLE(number & 0xffffff, 0, 3);
    id.writeUIntLE(generation & 0xffff, 3, 2);
    const hash = createHash('md5').update(this.#key).update(id);
    if (cipher === 'aes-128') hash.update('sAlT', 'latin1');
    return hash.digest().subarray(0, Math.min(this.#key.length + 5, 16));
  }
}

interface ObjectId {
  number: number;
  generation: number;
}

function typeOf(dict: PdfDict): string | undefined {
  const type = dict.entries.get('Type');
  return isKind(type, 'name') ? type.value : undefined;
}
