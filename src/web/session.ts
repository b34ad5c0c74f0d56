import type { RequestHandler } from 'express';
import session from 'express-session';
import type { WebDeps } from './deps.ts';
import { sessionKeeper } from './session-keeper.ts';
import type { WordKey } from './words.ts';

declare module 'express-session' {
  interface SessionData {
    /** When the official signed in, in milliseconds since 1970. */
    signedInAt?: number;
    /** When the password was last asked for and given, likewise. */
    confirmedAt?: number;
    /** From which browser, by its family: `Chrome, Android`. */
    device?: string;
    /** Passport's: who signed in, as text. */
    passport?: { user?: string };
    /** The appointment the official chose to work from. */
    actingAppointmentId?: number;
    /** Said once, on the next page. */
    flash?: WordKey;
  }
}

const anonymousMs = 2 * 3_600_000;
/**
 * A signed-in session ends after eight hours without a request, a working day of meetings, and after a day in any case: the
 * telephone in the pocket stays signed in until the evening, not over the week. What must not be done from a device left
 * open asks for the password again (`dangerous-acts.ts`), and signing always asks for the passphrase. ASVS 7.3.
 */
export const idleMs = 8 * 3_600_000;
export const longestMs = 24 * 3_600_000;
/** Devices signed in at once; one more ends the one that was not seen for the longest. ASVS 7.1.2. */
export const MOST_SESSIONS = 20;

export function sessions({ settings, db, clock }: Pick<WebDeps, 'settings' | 'db' | 'clock'>): RequestHandler {
  const https = settings.appOrigin.startsWith('https:');
  return session({
    name: https ? '__Host-layang' : 'layang',
    secret: settings.secret,
    store: sessionKeeper(db, clock, { idle: idleMs, anonymous: anonymousMs, longest: longestMs }),
    resave: false,
    saveUninitialized: false,
    // Set once and good for the longest time there is: the store alone knows when somebody was idle. A cookie renewed with every
    // answer would bring back a former id when an answer under way crosses a renewal.
    rolling: false,
    cookie: { httpOnly: true, sameSite: 'lax', secure: https, path: '/', maxAge: anonymousMs },
  });
}
