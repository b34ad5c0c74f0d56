import { z } from 'zod';
import { calendarDay, line, optionalLine } from '../../people/input.ts';
import { SECURITY } from '../../people/security-class.ts';
import { LARGEST_BLOCK } from '../../registers/blocks.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { ONE_NUMBER, ONE_REGISTER, yearAsked } from './registers.ts';

const ONE_BLOCK = {
  sample: { id: '1', block: '1' },
  matches: { id: /^[1-9][0-9]*$/, block: /^[1-9][0-9]*$/ },
} as const;
const blockForm = z.object({
  size: z
    .string('required')
    .trim()
    .regex(/^[0-9]{1,6}$/, 'whole-number')
    .transform(Number),
  reason: z.string().max(2_000, 'too-long').default(''),
});
const paperForm = z.object({
  text: line(40),
  addressee: line(160),
  subject: optionalLine(200),
  security: z.enum(SECURITY, 'choose'),
  date: calendarDay,
  signedBy: line(120),
});

/** Numbers taken for an outage: issue them, print them, and say what became of each. */
export function registerBlockRoutes(deps: Pick<WebDeps, 'registers' | 'people'>): Route[] {
  const { registers, people } = deps;

  async function list(visit: OfficialVisit, form: FormState): Promise<void> {
    const registerId = visit.id('id');
    const year = await yearAsked(people, visit);
    const kept = await registers.listBlocks(visit.actor, { registerId, year });
    visit.render('register/blocks.njk', { ...kept, year, largest: LARGEST_BLOCK, form });
  }

  async function showPaper(visit: OfficialVisit, form?: FormState): Promise<void> {
    const held = await registers.getHeld(visit.actor, { registerId: visit.id('id'), numberId: visit.id('number') });
    visit.render('register/paper.njk', { form: form ?? freshForm({ security: 'B' }), ...held, classes: SECURITY });
  }

  return [
    {
      method: 'GET',
      path: '/registers/:id/blocks',
      access: 'signed-in',
      ...ONE_REGISTER,
      handler: (visit) => list(visit, freshForm()),
    },
    {
      method: 'POST',
      path: '/registers/:id/blocks',
      access: 'signed-in',
      ...ONE_REGISTER,
      handler: (visit) =>
        visit.submit({
          schema: blockForm,
          async act(input) {
            const registerId = visit.id('id');
            const blockId = await registers.issueBlock(visit.actor, { registerId, ...input });
            visit.redirect(`/registers/${registerId}/blocks/${blockId}`, 'register.block.done');
          },
          again: (form) => list(visit, form),
        }),
    },
    {
      method: 'GET',
      path: '/registers/:id/blocks/:block',
      access: 'signed-in',
      ...ONE_BLOCK,
      async handler(visit) {
        const asked = { registerId: visit.id('id'), blockId: visit.id('block') };
        visit.render('register/block.njk', await registers.readBlock(visit.actor, asked));
      },
    },
    {
      method: 'GET',
      path: '/registers/:id/numbers/:number/paper',
      access: 'signed-in',
      ...ONE_NUMBER,
      handler: (visit) => showPaper(visit),
    },
    {
      method: 'POST',
      path: '/registers/:id/numbers/:number/paper',
      access: 'signed-in',
      ...ONE_NUMBER,
      handler: (visit) =>
        visit.submit({
          schema: paperForm,
          async act(use) {
            const registerId = visit.id('id');
            const blockId = await registers.accountOnPaper(visit.actor, {
              registerId,
              numberId: visit.id('number'),
              ...use,
            });
            visit.redirect(`/registers/${registerId}/blocks/${blockId}`, 'register.paper.done');
          },
          again: (form) => showPaper(visit, form),
        }),
    },
  ];
}
