import type { WebDeps } from '../deps.ts';
import type { Route } from '../routes.ts';
import { showIncoming } from './incoming-shown.ts';
import { waysOn } from './incoming-ways.ts';

const ONE_LETTER = { sample: { id: '1' }, matches: { id: /^[1-9][0-9]*$/ } } as const;

/** An incoming letter with everything that became of it. */
export function incomingReadRoutes(deps: Pick<WebDeps, 'dispositions' | 'replying'>): Route[] {
  return [
    {
      method: 'GET',
      path: '/incoming/:id',
      access: 'signed-in',
      ...ONE_LETTER,
      async handler(visit) {
        const shown = await showIncoming(deps, visit);
        const mayReply = await deps.replying.mayBegin(visit.actor, shown.id);
        const ways = waysOn(shown, mayReply, visit.t);
        visit.render('incoming/letter.njk', {
          shown,
          ways,
          main: ways.flatMap(({ links }) => links).find(({ main }) => main) ?? null,
          replies: await deps.replying.list(visit.actor, shown.id),
        });
      },
    },
  ];
}
