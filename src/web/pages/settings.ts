import type { Route } from '../routes.ts';
import type { WordKey } from '../words.ts';

/** One part of the settings on their first page. */
interface SettingsPart {
  href: `/${string}`;
  title: WordKey;
  text: WordKey;
}

/** How this office works, as data: what an administrator may change without a program. */
const parts: readonly SettingsPart[] = [
  { href: '/settings/kinds', title: 'settings.kinds', text: 'settings.kinds.text' },
  { href: '/settings/emblem', title: 'settings.emblem', text: 'settings.emblem.text' },
  { href: '/settings/numbers', title: 'settings.numbers', text: 'settings.numbers.text' },
  { href: '/settings/chains', title: 'chains.title', text: 'chains.text' },
  { href: '/registers/keeping', title: 'settings.registers', text: 'settings.registers.text' },
  { href: '/settings/incoming', title: 'firsts.title', text: 'firsts.text' },
  { href: '/settings/instructions', title: 'instructions.title', text: 'instructions.text' },
  { href: '/settings/deadlines', title: 'settings.deadlines', text: 'settings.deadlines.text' },
  { href: '/settings/sending', title: 'policy.title', text: 'policy.text' },
  { href: '/settings/public', title: 'public-desk.title', text: 'public-desk.text' },
  { href: '/settings/partners', title: 'partners.title', text: 'partners.text' },
  { href: '/settings/groups', title: 'groups.title', text: 'groups.text' },
  { href: '/settings/mail', title: 'mail.title', text: 'mail.text' },
  { href: '/settings/system', title: 'system.title', text: 'system.text' },
  { href: '/settings/reasons', title: 'settings.reasons', text: 'settings.reasons.text' },
  { href: '/units/office', title: 'settings.office', text: 'settings.office.text' },
];

export function settingsRoutes(): Route[] {
  return [
    {
      method: 'GET',
      path: '/settings',
      access: 'administrator',
      handler: (visit) => visit.render('settings/settings.njk', { parts }),
    },
  ];
}
