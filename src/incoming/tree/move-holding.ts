import type { Transaction } from '../../postgres/database.ts';
import { addIncomingEvent, type EventBy } from '../events-store.ts';
import type { Incoming } from '../incoming-store.ts';
import { storeHolder } from '../registering/desk-store.ts';
import { tellHolder } from './tell-holder.ts';

export interface Move {
  /** Its row is locked, and the post does not have it in hand. */
  letter: Incoming;
  holdingId: number;
  to: { id: number; name: string };
  /** As the timeline names the post that had it. */
  from: string;
  /** Nobody where it goes by itself: who chose the post knows of it. */
  by?: EventBy;
  /** Who asked for it without choosing the post. */
  askedBy?: string;
  /** What waits there now: the letter, or the report of a disposition that the former holder gave. */
  news?: 'letter' | 'report';
}

/** Puts what one post has into the hands of another, with a line in the timeline, and tells who acts for it. */
export async function moveHolding(
  tx: Transaction,
  zone: { appOrigin: string; timeZone: string },
  { letter, holdingId, to, from, by, askedBy, news = 'letter' }: Move,
  at: Date,
): Promise<void> {
  await storeHolder(tx, holdingId, to.id, at);
  const note = `${from} → ${to.name}${askedBy === undefined ? '' : `, atas permintaan ${askedBy}`}`;
  await addIncomingEvent(tx, {
    ...{ incomingId: letter.id, holdingId, kind: 'moved', note, at },
    ...(by === undefined ? {} : { by }),
  });
  await tellHolder(tx, zone, { letter, positionId: to.id, positionName: to.name, news }, at);
}
