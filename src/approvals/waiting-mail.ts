import { calendarDate, clockTime } from '../clock.ts';
import type { Words } from '../errors.ts';
import { longDate } from '../letters/long-date.ts';

export interface NoticeMail {
  subject: string;
  text: string;
  /** Where it leads, on the officials' site. */
  path: `/${string}`;
}

/** What the subject begins with, of a letter on its way out or in. */
export const leads = {
  reminder: { id: 'Segera jatuh tempo', en: 'Due soon' },
  overdue: { id: 'Terlambat', en: 'Overdue' },
  absent: { id: 'Pejabat tidak di tempat', en: 'The official is away' },
  vacant: { id: 'Jabatan kosong', en: 'The post is vacant' },
} as const satisfies Record<string, Words>;

export interface WaitingWords {
  lead: Words;
  /** A sentence with the gaps `{letter}`, `{task}` and `{position}`. */
  what: Words;
  /** What the reader may do about it, before the address. */
  next: Words;
  gaps: Readonly<Record<'letter' | 'task' | 'position', string>>;
}

export interface WaitingReader {
  due: Date;
  timeZone: string;
  language: 'id' | 'en';
  /** The officials' site. */
  origin: string;
}

/** A notice of something that waits, in the reader's language: what for, by when, where to look. */
export function waitingMail(
  { lead, what, next, gaps }: WaitingWords,
  path: NoticeMail['path'],
  { due, timeZone, language, origin }: WaitingReader,
): NoticeMail {
  const known = new Map(Object.entries(gaps));
  const sentence = what[language].replace(/\{(\w+)\}/g, (_, gap: string) => known.get(gap) ?? '');
  const [date, time] = [longDate(calendarDate(due, timeZone), language), clockTime(due, timeZone)];
  const until = language === 'id' ? `Batas waktu: ${date} pukul ${time}` : `Due: ${date} at ${time}`;
  return {
    subject: `${lead[language]}: ${gaps.letter}`,
    text: `${sentence}\n${until}\n\n${next[language]}\n${origin}${path}\n`,
    path,
  };
}
