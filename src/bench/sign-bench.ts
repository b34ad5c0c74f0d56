import { createHash } from 'node:crypto';
import { PDF } from '@libpdf/core';
import { signPdf } from '../signing/sign-pdf.ts';
import { benchSigner } from './bench-pki.ts';
import { inTurn } from './measure.ts';
import { pdfOfSize } from './sized-pdf.ts';
import type { Line } from './table.ts';

/** PAdES B-B beside the hash and the one key operation that it cannot do without, and beside the next best library. */
export async function signBench(): Promise<Line[]> {
  const signer = benchSigner();
  const lines: Line[] = [];
  for (const [name, size, rounds] of [
    ['100 KB', 100_000, 60],
    ['5 MB', 5_000_000, 20],
  ] as const) {
    const pdf = pdfOfSize(size);
    const at = new Date();
    const [ours, bare, peer] = await inTurn(
      [
        () => signPdf({ pdf, field: 'Signature1', signer, at }),
        () => signer.sign(createHash('sha256').update(pdf).digest()),
        () => libpdf(pdf, signer, at),
      ],
      rounds,
    );
    if (ours === undefined || bare === undefined || peer === undefined) continue;
    const beside = [
      { name: 'bare SHA-256 + key', value: bare.median },
      { name: '@libpdf/core', value: peer.median },
    ];
    const fast = peer.median >= 3 * ours.median;
    const near = size > 100_000 || ours.median <= bare.median + 1.5;
    const words =
      size > 100_000 ? '3 times faster than @libpdf/core' : 'bare + 1.5 ms, 3 times faster than @libpdf/core';
    lines.push({
      what: `PAdES B-B, ${name}`,
      ours: ours.median,
      unit: 'ms',
      beside,
      aim: { words, reached: fast && near },
    });
  }
  return lines;
}

async function libpdf(pdf: Buffer, signer: ReturnType<typeof benchSigner>, at: Date): Promise<void> {
  const document = await PDF.load(new Uint8Array(pdf));
  await document.sign({
    signer: {
      certificate: new Uint8Array(signer.certificate),
      certificateChain: signer.chain.map((der) => new Uint8Array(der)),
      keyType: 'EC',
      signatureAlgorithm: 'ECDSA',
      sign: async (bytes) => new Uint8Array(await signer.sign(Buffer.from(bytes))),
    },
    signingTime: at,
    level: 'B-B',
  });
}
