import type { ReplyRead } from '../../incoming/answers/replying.ts';
import type { WebDeps } from '../deps.ts';
import type { Route } from '../routes.ts';
import { showIncoming } from './incoming-shown.ts';
import { waysOn } from './incoming-ways.ts';

const ONE_LETTER = { sample: { id: '1' }, matches: { id: /^[1-9][0-9]*$/ } } as const;

/** What is said above the letter of an answer that is not there yet; of several, of the one that is farthest. */
function answerOnItsWay(replies: readonly Pick<ReplyRead, 'way'>[]): 'waiting' | 'moving' | 'failed' | null {
  const ways = new Set(replies.map(({ way }) => way));
  return (['moving', 'waiting', 'failed'] as const).find((way) => ways.has(way)) ?? null;
}

/** An incoming letter with everything that became of it. */
export function incomingReadRoutes(
  deps: Pick<WebDeps, 'dispositions' | 'incoming' | 'originals' | 'replying'>,
): Route[] {
  return [
    {
      method: 'GET',
      path: '/incoming/:id',
      access: 'signed-in',
      ...ONE_LETTER,
      async handler(visit) {
        const shown = await showIncoming(deps, visit);
        const mayReply = await deps.replying.mayBegin(visit.actor, shown.id);
        const replies = await deps.replying.list(visit.actor, shown.id);
        const ways = waysOn(shown, mayReply, visit.t);
        visit.render('incoming/letter.njk', {
          shown,
          ways,
          main: ways.flatMap(({ links }) => links).find(({ main }) => main) ?? null,
          replies,
          answer: shown.incoming.state === 'open' ? answerOnItsWay(replies) : null,
          addScan: await deps.incoming.scans.may(visit.actor, shown.id),
          putAside: await deps.incoming.scans.putAside(visit.actor, shown.id),
        });
      },
    },
  ];
}
