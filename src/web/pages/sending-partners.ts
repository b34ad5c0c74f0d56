import { problemWords } from '../../exchange/problem-words.ts';
import { turnedAwayWords } from '../../exchange/receive-refusals.ts';
import { TRIED_FOR_MS } from '../../exchange/retry-schedule.ts';
import { partnerChoice } from '../../sending/partner-ways.ts';
import type { FollowedExchange, PartnerOffice } from '../../sending/partner-ways-store.ts';
import type { ToldChange } from '../../sending/telling-store.ts';
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
  const { firstTriedAt } = exchange;
  return {
    ...exchange,
    chosen: partnerChoice(exchange),
    problemText: problemText(visit, exchange),
    triedUntil: firstTriedAt && new Date(firstTriedAt.getTime() + TRIED_FOR_MS),
  };
}

/** What a recipient was told or is to be told of the letter's status; of what a partner refuses or does not answer, why. */
export function changesShown(visit: OfficialVisit, changes: readonly ToldChange[]) {
  return changes.map((change) => ({
    ...change,
    /** Somebody has to tell it on paper, whatever offices were told on line. */
    isLeft:
      change.notices.length === 0 || change.notices.some(({ state }) => state === 'refused' || state === 'given_up'),
    notices: change.notices.map((notice) => ({ ...notice, problemText: problemText(visit, notice) })),
  }));
}

/** The other side speaks Indonesian; what its code means we know in both languages. */
function problemText(visit: OfficialVisit, { problem, said }: { problem: string; said: string }): string {
  const words =
    problemWords(problem) ?? (visit.language === 'id' && said !== '' ? undefined : turnedAwayWords(problem));
  return words ? visit.say(words) : said || problem;
}
