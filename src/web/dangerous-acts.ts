import type { WordKey } from './words.ts';

/** A password given so long ago still counts: an administrator who sets up ten accounts is asked once. */
export const confirmedForMs = 10 * 60_000;

/**
 * What a device left open, or a stolen session, must not be enough for: forms at these paths ask for the password unless it
 * was given in the last ten minutes, at signing in or for another of them. The whole list; ASVS 7.5.1, 7.5.2. Signing asks for
 * the passphrase every time, and so do changes of password, passphrase and certificate: those are not here.
 */
export const dangerousActs = {
  // Whoever reads somebody's mail, or comes in by their link, is soon taken for them.
  '/account/email': 'confirm.email',
  '/account/sessions/:id/end': 'confirm.session',
  '/account/sessions/end-others': 'confirm.sessions',
  '/account/sign-out-everywhere': 'confirm.sessions',
  '/people/new': 'confirm.person',
  '/people/:id/change': 'confirm.name',
  '/people/:id/email': 'confirm.email',
  '/people/:id/link': 'confirm.link',
  '/people/:id/new-keys': 'confirm.keys',
  '/people/:id/disable': 'confirm.disable',
  '/people/:id/sessions/end': 'confirm.sessions',
  // Who may act for the office, and in whose name.
  '/people/:id/duty': 'confirm.duty',
  '/people/:id/appointments': 'confirm.appoint',
  '/people/:id/appointments/:appointment/end': 'confirm.appointment-end',
  '/mandates/new': 'confirm.mandate',
  '/units/positions/:id/close': 'confirm.position',
  // What the office says of itself, and what leaves it unread.
  '/units/office': 'confirm.office',
  '/settings/sending': 'confirm.sending',
  '/settings/sending/:id/remove': 'confirm.sending',
  '/settings/partners': 'confirm.partner',
  '/settings/partners/:id/confirm': 'confirm.partner',
  '/settings/partners/:id/switch': 'confirm.partner',
  // What a letter says of its day, and whether it is in force.
  '/registers/:id/letters/:letter/date': 'confirm.date',
  '/letters/:id/status': 'confirm.status',
} as const satisfies Readonly<Record<string, WordKey>>;

/** What a form at this path does, in words, when it asks for the password; otherwise undefined. */
export function dangerousAct(path: string): WordKey | undefined {
  return (dangerousActs as Readonly<Record<string, WordKey>>)[path];
}
