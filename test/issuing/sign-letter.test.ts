import { spawnSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { demoPassphrase } from '../../src/demo/regency.ts';
import type { DraftContent } from '../../src/letters/draft-content.ts';
import { sql } from '../../src/postgres/sql.ts';
import { listSealKeysByKid } from '../../src/seal/directory-store.ts';
import { decodeDigits, scanQr } from '../../src/seal/qr-url.ts';
import { parseSeal, sealMessage } from '../../src/seal/seal-bytes.ts';
import { verifyPdf } from '../../src/verification/verify-pdf.ts';
import { judged } from '../support/judge.ts';
import { cutSignatures, opensslCades, pdfsig, qpdfCheck, veraPdf } from '../support/pdf-judges.ts';
import { letterToSign, type SigningWorld, signingWorld } from './signing-world.ts';

const passphrase = demoPassphrase('kadisdik');
let world: SigningWorld;
beforeAll(async () => {
  world = await signingWorld();
});

async function issue(changes: Partial<DraftContent> = {}) {
  const letter = await letterToSign(world, changes);
  const issued = await world.layang.signLetter({ actor: world.chief, ...letter, passphrase });
  const facts = await world.layang.issuedFacts(letter.letterId);
  return { ...letter, ...issued, ...facts, pdf: await world.layang.documents.read(issued.documentSha256) };
}

const numbers = z.object({ state: z.string(), text: z.string(), number: z.number() });
const numbersOf = (letterId: number) =>
  world.layang.db.many(
    numbers,
    sql`SELECT state, text, number FROM letter_number WHERE letter_id = ${letterId} ORDER BY id`,
  );

describe('what comes out', () => {
  judged(['pdfsig', 'certutil', 'openssl', 'qpdf', 'verapdf'], 'is accepted by every outside judge', async () => {
    const letter = await issue();
    expect(pdfsig(letter.pdf, letter.rootCa).signatures).toEqual([
      { valid: true, trusted: true, total: true, subFilter: 'ETSI.CAdES.detached' },
    ]);
    const [signature] = cutSignatures(letter.pdf);
    expect(signature && opensslCades(signature, letter.rootCa, [letter.issuingCa])).toMatchObject({ ok: true });
    expect(qpdfCheck(letter.pdf).status).toBe(0);
    expect(veraPdf('2a', letter.pdf)).toEqual([expect.objectContaining({ pass: true })]);
  });

  judged(
    ['pdftoppm', 'zbarimg', 'openssl'],
    'carries a seal and page symbols that are read from paper, and the seal verifies with openssl',
    async () => {
      const letter = await issue();
      const folder = mkdtempSync(join(tmpdir(), 'layang-paper-'));
      try {
        writeFileSync(join(folder, 'letter.pdf'), letter.pdf);
        spawnSync('pdftoppm', ['-r', '150', '-png', join(folder, 'letter.pdf'), join(folder, 'page')]);
        const read = [1, 2].flatMap((page) =>
          spawnSync('zbarimg', ['-q', '--raw', join(folder, `page-${page}.png`)], { encoding: 'utf8' })
            .stdout.trim()
            .split('\n'),
        );
        const base = `http://localhost:3000/${letter.token}`;
        expect(read.toSorted()).toEqual([letter.qr, `${base}/1`, `${base}/2`].toSorted());

        const scan = scanQr(letter.qr, ['localhost:3000']);
        if (scan.outcome !== 'seal') throw new Error('no seal');
        const [key] = await listSealKeysByKid(world.layang.db, scan.parsed.kid);
        const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key?.publicKey ?? Buffer.alloc(0)]);
        const pem = createPublicKey({ key: spki, format: 'der', type: 'spki' }).export({ type: 'spki', format: 'pem' });
        writeFileSync(join(folder, 'key.pem'), pem);
        writeFileSync(join(folder, 'message'), sealMessage('localhost:3000', letter.token, scan.parsed.body));
        writeFileSync(join(folder, 'signature'), scan.parsed.signature);
        const verdict = spawnSync('openssl', [
          'pkeyutl',
          '-verify',
          '-rawin',
          '-pubin',
          '-inkey',
          join(folder, 'key.pem'),
          '-in',
          join(folder, 'message'),
          '-sigfile',
          join(folder, 'signature'),
        ]);
        expect(verdict.stdout.toString()).toContain('Signature Verified Successfully');
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );

  test('is refused by our verifier when any byte inside the ByteRange is changed, or any byte of the gap but the case of a hex digit', async () => {
    const { pdf, rootCa } = await issue();
    const intact = (bytes: Buffer) => verifyPdf(bytes, { anchors: [rootCa] }).intactAndTrusted;
    expect(intact(pdf)).toBe(true);
    const range = /\/ByteRange\s*\[\s*0 (\d+) (\d+) (\d+)/.exec(pdf.toString('latin1'));
    const [gapStart, gapEnd] = [Number(range?.[1]), Number(range?.[2])];
    const step = Math.floor(pdf.length / 400);
    const positions = Array.from({ length: 400 }, (_, i) => i * step);
    for (let at = gapStart; at < gapEnd; at += 7) positions.push(at);
    for (const at of [gapStart, gapStart + 1, gapEnd - 2, gapEnd - 1, pdf.length - 1, 0]) positions.push(at);
    const accepted: number[] = [];
    for (const at of positions) {
      const forged = Buffer.from(pdf);
      forged[at] = (forged[at] ?? 0) ^ 1;
      if (intact(forged)) accepted.push(at);
    }
    expect(accepted).toEqual([]);
  });

  test.each([
    ['B', 'text'],
    ['T', 'short'],
    ['R', 'confidential'],
    ['SR', 'confidential'],
  ] as const)('a letter of class %s carries the %s seal', async (security, profile) => {
    const letter = await issue({ security });
    const seal = parseSeal(decodeDigits(letter.qr.split('#')[1] ?? '') ?? Buffer.alloc(0));
    expect(seal?.profile).toBe(profile);
    if (profile === 'confidential') expect(seal).toMatchObject({ dateDays: 0, pages: 0 });
    if (profile === 'text') expect(seal?.text).toMatchObject({ number: letter.number });
  });

  test("stands in the log's queue as one LETTER entry, whose opening is kept", async () => {
    const letter = await issue();
    const rows = await world.layang.db.many(
      z.object({ kind: z.string(), length: z.number(), r: z.number(), pdfLength: z.number() }),
      sql`SELECT e.kind, length(e.entry) AS length, length(i.opening_r) AS r, i.pdf_length FROM log_entry e
          JOIN issue i ON i.letter_id = e.letter_id WHERE e.letter_id = ${letter.letterId}`,
    );
    expect(rows).toEqual([{ kind: 'LETTER', length: 70, r: 32, pdfLength: letter.pdf.length }]);
  });
});

describe('is refused and touches no number', () => {
  test('with a wrong passphrase', async () => {
    const letter = await letterToSign(world);
    const wrong = world.layang.signLetter({ actor: world.chief, ...letter, passphrase: 'ombak yang salah sekali' });
    await expect(wrong).rejects.toMatchObject({ code: 'wrong-passphrase' });
    expect(await numbersOf(letter.letterId)).toEqual([]);
  });

  test('when the letter is another than the one that was read', async () => {
    const letter = await letterToSign(world);
    const changed = { ...letter, versionSha256: Buffer.alloc(32, 7) };
    await expect(world.layang.signLetter({ actor: world.chief, ...changed, passphrase })).rejects.toMatchObject({
      code: 'letter-changed',
    });
    expect(await numbersOf(letter.letterId)).toEqual([]);
  });

  test('for whoever it does not wait for', async () => {
    const letter = await letterToSign(world);
    const stranger = { ...world.chief, personId: 1, appointments: [] };
    await expect(world.layang.signLetter({ actor: stranger, ...letter, passphrase })).rejects.toMatchObject({
      name: 'Refusal',
    });
    expect(await numbersOf(letter.letterId)).toEqual([]);
  });
});

test('two clicks at once issue one letter with one number', async () => {
  const letter = await letterToSign(world);
  const both = await Promise.allSettled(
    [1, 2].map(() => world.layang.signLetter({ actor: world.chief, ...letter, passphrase })),
  );
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(both.find((one) => one.status === 'rejected')?.reason).toMatchObject({ name: 'Refusal' });
  expect(await numbersOf(letter.letterId)).toEqual([expect.objectContaining({ state: 'issued' })]);
});

test('a letter that is issued is not signed again', async () => {
  const letter = await issue();
  const again = world.layang.signLetter({
    actor: world.chief,
    letterId: letter.letterId,
    versionSha256: letter.versionSha256,
    passphrase,
  });
  await expect(again).rejects.toMatchObject({ code: 'letter-finished' });
});
