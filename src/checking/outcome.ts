import type { PublicLetter } from './letter-fields.ts';
import type { PublicStanding } from './letter-standing.ts';

/** The answer to a code or QR: one of seal-and-log 7, as far as they occur without the log. A verdict, never an exception. */
export type Outcome =
  | { code: 'other-host'; host: string }
  | { code: 'not-a-layang-qr' | 'damaged-qr' | 'typo' | 'not-registered' }
  | { code: 'page-missing'; token: string; page: number }
  | { code: 'forged-seal' | 'unknown-key' | 'key-out-of-term' }
  | ({ code: 'code-registered' } & Registered)
  | ({ code: PublicStanding['code']; standing: PublicStanding } & Registered);

/** What is told of a letter that was issued, whether or not it still stands as issued. */
export interface Registered {
  token: string;
  letter: PublicLetter;
  page?: number;
}

/** A typed code or the whole text of a QR; or the token of an address, with the page of a page symbol. */
export type Enquiry = { typed: string } | { token: string; page?: number };
