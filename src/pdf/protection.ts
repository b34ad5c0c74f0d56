import { hkdfSync } from 'node:crypto';
import { PdfDamage } from './damage.ts';
import { Decryption } from './decryption.ts';
import { type EncryptionDictionary, readEncryptionDictionary } from './encryption-dictionary.ts';
import { fileKey } from './encryption-key.ts';
import { type IndirectObject, readIndirectAt } from './indirect-object.ts';
import { isKind, type PdfObject } from './objects.ts';
import type { OpenOptions, PdfDocument } from './reader.ts';

/** What stands between the bytes of a file and its objects. */
export interface Protection {
  /** The password does not open the file, or its security handler is not the standard one. */
  readonly locked: boolean;
  /** What the codes of an encrypted file that authenticates itself are made with (ISO/TS 32004); undefined without them. */
  readonly macKey: Buffer | undefined;
  /** An object as it was before encryption; in a file without it, the object itself. */
  plain(found: IndirectObject | undefined): IndirectObject | undefined;
}

/**
 * Reads /Encrypt and the first /ID of the newest trailer (ISO 32000-2, 7.6.2) and tries the password, the empty one if none
 * is given. @throws PdfDamage when the dictionary cannot be read, or an update has left it out
 */
export function openProtection(document: PdfDocument, { password = NO_PASSWORD, keys }: OpenOptions): Protection {
  if (!document.encrypted) return { locked: false, macKey: undefined, plain: (found) => found };
  const read = (object: PdfObject | undefined) => readPlain(document, object);
  const encrypt = document.trailer.entries.get('Encrypt');
  const dict = read(encrypt);
  if (!isKind(dict, 'dict')) throw new PdfDamage('structure', 'no encryption dictionary');
  const demands = readEncryptionDictionary(dict, read);
  const ids = read(document.trailer.entries.get('ID'));
  const id = isKind(ids, 'array') ? read(ids.items[0]) : null;
  const key = demands && remembered(demands, isKind(id, 'string') ? id.bytes : Buffer.alloc(0), password, keys);
  if (demands === undefined || key === undefined) return { locked: true, macKey: undefined, plain: (found) => found };
  const decryption = new Decryption(demands, key, document.bytes.length, (object) => document.resolve(object));
  const dictionary = isKind(encrypt, 'ref') ? encrypt.number : undefined;
  const salt = read(dict.entries.get('KDFSalt'));
  return {
    locked: false,
    macKey: isKind(salt, 'string') ? Buffer.from(hkdfSync('sha256', key, salt.bytes, 'PDFMAC', 32)) : undefined,
    plain(found) {
      // What an object stream holds was deciphered with it; the dictionary that led to the key stands in plain (7.6.2).
      if (found === undefined || found.container !== undefined || found.number === dictionary) return found;
      return { ...found, value: decryption.object(found.number, found.generation, found.value) };
    },
  };
}

/** File keys by all that they are derived from; undefined where the password opens nothing. */
export type FoundKeys = Map<string, Buffer | undefined>;

const NO_PASSWORD = Buffer.alloc(0);

function remembered(
  demands: EncryptionDictionary,
  id: Buffer,
  password: Buffer,
  keys: FoundKeys = new Map(),
): Buffer | undefined {
  const from = JSON.stringify([demands, id, password]);
  const key = keys.has(from) ? keys.get(from) : fileKey(demands, id, password);
  keys.set(from, key);
  return key;
}

/** One step behind a reference, without the deciphering that is not possible yet: no streams, nothing from object streams. */
function readPlain(document: PdfDocument, object: PdfObject | undefined): PdfObject {
  if (!isKind(object, 'ref')) return object ?? null;
  const entry = document.entry(object.number);
  if (entry?.kind !== 'offset') return null;
  const found = readIndirectAt(document.bytes, entry.offset, () => null);
  return found.number === object.number && found.generation === object.generation ? found.value : null;
}
