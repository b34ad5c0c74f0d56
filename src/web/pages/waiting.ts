import type { WebDeps } from '../deps.ts';
import type { Route } from '../routes.ts';

const ONE_STEP = { sample: { id: '1' }, matches: { id: /^[1-9][0-9]*$/ } } as const;

/** What is held up at other posts: for the superior of a post, for heads of units, for administrators. */
export function waitingRoutes({ waiting, lateIncoming }: Pick<WebDeps, 'waiting' | 'lateIncoming'>): Route[] {
  return [
    {
      method: 'GET',
      path: '/waiting/:id',
      access: 'signed-in',
      ...ONE_STEP,
      async handler(visit) {
        visit.render('waiting/step.njk', { step: await waiting.getOverseen(visit.actor, visit.id('id')) });
      },
    },
    {
      method: 'POST',
      path: '/waiting/:id/remind',
      access: 'signed-in',
      ...ONE_STEP,
      async handler(visit) {
        await waiting.remind(visit.actor, visit.id('id'));
        visit.redirect(`/waiting/${visit.id('id')}`, 'waiting.reminded');
      },
    },
    {
      method: 'GET',
      path: '/overdue',
      access: 'signed-in',
      async handler(visit) {
        const [units, incoming] = await Promise.all([waiting.listOverdue(visit.actor), lateIncoming.list(visit.actor)]);
        visit.render('waiting/overdue.njk', { units, incoming });
      },
    },
  ];
}
