import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readCertificateFile } from '../../src/certificates/certificate.ts';
import { isKind, pdfDict, withEntries } from '../../src/pdf/objects.ts';
import { findPage } from '../../src/pdf/pages.ts';
import { openPdf } from '../../src/pdf/reader.ts';
import { writeObject } from '../../src/pdf/write-object.ts';
import { openForSigning } from '../../src/signing/signable.ts';
import { verifyPdf } from '../../src/verification/verify-pdf.ts';
import { samplePdf, startxrefOf } from '../pdf/sample-pdf.ts';
import { judged } from '../support/judge.ts';
import { pdfsig } from '../support/pdf-judges.ts';
import { describeWith } from '../support/shared-material.ts';
import {
  EncipheredUpdate,
  encrypted,
  metadata,
  protectedLetter,
  protections,
  signEncrypted,
} from './encrypted-letter.ts';
import { checked, forbiddenChanges, gapOf, pki } from './signed-letter.ts';

const kinds = Object.entries(protections);

describe('a signed letter that the empty password opens', () => {
  for (const [kind, words] of kinds) {
    judged(['qpdf', 'openssl', 'pdfsig', 'certutil'], `is intact and trusted: ${kind}`, async () => {
      const signed = await signEncrypted(protectedLetter(words));
      const document = openPdf(signed);
      expect(document.encrypted).toBe(true);
      expect(document.text(document.catalog, 'Lang')).toBe('id-ID');
      const stream = document.value(document.catalog, 'Metadata');
      expect(isKind(stream, 'stream') && document.decode(stream).toString()).toBe(metadata);
      expect(signed.includes(metadata)).toBe(words.includes('--cleartext-metadata'));
      const report = checked(signed);
      expect(report.standing).toBe('intact-and-trusted');
      expect(report.signatures[0]).toMatchObject({ field: 'TTE-1', reason: 'Persetujuan', coversWholeFile: true });
      expect(report.signatures[0]?.claimedTime).toEqual(new Date('2026-03-02T03:04:05Z'));
      const { signatures, text } = pdfsig(signed, pki.root);
      expect(signatures).toMatchObject([{ valid: true }]);
      expect(text).toContain('Signature Field Name: TTE-1');
    });

    judged(['qpdf', 'openssl'], `shows what is changed afterwards: ${kind}`, async () => {
      const signed = await signEncrypted(protectedLetter(words));
      const twice = checked(await signEncrypted(signed, 'TTE-2'));
      expect(twice.standing).toBe('intact-and-trusted');
      expect(twice.signatures.map(({ laterChanges }) => laterChanges.level)).toEqual(['allowed', 'none']);

      const document = openPdf(signed);
      const update = new EncipheredUpdate(document);
      const page = findPage(document, 0);
      if (page?.ref === undefined) throw new Error('no page');
      const data = Buffer.from('BT ET');
      const overlay = update.put(update.allocate(), {
        kind: 'stream',
        dict: pdfDict({ Length: data.length }),
        raw: data,
        start: -1,
        end: -1,
      });
      update.put(page.ref, withEntries(page.dict, { Contents: overlay }));
      const changed = checked(Buffer.concat([signed, update.close().tail]));
      expect(changed.standing).toBe('altered');
      expect(forbiddenChanges(changed)).toContain('object-changed');
    });
  }

  judged(['qpdf', 'openssl'], 'is broken by any other byte, also of its encryption', async () => {
    const signed = await signEncrypted(protectedLetter(['256']));
    const gap = gapOf(signed);
    const praised: number[] = [];
    for (let at = 0; at < signed.length; at += 29) {
      if (at >= gap.start && at < gap.end) continue;
      const copy = Buffer.from(signed);
      copy[at] = (copy[at] ?? 0) ^ 1;
      if (checked(copy).intactAndTrusted) praised.push(at);
    }
    expect(praised).toEqual([]);
  });

  judged(['qpdf', 'openssl'], 'does not stand when an update changes or drops what the key is made of', async () => {
    const signed = await signEncrypted(protectedLetter(['128', '--use-aes=y', '--allow-weak-crypto']));
    const update = (edit: (tail: string) => string) => {
      const { tail } = new EncipheredUpdate(openPdf(signed)).close();
      return checked(Buffer.concat([signed, Buffer.from(edit(tail.toString('latin1')), 'latin1')]));
    };
    expect(update((tail) => tail).standing).toBe('intact-and-trusted');
    expect(update((tail) => tail.replace(/\/Encrypt \d+ 0 R/, '')).standing).toBe('damaged');
    expect(update((tail) => tail.replace(/\/Encrypt \d+ 0 R/, '/Encrypt 99 0 R')).standing).toBe('damaged');
    const other = update((tail) => tail.replace(/\/ID \[<../, '/ID [<00'));
    expect(other.intactAndTrusted).toBe(false);
  });

  judged(['qpdf'], 'unsigned, needs no password to be called unsigned, and is refused for signing', () => {
    const letter = protectedLetter(['256']);
    expect(checked(letter)).toMatchObject({ standing: 'unsigned', hindrance: undefined });
    expect(() => openForSigning(letter, 'TTE-1')).toThrow(expect.objectContaining({ code: 'pdf-encrypted' }));
  });
});

describe('a letter that needs a password', () => {
  for (const [kind, words] of kinds) {
    judged(['qpdf'], `cannot be tried without it: ${kind}`, () => {
      const letter = encrypted(samplePdf(), { user: 'rahasia', owner: 'pemilik', words });
      expect(checked(letter)).toMatchObject({ standing: 'cannot-be-tried', hindrance: 'encrypted' });
      for (const password of ['rahasia', 'pemilik']) {
        const document = openPdf(letter, { password: Buffer.from(password) });
        const contents = findPage(document, 0)?.dict.entries.get('Contents') ?? null;
        const stream = document.resolve(contents);
        expect(isKind(stream, 'stream') && document.decode(stream).toString()).toContain('(Dengan hormat) Tj');
      }
    });
  }

  it('or the key of somebody cannot be tried either', () => {
    const encrypt = '/Encrypt << /Filter /Adobe.PubSec /V 4 /SubFilter /adbe.pkcs7.s5 >>';
    const letter = Buffer.from(samplePdf().toString('latin1').replace('/Root', `${encrypt} /Root`), 'latin1');
    expect(checked(letter)).toMatchObject({ standing: 'cannot-be-tried', hindrance: 'encrypted' });
  });
});

describe('a broken encryption dictionary', () => {
  it.each([
    ['no dictionary', '9 0 R'],
    ['itself', '1 0 R'],
    ['no handler', '<< /V 2 >>'],
    ['too short', '<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O (a) /U (b) >>'],
    [
      'a key of no bytes',
      `<< /Filter /Standard /V 2 /R 3 /Length 0 /P -4 /O (${'o'.repeat(32)}) /U (${'u'.repeat(32)}) >>`,
    ],
    [
      'versions that do not fit',
      `<< /Filter /Standard /V 5 /R 3 /P -4 /O (${'o'.repeat(48)}) /U (${'u'.repeat(48)}) >>`,
    ],
  ])('is damage: %s', (_, value) => {
    const letter = Buffer.from(samplePdf().toString('latin1').replace('/Root', `/Encrypt ${value} /Root`), 'latin1');
    expect(checked(letter).standing).toBe('damaged');
  });

  judged(['qpdf'], 'cannot make a reader decipher more than the file has', () => {
    const letter = protectedLetter(['128', '--use-aes=n', '--allow-weak-crypto']);
    const depth = 40;
    const numbers = Array.from({ length: depth }, (_, index) => 30 + index);
    // Streams inside each other, each of them an object of its own.
    const filler = 'x'.repeat(20_000);
    const body = numbers.reduceRight((inner, number) => {
      return `${number} 0 obj\n<< /Length ${String(inner.length).padEnd(9)} >>\nstream\n${inner}\nendstream\nendobj\n`;
    }, filler);
    const entries = numbers.map((number) => {
      const offset = letter.length + body.indexOf(`${number} 0 obj`);
      return `${number} 1\n${String(offset).padStart(10, '0')} 00000 n \n`;
    });
    const newest = openPdf(letter).trailer;
    const kept = ['Root', 'Encrypt', 'ID'].map((key) => `/${key} ${writeObject(newest.entries.get(key) ?? null)}`);
    const trailer = `trailer\n<< /Size 90 /Prev ${startxrefOf(letter)} ${kept.join(' ')} >>`;
    const tail = `xref\n${entries.join('')}${trailer}\nstartxref\n${letter.length + body.length}\n%%EOF\n`;
    const document = openPdf(Buffer.concat([letter, Buffer.from(body + tail, 'latin1')]));
    let deciphered = 0;
    const readAll = () => {
      for (const number of numbers) {
        const stream = document.get(number);
        deciphered += isKind(stream, 'stream') ? stream.raw.length : 0;
      }
    };
    expect(readAll).toThrow(expect.objectContaining({ code: 'limit' }));
    expect(deciphered).toBeGreaterThan(0);
    expect(deciphered).toBeLessThan(2 * document.bytes.length);
  });

  it('may be a stream whose length is asked of the file that it locks', () => {
    const objects = new Map([
      [1, '<< /Type /Catalog /Pages 2 0 R >>'],
      [2, '<< /Type /Pages /Kids [] /Count 0 >>'],
      [3, '<< /Filter /Standard /V 2 /R 3 /Length 4 0 R >>\nstream\n\nendstream'],
      [4, '0'],
    ]);
    const text = samplePdf('table', objects).toString('latin1').replace('/Root', '/Encrypt 3 0 R /Root');
    expect(checked(Buffer.from(text, 'latin1')).standing).toBe('damaged');
  });
});

describeWith('corpus/signed', 'encrypted files of others', (folder) => {
  const intact = /^.*: sig:intact=True,valid=True,trusted=True/;
  const [, ...lines] = readFileSync(join(folder, 'expected.tsv'), 'utf8').trim().split('\n');
  const rows = lines.map((line) => line.split('\t')).filter(([file = '']) => /crypt_|encrypted_with/.test(file));
  const passworded = rows.filter(([file = '', , , , , basis = '']) => !/PUBKEY/.test(file) && intact.test(basis));

  const anchorOf = (name: string) =>
    readCertificateFile(readFileSync(join(folder, `anchors/pyhanko-${name}.pem`))).map(({ der }) => der);

  it.each(passworded)('%s is judged with the password', (file, _kind, _intact, covers, later) => {
    for (const password of ['ownersecret', 'usersecret']) {
      const report = verifyPdf(readFileSync(join(folder, String(file))), {
        anchors: anchorOf('testing_ca-root'),
        at: new Date('2020-11-01T00:00:00Z'),
        password: Buffer.from(password),
      });
      expect(report.standing).toBe('intact-and-trusted');
      expect(report.signatures[0]?.coversWholeFile).toBe(covers === 'yes');
      expect(report.signatures[0]?.laterChanges.level).toBe(later);
    }
  });

  const authenticated = [
    ['pdf_mac_pades', 2],
    ['signed_file_diff_proxied_objs', 2],
  ] as const;
  it.each(authenticated)('%s authenticates itself with its key, in every byte of the code', (name, count) => {
    const bytes = readFileSync(join(folder, `pyhanko-tests__files__test_${name}.pdf`));
    const anchors = anchorOf('testing_ca-root');
    const verify = (file: Buffer) =>
      verifyPdf(file, { anchors, at: new Date('2020-11-01T00:00:00Z'), password: Buffer.from('secret') });
    const report = verify(bytes);
    expect(report.signatures).toHaveLength(count);
    expect(report.signatures.map(({ constraints }) => constraints)).toEqual([[], []]);
    // id-aa-pdfMacData in the hexadecimal text of /Contents.
    const start = bytes.indexOf('06062881FA040102');
    expect(start).toBeGreaterThan(0);
    const unnoticed: number[] = [];
    for (let at = start; at < start + 2 * 378; at += 31) {
      const copy = Buffer.from(bytes);
      copy[at] = copy[at] === 0x30 ? 0x31 : 0x30;
      const [signature] = verify(copy).signatures;
      if (signature?.intact && signature.constraints.length === 0) unnoticed.push(at);
    }
    expect(unnoticed).toEqual([]);
  });
});
