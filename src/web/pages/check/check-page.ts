import type { Checking } from '../../../checking/checking.ts';
import type { WebDeps } from '../../deps.ts';
import type { PublicRoute } from '../../routes.ts';
import type { Visit } from '../../visit.ts';

/** The database is for the count of misses alone. */
export interface CheckDeps extends Pick<WebDeps, 'db' | 'settings' | 'exchange' | 'publicLetters'> {
  checking: Checking;
  /** The check origin serves nothing else; otherwise (loopback) no page may say that there is no sign-in here. */
  alone: boolean;
}

/** One request to a check page; nothing of it is stored. */
export interface CheckVisit extends Pick<Visit, 'req' | 'res' | 'params' | 'language' | 't'> {
  officeName: string;
  timeZone: string;
  /** `?lang=en` or nothing: what a link or form action carries on. */
  lang: '' | '?lang=en';
  show(view: string, data: object, status?: number): void;
}

/** Canonical tokens only: on a loopback origin the officials' pages stand behind these. */
export const TOKEN_IN_PATH = /^[0-9A-HJKMNP-TV-Z]{16}$/;

/** Neither indexed nor named to other sites, nothing from elsewhere, nothing kept; no cookie is ever set. */
export const checkHeaders: Readonly<Record<string, string>> = {
  'X-Robots-Tag': 'noindex, nofollow, noarchive, nosnippet',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
};

/** A handler that gives its page the frame of the check origin. */
export function onCheckPage(
  deps: CheckDeps,
  handle: (visit: CheckVisit) => Promise<void> | void,
): PublicRoute['handler'] {
  return async (visit) => {
    const { req, res, params, language, t } = visit;
    res.set(checkHeaders);
    const { name: officeName, timeZone } = await deps.checking.office();
    const lang = language === 'en' ? '?lang=en' : '';
    const frame = { officeName, timeZone, lang, alone: deps.alone, languageHref: languageHref(visit) };
    const show = (view: string, data: object, status = 200) =>
      visit.render(`check/${view}.njk`, { ...frame, ...data }, status);
    await handle({ req, res, params, language, t, officeName, timeZone, lang, show });
  };
}

/** Relative, so that no page repeats its token; empty after a form was sent, which a link cannot send again. */
function languageHref({ req, language }: Visit): string {
  if (req.method !== 'GET') return '';
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(req.query)) {
    if (name !== 'lang' && typeof value === 'string') query.append(name, value);
  }
  query.set('lang', language === 'id' ? 'en' : 'id');
  return `?${query}`;
}
