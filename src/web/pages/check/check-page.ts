import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { openChecking } from '../../../checking/checking.ts';
import type { Clock } from '../../../clock.ts';
import type { WebLog } from '../../deps.ts';
import { rememberPattern } from '../../request-log.ts';
import type { Views } from '../../views.ts';
import { type Language, type Translate, translator } from '../../words.ts';

export interface CheckDeps {
  checking: ReturnType<typeof openChecking>;
  views: Views;
  clock: Clock;
  log: WebLog;
  /** True where the check origin serves nothing else: only then may a page say that there is no sign-in here. */
  alone: boolean;
}

/** One request to a check page; nothing of it is stored. */
export interface CheckVisit {
  req: Request;
  res: Response;
  next: NextFunction;
  language: Language;
  t: Translate;
  officeName: string;
  timeZone: string;
  /** `?lang=en` or nothing: what a link or form action carries on. */
  lang: '' | '?lang=en';
  render(view: string, status: number, data: object): void;
}

/** Neither indexed nor named to other sites, nothing from elsewhere, nothing kept; no cookie is ever set. */
export const checkHeaders: Readonly<Record<string, string>> = {
  'X-Robots-Tag': 'noindex, nofollow, noarchive, nosnippet',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
};

/** A handler with the frame of its page. `pattern` is what the log may know of the address: never a token. */
export function checkVisitor(
  deps: CheckDeps,
): (pattern: string, handle: (visit: CheckVisit) => Promise<void>) => RequestHandler {
  return (pattern, handle) => async (req, res, next) => {
    rememberPattern(req, pattern);
    res.set(checkHeaders);
    const { name: officeName, timeZone } = await deps.checking.office();
    const language: Language = req.query.lang === 'en' ? 'en' : 'id';
    const t = translator(language);
    const now = deps.clock();
    const lang = language === 'en' ? '?lang=en' : '';
    const frame = {
      language,
      t,
      officeName,
      timeZone,
      now,
      lang,
      alone: deps.alone,
      otherLanguage: otherLanguage(req, language),
    };
    const render = (view: string, status: number, data: object) =>
      void res
        .status(status)
        .type('html')
        .send(deps.views.render(`check/${view}.njk`, { ...frame, ...data }));
    await handle({ req, res, next, language, t, officeName, timeZone, lang, render });
  };
}

/** Relative, so that no page repeats its token; empty after a form was sent, which a link cannot send again. */
function otherLanguage(req: Request, language: Language): string {
  if (req.method !== 'GET') return '';
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(req.query)) {
    if (name !== 'lang' && typeof value === 'string') query.append(name, value);
  }
  query.set('lang', language === 'id' ? 'en' : 'id');
  return `?${query}`;
}
