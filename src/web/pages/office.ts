import { officeInput } from '../../people/office.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';

/** The office itself: its name on letterheads, on the check page and in the trust note; its place and time zone. */
export function officeRoutes(deps: Pick<WebDeps, 'people'>): Route[] {
  const show = (visit: OfficialVisit, form: FormState) => visit.render('people/office.njk', { form });

  return [
    {
      method: 'GET',
      path: '/units/office',
      access: 'administrator',
      async handler(visit) {
        show(visit, freshForm({ ...(await deps.people.getOffice()) }));
      },
    },
    {
      method: 'POST',
      path: '/units/office',
      access: 'administrator',
      handler: (visit) =>
        visit.submit({
          schema: officeInput,
          async act(office) {
            await deps.people.changeOffice(visit.actor, office);
            visit.redirect('/units/office', 'office.changed');
          },
          again: (form) => show(visit, form),
        }),
    },
  ];
}
