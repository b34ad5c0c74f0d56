import { actorNamed } from '../demo/found-regency.ts';
import type { Journey } from '../demo/letter-journey.ts';
import { symbolsOf } from '../issuing/seal-of-letter.ts';
import { buildLetterPage } from '../letters/build-page.ts';
import { decodeDigits } from '../seal/qr-url.ts';
import { groupedToken } from '../seal/token.ts';
import type { LetterPage } from '../typesetting/letter-page.ts';
import type { Layang } from '../wiring.ts';

/** The page of a letter of the demonstration, as the signing act had it set. */
export async function samplePage(layang: Layang, host: string, journey: Journey): Promise<LetterPage> {
  const chief = await actorNamed(layang, 'kadisdik');
  const person = await layang.people.getPerson(chief, chief.personId);
  const { content, version } = await layang.letters.readLetter(chief, journey.letterId);
  const { qr } = await layang.issuedFacts(journey.letterId);
  const seal = decodeDigits(qr.split('#')[1] ?? '');
  if (content === undefined || version === undefined || seal === undefined)
    throw new Error('the demo letter was not issued');
  const symbols = await symbolsOf({ host, token: journey.token, security: 0, pages: version.pages }, seal);
  return buildLetterPage({
    content,
    person: { ...person, forms: [] },
    host,
    at: new Date(),
    marks: {
      number: journey.number,
      date: '2026-11-21',
      code: groupedToken(journey.token),
      seal: symbols.seal,
      pageSymbols: symbols.pages,
    },
  });
}
