import { csrfSync } from 'csrf-sync';
import type { Request } from 'express';
import { Refusal } from '../errors.ts';

const { generateToken, isRequestValid } = csrfSync({
  size: 32,
  getTokenFromRequest: (req) => (typeof req.body?._csrf === 'string' ? req.body._csrf : undefined),
});

/** The token that every form of this session carries (the hidden field `_csrf`). */
export function csrfToken(req: Request): string {
  return generateToken(req);
}

/** Whether this request carries its session's token, or changes nothing. */
export function isOurForm(req: Request): boolean {
  return req.method === 'GET' || req.method === 'HEAD' || isRequestValid(req);
}

export function formNotOurs(): Refusal {
  return new Refusal('not-allowed', 'form-not-ours', {
    id: 'Formulir ini sudah tidak berlaku, mungkin karena sesi Anda berakhir. Buka kembali halamannya, lalu kirim sekali lagi. Tidak ada yang berubah.',
    en: 'This form is no longer valid, perhaps because your session has ended. Open the page again and send it once more. Nothing was changed.',
  });
}
