import { spawnSync } from 'node:child_process';
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEncryptionDictionary } from '../../src/pdf/encryption-dictionary.ts';
import { fileKey } from '../../src/pdf/encryption-key.ts';
import { IncrementalUpdate } from '../../src/pdf/incremental-update.ts';
import { isKind, type PdfObject, type PdfRef, pdfString } from '../../src/pdf/objects.ts';
import { findPage } from '../../src/pdf/pages.ts';
import { openPdf, type PdfDocument } from '../../src/pdf/reader.ts';
import { addSignatureField } from '../../src/pdf/signature-field.ts';
import { planCms, signCms } from '../../src/signing/cms.ts';
import { sampleObjects, samplePdf } from '../pdf/sample-pdf.ts';
import { pki } from './signed-letter.ts';

/*
 * Signed letters in encrypted files: qpdf encrypts, and a signer of the test's own signs them, since the product refuses
 * to. The strings of its update are enciphered here, so that nobody reads them who does not decipher as others do.
 */

export interface Protection {
  user: string;
  owner: string;
  /** qpdf's own words: key length and more. */
  words: string[];
}

/** What qpdf 11 can write, one of each cipher, and object streams with one of them. */
export const protections: Record<string, string[]> = {
  'RC4 of 40 bits': ['40', '--allow-weak-crypto'],
  'RC4 of 128 bits': ['128', '--use-aes=n', '--allow-weak-crypto'],
  'RC4 of 128 bits in crypt filters': ['128', '--use-aes=n', '--force-V4', '--allow-weak-crypto'],
  'AES of 128 bits': ['128', '--use-aes=y', '--allow-weak-crypto'],
  'AES of 128 bits with readable metadata': ['128', '--use-aes=y', '--cleartext-metadata', '--allow-weak-crypto'],
  'AES of 256 bits, revision 5': ['256', '--force-R5', '--allow-weak-crypto'],
  'AES of 256 bits': ['256'],
  'AES of 256 bits with readable metadata': ['256', '--cleartext-metadata'],
  'AES of 256 bits with object streams': ['256', '--object-streams=generate'],
};

