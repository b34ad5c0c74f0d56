import { afterAll, expect, it } from '@jest/globals';
import { openVerifier, type Verifier } from '../../src/verification/verifier.ts';
import { checked, signLetter, trust } from './signed-letter.ts';

const opened: Verifier[] = [];
afterAll(() => Promise.all(opened.map((one) => one.close())));

function verifier(limits: Parameters<typeof openVerifier>[0] = {}): Verifier {
  const one = openVerifier(limits);
  opened.push(one);
  return one;
}

it('says in a process of its own what it says here', async () => {
  const signed = await signLetter();
  const { standing, intactAndTrusted, words, signatures } = checked(signed);
  expect(intactAndTrusted).toBe(true);
  const own = signatures.map(({ signer, signerName, claimedTime, provedTime, conclusion }) => ({
    signerName,
    signerSha256: signer?.sha256,
    claimedTime,
    provedTime,
    conclusion,
  }));
  const one = verifier();
  expect(await one.verify(signed, trust)).toEqual({ standing, intactAndTrusted, words, signatures: own });
  const altered = Buffer.from(signed);
  altered[20] = (altered[20] ?? 0) ^ 1;
  const [bad, none] = await Promise.all([one.verify(altered, trust), one.verify(Buffer.from('%PDF-1.7'), trust)]);
  expect([bad?.intactAndTrusted, none?.standing]).toEqual([false, 'damaged']);
});

it('gives up a file that takes too long or too much, and goes on with the next', async () => {
  const signed = await signLetter();
  expect(await verifier({ deadlineMs: 1 }).verify(signed, trust)).toBeUndefined();
  expect(await verifier({ memoryMb: 30 }).verify(signed, trust)).toBeUndefined();
  expect((await verifier().verify(signed, trust))?.intactAndTrusted).toBe(true);
});
