import { z } from 'zod';
import type { WebDeps } from '../deps.ts';
import { type FormState, freshForm } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { kindChoices } from './kind-choices.ts';

const ONE_LETTER = { sample: { id: '1' }, matches: { id: /^[1-9][0-9]*$/ } } as const;
const kindForm = z.object({ kind: z.string('choose').min(1, 'choose').max(64, 'choose') });
/** What an office answers with nearly always. */
const USUAL_KIND = 'surat-dinas';

/** An answer to an incoming letter: of which kind, and then it is a draft like any other. */
export function incomingReplyRoutes({ replying, letters }: Pick<WebDeps, 'replying' | 'letters'>): Route[] {
  async function show(visit: OfficialVisit, form?: FormState): Promise<void> {
    const incoming = await replying.open(visit.actor, visit.id('id'));
    visit.render('incoming/reply.njk', {
      incoming,
      form: form ?? freshForm({ kind: USUAL_KIND }),
      uses: kindChoices(await letters.listKinds(), visit.language),
      mayBegin: await replying.mayBegin(visit.actor, incoming.id),
    });
  }

  return [
    { method: 'GET', path: '/incoming/:id/reply', access: 'signed-in', ...ONE_LETTER, handler: (visit) => show(visit) },
    {
      method: 'POST',
      path: '/incoming/:id/reply',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) =>
        visit.submit({
          schema: kindForm,
          async act({ kind }) {
            const letterId = await replying.begin(visit.actor, { incomingId: visit.id('id'), kind });
            visit.redirect(`/letters/${letterId}/edit`);
          },
          again: (form) => show(visit, form),
        }),
    },
  ];
}
