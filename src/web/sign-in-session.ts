import type { Request, Response } from 'express';
import type { Database } from '../postgres/database.ts';
import type { WebSettings } from './deps.ts';
import { takeDeskMark } from './desk-mark.ts';
import { deviceCookieMs, deviceCookieName, makeDeviceCookie } from './device-cookie.ts';
import { deviceName } from './device-name.ts';
import { longestMs, MOST_SESSIONS } from './session.ts';
import { endOldestSessions } from './session-store.ts';

/**
 * Begins a signed-in session under a new id: one that was fixed beforehand is worth nothing. The device is remembered
 * for its own budget of guesses. Called after a secret was given: it counts as confirmed for a while.
 */
export async function beginSession(
  parts: { req: Request; res: Response; settings: WebSettings; db: Database; now: Date },
  person: { personId: number; username: string },
): Promise<void> {
  const { req, res, settings, db, now } = parts;
  takeDeskMark(req, res);
  await regenerate(req);
  // The shape in which passport finds the person again.
  req.session.passport = { user: String(person.personId) };
  req.session.signedInAt = now.getTime();
  req.session.confirmedAt = now.getTime();
  req.session.device = deviceName(req.headers['user-agent']);
  req.session.cookie.maxAge = longestMs;
  // One place is the new session's.
  await endOldestSessions(db, person.personId, MOST_SESSIONS - 1);
  const secure = settings.appOrigin.startsWith('https:');
  res.cookie(
    deviceCookieName(settings.appOrigin),
    makeDeviceCookie(settings.secret, person.username.trim().toLowerCase()),
    {
      httpOnly: true,
      sameSite: 'lax',
      secure,
      path: '/sign-in',
      maxAge: deviceCookieMs,
    },
  );
}

/**
 * The same session under a new id, the former one ended, after the password was given once more: what somebody copied of
 * it before is worth nothing now. ASVS 7.2.4.
 */
export async function renewSession(req: Request, now: Date): Promise<void> {
  const { cookie: _, ...kept } = req.session;
  await regenerate(req);
  Object.assign(req.session, kept, { confirmedAt: now.getTime() });
  req.session.cookie.maxAge = (req.session.signedInAt ?? now.getTime()) + longestMs - now.getTime();
}

/**
 * Pages are never stored, but pictures of letters that are no secret are, asked for anew each time: on a machine that others use
 * they go when its user does. ASVS 14.3.1.
 */
export const forgetPages = { 'Clear-Site-Data': '"cache"' } as const;

export async function endSession(req: Request, res: Response): Promise<void> {
  takeDeskMark(req, res);
  await new Promise<void>((resolve, reject) => {
    req.session.destroy((error: unknown) => (error ? reject(error) : resolve()));
  });
}

async function regenerate(req: Request): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    req.session.regenerate((error: unknown) => (error ? reject(error) : resolve()));
  });
}
