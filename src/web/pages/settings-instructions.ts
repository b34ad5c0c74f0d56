import { z } from 'zod';
import { instructionInput } from '../../incoming/sheet/instructions.ts';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm, ticked } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';

const ONE_INSTRUCTION = { sample: { id: 'PROSES' }, matches: { id: /^[A-Z0-9_]{2,40}$/ } } as const;
const instructionForm = instructionInput.extend({ forInformation: ticked });
const moveForm = z.object({ towards: z.enum(['up', 'down']) });

/** The instructions that a disposition may tick. */
export function settingsInstructionRoutes({ instructions }: Pick<WebDeps, 'instructions'>): Route[] {
  const code = (visit: OfficialVisit) => visit.params.id ?? '';

  async function list(visit: OfficialVisit): Promise<void> {
    const all = await instructions.list(visit.actor);
    visit.render('incoming/instructions.njk', {
      offered: all.filter(({ closedAt }) => closedAt === null),
      closed: all.filter(({ closedAt }) => closedAt !== null),
      history: await instructions.history(visit.actor),
    });
  }

  async function show(visit: OfficialVisit, state?: FormState): Promise<void> {
    const instruction = await instructions.get(visit.actor, code(visit));
    const { name, nameEn, forInformation } = instruction;
    const stands = freshForm({ name, nameEn, ...(forInformation ? { forInformation: 'yes' } : {}) });
    visit.render('incoming/instruction.njk', { instruction, form: state ?? stands });
  }

  const showNew = (visit: OfficialVisit, form: FormState) => visit.render('incoming/add-instruction.njk', { form });

  return [
    { method: 'GET', path: '/settings/instructions', access: 'administrator', handler: list },
    {
      method: 'GET',
      path: '/settings/instructions/new',
      access: 'administrator',
      handler: (visit) => showNew(visit, freshForm()),
    },
    {
      method: 'POST',
      path: '/settings/instructions/new',
      access: 'administrator',
      handler: (visit) =>
        visit.submit({
          schema: instructionForm,
          async act(input) {
            await instructions.add(visit.actor, input);
            visit.redirect('/settings/instructions', 'instructions.added');
          },
          again: (form) => showNew(visit, form),
        }),
    },
    {
      method: 'GET',
      path: '/settings/instructions/:id',
      access: 'administrator',
      ...ONE_INSTRUCTION,
      handler: (visit) => show(visit),
    },
    {
      method: 'POST',
      path: '/settings/instructions/:id',
      access: 'administrator',
      ...ONE_INSTRUCTION,
      handler: (visit) =>
        visit.submit({
          schema: instructionForm,
          async act(input) {
            await instructions.rename(visit.actor, code(visit), input);
            visit.redirect('/settings/instructions', 'instructions.changed');
          },
          again: (form) => show(visit, form),
        }),
    },
    {
      method: 'POST',
      path: '/settings/instructions/:id/move',
      access: 'administrator',
      ...ONE_INSTRUCTION,
      handler: (visit) =>
        visit.submit({
          schema: moveForm,
          async act({ towards }) {
            await instructions.move(visit.actor, code(visit), towards);
            visit.redirect('/settings/instructions', 'instructions.moved');
          },
          again: () => list(visit),
        }),
    },
    {
      method: 'POST',
      path: '/settings/instructions/:id/close',
      access: 'administrator',
      ...ONE_INSTRUCTION,
      async handler(visit) {
        await instructions.close(visit.actor, code(visit));
        visit.redirect('/settings/instructions', 'instructions.closed');
      },
    },
  ];
}
