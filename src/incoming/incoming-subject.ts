import type { Actor } from '../people/actor.ts';
import { type IncomingSubject, may } from '../people/permissions.ts';
import type { Sql } from '../postgres/database.ts';
import { type Incoming, listPostsOf, refuseUnknownIncoming } from './incoming-store.ts';

/** What the table of permissions asks about an incoming letter. */
export async function incomingSubject(db: Sql, incoming: Incoming): Promise<IncomingSubject> {
  const posts = await listPostsOf(db, incoming.id);
  return {
    state: incoming.state,
    security: incoming.security,
    unitId: incoming.unitId,
    registeredByPersonId: incoming.registeredBy ?? undefined,
    addresseePositionId: incoming.addresseePositionId,
    treePositionIds: posts.map(({ positionId }) => positionId),
    currentPositionIds: posts.filter(({ inHand }) => inHand).map(({ positionId }) => positionId),
    holderUnitIds: [...new Set(posts.map(({ unitId }) => unitId))],
  };
}

/** Refuses as for a letter that is not there: whoever may not read it does not learn that it exists. */
export async function demandIncomingReading(db: Sql, actor: Actor, incoming: Incoming): Promise<IncomingSubject> {
  const subject = await incomingSubject(db, incoming);
  return may(actor, 'incoming.read', subject) ? subject : refuseUnknownIncoming();
}
