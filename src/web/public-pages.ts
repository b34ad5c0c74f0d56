import express, { type Router } from 'express';
import type { WebDeps } from './deps.ts';
import { frameForEverybody, officeReader } from './frame.ts';
import { publicRoutes } from './pages/routes.ts';
import { rememberPattern } from './request-log.ts';
import { matching } from './routes.ts';
import type { Views } from './views.ts';
import { makeVisit } from './visit.ts';
import type { Language } from './words.ts';

/** The check pages: no session, no cookie, nothing to sign in to. `?lang=en` speaks English. */
export function publicPages(deps: WebDeps, views: Views): Router {
  const router = express.Router();
  const office = officeReader(deps);
  router.use(express.urlencoded({ extended: false, limit: '32kb', parameterLimit: 100 }));
  for (const route of publicRoutes(deps)) {
    router[route.method === 'GET' ? 'get' : 'post'](route.path, matching(route), async (req, res) => {
      rememberPattern(req, route.path);
      const language = languageAsked(req.query.lang) ?? 'id';
      const now = deps.clock();
      const frame = frameForEverybody({ office: await office(), req, language, now });
      await route.handler(makeVisit({ req, res, now, language, views, frame: () => frame, flash: () => {} }));
    });
  }
  return router;
}

export function languageAsked(asked: unknown): Language | undefined {
  return asked === 'en' || asked === 'id' ? asked : undefined;
}