/** `pdf` encrypted by qpdf. */
export function encrypted(pdf: Buffer, { user, owner, words }: Protection): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'layang-encrypted-'));
  try {
    const [input, output] = [join(folder, 'in.pdf'), join(folder, 'out.pdf')];
    writeFileSync(input, pdf);
    const global = words.filter((word) => /^--(allow-weak-crypto|object-streams)/.test(word));
    const own = words.filter((word) => !global.includes(word));
    const done = spawnSync('qpdf', [...global, '--encrypt', user, owner, ...own, '--', input, output]);
    if (done.status !== 0) throw new Error(`qpdf: ${done.stderr}`);
    return readFileSync(output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Encipher = (data: Buffer, ref: PdfRef) => Buffer;

/** The other direction of what src/pdf undoes, with the key that the empty password opens. */
function encipherFor(document: PdfDocument): Encipher {
  const reference = document.trailer.entries.get('Encrypt');
  const dict = document.resolve(reference);
  const read = isKind(dict, 'dict') ? readEncryptionDictionary(dict, (object) => document.resolve(object)) : undefined;
  const id = document.array(document.trailer, 'ID')?.items[0];
  const key = read && fileKey(read, isKind(id, 'string') ? id.bytes : Buffer.alloc(0), Buffer.alloc(0));
  if (read === undefined || key === undefined) throw new Error('the empty password does not open it');
  return (data, { number, generation }) => {
    const cipher = read.strings;
    const named = Buffer.from([number, number >> 8, number >> 16, generation, generation >> 8]);
    const salt = cipher === 'aes-128' ? Buffer.from('sAlT') : Buffer.alloc(0);
    const own = createHash('md5')
      .update(Buffer.concat([key, named, salt]))
      .digest()
      .subarray(0, Math.min(16, key.length + 5));
    if (cipher === 'rc4') return spawnedRc4(own, data);
    const iv = randomBytes(16);
    const using = createCipheriv(`${cipher}-cbc`, cipher === 'aes-256' ? key : own, iv);
    return Buffer.concat([iv, using.update(data), using.final()]);
  };
}

/** RC4 of OpenSSL's legacy provider: not the one that is being tried. */
function spawnedRc4(key: Buffer, data: Buffer): Buffer {
  if (key.length !== 16) return slowRc4(key, data);
  const words = ['enc', '-rc4', '-K', key.toString('hex'), '-provider', 'legacy', '-provider', 'default', '-e'];
  const done = spawnSync('openssl', words, { input: data });
  if (done.status !== 0) throw new Error(`openssl: ${done.stderr}`);
  return done.stdout;
}

/** Keys of other lengths, which OpenSSL's command does not take: written down a second time, after RFC 6229. */
function slowRc4(key: Buffer, data: Buffer): Buffer {
  const s = [...Array(256).keys()];
  const at = (index: number) => s[index & 255] ?? 0;
  const swap = (a: number, b: number) => {
    [s[a & 255], s[b & 255]] = [at(b), at(a)];
  };
  s.slice().reduce((j, _, i) => {
    const next = (j + at(i) + (key[i % key.length] ?? 0)) & 255;
    swap(i, next);
    return next;
  }, 0);
  let j = 0;
  return Buffer.from(
    data.map((byte, index) => {
      j = (j + at(index + 1)) & 255;
      swap(index + 1, j);
      return byte ^ at(at(index + 1) + at(j));
    }),
  );
}

/** An update whose strings and streams are enciphered as its document wants it. */
export class EncipheredUpdate extends IncrementalUpdate {
  readonly #encipher: Encipher;

  constructor(document: PdfDocument) {
    super(document);
    this.#encipher = encipherFor(document);
  }

  override put(ref: PdfRef, body: PdfObject | Buffer): PdfRef {
    return super.put(ref, Buffer.isBuffer(body) ? body : this.#enciphered(body, ref));
  }

  string(text: string, ref: PdfRef): string {
    return `<${this.#encipher(Buffer.from(text, 'latin1'), ref).toString('hex')}>`;
  }

  #enciphered(value: PdfObject, ref: PdfRef): PdfObject {
    if (isKind(value, 'string')) return pdfString(this.#encipher(value.bytes, ref), 'hex');
    if (isKind(value, 'array')) return { ...value, items: value.items.map((item) => this.#enciphered(item, ref)) };
    if (isKind(value, 'dict')) {
      const entries = [...value.entries].map(([key, entry]) => [key, this.#enciphered(entry, ref)] as const);
      return { ...value, entries: new Map(entries) };
    }
    if (!isKind(value, 'stream')) return value;
    const raw = this.#encipher(value.raw, ref);
    const dict = this.#enciphered(value.dict, ref);
    if (!isKind(dict, 'dict')) return value;
    return { ...value, raw, dict: { ...dict, entries: new Map(dict.entries).set('Length', raw.length) } };
  }
}

/** A signature over an encrypted file, its field's name, reason and date enciphered. */
export async function signEncrypted(pdf: Buffer, field = 'TTE-1'): Promise<Buffer> {
  const document = openPdf(pdf);
  const update = new EncipheredUpdate(document);
  const plan = planCms(pki.signer);
  const value = update.allocate();
  const room = '0'.repeat(plan.size * 2);
  const text = (words: string) => update.string(words, value);
  const head = `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M ${text("D:20260302030405+00'00'")}`;
  const open = `${head} /Reason ${text('Persetujuan')} /ByteRange ${' '.repeat(50)} /Contents `;
  update.put(value, Buffer.from(`${open}<${room}> >>`, 'latin1'));
  const page = findPage(document, 0);
  if (page === undefined) throw new Error('no page');
  addSignatureField(update, { name: field, description: field, value, page });
  const { tail, bodies } = update.close();
  const body = bodies.get(value.number) ?? Number.NaN;
  const whole = Buffer.concat([pdf, tail]);
  const [start, end] = [body + open.length, body + open.length + room.length + 2];
  whole.write(`[0 ${start} ${end} ${whole.length - end}]`, whole.indexOf('/ByteRange', body) + 11, 'latin1');
  const digest = createHash(plan.algorithm.digest)
    .update(whole.subarray(0, start))
    .update(whole.subarray(end))
    .digest();
  const cms = await signCms(plan, pki.signer, digest);
  whole.write(cms.toString('hex'), start + 1, 'latin1');
  return whole;
}

export const metadata = '<x:xmpmeta xmlns:x="adobe:ns:meta/"/>';

/** A letter with text in strings, streams and metadata, encrypted; `''` opens it. */
export function protectedLetter(words: string[]): Buffer {
  const objects = sampleObjects({
    1: '<< /Type /Catalog /Pages 2 0 R /Metadata 6 0 R /Lang (id-ID) >>',
    6: `<< /Type /Metadata /Subtype /XML /Length ${metadata.length} >>\nstream\n${metadata}\nendstream`,
  });
  return encrypted(samplePdf('table', objects), { user: '', owner: 'pemilik', words });
}
