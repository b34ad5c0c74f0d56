import { superiorsOf } from '../people/position-tree.ts';
import { listPositions } from '../people/positions-store.ts';
import { listActingFor } from '../people/standing-in.ts';
import type { Sql } from '../postgres/database.ts';
import type { Acting } from './act-on.ts';
import { MOST_RECIPIENTS, type RecipientPost } from './recipient-rules.ts';

/** What the rules ask about the posts named as recipients of what `from` gives; those that do not exist are left out. */
export async function readRecipientPosts(
  sql: Sql,
  { from, incoming, now, timeZone }: Pick<Acting, 'from' | 'incoming' | 'now' | 'timeZone'>,
  positionIds: readonly number[],
): Promise<Map<number, RecipientPost>> {
  const positions = await listPositions(sql);
  const above = new Set(superiorsOf(positions, from.positionId).map(({ id }) => id));
  const isHeld = async (positionId: number) =>
    (await listActingFor(sql, positionId, { now, timeZone, security: incoming.security, task: 'dispose' })).length > 0;
  const posts = new Map<number, RecipientPost>();
  for (const positionId of [...new Set(positionIds)].slice(0, MOST_RECIPIENTS + 1)) {
    const position = positions.find(({ id }) => id === positionId);
    if (position === undefined) continue;
    const closed = position.closedAt !== null;
    const held = !closed && (await isHeld(positionId));
    let instead: string | undefined;
    for (const superior of held || closed ? [] : superiorsOf(positions, positionId)) {
      if (superior.id === from.positionId || superior.closedAt !== null || !(await isHeld(superior.id))) continue;
      instead = superior.name;
      break;
    }
    posts.set(positionId, { name: position.name, closed, held, above: above.has(positionId), instead });
  }
  return posts;
}
