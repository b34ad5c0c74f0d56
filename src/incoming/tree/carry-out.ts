import type { Transaction } from '../../postgres/database.ts';
import type { TreeDeps } from '../deps.ts';
import { addIncomingEvent } from '../events-store.ts';
import { storeIncomingState } from '../incoming-store.ts';
import type { Acting } from './act-on.ts';
import { insertHolding, storeHoldingState } from './holdings-store.ts';
import type { Posts } from './recipient-rules.ts';
import { tellHolder } from './tell-holder.ts';
import type { Plan } from './tree.ts';

/** The sheet by which new holders get it, and by when they should be done. */
export interface GivenBy {
  sheetId: number;
  dueAt: Date;
  posts: Posts;
}

/**
 * Writes what a plan says, on a letter whose row is locked. What leaves goes first: a post that is cancelled on one sheet may
 * stand on the next. The event of the act itself is the caller's, written before: what follows from it comes after it.
 */
export async function carryOut(
  tx: Transaction,
  deps: Pick<TreeDeps, 'appOrigin'>,
  { incoming, holdings, now, timeZone }: Pick<Acting, 'incoming' | 'holdings' | 'now' | 'timeZone'>,
  plan: Plan,
  given?: GivenBy,
): Promise<void> {
  for (const { holdingId, state } of plan.changes) await storeHoldingState(tx, holdingId, state, now);
  if (plan.added !== undefined && given !== undefined) {
    const { parentId, recipients } = plan.added;
    const { sheetId, dueAt, posts } = given;
    for (const { positionId, responsible } of recipients) {
      await insertHolding(tx, { incomingId: incoming.id, parentId, sheetId, positionId, responsible, dueAt }, now);
      const to = { letter: incoming, positionId, positionName: posts.get(positionId)?.name ?? '' };
      await tellHolder(tx, { appOrigin: deps.appOrigin, timeZone }, to, now);
    }
  }
  for (const { holdingId, state } of plan.flowed) {
    await storeHoldingState(tx, holdingId, state, now);
    await addIncomingEvent(tx, { incomingId: incoming.id, holdingId, kind: state, at: now });
  }
  for (const { holdingId } of [...plan.changes, ...plan.flowed].filter(({ state }) => state === 'reported')) {
    const parentId = holdings.find(({ id }) => id === holdingId)?.parentId;
    const giver = holdings.find(({ id }) => id === parentId);
    if (giver === undefined) continue;
    await tellHolder(
      tx,
      { appOrigin: deps.appOrigin, timeZone },
      { letter: incoming, positionId: giver.positionId, positionName: giver.positionName, news: 'report' },
      now,
    );
  }
  if (!plan.closes) return;
  await storeIncomingState(tx, incoming.id, { state: 'closed', at: now });
  await addIncomingEvent(tx, { incomingId: incoming.id, kind: 'closed', at: now });
}
