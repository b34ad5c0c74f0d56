import { z } from 'zod';
import { calendarDate } from '../../clock.ts';
import { capacityText } from '../../people/capacity.ts';
import { personInput } from '../../people/change-persons.ts';
import { fullName } from '../../people/full-name.ts';
import { termState } from '../../people/term.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm, ticked } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';

const addForm = z.object({ ...personInput.shape, isAdministrator: ticked });

export function peopleRoutes(deps: Pick<WebDeps, 'people'>): Route[] {
  async function list(visit: OfficialVisit): Promise<void> {
    const [persons, appointments, office] = await Promise.all([
      deps.people.listPersons(visit.actor),
      deps.people.listAppointments(),
      deps.people.getOffice(),
    ]);
    const today = calendarDate(visit.now, office.timeZone);
    const held = appointments.filter((each) => each.positionClosedAt === null && termState(each, today) === 'current');
    visit.render('people/people.njk', {
      persons: persons.map((person) => ({
        ...person,
        fullName: fullName(person),
        capacities: held
          .filter(({ personId }) => personId === person.id)
          .map(({ forms, positionName }) => capacityText(forms, positionName)),
      })),
    });
  }

  const showAdd = (visit: OfficialVisit, form: FormState) => visit.render('people/add-person.njk', { form });

  return [
    { method: 'GET', path: '/people', access: 'administrator', handler: list },
    { method: 'GET', path: '/people/new', access: 'administrator', handler: (visit) => showAdd(visit, freshForm()) },
    {
      method: 'POST',
      path: '/people/new',
      access: 'administrator',
      handler: (visit) =>
        visit.submit({
          schema: addForm,
          async act(person) {
            const { personId } = await deps.people.addPerson(visit.actor, person);
            visit.redirect(`/people/${personId}`, 'person.added');
          },
          again: (form) => showAdd(visit, form),
        }),
    },
  ];
}
