import { z } from 'zod';
import type { WebDeps } from '../deps.ts';
import { chosenId, type FormState, freshForm } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { ONE_REGISTER } from './registers.ts';

const name = z.string().max(2_000, 'too-long').default('');
const openForm = z.object({ unitId: chosenId, code: z.string('choose').min(1, 'choose').max(64, 'choose'), name });
const nameForm = z.object({ name });

/** The administrator's view: which registers there are, which units keep one, and which could print the same number. */
export function registerKeepingRoutes({ registers, people }: Pick<WebDeps, 'registers' | 'people'>): Route[] {
  async function show(visit: OfficialVisit, form: FormState): Promise<void> {
    visit.render('register/keeping.njk', {
      ...(await registers.readKept(visit.actor)),
      units: await people.listUnits(),
      form,
    });
  }
  async function showName(visit: OfficialVisit, form?: FormState): Promise<void> {
    const register = await registers.getKept(visit.actor, visit.id('id'));
    visit.render('register/name.njk', { register, form: form ?? freshForm({ name: register.name }) });
  }

  return [
    {
      method: 'GET',
      path: '/registers/keeping',
      access: 'administrator',
      handler: (visit) => show(visit, freshForm()),
    },
    {
      method: 'POST',
      path: '/registers/keeping',
      access: 'administrator',
      handler: (visit) =>
        visit.submit({
          schema: openForm,
          async act(input) {
            await registers.openRegister(visit.actor, input);
            visit.redirect('/registers/keeping', 'register.opened');
          },
          again: (form) => show(visit, form),
        }),
    },
    {
      method: 'GET',
      path: '/registers/:id/name',
      access: 'administrator',
      ...ONE_REGISTER,
      handler: (visit) => showName(visit),
    },
    {
      method: 'POST',
      path: '/registers/:id/name',
      access: 'administrator',
      ...ONE_REGISTER,
      handler: (visit) =>
        visit.submit({
          schema: nameForm,
          async act(input) {
            await registers.nameRegister(visit.actor, { registerId: visit.id('id'), ...input });
            visit.redirect('/registers/keeping', 'register.named');
          },
          again: (form) => showName(visit, form),
        }),
    },
  ];
}
