import { z } from 'zod';
import { calendarDate } from '../../clock.ts';
import { calendarDay } from '../../people/input.ts';
import type { WebDeps } from '../deps.ts';
import { chosenId, type FormState, freshForm } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { ONE_REGISTER } from './registers.ts';

const ONE_LETTER = {
  sample: { id: '1', letter: '1' },
  matches: { id: /^[1-9][0-9]*$/, letter: /^[1-9][0-9]*$/ },
} as const;
/** How long it may be is the act's rule; this bounds what is read at all. */
const reason = z.string().max(2_000, 'too-long').default('');
const insertionForm = z.object({
  after: z
    .string('required')
    .trim()
    .regex(/^[0-9]{1,9}$/, 'whole-number')
    .transform(Number),
  year: z
    .string('required')
    .trim()
    .regex(/^[12][0-9]{3}$/, 'year')
    .transform(Number),
  reason,
});
const dateForm = z.object({ date: calendarDay, reason });
const overForm = z.object({ reason });
const blockForm = z.object({ numberId: chosenId, reason });

/** Numbers and dates for letters that wait for their signature: whom the register will number, and one page for each grant. */
export function registerGrantRoutes(deps: Pick<WebDeps, 'registers' | 'people'>): Route[] {
  const { registers, people } = deps;
  const ids = (visit: OfficialVisit) => ({ registerId: visit.id('id'), letterId: visit.id('letter') });
  const list = (visit: OfficialVisit) => `/registers/${visit.id('id')}/letters` as const;

  async function show(visit: OfficialVisit, view: string, form: FormState): Promise<void> {
    visit.render(view, { form, ...(await registers.readToLetter(visit.actor, ids(visit))) });
  }
  async function showInsertion(visit: OfficialVisit, form?: FormState): Promise<void> {
    const { timeZone } = await people.getOffice();
    await show(
      visit,
      'register/insertion.njk',
      form ??
        freshForm({
          year: calendarDate(visit.now, timeZone).slice(0, 4),
          after: String(visit.req.query.after ?? '').slice(0, 9),
        }),
    );
  }
  const showDate = (visit: OfficialVisit, form = freshForm()) => show(visit, 'register/date.njk', form);
  const showBlock = (visit: OfficialVisit, form = freshForm()) => show(visit, 'register/block-number.njk', form);

  return [
    {
      method: 'GET',
      path: '/registers/:id/letters',
      access: 'signed-in',
      ...ONE_REGISTER,
      async handler(visit) {
        visit.render('register/waiting.njk', await registers.listWaiting(visit.actor, visit.id('id')));
      },
    },
    {
      method: 'GET',
      path: '/registers/:id/letters/:letter/insertion',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) => showInsertion(visit),
    },
    {
      method: 'POST',
      path: '/registers/:id/letters/:letter/insertion',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) =>
        visit.submit({
          schema: insertionForm,
          async act(input) {
            await registers.grantInsertion(visit.actor, { ...ids(visit), ...input });
            visit.redirect(list(visit), 'register.insertion.done');
          },
          again: (form) => showInsertion(visit, form),
        }),
    },
    {
      method: 'GET',
      path: '/registers/:id/letters/:letter/date',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) => showDate(visit),
    },
    {
      method: 'POST',
      path: '/registers/:id/letters/:letter/date',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) =>
        visit.submit({
          schema: dateForm,
          async act(input) {
            await registers.grantDate(visit.actor, { ...ids(visit), ...input });
            visit.redirect(list(visit), 'register.date.done');
          },
          again: (form) => showDate(visit, form),
        }),
    },
    {
      method: 'POST',
      path: '/registers/:id/letters/:letter/date-over',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) =>
        visit.submit({
          schema: overForm,
          async act(input) {
            await registers.takeBackDate(visit.actor, { ...ids(visit), ...input });
            visit.redirect(list(visit), 'register.date-over.done');
          },
          again: (form) => showDate(visit, form),
        }),
    },
    {
      method: 'GET',
      path: '/registers/:id/letters/:letter/block-number',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) => showBlock(visit),
    },
    {
      method: 'POST',
      path: '/registers/:id/letters/:letter/block-number',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) =>
        visit.submit({
          schema: blockForm,
          async act(input) {
            await registers.assignBlockNumber(visit.actor, { ...ids(visit), ...input });
            visit.redirect(list(visit), 'register.block-number.done');
          },
          again: (form) => showBlock(visit, form),
        }),
    },
  ];
}
