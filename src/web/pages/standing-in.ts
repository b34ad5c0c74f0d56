import { z } from 'zod';
import { calendarDate } from '../../clock.ts';
import { Refusal } from '../../errors.ts';
import { absenceReasons } from '../../people/absences-store.ts';
import { fullName } from '../../people/full-name.ts';
import { calendarDay, optionalLine } from '../../people/input.ts';
import { mandateTasks } from '../../people/mandate.ts';
import { may } from '../../people/permissions.ts';
import type { WebDeps } from '../deps.ts';
import { chosenId, type FormState, freshForm, rowId, tickedOf } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';

const ONE = { sample: { id: '1' }, matches: { id: /^[1-9][0-9]*$/ } } as const;
const MOST_KINDS = 100;

/** `person:7` or `position:12`, as the list of stand-ins offers them. */
const standIn = z
  .string('choose')
  .regex(/^(person|position):[1-9][0-9]{0,8}$/, 'choose')
  .transform((text) => {
    const id = Number(text.split(':')[1]);
    return text.startsWith('person:') ? { personId: id } : { positionId: id };
  });

const absenceForm = z.object({
  reason: z.enum(absenceReasons, 'choose'),
  firstDay: calendarDay,
  lastDay: calendarDay,
  standIn: z.union([z.literal('').transform(() => null), standIn], 'choose').default(null),
});
const mandateForm = z.object({
  fromPositionId: chosenId,
  standIn,
  tasks: tickedOf(mandateTasks),
  kinds: z.union([z.string().transform((one) => [one]), z.array(z.string()).max(MOST_KINDS)], 'invalid').default([]),
  validFrom: calendarDay,
  validTo: z.union([z.literal('').transform(() => null), calendarDay], 'date').default(null),
  warrant: optionalLine(120),
});

