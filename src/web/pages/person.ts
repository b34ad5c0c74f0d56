import { z } from 'zod';
import { calendarDate } from '../../clock.ts';
import { Refusal } from '../../errors.ts';
import { appointmentForms, capacityText } from '../../people/capacity.ts';
import { DUTIES } from '../../people/duty.ts';
import { fullName } from '../../people/full-name.ts';
import { calendarDay, optionalLine } from '../../people/input.ts';
import { termState } from '../../people/term.ts';
import type { WebDeps } from '../deps.ts';
import { chosenId, type FormState, freshForm, tickedOf } from '../forms.ts';
import type { Route } from '../routes.ts';
import { securityLog } from '../security-log.ts';
import { sessionKey } from '../session-keeper.ts';
import { endSessionsOf, listSessionsOf } from '../session-store.ts';
import type { OfficialVisit } from '../visit.ts';
import { personChangeRoutes } from './person-change.ts';

const appointForm = z.object({
  positionId: chosenId,
  forms: tickedOf(appointmentForms),
  validFrom: calendarDay,
  validTo: z.union([z.literal('').transform(() => null), calendarDay], 'date').default(null),
  warrant: optionalLine(120),
});

export const emailForm = z.object({ email: z.string().max(300, 'email').default('') });

type PersonDeps = Pick<WebDeps, 'people' | 'notifications' | 'settings' | 'enrolment' | 'db' | 'log'>;

