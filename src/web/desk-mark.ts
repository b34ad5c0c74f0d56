import { createHmac } from 'node:crypto';
import type { Request, Response } from 'express';
import type { WebSettings } from './deps.ts';
import { deskMarkName } from './desk-mark-name.ts';
import { cookieOf } from './device-cookie.ts';
import { idleMs, longestMs } from './session.ts';
import type { Visit } from './visit.ts';

/**
 * Gives the registration page the key (AES-GCM, base64) under which this browser keeps what opens that page without a connection
 * (`desk/kept-desk.ts`). A cookie, because it must end where no script runs: with the session, and when that would end of itself.
 */
export function giveDeskMark({ req, res, now }: Visit, { appOrigin, secret }: WebSettings): void {
  const { signedInAt = now.getTime() } = req.session;
  const mark = createHmac('sha256', secret).update(`desk mark\n${req.sessionID}`).digest('base64');
  res.cookie(deskMarkName(appOrigin), mark, {
    sameSite: 'strict',
    secure: appOrigin.startsWith('https:'),
    path: '/',
    maxAge: Math.min(idleMs, signedInAt + longestMs - now.getTime()),
  });
}

/** Takes it back: nobody is signed in in this browser any more, or somebody else is. */
export function takeDeskMark(req: Request, res: Response): void {
  for (const origin of ['https:', 'http:']) {
    const name = deskMarkName(origin);
    if (cookieOf(req.headers.cookie, name) === undefined) continue;
    res.clearCookie(name, { sameSite: 'strict', secure: origin === 'https:', path: '/' });
  }
}
