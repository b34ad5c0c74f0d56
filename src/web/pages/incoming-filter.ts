import { CHANNELS, INCOMING_STATES } from '../../incoming/incoming-store.ts';
import type { LineFilter } from '../../incoming/lists/line-filter.ts';
import { URGENCY } from '../../letters/letter-kind.ts';
import { longDate } from '../../letters/long-date.ts';
import { SECURITY } from '../../people/security-class.ts';
import type { OfficialVisit } from '../visit.ts';
import type { Translate } from '../words.ts';

const FIELDS = ['q', 'from', 'to', 'state', 'security', 'urgency', 'channel', 'unit', 'post'] as const;

/** What an address says of them, as it says it: what is not filled in is left out. */
export function filterOf(query: OfficialVisit['req']['query']): Record<string, unknown> {
  return Object.fromEntries(
    FIELDS.map((name) => [name, query[name]]).filter(([, sent]) => sent !== undefined && sent !== ''),
  );
}

/** The same as the end of an address. */
export function filterAddress(asked: Record<string, unknown>, more: Record<string, string> = {}): string {
  return String(new URLSearchParams({ ...(asked as Record<string, string>), ...more }));
}

/** What its lists offer. */
export function filterChoices(t: Translate) {
  const named = <V extends string>(values: readonly V[], name: (value: V) => string) =>
    values.map((value) => ({ value, text: name(value) }));
  return {
    state: named(INCOMING_STATES, (value) => t(`line.state.${value}`)),
    security: named(SECURITY, (value) => t(`letter.security.${value}`)),
    urgency: named(URGENCY, (value) => t(`letter.urgency.${value}`)),
    channel: named(CHANNELS, (value) => t(`enter.channel.${value}`)),
  };
}

/** What narrows a list now, a part each: "Sifat: Rahasia". */
export function narrowedParts(
  { t, language }: Pick<OfficialVisit, 't' | 'language'>,
  filter: Partial<LineFilter>,
  unitName?: string,
): string[] {
  const { text, from, to, state, security, urgency, channel, post } = filter;
  const part = (label: string, value: string | undefined) => (value ? [`${label}: ${value}`] : []);
  return [
    ...part(t('filter.words'), text),
    ...part(t('desk.find.from'), from && longDate(from, language)),
    ...part(t('desk.find.to'), to && longDate(to, language)),
    ...part(t('desk.find.state'), state && t(`line.state.${state}`)),
    ...part(t('letter.security'), security && t(`letter.security.${security}`)),
    ...part(t('letter.urgency'), urgency && t(`letter.urgency.${urgency}`)),
    ...part(t('enter.channel'), channel && t(`enter.channel.${channel}`)),
    ...part(t('filter.unit'), unitName),
    ...part(t('filter.post'), post),
  ];
}
