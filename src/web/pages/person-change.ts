import { personTextInput } from '../../people/change-person.ts';
import { fullName } from '../../people/full-name.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';

/** What is printed of a person: name and titles, NIP and rank. */
export function personChangeRoutes({ people, enrolment }: Pick<WebDeps, 'people' | 'enrolment'>): Route[] {
  const sample = { id: '1' };

  async function show(visit: OfficialVisit, state?: FormState): Promise<void> {
    const person = await people.getPerson(visit.actor, visit.id('id'));
    const { id, username, name, titleBefore, titleAfter, nip, rank } = person;
    visit.render('people/change-person.njk', {
      form: state ?? freshForm({ name, titleBefore, titleAfter, nip, rank }),
      person: { id, username, fullName: fullName(person) },
      hasKeys: await enrolment.hasKeys(id),
    });
  }

  return [
    { method: 'GET', path: '/people/:id/change', access: 'administrator', sample, handler: (visit) => show(visit) },
    {
      method: 'POST',
      path: '/people/:id/change',
      access: 'administrator',
      sample,
      handler: (visit) =>
        visit.submit({
          schema: personTextInput,
          async act(text) {
            await people.changePerson(visit.actor, visit.id('id'), text);
            visit.redirect(`/people/${visit.id('id')}`, 'person.changed');
          },
          again: (form) => show(visit, form),
        }),
    },
  ];
}
