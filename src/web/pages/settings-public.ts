import { z } from 'zod';
import type { WebDeps } from '../deps.ts';
import { chosenId, type FormState, freshForm } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';

const desksForm = z.object({
  units: z.union([chosenId.transform((one) => [one]), z.array(chosenId).max(2_000)], 'invalid').default([]),
});

/** Which units take letters from the public form. */
export function settingsPublicRoutes({
  publicLetters,
  settings,
}: Pick<WebDeps, 'publicLetters' | 'settings'>): Route[] {
  async function show(visit: OfficialVisit, form?: FormState): Promise<void> {
    const desks = await publicLetters.listDesks(visit.actor);
    const open = desks.flatMap(({ unitId, open }) => (open ? [String(unitId)] : []));
    visit.render('settings/public.njk', {
      form: form ?? freshForm({ units: open }),
      address: `${settings.publicOrigin}/letter`,
      choices: desks.map(({ unitId, name, hasClerk }) => ({
        value: String(unitId),
        text: name,
        ...(hasClerk ? {} : { hint: { text: visit.t('public-desk.no-clerk') } }),
      })),
    });
  }

  return [
    { method: 'GET', path: '/settings/public', access: 'administrator', handler: (visit) => show(visit) },
    {
      method: 'POST',
      path: '/settings/public',
      access: 'administrator',
      handler: (visit) =>
        visit.submit({
          schema: desksForm,
          async act({ units }) {
            await publicLetters.setDesks(visit.actor, units);
            visit.redirect('/settings/public', 'public-desk.saved');
          },
          again: (form) => show(visit, form),
        }),
    },
  ];
}
