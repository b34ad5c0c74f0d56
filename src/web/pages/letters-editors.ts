import { z } from 'zod';
import type { WebDeps } from '../deps.ts';
import { chosenId, type FormState, freshForm } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';

const ONE_LETTER = { sample: { id: '1' }, matches: { id: /^[1-9][0-9]*$/ } } as const;
const addForm = z.object({ personId: chosenId });

/** With whom the drafter writes: named colleagues of the unit, added and taken away. */
export function letterEditorsRoutes({ letters }: Pick<WebDeps, 'letters'>): Route[] {
  async function show(visit: OfficialVisit, form: FormState): Promise<void> {
    const letterId = visit.id('id');
    visit.render('letters-pages/editors.njk', {
      id: letterId,
      form,
      ...(await letters.readDraftEditors(visit.actor, letterId)),
    });
  }

  return [
    {
      method: 'GET',
      path: '/letters/:id/editors',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) => show(visit, freshForm()),
    },
    {
      method: 'POST',
      path: '/letters/:id/editors',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) =>
        visit.submit({
          schema: addForm,
          async act({ personId }) {
            await letters.addDraftEditor(visit.actor, { letterId: visit.id('id'), personId });
            visit.redirect(`/letters/${visit.id('id')}/editors`, 'editors.added');
          },
          again: (form) => show(visit, form),
        }),
    },
    {
      method: 'POST',
      path: '/letters/:id/editors/remove',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) =>
        visit.submit({
          schema: addForm,
          async act({ personId }) {
            await letters.removeDraftEditor(visit.actor, { letterId: visit.id('id'), personId });
            visit.redirect(`/letters/${visit.id('id')}/editors`, 'editors.removed');
          },
          again: (form) => show(visit, form),
        }),
    },
  ];
}
