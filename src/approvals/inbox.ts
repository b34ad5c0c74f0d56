import type { Actor } from '../people/actor.ts';
import type { Sql } from '../postgres/database.ts';
import { listWaiting } from './approvals-store.ts';
import { inDueOrder } from './due.ts';

/** What waits for the actor: for any position they hold today, and for them as a drafter; by when it is due. */
export async function readInbox(db: Sql, actor: Actor) {
  const positionIds = actor.appointments.map(({ positionId }) => positionId);
  return inDueOrder(await listWaiting(db, { personId: actor.personId, positionIds }));
}
export type InboxItem = Awaited<ReturnType<typeof readInbox>>[number];
