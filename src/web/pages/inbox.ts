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
        // None asks for what another found, so they go side by side; three at a time, that one page takes no more of the
        // connections that all share, and each connection soon knows how to answer.
        const [letters, held, sent] = await Promise.all([
          inTurn(
            () => deps.approvals.readInbox(actor),
            () => deps.approvals.correctionNews(actor),
            () => deps.people.readAccountNotices(actor),
          ),
          inTurn(
            () => deps.dispositions.waiting(actor),
            () => deps.lateIncoming.news(actor),
            () => deps.waiting.readNews(actor),
            () => deps.waiting.readsOverdue(actor),
          ),
          inTurn(
            () => deps.sending.toDo(actor),
            () => deps.letterStatus.news(actor),
            () => deps.sending.arrivals(actor),
            async () => (keepsBook ? deps.incoming.desks(actor) : []),
          ),
        ]);
        const [items, corrected, notices] = letters;
        const [waiting, incomingHeldUp, heldUp, readsOverdue] = held;
        const [toSend, news, arrivals, desks] = sent;
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

/** One after the other, with what each gave. */
async function inTurn<T extends unknown[]>(...questions: { [K in keyof T]: () => Promise<T[K]> }): Promise<T> {
  const given: unknown[] = [];
  for (const ask of questions) given.push(await ask());
  return given as T;
}

/** One page, one decision: the line leads straight to what is asked. */
function hrefOf({ letterId, task }: Pick<InboxItem, 'letterId' | 'task'>): string {
  const page = { sign: '/sign', initial: '/decide', revise: '', write: '/edit' }[task];
  return `/letters/${letterId}${page}`;
}
