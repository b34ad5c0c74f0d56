import type { Request } from 'express';
import type { Words } from '../errors.ts';
import { DEFAULT_TIME_ZONE, type Office } from '../people/office-store.ts';
import type { WebDeps } from './deps.ts';
import { type Language, say, translator } from './words.ts';

/** What the layout and the filters need on every page, for readers who are not signed in. */
export interface Frame {
  language: Language;
  otherLanguage: Language;
  t: ReturnType<typeof translator>;
  say(words: Words): string;
  now: Date;
  timeZone: string;
  officeName: string;
  path: string;
  actor: null | { name: string; capacity: string };
  navigation: { href: string; word: string; icon: string; current: boolean }[];
  csrf: string;
  once: string;
  flash: string;
}

export function frameForEverybody(parts: {
  office: Office | undefined;
  req: Request;
  language: Language;
  now: Date;
}): Frame {
  const { office, req, language, now } = parts;
  return {
    language,
    otherLanguage: language === 'id' ? 'en' : 'id',
    t: translator(language),
    say: (words) => say(words, language),
    now,
    timeZone: office?.timeZone ?? DEFAULT_TIME_ZONE,
    officeName: office?.name ?? '',
    path: req.path,
    actor: null,
    navigation: [],
    csrf: '',
    once: '',
    flash: '',
  };
}

const officeKeptMs = 5_000;

/** The office's name and zone stand on every page and hardly ever change: read at most every five seconds. */
export function officeReader(deps: Pick<WebDeps, 'people' | 'clock'>): () => Promise<Office | undefined> {
  let kept: { office: Office; at: number } | undefined;
  return async () => {
    const now = deps.clock().getTime();
    if (kept !== undefined && Math.abs(now - kept.at) < officeKeptMs) return kept.office;
    const office = await deps.people.findOffice();
    kept = office === undefined ? undefined : { office, at: now };
    return office;
  };
}
