import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { tokenOf } from '../../../seal/token.ts';

/** Nobody reads, types and chooses a file in less. */
const SOONEST_MS = 3_000;
const LATEST_MS = 6 * 3_600_000;
const FORM = /^([0-9a-z]{6,12})\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/;

/**
 * A ticket stands in a form for whoever is not signed in: made by us, lately, and known again when the same form comes twice. No
 * cookie and no row is kept for it.
 */
export function drawTicket(secret: string, now: Date): string {
  const body = `${now.getTime().toString(36)}.${randomBytes(16).toString('base64url')}`;
  return `${body}.${macOf(secret, body)}`;
}

export type Ticket = 'unknown' | 'too-soon' | 'too-late' | { key: string; code: string };

/** `key`: the same for the same form. `code`: what its sender gets as a receipt, the same however often the form arrives. */
export function readTicket(secret: string, ticket: unknown, now: Date): Ticket {
  const found = typeof ticket === 'string' ? FORM.exec(ticket) : null;
  if (found === null) return 'unknown';
  const [, made = '', drawn = '', mac = ''] = found;
  if (!timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(secret, `${made}.${drawn}`)))) return 'unknown';
  const age = now.getTime() - Number.parseInt(made, 36);
  if (age < SOONEST_MS) return 'too-soon';
  if (age > LATEST_MS) return 'too-late';
  return { key: `form:${drawn}`, code: tokenOf(createHmac('sha256', secret).update(`receipt\n${drawn}`).digest()) };
}

function macOf(secret: string, body: string): string {
  return createHmac('sha256', secret).update(`form-ticket\n${body}`).digest('base64url');
}
