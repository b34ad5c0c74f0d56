import type { Actor } from '../people/actor.ts';
import { mandateFor } from '../people/mandate.ts';
import type { Sql } from '../postgres/database.ts';
import { listWaiting, type WaitingRow } from './approvals-store.ts';
import { inDueOrder } from './due.ts';
import { readWaitingRules } from './waiting-rules.ts';

/**
 * What waits for the actor: for any position they hold today, for those in whose place they may initial, and for them as a
 * drafter; by when it is due.
 */
export async function readInbox(db: Sql, actor: Actor) {
  const held = actor.appointments.map(({ positionId }) => positionId);
  const standIns = actor.mandates.map(({ positionId }) => positionId);
  const waiting = await listWaiting(db, {
    personId: actor.personId,
    positionIds: [...new Set([...held, ...standIns])],
  });
  const mine = waiting.flatMap((row) => {
    if (row.stepId === null || held.includes(row.positionId)) return [{ ...row, standIn: false }];
    return mayStandIn(actor, row) ? [{ ...row, standIn: true }] : [];
  });
  return inDueOrder(mine, await readWaitingRules(db));
}
export type InboxItem = Awaited<ReturnType<typeof readInbox>>[number];

/** As `letter.decide` of the permissions: initials alone, of the kinds and classes that the mandate reaches, never on one's own draft. */
function mayStandIn(actor: Actor, { task, positionId, kind, security, drafterPersonIds }: WaitingRow): boolean {
  return (
    task === 'initial' &&
    !drafterPersonIds.includes(actor.personId) &&
    mandateFor(actor, positionId, { kind, security }) !== undefined
  );
}
