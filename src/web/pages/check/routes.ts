import express, { type Request, type Response, type Router } from 'express';
import type { Clock } from '../../../clock.ts';
import { frameForEverybody } from '../../frame.ts';
import { rememberPages } from '../../page-memory.ts';
import { rememberPattern } from '../../request-log.ts';
import { matching, type PublicRoute } from '../../routes.ts';
import type { Views } from '../../views.ts';
import { makeVisit } from '../../visit.ts';
import { type CheckDeps, checkHeaders } from './check-page.ts';
import { codePages } from './code-pages.ts';
import { exchangePages } from './exchange-pages.ts';
import { filePages } from './file-pages.ts';
import { notePages } from './note-pages.ts';
import { publicLetterPages } from './public-letter-pages.ts';

/** The pages of the check origin as data, in the order in which they are tried. */
export function checkPages(deps: CheckDeps): PublicRoute[] {
  return [
    ...(deps.alone ? [start] : []),
    ...notePages(deps),
    ...exchangePages(deps),
    ...publicLetterPages(deps),
    ...codePages(deps),
    ...filePages(deps),
  ];
}

/**
 * The check origin: no session, no cookie, no script, no request to anybody else. Mount it before any session; what it does not
 * know it passes on, so that on a loopback origin the officials' pages can stand behind it. The log gets a route's pattern,
 * because the address holds a token.
 */
export function checkRoutes(deps: CheckDeps & { views: Views; clock: Clock }): Router {
  const router = express.Router({ caseSensitive: true });
  const remembered = rememberPages(deps.views);
  // Also on what nobody answers here: the address of a page that went wrong holds a token like any other.
  if (deps.alone) {
    router.use((_req, res, next) => {
      res.set(checkHeaders);
      next();
    });
  }
  for (const route of checkPages(deps)) {
    router[route.method === 'GET' ? 'get' : 'post'](route.path, matching(route), async (req, res) => {
      rememberPattern(req, route.path);
      const language: 'id' | 'en' = req.query.lang === 'en' ? 'en' : 'id';
      const now = deps.clock();
      const frame = () => frameForEverybody({ office: undefined, req, language, now });
      const parts = { req, res, now, language, frame, flash: () => {} };
      // What a file was found to be is not kept, not even here.
      if (route.method !== 'GET') return route.handler(makeVisit({ ...parts, views: deps.views }));
      const send = (html: string) => sendPage(req, res, html, remembered.gzipOf(html));
      await route.handler(makeVisit({ ...parts, views: remembered, send }));
    });
  }
  return router;
}

/** Compressed for whoever takes it: on a slow link a fifth of the page is a fifth of the wait. */
function sendPage(req: Request, res: Response, html: string, gzip: Buffer | undefined): void {
  res.vary('Accept-Encoding');
  if (gzip === undefined || req.acceptsEncodings('gzip') !== 'gzip') res.send(html);
  else res.set('Content-Encoding', 'gzip').send(gzip);
}

const start: PublicRoute = {
  method: 'GET',
  access: 'public',
  path: '/',
  handler: ({ res }) => res.set(checkHeaders).redirect(302, '/check'),
};
