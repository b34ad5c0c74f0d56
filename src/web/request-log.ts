import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import type { WebLog } from './deps.ts';

const ids = new WeakMap<Request, string>();
const patterns = new WeakMap<Request, string>();

/** The id under which this request stands in the log and on its error page. */
export function requestId(req: Request): string {
  const known = ids.get(req);
  if (known !== undefined) return known;
  const id = randomUUID();
  ids.set(req, id);
  return id;
}

/** Remembers the route's pattern: the log has `/welcome/:token`, never what stood in the token's place. */
export function rememberPattern(req: Request, pattern: string): void {
  patterns.set(req, pattern);
}

export function patternOf(req: Request): string {
  return patterns.get(req) ?? '(no route)';
}

/** One line a request: method, pattern, status, milliseconds. No address, no query, no body. */
export function requestLog(log: WebLog): RequestHandler {
  return (req, res, next) => {
    const started = performance.now();
    res.on('finish', () => {
      const ms = Math.round(performance.now() - started);
      log.info(
        { request: requestId(req), method: req.method, route: patternOf(req), status: res.statusCode, ms },
        'request',
      );
    });
    next();
  };
}
