import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { Office } from '../people/office-store.ts';
import { demand, may } from '../people/permissions.ts';
import { confirmed } from './confirm.ts';
import { csrfToken, formNotOurs, isOurForm } from './csrf.ts';
import type { WebDeps } from './deps.ts';
import { takeDeskMark } from './desk-mark.ts';
import { type Frame, frameForEverybody, officeReader } from './frame.ts';
import { keepForm, MOST_FIELDS } from './kept-form.ts';
import { navigationFor } from './navigation.ts';
import { type Officials, officials } from './officials.ts';
import { drawOnce, onlyOnce } from './once.ts';
import { officialRoutes } from './pages/routes.ts';
import { showSignIn } from './pages/sign-in.ts';
import { filesReceiver, removeReceived } from './receive-files.ts';
import { rememberPattern } from './request-log.ts';
import { matching, type Route } from './routes.ts';
import { noteRefusal, type SecurityLog, securityLog } from './security-log.ts';
import { sessions } from './session.ts';
import type { Views } from './views.ts';
import { makeVisit, type Visit } from './visit.ts';
import { type Language, languageAsked, type WordKey } from './words.ts';

/** Everything behind the sign-in, and the doors to it. */
export function officialPages(deps: WebDeps, views: Views): Router {
  const door = officials(deps);
  const note = securityLog(deps);
  const office = officeReader(deps);
  const routes = officialRoutes(deps, door);
  const existing = new Set(routes.filter(({ method }) => method === 'GET').map(({ path }) => path));
  const router = express.Router();
  const known = express.Router();
  known.use((_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });
  known.use(sessions(deps));
  known.use(...door.recognise);
  known.use(express.urlencoded({ extended: false, limit: '512kb', parameterLimit: MOST_FIELDS }));
  const receive = filesReceiver(deps.settings.receivedDirectory);
  for (const route of routes) {
    const pattern = express.Router();
    pattern[route.method === 'GET' ? 'get' : 'post'](
      route.path,
      matching(route),
      (req, _res, next) => {
        rememberPattern(req, route.path);
        next();
      },
      known,
      ...(route.receives === undefined
        ? []
        : [receive(route.receives, (req) => isOurForm(req) && mayEnter(route, req))]),
      refuseZeroBytes,
      async (req, res) => {
        if (req.user === undefined) takeDeskMark(req, res);
        try {
          const visit = visitOf({ deps, note, views, existing, route, req, res, office: await office() });
          if (isOurForm(req))
            await onlyOnce({ db: deps.db, req, res, now: visit.now }, () => openDoor(deps, door, route, visit));
          else {
            note(req, 'form-not-ours');
            refuseForm(deps, route, visit);
          }
        } catch (error) {
          noteRefusal(note, req, error);
          throw error;
        } finally {
          await removeReceived(req);
        }
        await endRedirect(req, res);
      },
    );
    router.use(pattern);
  }
  return router;
}

/** A handler that redirects has only set the head: the session is stored before the browser learns where to go. */
async function endRedirect(req: Request, res: Response): Promise<void> {
  if (res.writableEnded || res.getHeader('location') === undefined) return;
  const { session } = req;
  if (session !== undefined) {
    await new Promise<void>((resolve, reject) => {
      session.save((error: unknown) => (error ? reject(error) : resolve()));
    });
  }
  res.end();
}

/** Whether the route is for whoever sends this: nobody else's files are taken in. */
function mayEnter({ access }: Route, { user }: Request): boolean {
  if (access === 'public' || access === 'invited') return true;
  return user !== undefined && (access !== 'administrator' || may(user, 'people.manage'));
}

/** The route's access, then the route. */
async function openDoor(deps: WebDeps, door: Officials, route: Route, visit: Visit): Promise<void> {
  const { req, res } = visit;
  if (route.access === 'public' || route.access === 'invited') {
    if (route.access === 'invited') res.set('Referrer-Policy', 'no-referrer');
    return route.handler(visit);
  }
  const actor = req.user;
  if (actor === undefined) {
    const kept = req.method === 'POST' ? keepForm(req, deps.settings.appOrigin) : undefined;
    if (kept !== undefined) return showSignIn(visit, { kept, status: 403 });
    const next = req.method === 'GET' && req.originalUrl !== '/' ? `?next=${encodeURIComponent(req.originalUrl)}` : '';
    return visit.redirect(`/sign-in${next}`);
  }
  if (route.access === 'administrator') demand(actor, 'people.manage');
  const own = { ...visit, actor };
  if (await confirmed(door, route.path, own)) await route.handler(own);
}

/**
 * A form without its session's token changes nothing, in every environment, on every route. At a door (sign-in, first
 * entry) the session ends as soon as the first of two clicks has come in, or while the page lies open: the page is shown
 * afresh. Behind it, what our own page sent is kept and offered again, after signing in if need be.
 */
function refuseForm(deps: WebDeps, route: Route, visit: Visit): void {
  const { req } = visit;
  if (route.access === 'public' || route.access === 'invited') {
    visit.redirect(req.path as `/${string}`);
    return;
  }
  const kept = keepForm(req, deps.settings.appOrigin);
  if (kept === undefined) throw formNotOurs();
  if (req.user === undefined) showSignIn(visit, { kept, status: 403 });
  else visit.render('people/continue.njk', { kept }, 403);
}

function visitOf(parts: {
  deps: WebDeps;
  note: SecurityLog;
  views: Views;
  existing: ReadonlySet<string>;
  route: Route;
  req: Request;
  res: Response;
  office: Office | undefined;
}): Visit {
  const { deps, note, views, existing, route, req, res, office } = parts;
  const now = deps.clock();
  const actor = req.user;
  const language: Language = actor?.language ?? languageAsked(req.query.lang) ?? 'id';
  const everybody = frameForEverybody({ office, req, language, now });
  const frame = (): Frame => {
    const flash: WordKey | undefined = req.session.flash;
    delete req.session.flash;
    return {
      ...everybody,
      actor: actor === undefined ? null : { name: actor.name, capacity: actor.acting?.capacity ?? '' },
      navigation: actor === undefined ? [] : navigationFor(actor, req.path, existing),
      csrf: csrfToken(req),
      once: drawOnce(),
      flash: flash === undefined ? '' : everybody.t(flash),
    };
  };
  return makeVisit({
    req,
    res,
    now,
    language,
    views,
    frame,
    bare: () => frameForEverybody({ office: undefined, req, language, now }),
    fileField: route.receives?.field,
    flash: (key) => {
      req.session.flash = key;
    },
    refused: (refusal) => noteRefusal(note, req, refusal),
  });
}

/** PostgreSQL keeps no text with a zero byte and nobody types one: refused at the door, whichever field it is in. */
const refuseZeroBytes: RequestHandler = (req, _res, next) => {
  const sent = [req.query, (req.body ?? {}) as object].flatMap((fields) => Object.values(fields).flat());
  const broken = sent.some((value) => typeof value === 'string' && value.includes('\0'));
  next(broken ? Object.assign(new Error('a zero byte in the request'), { status: 400 }) : undefined);
};
