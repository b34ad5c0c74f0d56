import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyCommand } from '../../src/verification/verify-command.ts';
import { samplePdf } from '../pdf/sample-pdf.ts';
import { testPki } from '../signing/test-pki.ts';
import { pki, signLetter, updated } from './signed-letter.ts';

let folder = '';
const path = (name: string) => join(folder, name);

function pem(der: Buffer): string {
  return `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;
}

let language: 'id' | 'en' = 'id';
afterEach(() => {
  language = 'id';
});

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const code = await verifyCommand(args, {
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    language,
  });
  return { code, out, err };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'layang-verify-'));
  const signed = await signLetter();
  await writeFile(path('letter.pdf'), signed);
  await writeFile(path('changed.pdf'), updated(signed, { 4: '<< /Length 0 >>\nstream\n\nendstream' }));
  await writeFile(path('cut.pdf'), signed.subarray(0, 2000));
  await writeFile(path('unsigned.pdf'), samplePdf());
  await writeFile(path('note.txt'), 'bukan PDF');
  await writeFile(
    path('locked.pdf'),
    samplePdf().toString('latin1').replace('/Root', '/Encrypt << /Filter /Adobe.PubSec >> /Root'),
    'latin1',
  );
  await writeFile(path('root.pem'), pem(pki.root));
  await writeFile(path('root.der'), pki.root);
  await writeFile(path('stranger.pem'), pem(testPki().root));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('layang verify', () => {
  it('ends with 0 when every file is intact and trusted', async () => {
    expect((await run(path('letter.pdf'), '--trust', path('root.pem'))).code).toBe(0);
    expect((await run(`--trust=${path('root.der')}`, '--', path('letter.pdf'), path('letter.pdf'))).code).toBe(0);
  });

  it.each([
    ['a changed file', 'changed.pdf', 'root.pem'],
    ['a damaged file', 'cut.pdf', 'root.pem'],
    ['an unsigned file', 'unsigned.pdf', 'root.pem'],
    ['an unknown issuer', 'letter.pdf', 'stranger.pem'],
  ])('ends with 1 for %s', async (_, file, root) => {
    expect((await run(path('letter.pdf'), path(file), '--trust', path(root))).code).toBe(1);
  });

  it('ends with 1 when nobody is trusted', async () => {
    expect((await run(path('letter.pdf'))).code).toBe(1);
  });

  it.each([
    ['a file that is not there', ['tidak-ada.pdf']],
    ['a file that is no PDF', ['note.txt']],
    ['a file that needs a password', ['locked.pdf']],
    ['no file', []],
    ['an unknown option', ['--apa', 'letter.pdf']],
    ['a trust file that is no certificate', ['letter.pdf', '--trust', 'note.txt']],
    ['a trust file that is not there', ['letter.pdf', '--trust', 'tidak-ada.pem']],
    ['a time that is none', ['letter.pdf', '--at', 'kemarin']],
  ])('ends with 2 for %s', async (_, args) => {
    const inFolder = args.map((arg) => (/\.(pdf|txt|pem)$/.test(arg) ? path(arg) : arg));
    const { code, out, err } = await run(...inFolder);
    expect(code).toBe(2);
    expect(out + err).not.toBe('');
  });

  it('says in Indonesian what it found, and that nobody looked for a revocation', async () => {
    const { out } = await run(path('letter.pdf'), '--trust', path('root.pem'));
    expect(out).toContain('UTUH DAN TEPERCAYA');
    expect(out).toContain('Siti Rahayu');
    expect(out).toContain('TOTAL-PASSED');
    expect(out).toContain('Pencabutan:            tidak diperiksa');
    const changed = await run(path('changed.pdf'), '--trust', path('root.pem'));
    expect(changed.out).toContain('TERLARANG');
    expect(changed.out).toContain('page 1 /Contents');
  });

  it('says the same in English to a terminal that is not Indonesian, and how it is used', async () => {
    language = 'en';
    const { out } = await run(path('letter.pdf'), '--trust', path('root.pem'));
    expect(out).toContain('INTACT AND TRUSTED');
    expect(out).toContain('Revocation:            not checked');
    const changed = await run(path('changed.pdf'), '--trust', path('root.pem'));
    expect(changed.out).toContain('FORBIDDEN');
    expect((await run(path('missing.pdf'))).err).toContain('no such file');
    expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('Exit status: 0'), err: '' });
    expect(await run('--loud')).toMatchObject({ code: 2, err: expect.stringContaining('unknown option: --loud') });
  });

  it('writes one JSON object for a file and a list for several', async () => {
    const one = JSON.parse((await run('--json', path('letter.pdf'), '--trust', path('root.pem'))).out);
    expect(one).toMatchObject({
      intactAndTrusted: true,
      standing: 'intact-and-trusted',
      signatures: [{ field: 'TTE-1', indication: 'TOTAL-PASSED', signerName: 'Siti Rahayu', coverage: 'entire-file' }],
    });
    const two = JSON.parse((await run('--json', path('letter.pdf'), path('tidak-ada.pdf'))).out);
    expect(two).toMatchObject([{ intactAndTrusted: false }, { standing: 'cannot-be-tried' }]);
  });
});
