import type { RequestHandler } from 'express';
import session from 'express-session';
import type { WebDeps } from './deps.ts';
import { sessionStore } from './ended-stays-ended.ts';
import type { WordKey } from './words.ts';

declare module 'express-session' {
  interface SessionData {
    /** When the official signed in, in milliseconds since 1970. */
    signedInAt?: number;
    /** The appointment the official chose to work from. */
    actingAppointmentId?: number;
    /** Said once, on the next page. */
    flash?: WordKey;
  }
}

const anonymousMs = 2 * 3_600_000;
/** A signed-in session ends after eight hours without a request, and after a day in any case. */
export const idleMs = 8 * 3_600_000;
export const longestMs = 24 * 3_600_000;

export function sessions(deps: Pick<WebDeps, 'settings' | 'db'>): RequestHandler {
  const https = deps.settings.appOrigin.startsWith('https:');
  return session({
    name: https ? '__Host-layang' : 'layang',
    secret: deps.settings.secret,
    store: sessionStore(deps.db, anonymousMs),
    resave: false,
    saveUninitialized: false,
    rolling: true,
    cookie: { httpOnly: true, sameSite: 'lax', secure: https, path: '/', maxAge: anonymousMs },
  });
}
