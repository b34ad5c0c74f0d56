import { calendarDate } from '../../clock.ts';
import { Refusal } from '../../errors.ts';
import { type Actor, disposingFor } from '../../people/actor.ts';
import { isSecret } from '../../people/security-class.ts';
import type { Transaction } from '../../postgres/database.ts';
import { addIncomingEvent, type EventBy } from '../events-store.ts';
import type { Incoming } from '../incoming-store.ts';
import { hasInHand, type InHand } from '../registering/desk-store.ts';
import { carryOut } from './carry-out.ts';
import { type Holding, listHoldings } from './holdings-store.ts';
import { moveHolding } from './move-holding.ts';
import { listPostsAbove, listPostsById, type Post } from './posts-store.ts';
import { tellHolder } from './tell-holder.ts';
import { fallBack } from './tree.ts';

/**
 * Whether the clerk chooses the post to which a letter goes. Not of a secret one that others have: whichever they named, the answer
 * would tell them whether that post has it. What its first holder has nobody else has.
 */
export function choosesPost(
  { first, state }: Pick<InHand, 'first' | 'state'>,
  { security }: Pick<Incoming, 'security'>,
  reads: boolean,
): boolean {
  return reads || !isSecret(security) || (first && state !== 'passed_on');
}

/**
 * A secret letter goes from a post where nobody is to one that the clerk does not learn: to whoever gave it, who knows of it and may
 * dispose of it anew. A report to a post that nobody gave it to from above goes to the nearest that gave it from below, else to the
 * nearest superior, of those at which somebody is and that have nothing else of it in hand.
 * @throws Refusal `nobody-above` (wrong-state)
 */
export async function takeOutOfVacant(
  tx: Transaction,
  places: { appOrigin: string; timeZone: string },
  { letter, moved, clerk, by }: { letter: Incoming; moved: InHand; clerk: Actor; by: EventBy },
  at: Date,
): Promise<void> {
  const holdings = await listHoldings(tx, letter.id);
  const held = holdings.find(({ id }) => id === moved.holdingId);
  const giver = holdings.find(({ id }) => id === held?.parentId);
  if (held === undefined) throw nobodyAbove();
  const from = `${held.positionName} (jabatan kosong)`;
  // Written down as who asked, not as who moved it: who chose a post is known to know it.
  const askedBy = `${clerk.name}, ${by.capacity}`;
  if (giver === undefined || (held.via === 'forward' && held.state === 'passed_on')) {
    const to = await nearestFree(tx, { letter, held, holdings, clerk }, calendarDate(at, places.timeZone));
    await moveHolding(tx, places, { letter, holdingId: held.id, from, to, askedBy, news: 'report' }, at);
    return;
  }
  const plan = fallBack({ state: letter.state, holdings }, held.id);
  const note = `${from} → ${giver.positionName}, atas permintaan ${askedBy}`;
  await addIncomingEvent(tx, { incomingId: letter.id, holdingId: giver.id, kind: 'moved', note, at });
  await carryOut(tx, places, { incoming: letter, holdings, now: at, timeZone: places.timeZone }, plan);
  if (plan.changes.some(({ holdingId, state }) => holdingId === giver.id && state === 'read'))
    await tellHolder(tx, places, { letter, positionId: giver.positionId, positionName: giver.positionName }, at);
}

async function nearestFree(
  tx: Transaction,
  { letter, held, holdings, clerk }: { letter: Incoming; held: Holding; holdings: readonly Holding[]; clerk: Actor },
  today: string,
): Promise<Post> {
  const givers: number[] = [];
  for (let each: Holding | undefined = held; each !== undefined; ) {
    const { parentId }: Holding = each;
    each = holdings.find(({ id }) => id === parentId);
    if (each !== undefined) givers.push(each.positionId);
  }
  const below = await listPostsById(tx, givers, today);
  const nearest = givers.flatMap((id) => below.find((post) => post.id === id) ?? []);
  for (const post of [...nearest, ...(await listPostsAbove(tx, held.positionId, today))]) {
    const own = disposingFor(clerk, post.id, letter.security) !== undefined;
    if (post.holderName !== null && !own && !(await hasInHand(tx, letter.id, post.id))) return post;
  }
  throw nobodyAbove();
}

function nobodyAbove(): Refusal {
  return new Refusal('wrong-state', 'nobody-above', {
    id: 'Tidak ada pejabat yang dapat menerimanya. Mintalah administrator mengangkat Plt. atau Plh. untuk jabatan yang kosong ini.',
    en: 'There is no official who could take it. Ask an administrator to appoint an acting official to this vacant post.',
  });
}
