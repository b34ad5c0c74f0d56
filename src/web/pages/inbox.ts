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
        const { actor } = visit;
        const keepsBook = actor.duties.some(({ duty }) => duty === 'registry');
        // None asks for what another found: the page waits for the slowest, not for all in turn.
        const [
          items,
          waiting,
          heldUp,
          desks,
          notices,
          news,
          corrected,
          incomingHeldUp,
          arrivals,
          toSend,
          readsOverdue,
        ] = await Promise.all([
          deps.approvals.readInbox(actor),
          deps.dispositions.waiting(actor),
          deps.waiting.readNews(actor),
          keepsBook ? deps.incoming.desks(actor) : [],
          deps.people.readAccountNotices(actor),
          deps.letterStatus.news(actor),
          deps.approvals.correctionNews(actor),
          deps.lateIncoming.news(actor),
          deps.sending.arrivals(actor),
          deps.sending.toDo(actor),
          deps.waiting.readsOverdue(actor),
        ]);
        const incoming = incomingWaitingLines(waiting, visit.now);
        const atDesk = await deps.intake.count(
          actor,
          desks.map(({ id }) => id),
          MOST_AT_DESK,
        );
        visit.render('inbox/inbox.njk', {
          lines: inOneOrder(
            items.map((item) => ({
              ...item,
              href: hrefOf(item),
              overdue: item.due < visit.now,
              nudge: item.stepId === null ? undefined : heldUp.nudges[item.stepId],
              fresh: visit.now.getTime() - item.since.getTime() < 60_000,
            })),
            incoming.lines,
          ),
          incoming,
          ...{ notices, news, corrected, incomingHeldUp, arrivals, toSend, readsOverdue },
          atDesk: { count: atDesk, more: atDesk === MOST_AT_DESK, units: desks.map(({ name }) => name).join(', ') },
          brokenThings: deps.monitoring.system.broken(actor),
          keepsBook,
          heldUp,
          others: items.filter(({ task }) => task !== 'write').length + incoming.lines.length,
          severalPositions: actor.appointments.length > 1,
          capacities: Object.fromEntries(actor.appointments.map((held) => [held.positionId, held.capacity])),
          mayWrite: actor.acting !== undefined,
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
