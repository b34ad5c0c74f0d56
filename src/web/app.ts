/**
 * The request's path, top to bottom.
 *
 * To add pages: (1) write `pages/<room>.ts` exporting `<room>Routes(deps): Route[]`: each route says method, path, access
 * and, where the path has parameters, a `sample` for the tests that walk over every route. A handler gets a `Visit`
 * (`actor` is there when the access is signed-in or administrator) and ends with `visit.render('<room>/<page>.njk', data)`
 * or `visit.redirect('/path', 'flash.key')`. (2) Add the routes to `pages/routes.ts` and the acts they call to `WebDeps`.
 * (3) Write `views/<room>/<page>.njk` extending `layout.njk`; forms use the macros of `macros/form.njk`, imported `with
 * context`, which carry the CSRF token and the field that makes two clicks one. (4) Write the sentences in
 * `words/<room>.ts` as `{ id, en }` and add the catalogue to `words.ts`. A POST reads its form with `visit.submit({ schema,
 * act, again })`: what is wrong is shown beside the fields, what was typed stays. A form that brings files says so
 * (`form_` with `files: true`, `receives` on the route) and takes them with `visit.file()` within `act`. The access is only the door: the act
 * itself asks `people/permissions.ts`. What a device left open must not be enough for is a line in `dangerous-acts.ts`. The check pages (`pages/check/`) stand before the session and have rules of their own.
 */
import express, { type Express } from 'express';
import { type Assets, openAssets } from './assets.ts';
import type { WebDeps } from './deps.ts';
import { errorPage, notFound } from './error-page.ts';
import { byHost } from './hosts.ts';
import { officialPages } from './official-pages.ts';
import { checkRoutes } from './pages/check/routes.ts';
import { probes } from './probes.ts';
import { requestLog } from './request-log.ts';
import { securityHeaders } from './security-headers.ts';
import { createViews } from './views.ts';

export function createApp(deps: WebDeps, assets: Assets = openAssets(deps.settings.publicDirectory)): Express {
  const { appOrigin, publicOrigin } = deps.settings;
  const views = createViews(assets);
  const app = express();
  app.disable('x-powered-by');
  // Pages are not stored by anybody, so nobody asks whether one has changed.
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.set('trust proxy', deps.settings.trustProxy);

  app.use(probes(deps.monitoring.readiness));
  app.use(requestLog(deps));
  app.use(...securityHeaders(appOrigin));
  app.use('/assets', assets.handler);
  const trustedHosts = async () => (await deps.checking.office()).hosts;
  const check = checkRoutes({ ...deps, views, alone: publicOrigin !== appOrigin });
  app.use(byHost({ appOrigin, publicOrigin, trustedHosts }, { check, officials: officialPages(deps, views) }));
  app.use(notFound);
  app.use(errorPage(deps, views));
  return app;
}
