import type { Actor } from '../people/actor.ts';
import type { Database } from '../postgres/database.ts';
import { type Arrival, listArrivals, markRead, markShown } from './arrivals-store.ts';
import type { SendDeps } from './send-letter.ts';

/**
 * Letters that came for the posts the actor holds, that nobody there has opened and that are not registered as incoming letters
 * yet. To show either is to receive it: the sender sees when the inbox first had it on its page.
 */
export async function readArrivals(deps: Pick<SendDeps, 'db' | 'clock'>, actor: Actor): Promise<Arrival[]> {
  const positionIds = positionsOf(actor);
  if (positionIds.length === 0) return [];
  const arrivals = await listArrivals(deps.db, positionIds);
  const fresh = arrivals.filter(({ state }) => state === 'sent').map(({ deliveryId }) => deliveryId);
  if (fresh.length > 0) await markShown(deps.db, { deliveryIds: fresh, personId: actor.personId, at: deps.clock() });
  return arrivals.filter(({ incomingId }) => incomingId === null);
}

/** The actor looks at the letter: what was sent to their posts is read. Changes nothing the second time. */
export async function noteReading(
  deps: { db: Database; clock: () => Date },
  actor: Actor,
  letterId: number,
): Promise<void> {
  const positionIds = positionsOf(actor);
  if (positionIds.length === 0) return;
  await markRead(deps.db, { letterId, positionIds, personId: actor.personId, at: deps.clock() });
}

function positionsOf(actor: Actor): number[] {
  return [...new Set(actor.appointments.map(({ positionId }) => positionId))];
}
