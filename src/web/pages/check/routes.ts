import express, { type ErrorRequestHandler, type Router } from 'express';
import { patternOf, requestId } from '../../request-log.ts';
import { translator } from '../../words.ts';
import { type CheckDeps, checkHeaders } from './check-page.ts';
import { codePages } from './code-pages.ts';
import { filePages } from './file-pages.ts';
import { notePages } from './note-pages.ts';

/**
 * The check origin: no session, no cookie, no script, no request to anybody else. Mount it before any session; what it does not
 * know it passes on, so that on a loopback origin the officials' pages can stand behind it.
 */
export function checkRoutes(deps: CheckDeps): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  if (deps.alone) router.get('/', (_req, res) => res.set(checkHeaders).redirect(302, '/check'));
  notePages(deps, router);
  codePages(deps, router);
  filePages(deps, router);
  router.use(failed(deps));
  return router;
}

/** The address is never logged: it holds a token. */
function failed(deps: CheckDeps): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error);
    const id = requestId(req);
    deps.log.error({ request: id, route: patternOf(req), err: error }, 'check failed');
    const language = req.query.lang === 'en' ? 'en' : 'id';
    const t = translator(language);
    const frame = { language, t, officeName: '', timeZone: 'UTC', now: deps.clock(), alone: false, otherLanguage: '' };
    const lang = language === 'en' ? '?lang=en' : '';
    const page = { heading: t('check.fault'), sentence: t('check.fault.text', { id }), lang };
    res
      .status(500)
      .set(checkHeaders)
      .type('html')
      .send(deps.views.render('check/problem.njk', { ...frame, ...page }));
  };
}
