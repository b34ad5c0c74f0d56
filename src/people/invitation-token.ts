import { createHash, randomBytes } from 'node:crypto';

/** How long a link to come in with stays good. */
export const invitationDays = 7;

/** A one-time token for a link: 256 bits, base64url. It is shown once; the database keeps only its hash. */
export function drawInvitationToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a token. It is drawn from 256 random bits, so a plain hash cannot be turned back by guessing. */
export function invitationTokenHash(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest();
}
