import type { PublicStanding } from '../../../checking/letter-standing.ts';
import { dateAndTime, longDate } from '../../dates.ts';
import type { CheckVisit } from './check-page.ts';

export interface StandingView {
  code: PublicStanding['code'];
  mood: 'bad' | 'retry';
  word: string;
  heading: string;
  sentence: string;
  /** Since when, and why where that may be told. */
  facts: string[];
  successor: { href: string; label: string } | null;
}

/** That a letter does not stand as issued any more, in words; null where it does. */
export function standingView(
  standing: PublicStanding | undefined,
  { t, language, timeZone, lang }: Pick<CheckVisit, 't' | 'language' | 'timeZone' | 'lang'>,
): StandingView | null {
  if (standing === undefined) return null;
  const { code, since, reason, successor } = standing;
  const mood = code === 'corrected' ? 'retry' : 'bad';
  const number = successor?.number ?? t('check.standing.other-letter');
  const time = dateAndTime(since, timeZone, language);
  return {
    code,
    mood,
    word: t(mood === 'bad' ? 'check.word.bad' : 'check.word.mind'),
    heading: t(`check.head.${code}`, { date: longDate(since, timeZone, language), number }),
    sentence: t(`check.text.${code}`),
    facts: [
      t('check.standing.since', { time }),
      ...(reason === undefined ? [] : [t('check.standing.reason', { reason: reason[language] })]),
    ],
    successor: successor
      ? { href: `/${successor.token}${lang}`, label: t('check.standing.successor', { number }) }
      : null,
  };
}
