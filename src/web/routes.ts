import type { RequestHandler } from 'express';
import type { FilesWanted } from './receive-files.ts';
import type { OfficialVisit, Visit } from './visit.ts';

interface RouteBase {
  method: 'GET' | 'POST';
  /** An Express path. */
  path: string;
  /** What a parameter must look like; otherwise the route is passed by. */
  matches?: Readonly<Record<string, RegExp>>;
  /** Parameters with which a test can ask for the page. */
  sample?: Readonly<Record<string, string>>;
  /** Files that its form brings (`form_` with `files: true`); the handler takes them by `visit.file()` or `visit.files()`. */
  receives?: FilesWanted;
}

/**
 * A page that nobody needs to sign in for: the doors, and everything on the public origin. An `invited` one has its token in
 * the path (named `:token`), which is neither logged nor told to other sites.
 */
export interface PublicRoute extends RouteBase {
  access: 'public' | 'invited';
  handler: (visit: Visit) => Promise<void> | void;
}

export interface OfficialRoute extends RouteBase {
  access: 'signed-in' | 'administrator';
  handler: (visit: OfficialVisit) => Promise<void> | void;
}

/** A page module exports its routes as data, so that a test can walk over all of them. */
export type Route = PublicRoute | OfficialRoute;

/** Passes the route by unless its parameters look as they must. */
export function matching(route: Route): RequestHandler {
  const conditions = Object.entries(route.matches ?? {});
  return (req, _res, next) => {
    const fits = conditions.every(([name, form]) => form.test(String(req.params[name] ?? '')));
    next(fits ? undefined : 'route');
  };
}

/** The route's address with its sample parameters. */
export function sampleAddress(route: Route): string {
  return route.path.replace(/:(\w+)/g, (_, name: string) => route.sample?.[name] ?? '1');
}
