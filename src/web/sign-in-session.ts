import type { Request, Response } from 'express';
import type { WebSettings } from './deps.ts';
import { deviceCookieMs, deviceCookieName, makeDeviceCookie } from './device-cookie.ts';
import { idleMs } from './session.ts';

/**
 * Begins a signed-in session under a new id: one that was fixed beforehand is worth nothing. The device is remembered
 * for its own budget of guesses.
 */
export async function beginSession(
  parts: { req: Request; res: Response; settings: WebSettings; now: Date },
  person: { personId: number; username: string },
): Promise<void> {
  const { req, res, settings, now } = parts;
  await new Promise<void>((resolve, reject) => {
    req.session.regenerate((error: unknown) => (error ? reject(error) : resolve()));
  });
  // The shape in which passport finds the person again.
  Object.assign(req.session, { passport: { user: String(person.personId) } });
  req.session.signedInAt = now.getTime();
  req.session.cookie.maxAge = idleMs;
  res.cookie(deviceCookieName, makeDeviceCookie(settings.secret, person.username.trim().toLowerCase()), {
    httpOnly: true,
    sameSite: 'lax',
    secure: settings.appOrigin.startsWith('https:'),
    path: '/sign-in',
    maxAge: deviceCookieMs,
  });
}

export async function endSession(req: Request): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    req.session.destroy((error: unknown) => (error ? reject(error) : resolve()));
  });
}
