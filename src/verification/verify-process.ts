/*
 * A process of its own for files that anybody may bring: whatever they cost, it can be killed, and the next file begins in
 * a fresh one.
 */
import { watchSelf } from '../processes/watch-self.ts';
import type { VerifyJob } from './verifier.ts';
import { verifyPdf } from './verify-pdf.ts';

const { memoryMb } = JSON.parse(process.argv[2] ?? '{}') as { memoryMb: number };
await watchSelf(memoryMb);

process.on('message', ({ id, job }: { id: number; job: VerifyJob }) => {
  const { standing, intactAndTrusted, words, signatures } = verifyPdf(job.pdf, job.options);
  const answer = {
    standing,
    intactAndTrusted,
    words,
    signatures: signatures.map(({ signer, signerName, claimedTime, provedTime, conclusion }) => ({
      signerName,
      signerSha256: signer?.sha256,
      claimedTime,
      provedTime,
      conclusion,
    })),
  };
  process.send?.({ id, answer });
});
process.on('disconnect', () => process.exit());
