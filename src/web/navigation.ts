import type { Actor } from '../people/actor.ts';
import { may } from '../people/permissions.ts';
import type { WordKey } from './words.ts';

/** One place of the main navigation; at most six are shown, so that all fit under a thumb. */
export interface Place {
  href: string;
  word: WordKey;
  icon: 'inbox' | 'incoming' | 'letters' | 'register' | 'people' | 'account';
  /** Paths that belong to the place. */
  covers: RegExp;
  shown(actor: Actor): boolean;
}

export const places: readonly Place[] = [
  { href: '/', word: 'nav.inbox', icon: 'inbox', covers: /^\/$/, shown: () => true },
  { href: '/incoming', word: 'nav.incoming', icon: 'incoming', covers: /^\/incoming(\/|$)/, shown: worksInAUnit },
  { href: '/letters', word: 'nav.letters', icon: 'letters', covers: /^\/letters(\/|$)/, shown: () => true },
  {
    href: '/registers',
    word: 'nav.registers',
    icon: 'register',
    covers: /^\/(registers|expedition)(\/|$)/,
    shown: worksInAUnit,
  },
  {
    href: '/people',
    word: 'nav.people',
    icon: 'people',
    covers: /^\/(people|units|settings)(\/|$)/,
    shown: (actor) => may(actor, 'people.manage'),
  },
  { href: '/account', word: 'nav.account', icon: 'account', covers: /^\/account(\/|$)/, shown: () => true },
];

function worksInAUnit(actor: Actor): boolean {
  return actor.appointments.length > 0 || actor.duties.length > 0;
}

/** The places for this actor, only such as exist among the routes, with the one they are in marked. */
export function navigationFor(actor: Actor, path: string, existing: ReadonlySet<string>) {
  return places
    .filter((place) => existing.has(place.href) && place.shown(actor))
    .map(({ href, word, icon, covers }) => ({ href, word, icon, current: covers.test(path) }));
}