/** Leave, and mandates: for oneself, for a post that one holds or stands above, and for everybody by an administrator. */
export function standingInRoutes(deps: Pick<WebDeps, 'people' | 'letters'>): Route[] {
  const { people } = deps;

  async function today(visit: OfficialVisit): Promise<string> {
    return calendarDate(visit.now, (await people.getOffice()).timeZone);
  }

  /** Persons first, then posts by whoever holds them. */
  async function standIns(visit: OfficialVisit, apartFrom?: number) {
    const holders = (await people.listPossibleStandIns(visit.actor)).filter(({ personId }) => personId !== apartFrom);
    const persons = new Map(
      holders.map((each) => [each.personId, each]).reverse() as [number, (typeof holders)[number]][],
    );
    const posts = new Map(holders.map((each) => [each.positionId, each]));
    return [
      ...[...persons.values()]
        .reverse()
        .map((each) => ({ value: `person:${each.personId}`, text: `${each.name}, ${each.capacity}` })),
      ...[...posts.values()].map((each) => ({
        value: `position:${each.positionId}`,
        text: visit.t('mandate.to.post', { position: `${each.positionName} (${each.unitName})` }),
      })),
    ];
  }

  /** Of the person in the address, who is the reader unless an administrator asks. */
  function whose(visit: OfficialVisit): number {
    return rowId(visit.req.query.person) ?? visit.actor.personId;
  }

  async function showAbsence(visit: OfficialVisit, state?: FormState): Promise<void> {
    const personId = whose(visit);
    const person = await people.getPerson(visit.actor, personId);
    const day = await today(visit);
    visit.render('standing-in/absence.njk', {
      form: state ?? freshForm({ firstDay: day, lastDay: day }),
      person: { id: personId, fullName: fullName(person) },
      own: personId === visit.actor.personId,
      reasons: absenceReasons,
      standIns: await standIns(visit, personId),
    });
  }

  async function showMandate(visit: OfficialVisit, state?: FormState): Promise<void> {
    const { actor } = visit;
    const posts = (await people.listPositions()).filter(
      ({ id, superiorId, closedAt }) =>
        closedAt === null && may(actor, 'post.hand-over', { positionId: id, superiorId }),
    );
    const from = rowId(visit.req.query.from);
    const start = {
      validFrom: await today(visit),
      fromPositionId: from === undefined ? '' : String(from),
      tasks: ['initial'],
    };
    visit.render('standing-in/mandate.njk', {
      form: state ?? freshForm(start),
      posts: posts.toSorted((a, b) => a.name.localeCompare(b.name, 'id')),
      standIns: posts.length === 0 ? [] : await standIns(visit),
      kinds: await deps.letters.listKinds(),
      tasks: mandateTasks,
    });
  }

  async function mandateInPath(visit: OfficialVisit) {
    const mandate = await people.findMandate(visit.actor, visit.id('id'));
    if (mandate !== undefined) return mandate;
    throw new Refusal('not-found', 'mandate-unknown', {
      id: 'Mandat tidak ditemukan.',
      en: 'There is no such mandate.',
    });
  }

  async function absenceInPath(visit: OfficialVisit) {
    const absence = await people.findAbsence(visit.actor, visit.id('id'));
    if (absence !== undefined) return absence;
    throw new Refusal('not-found', 'absence-unknown', {
      id: 'Catatan ini tidak ditemukan.',
      en: 'There is no such absence.',
    });
  }

  const pageOf = (visit: OfficialVisit, personId: number): `/${string}` =>
    personId === visit.actor.personId ? '/account' : `/people/${personId}`;

  return [
    { method: 'GET', path: '/absences/new', access: 'signed-in', handler: (visit) => showAbsence(visit) },
    {
      method: 'POST',
      path: '/absences/new',
      access: 'signed-in',
      handler: (visit) =>
        visit.submit({
          schema: absenceForm,
          async act(absence) {
            const personId = whose(visit);
            await people.recordAbsence(visit.actor, { ...absence, personId });
            visit.redirect(pageOf(visit, personId), 'absence.saved');
          },
          again: (form) => showAbsence(visit, form),
        }),
    },
    {
      method: 'GET',
      path: '/absences/:id/end',
      access: 'signed-in',
      ...ONE,
      async handler(visit) {
        visit.render('standing-in/end-absence.njk', { form: freshForm(), absence: await absenceInPath(visit) });
      },
    },
    {
      method: 'POST',
      path: '/absences/:id/end',
      access: 'signed-in',
      ...ONE,
      async handler(visit) {
        const { id, personId } = await absenceInPath(visit);
        await people.endAbsence(visit.actor, id);
        visit.redirect(pageOf(visit, personId), 'absence.ended');
      },
    },
    { method: 'GET', path: '/mandates/new', access: 'signed-in', handler: (visit) => showMandate(visit) },
    {
      method: 'POST',
      path: '/mandates/new',
      access: 'signed-in',
      handler: (visit) =>
        visit.submit({
          schema: mandateForm,
          async act({ standIn: to, ...mandate }) {
            await people.giveMandate(visit.actor, { ...mandate, to });
            visit.redirect(afterMandate(visit, mandate.fromPositionId), 'mandate.saved');
          },
          again: (form) => showMandate(visit, form),
        }),
    },
    {
      method: 'GET',
      path: '/mandates/:id/end',
      access: 'signed-in',
      ...ONE,
      async handler(visit) {
        visit.render('standing-in/end-mandate.njk', { form: freshForm(), mandate: await mandateInPath(visit) });
      },
    },
    {
      method: 'POST',
      path: '/mandates/:id/end',
      access: 'signed-in',
      ...ONE,
      async handler(visit) {
        const { id, fromPositionId } = await mandateInPath(visit);
        await people.endMandate(visit.actor, id);
        visit.redirect(afterMandate(visit, fromPositionId), 'mandate.ended');
      },
    },
  ];
}

/** Back to where the reader sees it: one's own account, the post's page, or the inbox from which a superior came. */
function afterMandate({ actor }: OfficialVisit, fromPositionId: number): `/${string}` {
  if (actor.appointments.some(({ positionId }) => positionId === fromPositionId)) return '/account';
  return actor.isAdministrator ? `/units/positions/${fromPositionId}` : '/';
}
