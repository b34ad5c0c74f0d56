import type { Position } from '../../people/positions-store.ts';
import { isSecret } from '../../people/security-class.ts';
import type { ActingFor } from '../../people/standing-in.ts';
import type { Database } from '../../postgres/database.ts';
import type { WaitingHolding } from '../deadlines/waiting-holdings-store.ts';
import { lockIncoming } from '../incoming-store.ts';
import { hasInHand } from '../registering/desk-store.ts';
import { listHoldings } from './holdings-store.ts';
import { moveHolding } from './move-holding.ts';

/**
 * Whether what waits goes to the post above: everybody who could act is away and nobody stands in, nobody has opened it, and by the
 * office's policy superiors hear of such a thing. A secret letter reaches people by name and goes nowhere by itself.
 */
export function goesUp(
  { task, unread, security }: Pick<WaitingHolding, 'task' | 'unread' | 'security'>,
  acting: readonly Pick<ActingFor, 'awayUntil'>[],
  absentTo: 'superior' | 'drafter',
): boolean {
  const allAway = acting.length > 0 && acting.every(({ awayUntil }) => awayUntil !== null);
  return allAway && task === 'act' && unread && absentTo === 'superior' && !isSecret(security);
}

/**
 * Puts it into the hands of the post above, with a line in the timeline, and tells who is there. `has-it`: that post has the letter
 * already, so whoever gave it is told instead; `changed`: opened or moved meanwhile, or of another class.
 */
export async function redirect(
  { db, appOrigin }: { db: Database; appOrigin: string },
  { incomingId, holdingId, positionId, positionName, security }: WaitingHolding,
  above: Position,
  { now, timeZone }: { now: Date; timeZone: string },
): Promise<'moved' | 'has-it' | 'changed'> {
  return db.transaction(async (tx) => {
    const letter = await lockIncoming(tx, incomingId);
    const holding = (await listHoldings(tx, incomingId)).find(({ id }) => id === holdingId);
    const waits = letter.state === 'open' && holding?.state === 'unread' && holding.positionId === positionId;
    if (!waits || letter.security !== security) return 'changed';
    if (await hasInHand(tx, incomingId, above.id)) return 'has-it';
    const from = `${positionName} (tidak di tempat)`;
    await moveHolding(tx, { appOrigin, timeZone }, { letter, holdingId, from, to: above }, now);
    return 'moved';
  });
}
