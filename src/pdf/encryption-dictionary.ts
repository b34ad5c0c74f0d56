import { PdfDamage } from './damage.ts';
import { isKind, type PdfDict, type PdfObject } from './objects.ts';

/** How a string or a stream is enciphered (ISO 32000-2, table 25: None aside, which no reader can undo). */
export type Cipher = 'identity' | 'rc4' | 'aes-128' | 'aes-256';

/** What /Encrypt says to the standard security handler (ISO 32000-2, tables 20, 21 and 25). */
export interface EncryptionDictionary {
  /** /R: 2 to 4 derive the key by MD5 and RC4, 5 and 6 by SHA-2. */
  readonly revision: 2 | 3 | 4 | 5 | 6;
  readonly owner: Buffer;
  readonly user: Buffer;
  /** /OE and /UE of revisions 5 and 6, otherwise empty. */
  readonly ownerKey: Buffer;
  readonly userKey: Buffer;
  readonly permissions: number;
  readonly encryptMetadata: boolean;
  /** Bytes that the file's key may have: writers disagree about /Length in version 4, and the password's check decides. */
  readonly keyLengths: readonly number[];
  readonly strings: Cipher;
  readonly streams: Cipher;
  readonly embeddedFiles: Cipher;
  /** The cipher of a crypt filter by its name (7.6.6). */
  readonly named: (name: string) => Cipher;
}

/**
 * Reads /Encrypt. Undefined where it asks for something else than the standard handler in a version that is known:
 * nobody can say then what would open the file. `plain` follows a reference and does not decipher.
 * @throws PdfDamage when the dictionary is malformed
 */
export function readEncryptionDictionary(
  dict: PdfDict,
  plain: (object: PdfObject | undefined) => PdfObject,
): EncryptionDictionary | undefined {
  const value = (key: string, of: PdfDict = dict) => plain(of.entries.get(key));
  const filter = value('Filter');
  const [version, revision] = [value('V') ?? 0, value('R')];
  if (!isKind(filter, 'name')) throw malformed('Filter');
  const isKnown = filter.value === 'Standard' && (version === 1 || version === 2 || version === 4 || version === 5);
  if (!isKnown || !isRevision(revision)) return undefined;
  if ((version === 5) !== revision >= 5 || (version === 4 && revision !== 4)) throw malformed('R');

  const string = (key: string, length: number): Buffer => {
    const found = value(key);
    if (!isKind(found, 'string') || found.bytes.length < length) throw malformed(key);
    return found.bytes.subarray(0, length);
  };
  const integer = (key: string): number | undefined => {
    const found = value(key);
    if (found !== null && (typeof found !== 'number' || !Number.isInteger(found))) throw malformed(key);
    return found ?? undefined;
  };
  const metadata = value('EncryptMetadata') ?? true;
  if (typeof metadata !== 'boolean') throw malformed('EncryptMetadata');
  const permissions = integer('P');
  if (permissions === undefined) throw malformed('P');

  const named = (name: string): Cipher => {
    if (version < 4) return 'rc4';
    if (name === 'Identity') return 'identity';
    const filters = value('CF');
    const found = isKind(filters, 'dict') ? value(name, filters) : null;
    const method = isKind(found, 'dict') ? value('CFM', found) : null;
    const cipher = isKind(method, 'name') ? methods.get(method.value) : undefined;
    if (cipher === undefined || (cipher === 'aes-256') !== (version === 5)) throw malformed('CF');
    return cipher;
  };
  const chosen = (key: string, otherwise: string): string => {
    const found = value(key);
    if (found === null) return otherwise;
    if (!isKind(found, 'name')) throw malformed(key);
    return found.value;
  };
  const streams = chosen('StmF', 'Identity');
  const long = revision >= 5;
  return {
    revision,
    owner: string('O', long ? 48 : 32),
    user: string('U', long ? 48 : 32),
    ownerKey: long ? string('OE', 32) : Buffer.alloc(0),
    userKey: long ? string('UE', 32) : Buffer.alloc(0),
    permissions,
    encryptMetadata: metadata || version < 4,
    keyLengths: keyLengths(version, integer('Length')),
    strings: named(chosen('StrF', 'Identity')),
    streams: named(streams),
    embeddedFiles: named(chosen('EFF', streams)),
    named,
  };
}

const methods = new Map<string, Cipher>([
  ['V2', 'rc4'],
  ['AESV2', 'aes-128'],
  ['AESV3', 'aes-256'],
]);

function isRevision(value: PdfObject): value is EncryptionDictionary['revision'] {
  return typeof value === 'number' && [2, 3, 4, 5, 6].includes(value);
}

function keyLengths(version: 1 | 2 | 4 | 5, bits: number | undefined): number[] {
  const said = (bits ?? 40) / 8;
  const tried = { 1: [5, said], 2: [said], 4: [16, said], 5: [32] }[version];
  const lengths = [...new Set(tried)].filter((n) => Number.isInteger(n) && n >= 5 && n <= (version === 5 ? 32 : 16));
  if (lengths.length === 0) throw malformed('Length');
  return lengths;
}

function malformed(key: string): PdfDamage {
  return new PdfDamage('structure', `/${key} of the encryption dictionary`);
}
