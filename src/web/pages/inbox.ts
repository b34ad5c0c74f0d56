import type { InboxItem } from '../../approvals/inbox.ts';
import type { WebDeps } from '../deps.ts';
import type { Route } from '../routes.ts';
import { incomingWaitingLines, inOneOrder } from './incoming-inbox.ts';

/** Of what lies at the desk it is told how much; more than this is told as this many and more. */
const MOST_AT_DESK = 100;

/** The first page after sign-in: what waits for the official, by when it is due. */
export function inboxRoutes(
  deps: Pick<
    WebDeps,
    | 'approvals'
    | 'dispositions'
    | 'incoming'
    | 'intake'
    | 'letterStatus'
    | 'monitoring'
    | 'people'
    | 'waiting'
    | 'sending'
    | 'lateIncoming'
  >,
): Route[] {
  return [
    {
      method: 'GET',
      path: '/',
      access: 'signed-in',
      async handler(visit) {
        const items = await deps.approvals.readInbox(visit.actor);
        const incoming = incomingWaitingLines(await deps.dispositions.waiting(visit.actor), visit.now);
        const { below, own, nudges } = await deps.waiting.readNews(visit.actor);
        const keepsBook = visit.actor.duties.some(({ duty }) => duty === 'registry');
        const desks = keepsBook ? await deps.incoming.desks(visit.actor) : [];
        const atDesk = await deps.intake.count(
          visit.actor,
          desks.map(({ id }) => id),
          MOST_AT_DESK,
        );
        visit.render('inbox/inbox.njk', {
          lines: inOneOrder(
            items.map((item) => ({
              ...item,
              href: hrefOf(item),
              overdue: item.due < visit.now,
              nudge: item.stepId === null ? undefined : nudges[item.stepId],
              fresh: visit.now.getTime() - item.since.getTime() < 60_000,
            })),
            incoming.lines,
          ),
          incoming,
          notices: await deps.people.readAccountNotices(visit.actor),
          news: await deps.letterStatus.news(visit.actor),
          corrected: await deps.approvals.correctionNews(visit.actor),
          incomingHeldUp: await deps.lateIncoming.news(visit.actor),
          arrivals: await deps.sending.arrivals(visit.actor),
          toSend: await deps.sending.toDo(visit.actor),
          atDesk: { count: atDesk, more: atDesk === MOST_AT_DESK, units: desks.map(({ name }) => name).join(', ') },
          brokenThings: deps.monitoring.system.broken(visit.actor),
          keepsBook,
          heldUp: { below, own },
          readsOverdue: await deps.waiting.readsOverdue(visit.actor),
          others: items.filter(({ task }) => task !== 'write').length + incoming.lines.length,
          severalPositions: visit.actor.appointments.length > 1,
          capacities: Object.fromEntries(visit.actor.appointments.map((held) => [held.positionId, held.capacity])),
          mayWrite: visit.actor.acting !== undefined,
        });
      },
    },
  ];
}

/** One page, one decision: the line leads straight to what is asked. */
function hrefOf({ letterId, task }: Pick<InboxItem, 'letterId' | 'task'>): string {
  const page = { sign: '/sign', initial: '/decide', revise: '', write: '/edit' }[task];
  return `/letters/${letterId}${page}`;
}
