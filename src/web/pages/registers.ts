import { z } from 'zod';
import { calendarDate } from '../../clock.ts';
import { may } from '../../people/permissions.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { pageAsked } from './letters.ts';

export const ONE_REGISTER = { sample: { id: '1' }, matches: { id: /^[1-9][0-9]*$/ } } as const;
export const ONE_NUMBER = {
  sample: { id: '1', number: '1' },
  matches: { id: /^[1-9][0-9]*$/, number: /^[1-9][0-9]*$/ },
} as const;
const cancelForm = z.object({ reason: z.string().max(2_000, 'too-long').default('') });

export function registerRoutes(deps: Pick<WebDeps, 'registers' | 'people' | 'letters'>): Route[] {
  const { registers, people, letters } = deps;

  async function show(visit: OfficialVisit): Promise<void> {
    const year = await yearAsked(people, visit);
    const find = String(visit.req.query.q ?? '').slice(0, 100);
    const registerId = visit.id('id');
    const shown = await registers.readRegister(visit.actor, { registerId, year, page: pageAsked(visit), find });
    const ids = shown.lines.flatMap(({ letterId }) => (letterId === null ? [] : [letterId]));
    const readable = await letters.listReadable(visit.actor, ids);
    const href = (page: number) =>
      `/registers/${registerId}?${new URLSearchParams({ year: String(year), q: find, page: String(page) })}`;
    visit.render('register/register.njk', {
      ...shown,
      // A register is read by the whole unit, its letters only by those whose they are: no link that leads nowhere.
      lines: shown.lines.map((line) => ({ ...line, readable: line.letterId !== null && readable.has(line.letterId) })),
      form: freshForm({ q: find, year: String(year) }),
      previous: shown.page > 1 ? href(shown.page - 1) : '',
      next: shown.page < shown.pages ? href(shown.page + 1) : '',
    });
  }

  async function showCancel(visit: OfficialVisit, form: FormState): Promise<void> {
    const ids = { registerId: visit.id('id'), numberId: visit.id('number') };
    visit.render('register/cancel.njk', { form, ...(await registers.getCancellable(visit.actor, ids)) });
  }

  return [
    {
      method: 'GET',
      path: '/registers',
      access: 'signed-in',
      async handler(visit) {
        const readable = await registers.listReadable(visit.actor);
        const [only] = readable;
        const manages = may(visit.actor, 'register.manage');
        if (readable.length === 1 && only !== undefined && !manages) return visit.redirect(`/registers/${only.id}`);
        visit.render('register/registers.njk', { registers: readable, manages });
      },
    },
    { method: 'GET', path: '/registers/:id', access: 'signed-in', ...ONE_REGISTER, handler: show },
    {
      method: 'GET',
      path: '/registers/:id/numbers/:number/cancel',
      access: 'signed-in',
      ...ONE_NUMBER,
      handler: (visit) => showCancel(visit, freshForm()),
    },
    {
      method: 'POST',
      path: '/registers/:id/numbers/:number/cancel',
      access: 'signed-in',
      ...ONE_NUMBER,
      handler: (visit) =>
        visit.submit({
          schema: cancelForm,
          async act({ reason }) {
            const registerId = visit.id('id');
            await registers.cancelNumber(visit.actor, { registerId, numberId: visit.id('number'), reason });
            visit.redirect(`/registers/${registerId}`, 'register.cancelled');
          },
          again: (form) => showCancel(visit, form),
        }),
    },
  ];
}

/** The year in the address, or the present one in the office's zone. */
export async function yearAsked(people: Pick<WebDeps['people'], 'getOffice'>, visit: OfficialVisit): Promise<number> {
  const asked = String(visit.req.query.year ?? '');
  if (/^[12][0-9]{3}$/.test(asked)) return Number(asked);
  return Number(calendarDate(visit.now, (await people.getOffice()).timeZone).slice(0, 4));
}
