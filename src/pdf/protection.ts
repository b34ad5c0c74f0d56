import { PdfDamage } from './damage.ts';
import { Decryption } from './decryption.ts';
import { readEncryptionDictionary } from './encryption-dictionary.ts';
import { fileKey } from './encryption-key.ts';
import { type IndirectObject, readIndirectAt } from './indirect-object.ts';
import { isKind, type PdfObject } from './objects.ts';
import type { PdfDocument } from './reader.ts';

/** What stands between the bytes of a file and its objects. */
export interface Protection {
  /** The password does not open the file, or its security handler is not the standard one. */
  readonly locked: boolean;
  /** An object as it was before encryption; in a file without it, the object itself. */
  plain(found: IndirectObject | undefined): IndirectObject | undefined;
}

/**
 * Reads /Encrypt and the first /ID of the newest trailer (ISO 32000-2, 7.6.2) and tries the password, the empty one if none
 * is given. @throws PdfDamage when the dictionary cannot be read, or an update has left it out
 */
export function openProtection(document: PdfDocument, password: Buffer = Buffer.alloc(0)): Protection {
  if (!document.encrypted) return { locked: false, plain: (found) => found };
  const read = (object: PdfObject | undefined) => readPlain(document, object);
  const encrypt = document.trailer.entries.get('Encrypt');
  const dict = read(encrypt);
  if (!isKind(dict, 'dict')) throw new PdfDamage('structure', 'no encryption dictionary');
  const demands = readEncryptionDictionary(dict, read);
  const ids = read(document.trailer.entries.get('ID'));
  const id = isKind(ids, 'array') ? read(ids.items[0]) : null;
  const key = demands && fileKey(demands, isKind(id, 'string') ? id.bytes : Buffer.alloc(0), password);
  if (demands === undefined || key === undefined) return { locked: true, plain: (found) => found };
  const decryption = new Decryption(demands, key, document.bytes.length, (object) => document.resolve(object));
  const dictionary = isKind(encrypt, 'ref') ? encrypt.number : undefined;
  return {
    locked: false,
    plain(found) {
      // What an object stream holds was deciphered with it; the dictionary that led to the key stands in plain (7.6.2).
      if (found === undefined || found.container !== undefined || found.number === dictionary) return found;
      return { ...found, value: decryption.object(found.number, found.generation, found.value) };
    },
  };
}

/** One step behind a reference, without the deciphering that is not possible yet: no streams, nothing from object streams. */
function readPlain(document: PdfDocument, object: PdfObject | undefined): PdfObject {
  if (!isKind(object, 'ref')) return object ?? null;
  const entry = document.entry(object.number);
  if (entry?.kind !== 'offset') return null;
  const found = readIndirectAt(document.bytes, entry.offset, () => null);
  return found.number === object.number && found.generation === object.generation ? found.value : null;
}
