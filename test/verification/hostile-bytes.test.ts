import { expect, it } from '@jest/globals';
import fc from '../support/draws.ts';
import { checked, signLetter } from './signed-letter.ts';

const standings = [
  'altered',
  'damaged',
  'unsigned',
  'not-trusted',
  'not-covered',
  'cannot-be-tried',
  'intact-and-trusted',
];

async function signedTwice(): Promise<Buffer> {
  return signLetter(await signLetter(), 'TTE-2');
}

it('answers every truncation with a report that does not praise it', async () => {
  const signed = await signedTwice();
  fc.assert(
    fc.property(fc.nat(signed.length - 1), (length) => {
      const report = checked(signed.subarray(0, length));
      expect(standings).toContain(report.standing);
      // Cut down to the first signer's file it is whole again.
      if (report.intactAndTrusted) expect(report.signatures).toHaveLength(1);
      expect(report.damage ?? '').not.toMatch(/cannot be judged/);
    }),
    { numRuns: 300 },
  );
});

it('answers many wrong bytes at once', async () => {
  const signed = await signedTwice();
  const change = fc.tuple(fc.nat(signed.length - 1), fc.nat(255));
  fc.assert(
    fc.property(fc.array(change, { minLength: 2, maxLength: 40 }), (changes) => {
      const copy = Buffer.from(signed);
      for (const [at, value] of changes) copy[at] = value;
      const report = checked(copy);
      expect(standings).toContain(report.standing);
      expect(report.damage ?? '').not.toMatch(/cannot be judged/);
    }),
    { numRuns: 300 },
  );
});

it('answers pieces that were cut out, doubled or moved', async () => {
  const signed = await signedTwice();
  const cut = fc.tuple(fc.nat(signed.length), fc.nat(signed.length), fc.nat(signed.length));
  fc.assert(
    fc.property(cut, fc.constantFrom('cut', 'double', 'move'), ([a, b, c], how) => {
      const [from, to] = a < b ? [a, b] : [b, a];
      const piece = signed.subarray(from, to);
      const rest = how === 'double' ? signed : Buffer.concat([signed.subarray(0, from), signed.subarray(to)]);
      const at = Math.min(c, rest.length);
      const made = how === 'cut' ? rest : Buffer.concat([rest.subarray(0, at), piece, rest.subarray(at)]);
      const report = checked(made);
      expect(standings).toContain(report.standing);
      expect(report.damage ?? '').not.toMatch(/cannot be judged/);
      if (report.intactAndTrusted && report.signatures.length === 2) expect(made.equals(signed)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it('answers bytes that never were a PDF', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), fc.boolean(), (bytes, withHeader) => {
      const report = checked(withHeader ? Buffer.concat([Buffer.from('%PDF-1.7\n'), bytes]) : bytes);
      expect(['cannot-be-tried', 'damaged']).toContain(report.standing);
    }),
  );
});

it('bears huge numbers, loops and deep nesting', () => {
  const file = (body: string) => {
    const head = '%PDF-1.7\n';
    const at = head.length + body.length;
    return Buffer.from(
      `${head}${body}xref\n0 0\ntrailer\n<< /Size 9 /Root 1 0 R /Prev ${at} >>\nstartxref\n${at}\n%%EOF\n`,
    );
  };
  const bodies = [
    '',
    '['.repeat(100_000),
    '<<'.repeat(100_000),
    '1 0 obj\n1 0 R\nendobj\n',
    `${'9'.repeat(5000)} 0 obj`,
  ];
  for (const body of bodies) expect(checked(file(body)).standing).toBe('damaged');
});
