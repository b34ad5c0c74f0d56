import type { ErrorRequestHandler, RequestHandler } from 'express';
import { Fault, isRefusal, Refusal } from '../errors.ts';
import { databaseAbsence } from '../postgres/database-absence.ts';
import { awayPage } from './away-page.ts';
import type { WebDeps } from './deps.ts';
import { frameForEverybody } from './frame.ts';
import { keepForm } from './kept-form.ts';
import { problemPage } from './problems.ts';
import { patternOf, requestId } from './request-log.ts';
import type { Views } from './views.ts';
import { type Language, languageAsked, say, translator } from './words.ts';

/** Nobody answered. */
export const notFound: RequestHandler = () => {
  throw new Refusal('not-found', 'page-unknown', {
    id: 'Halaman ini tidak ada. Periksa alamatnya, atau mulai lagi dari halaman utama.',
    en: 'There is no such page. Check the address, or start again from the first page.',
  });
};

/**
 * The last one to answer: a refusal in its own words, anything unforeseen with only an id, which stands in the log beside
 * what happened. It gives back what was typed on our own page, without any secret: whoever may do it no longer still has the
 * words. It asks no database, so that it can also say that there is none.
 */
export function errorPage(deps: Pick<WebDeps, 'log' | 'clock' | 'settings'>, views: Views): ErrorRequestHandler {
  const away = awayPage(deps, views);
  return (error: unknown, req, res, next) => {
    const absence = isRefusal(error) ? undefined : databaseAbsence(error);
    if (absence !== undefined) return away(absence, error, req, res);
    const page = problemPage(error);
    const id = requestId(req);
    if (!page.foreseen) deps.log.error({ request: id, route: patternOf(req), err: error }, 'unforeseen error');
    else if (isRefusal(error)) deps.log.info({ request: id, route: patternOf(req), refused: error.code }, 'refused');
    if (res.headersSent) return next(error);
    const language: Language = req.user?.language ?? languageAsked(req.query.lang) ?? 'id';
    const t = translator(language);
    res.removeHeader('Location');
    res.status(page.status).set('Cache-Control', 'no-store').type('html');
    if (page.status === 503) res.set('Retry-After', '10');
    res.send(
      views.render('problem.njk', {
        ...frameForEverybody({ office: undefined, req, language, now: deps.clock() }),
        heading: t(page.heading),
        sentence: told(error, language) ?? (page.foreseen ? t('problem.bad-request.text') : ''),
        id: page.foreseen ? '' : id,
        typed: (req.method === 'POST' && keepForm(req, deps.settings.appOrigin)?.fields) || [],
      }),
    );
  };
}

/** What a refusal says, or a fault that has something to say besides its id. */
function told(error: unknown, language: Language): string | undefined {
  if (isRefusal(error)) return say(error.words, language);
  return error instanceof Fault && error.words !== undefined ? say(error.words, language) : undefined;
}
