import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readCertificateFile } from '../../src/certificates/certificate.ts';
import type { PdfReport } from '../../src/verification/report.ts';
import { verifyCommand } from '../../src/verification/verify-command.ts';
import { verifyPdf } from '../../src/verification/verify-pdf.ts';
import { describeWith } from '../support/shared-material.ts';

/** Files that need a password: we say so and stop. */
const ENCRYPTED = /crypt_(aes|rc4)|encrypted_with_post_sign|pdf_mac|proxied_objs/;
/**
 * Where the table's column holds a placeholder of another program's exception, or where that program's trust settings
 * were others: not compared.
 */
const UNSTATED = /see basis/;

interface Row {
  file: string;
  kind: string;
  intact: string;
  covers: string;
  later: string;
  basis: string;
}

function rowsOf(folder: string): Row[] {
  const [, ...lines] = readFileSync(join(folder, 'expected.tsv'), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [file = '', kind = '', intact = '', covers = '', later = '', basis = ''] = line.split('\t');
    return { file, kind, intact, covers, later, basis };
  });
}

function verifyRow(folder: string, file: string): PdfReport {
  const anchors = readdirSync(join(folder, 'anchors'))
    .filter((name) => /root.*\.pem$/.test(name) && name.startsWith(file.startsWith('self') ? 'self' : 'pyhanko'))
    .flatMap((name) => readCertificateFile(readFileSync(join(folder, 'anchors', name))).map(({ der }) => der));
  const at = file.startsWith('self') ? {} : { at: new Date('2020-11-01T00:00:00Z') };
  return verifyPdf(readFileSync(join(folder, file)), { anchors, ...at });
}

function laterLevel({ signatures }: PdfReport): string {
  const levels = signatures.map(({ laterChanges }) => laterChanges.level);
  return levels.find((level) => level === 'forbidden') ?? levels.find((level) => level === 'allowed') ?? 'none';
}

describeWith('corpus/signed', 'a corpus of signed files', (folder) => {
  const rows = rowsOf(folder);
  const open = rows.filter(({ file }) => !ENCRYPTED.test(file));

  it.each(rows.filter(({ file }) => ENCRYPTED.test(file)))('$file needs a password', ({ file }) => {
    expect(verifyRow(folder, file)).toMatchObject({ standing: 'cannot-be-tried', hindrance: 'encrypted' });
  });

  describe('is said to be intact or not', () => {
    it.each(open.filter(({ intact }) => !UNSTATED.test(intact)))('$file: $intact', ({ file, intact }) => {
      const { standing, signatures } = verifyRow(folder, file);
      const whole =
        standing !== 'damaged' && signatures.length > 0 && signatures.every((signature) => signature.intact);
      expect(whole).toBe(/^yes/.test(intact));
    });
  });

  describe('is said to be changed later or not', () => {
    const stated = open.filter(({ intact, later }) => !UNSTATED.test(intact) && later !== '-');
    it.each(stated)('$file: $later', ({ file, later }) => {
      const level = laterLevel(verifyRow(folder, file));
      expect(level).toBe(/^FORBIDDEN/.test(later) ? 'forbidden' : later === 'none' ? 'none' : 'allowed');
    });
  });

  describe('is said to be covered to its end or not', () => {
    const stated = open.filter(({ file, covers }) => /yes/.test(covers) || file.includes('garbage'));
    it.each(stated)('$file: $covers', ({ file, covers }) => {
      const { signatures } = verifyRow(folder, file);
      expect(signatures.some(({ coversWholeFile }) => coversWholeFile)).toBe(/yes/.test(covers));
    });
  });

  const trusted = rows.filter(
    ({ file }) => file.startsWith('self__') && !/__x-|expired|revoked|stranger|P1-then/.test(file),
  );
  it.each(trusted)('$file is intact and trusted', ({ file }) => {
    expect(verifyRow(folder, file).standing).toBe('intact-and-trusted');
  });

  it.each(rows.filter(({ file }) => /__x-/.test(file) && !/upd-info/.test(file)))(
    '$file is not praised',
    ({ file }) => {
      expect(verifyRow(folder, file).intactAndTrusted).toBe(false);
    },
  );

  describe('ends the command', () => {
    const codeOf = ({ file, kind, intact, later, basis }: Row): number | undefined => {
      if (ENCRYPTED.test(file)) return 2;
      if (/^no/i.test(intact) || /^FORBIDDEN/.test(later)) return 1;
      if (/^(attack|broken|malformed|field lock|trailing)|bad trust/.test(kind)) return 1;
      if (file.startsWith('self')) return 0;
      // The other program's settings, where it was not content: another set of anchors, a rule of its own.
      return /,ok=True/.test(basis) && !/ok=False|EXC/.test(basis) ? 0 : undefined;
    };
    const stated = rows.flatMap((row) => {
      const code = codeOf(row);
      return code === undefined ? [] : [{ file: row.file, code }];
    });

    it.each(stated)('with $code for $file', async ({ file, code }) => {
      const own = file.startsWith('self') ? 'self' : 'pyhanko';
      const roots = readdirSync(join(folder, 'anchors')).filter(
        (name) => name.startsWith(own) && /root.*\.pem$/.test(name),
      );
      const trust = roots.flatMap((name) => ['--trust', join(folder, 'anchors', name)]);
      const when = own === 'self' ? [] : ['--at', '2020-11-01T00:00:00Z'];
      const nowhere = { write: () => true };
      const io = { stdout: nowhere, stderr: nowhere, language: 'en' as const };
      expect(await verifyCommand([join(folder, file), ...trust, ...when], io)).toBe(code);
    });
  });

  it('says that nobody signed what was filled in after the last signature', () => {
    const report = verifyRow(folder, 'pyhanko-tests__files__test_form_field_postsign_modify.pdf');
    expect(report).toMatchObject({ standing: 'intact-and-trusted' });
    expect(report.words.en).toContain('nobody signed what they say');
  });

  it('names the reason why a signer is not trusted', () => {
    const reason = (file: string) => verifyRow(folder, file).signatures[0]?.conclusion.subIndication;
    expect(reason('self__expired-BB.pdf')).toBe('OUT_OF_BOUNDS_NO_POE');
    expect(reason('self__stranger-BB.pdf')).toBe('NO_CERTIFICATE_CHAIN_FOUND');
  });

  it('says that nobody looked for a revocation, and says revoked when a list is at hand', () => {
    const bytes = readFileSync(join(folder, 'self__revoked-BB.pdf'));
    const anchors = readCertificateFile(readFileSync(join(folder, 'anchors/self-root.pem'))).map(({ der }) => der);
    const silent = verifyPdf(bytes, { anchors });
    expect(silent.signatures[0]?.chain.revocation).toEqual({ status: 'not-checked' });
    const list = readFileSync(join(folder, 'anchors/self-inter.crl'));
    const body = /-----BEGIN X509 CRL-----([\s\S]*?)-----END/.exec(list.toString('latin1'))?.[1];
    const crl = body === undefined ? list : Buffer.from(body, 'base64');
    const told = verifyPdf(bytes, { anchors, crls: [crl] });
    expect(told.signatures[0]?.conclusion).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'REVOKED_NO_POE',
    });
    expect(told.intactAndTrusted).toBe(false);
  });
});

describe('without anchors', () => {
  describeWith('corpus/signed', 'every file', (folder) => {
    it('is trusted by nobody', () => {
      for (const file of readdirSync(folder).filter((name) => name.endsWith('.pdf'))) {
        expect(verifyPdf(readFileSync(join(folder, file)), { anchors: [] }).intactAndTrusted).toBe(false);
      }
    });
  });
});
