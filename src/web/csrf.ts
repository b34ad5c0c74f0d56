import { csrfSync } from 'csrf-sync';
import type { Request, RequestHandler } from 'express';
import { Refusal } from '../errors.ts';
import type { Access } from './routes.ts';

const { generateToken, isRequestValid } = csrfSync({
  size: 32,
  getTokenFromRequest: (req) => (typeof req.body?._csrf === 'string' ? req.body._csrf : undefined),
});

/** The token that every form of this session carries (the hidden field `_csrf`). */
export function csrfToken(req: Request): string {
  return generateToken(req);
}

/**
 * Every request that could change something must carry the session's token: in every environment, on every route. At a
 * door (sign-in, first entry) the session ends as soon as the first of two clicks has come in, or while the page lies
 * open; there the page is shown afresh instead of a refusal.
 */
export function csrfProtection(access: Access): RequestHandler {
  const atDoor = access === 'public' || access === 'invited';
  return (req, res, next) => {
    if (req.method === 'GET' || req.method === 'HEAD' || isRequestValid(req)) return next();
    if (atDoor) return res.redirect(303, req.path);
    throw new Refusal('not-allowed', 'form-not-ours', {
      id: 'Formulir ini sudah tidak berlaku, mungkin karena sesi Anda berakhir. Buka kembali halamannya, lalu kirim sekali lagi. Tidak ada yang berubah.',
      en: 'This form is no longer valid, perhaps because your session has ended. Open the page again and send it once more. Nothing was changed.',
    });
  };
}