/** One person: posts, duties, the link to come in. */
export function personRoutes(deps: PersonDeps): Route[] {
  const { people } = deps;
  const sample = { id: '1' };

  async function today(visit: OfficialVisit): Promise<string> {
    return calendarDate(visit.now, (await people.getOffice()).timeZone);
  }

  async function show(visit: OfficialVisit, state?: FormState): Promise<void> {
    const person = await people.getPerson(visit.actor, visit.id('id'));
    const [appointments, duties, positions, units, day, history, standingIn, sessions] = await Promise.all([
      people.listAppointmentsOf(person.id),
      people.listDutiesOf(person.id),
      people.listPositions(),
      people.listUnits(),
      today(visit),
      people.readAccountHistory(visit.actor, person.id),
      people.readStandingIn(visit.actor, person.id),
      listSessionsOf(deps.db, person.id, '', visit.now),
    ]);
    visit.render('people/person.njk', {
      form: state ?? freshForm({ validFrom: day }),
      person: { ...person, fullName: fullName(person) },
      appointments: appointments.map((each) => ({
        ...each,
        capacity: capacityText(each.forms, each.positionName),
        state: each.positionClosedAt === null ? termState(each, day) : 'past',
      })),
      positions: positions.filter(({ closedAt }) => closedAt === null),
      appointmentForms,
      hasKeys: await deps.enrolment.hasKeys(person.id),
      duties: duties.flatMap(({ unitId, duty }) => {
        const unit = units.find(({ id }) => id === unitId);
        return unit === undefined ? [] : [{ ...unit, duty }];
      }),
      history,
      standingIn,
      sessions,
      units,
      dutyChoices: DUTIES,
    });
  }

  async function appointmentInPath(visit: OfficialVisit) {
    const appointment = await people.findAppointment(visit.id('appointment'));
    if (appointment !== undefined && appointment.personId === visit.id('id')) return appointment;
    throw new Refusal('not-found', 'appointment-unknown', {
      id: 'Penunjukan tidak ditemukan.',
      en: 'There is no such appointment.',
    });
  }

  async function showEnd(visit: OfficialVisit, state?: FormState): Promise<void> {
    const appointment = await appointmentInPath(visit);
    const person = await people.getPerson(visit.actor, appointment.personId);
    visit.render('people/end-appointment.njk', {
      form: state ?? freshForm({ validTo: await today(visit) }),
      person: { id: person.id, fullName: fullName(person) },
      appointment: { ...appointment, capacity: capacityText(appointment.forms, appointment.positionName) },
    });
  }

  async function changeDuty(visit: OfficialVisit): Promise<void> {
    const personId = visit.id('id');
    await visit.submit({
      schema: z.object({ unitId: chosenId, duty: z.enum(DUTIES, 'choose'), held: z.enum(['yes', 'no'], 'required') }),
      async act({ unitId, duty, held }) {
        await people.setDuty(visit.actor, { personId, unitId, duty, held: held === 'yes' });
        visit.redirect(`/people/${personId}`, 'person.duties.saved');
      },
      again: (form) => show(visit, form),
    });
  }

  return [
    { method: 'GET', path: '/people/:id', access: 'administrator', sample, handler: (visit) => show(visit) },
    ...personChangeRoutes(deps),
    {
      method: 'POST',
      path: '/people/:id/appointments',
      access: 'administrator',
      sample,
      handler: (visit) =>
        visit.submit({
          schema: appointForm,
          async act(appointment) {
            const personId = visit.id('id');
            await people.addAppointment(visit.actor, { ...appointment, personId });
            visit.redirect(`/people/${personId}`, 'person.appointed');
          },
          again: (form) => show(visit, form),
        }),
    },
    {
      method: 'GET',
      path: '/people/:id/appointments/:appointment/end',
      access: 'administrator',
      sample: { id: '1', appointment: '1' },
      handler: (visit) => showEnd(visit),
    },
    {
      method: 'POST',
      path: '/people/:id/appointments/:appointment/end',
      access: 'administrator',
      sample: { id: '1', appointment: '1' },
      handler: (visit) =>
        visit.submit({
          schema: z.object({ validTo: calendarDay }),
          async act({ validTo }) {
            const appointment = await appointmentInPath(visit);
            await people.endAppointment(visit.actor, appointment.id, validTo);
            visit.redirect(`/people/${appointment.personId}`, 'person.ended');
          },
          again: (form) => showEnd(visit, form),
        }),
    },
    {
      method: 'POST',
      path: '/people/:id/email',
      access: 'administrator',
      sample,
      handler: (visit) =>
        visit.submit({
          schema: emailForm,
          async act({ email }) {
            await people.changeEmail(visit.actor, visit.id('id'), email);
            visit.redirect(`/people/${visit.id('id')}`, 'person.email.changed');
          },
          again: (form) => show(visit, form),
        }),
    },
    { method: 'POST', path: '/people/:id/duty', access: 'administrator', sample, handler: changeDuty },
    {
      method: 'POST',
      path: '/people/:id/link',
      access: 'administrator',
      sample,
      // Shown in the answer itself: the token must not rest in a session, and an address would keep it in the history.
      async handler(visit) {
        const person = await people.getPerson(visit.actor, visit.id('id'));
        const { token, expiresAt } = await people.renewInvitation(visit.actor, person.id);
        visit.render('people/link.njk', {
          person: { id: person.id, fullName: fullName(person) },
          link: `${deps.settings.appOrigin}/welcome/${token}`,
          expiresAt,
        });
      },
    },
    {
      method: 'POST',
      path: '/people/:id/new-keys',
      access: 'administrator',
      sample,
      async handler(visit) {
        await deps.enrolment.startKeysOver(visit.actor, visit.id('id'));
        visit.redirect(`/people/${visit.id('id')}`, 'person.keys-ended');
      },
    },
    {
      method: 'POST',
      path: '/people/:id/sessions/end',
      access: 'administrator',
      sample,
      async handler(visit) {
        const personId = visit.id('id');
        // Written down first: should the power fail in between, the owner is told too early rather than never.
        await people.recordSessionsEnded(visit.actor, personId);
        await deps.notifications.silence(visit.actor, personId);
        await endSessionsOf(deps.db, personId, sessionKey(visit.req.sessionID));
        securityLog(deps)(visit.req, 'sessions-ended');
        visit.redirect(`/people/${personId}`, 'person.sessions.ended');
      },
    },
    {
      method: 'POST',
      path: '/people/:id/disable',
      access: 'administrator',
      sample,
      async handler(visit) {
        await people.disablePerson(visit.actor, visit.id('id'));
        await endSessionsOf(deps.db, visit.id('id'));
        visit.redirect(`/people/${visit.id('id')}`, 'person.disabled');
      },
    },
  ];
}
