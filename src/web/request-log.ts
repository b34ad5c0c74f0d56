import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import type { WebDeps } from './deps.ts';
import { rowId } from './forms.ts';

const ids = new WeakMap<Request, string>();
const patterns = new WeakMap<Request, string>();
const letters = new WeakMap<Request, number>();

/** The id under which this request stands in the log and on its error page. */
export function requestId(req: Request): string {
  const known = ids.get(req);
  if (known !== undefined) return known;
  const id = randomUUID();
  ids.set(req, id);
  return id;
}

/** Remembers the route's pattern: the log has `/welcome/:token`, never what stood in the token's place; and the letter, by its row. */
export function rememberPattern(req: Request, pattern: string): void {
  patterns.set(req, pattern);
  const letterId = pattern.startsWith('/letters/:id') ? rowId(req.params.id) : undefined;
  if (letterId !== undefined) letters.set(req, letterId);
}

export function patternOf(req: Request): string {
  return patterns.get(req) ?? '(no route)';
}

/**
 * One line a request: method, pattern, status, milliseconds, who was signed in and which letter it was about. No address, no
 * query, no body. Its id goes back with the answer, so that what somebody saw is found here.
 */
export function requestLog(deps: Pick<WebDeps, 'log' | 'monitoring'>): RequestHandler {
  return (req, res, next) => {
    const started = performance.now();
    const request = requestId(req);
    res.set('X-Request-Id', request);
    res.on('finish', () => {
      const took = performance.now() - started;
      const [{ method }, route, status] = [req, patternOf(req), res.statusCode];
      deps.monitoring.answered({ method, route, status, seconds: took / 1000 });
      const who = { person: req.user?.personId, letterId: letters.get(req) };
      deps.log.info({ request, method, route, status, ms: Math.round(took), ...who }, 'request');
    });
    next();
  };
}
