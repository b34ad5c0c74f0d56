import { problemWords } from '../../exchange/problem-words.ts';
import { turnedAwayWords } from '../../exchange/receive-refusals.ts';
import { partnerChoice } from '../../sending/partner-ways.ts';
import type { FollowedExchange, PartnerOffice } from '../../sending/partner-ways-store.ts';
import type { OfficialVisit } from '../visit.ts';

/** Where a letter can go at partner offices, as choices of a form: each office by its front desk, then its units. */
export function partnerChoices(visit: OfficialVisit, partners: readonly PartnerOffice[]) {
  return partners.flatMap(({ id, name, desks }) => [
    { value: partnerChoice({ partnerId: id, desk: '' }), text: visit.t('send.partner.whole', { office: name }) },
    ...desks.map((desk) => ({
      value: partnerChoice({ partnerId: id, desk: desk.code }),
      text: `${desk.name}, ${name}`,
    })),
  ]);
}

/** How a delivery to a partner office stands, with what is wrong as a sentence: ours, or that of the other side. */
export function exchangeShown(visit: OfficialVisit, exchange: FollowedExchange | undefined) {
  if (exchange === undefined) return undefined;
  const { problem, said } = exchange;
  // The other side speaks Indonesian; what its code means we know in both languages.
  const words =
    problemWords(problem) ?? (visit.language === 'id' && said !== '' ? undefined : turnedAwayWords(problem));
  return { ...exchange, chosen: partnerChoice(exchange), problemText: words ? visit.say(words) : said || problem };
}
