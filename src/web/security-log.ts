import { createHmac } from 'node:crypto';
import type { Request } from 'express';
import { isRefusal } from '../errors.ts';
import type { WebDeps } from './deps.ts';
import { patternOf, requestId } from './request-log.ts';
import { networkOf } from './sign-in-throttle.ts';

/** What whoever watches an office's log wants to see. The first are the rule of a quiet day, the rest are looked into. */
const QUIET = ['sign-in-succeeded', 'confirm-succeeded', 'signed-out', 'sessions-ended', 'link-used'] as const;
const LOUD = [
  'sign-in-failed',
  'sign-in-put-off',
  'confirm-failed',
  'confirm-put-off',
  'not-allowed',
  'form-not-ours',
  'passphrase-wrong',
  'passphrase-put-off',
] as const;
export type SecurityEvent = (typeof QUIET)[number] | (typeof LOUD)[number];

export type SecurityLog = (
  req: Request,
  event: SecurityEvent,
  facts?: {
    person?: number;
    /** The name that was typed: only its mark is written, for people type passwords there. */
    account?: string;
  },
) => void;

/**
 * One line for each event of security, with the id of the request's own line: who it is if they have signed in, and from which
 * address, which the request's line does not say. ASVS 16.3. Never a password, a name as typed, a session or a token.
 */
export function securityLog({ log, settings }: Pick<WebDeps, 'log' | 'settings'>): SecurityLog {
  const mark = (name: string) =>
    createHmac('sha256', settings.secret).update(`account\n${name}`).digest('base64url').slice(0, 12);
  return (req, event, { person = req.user?.personId, account } = {}) => {
    const facts = {
      event,
      request: requestId(req),
      method: req.method,
      route: patternOf(req),
      person: person ?? null,
      from: networkOf(req.ip ?? ''),
      ...(account === undefined ? {} : { account: mark(account) }),
    };
    if (QUIET.some((each) => each === event)) log.info(facts, 'security');
    else log.warn(facts, 'security');
  };
}

/** A refusal that is an event of security: what somebody may not do, and a passphrase that does not open. */
export function noteRefusal(note: SecurityLog, req: Request, error: unknown): void {
  if (!isRefusal(error)) return;
  const { problem, code } = error;
  // Told where it was found, also when the form is kept and nothing is refused for good.
  if (code === 'form-not-ours') return;
  if (code === 'wrong-passphrase') note(req, 'passphrase-wrong');
  else if (code === 'try-again-later') note(req, 'passphrase-put-off');
  else if (problem === 'not-allowed') note(req, 'not-allowed');
}
