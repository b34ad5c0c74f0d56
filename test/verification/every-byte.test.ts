import { describe, expect, it } from '@jest/globals';
import fc from '../support/draws.ts';
import { checked, gapOf, signLetter } from './signed-letter.ts';

const HEX_LETTER = /^[A-Fa-f]$/;

function isHexCase(a: number, b: number): boolean {
  const [x, y] = [String.fromCharCode(a), String.fromCharCode(b)];
  return HEX_LETTER.test(x) && x.toLowerCase() === y.toLowerCase();
}

function withByte(pdf: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(pdf);
  copy[at] = value;
  return copy;
}

describe('one byte of a signed letter', () => {
  it('inside the gap cannot be another one, the case of hexadecimal letters aside', async () => {
    const signed = await signLetter();
    const gap = gapOf(signed);
    const passed: number[] = [];
    for (let at = gap.start; at < gap.end; at += 1) {
      const byte = signed[at] ?? 0;
      for (const value of [byte ^ 1, byte ^ 0x20]) {
        if (isHexCase(byte, value)) continue;
        if (checked(withByte(signed, at, value)).intactAndTrusted) passed.push(at);
      }
    }
    expect(passed).toEqual([]);
  });

  it('inside the byte range cannot be another one', async () => {
    const signed = await signLetter();
    const gap = gapOf(signed);
    const passed: number[] = [];
    for (let at = 0; at < signed.length; at += 1) {
      if (at >= gap.start && at < gap.end) continue;
      if (checked(withByte(signed, at, (signed[at] ?? 0) ^ 1)).intactAndTrusted) passed.push(at);
    }
    expect(passed).toEqual([]);
  });

  it('may be any value, anywhere: the answer is a report and never praise', async () => {
    const signed = await signLetter();
    fc.assert(
      fc.property(fc.nat(signed.length - 1), fc.nat(255), (at, value) => {
        const byte = signed[at] ?? 0;
        const gap = gapOf(signed);
        fc.pre(value !== byte && !(at >= gap.start && at < gap.end && isHexCase(byte, value)));
        expect(checked(withByte(signed, at, value)).intactAndTrusted).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the gap', () => {
  it('holds no white space', async () => {
    const signed = await signLetter();
    const { end } = gapOf(signed);
    const report = checked(withByte(withByte(signed, end - 2, 0x20), end - 3, 0x20));
    expect(report.signatures[0]?.coverage).toEqual({ kind: 'broken', problem: 'gap-is-not-hexadecimal' });
  });

  it('holds nothing but zeros after the CMS', async () => {
    const signed = await signedWithRoom();
    const { end } = gapOf(signed);
    const report = checked(withByte(signed, end - 2, 0x31));
    expect(report.signatures[0]?.cmsProblems).toEqual(['padding']);
    expect(report.signatures[0]).toMatchObject({ digestIntact: true, signatureValid: true, intact: false });
  });
});

/** An ECDSA value is a byte shorter more often than not; only then is there padding behind the CMS. */
async function signedWithRoom(): Promise<Buffer> {
  for (;;) {
    const signed = await signLetter();
    const { start, end } = gapOf(signed);
    const contents = Buffer.from(signed.toString('latin1', start + 1, end - 1), 'hex');
    if (contents.length > contents.readUInt16BE(2) + 4) return signed;
  }
}
