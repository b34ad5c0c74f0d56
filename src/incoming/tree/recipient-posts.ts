import { calendarDate } from '../../clock.ts';
import type { Sql } from '../../postgres/database.ts';
import type { Acting } from './act-on.ts';
import { listPostsAbove, listPostsById } from './posts-store.ts';
import { MOST_RECIPIENTS, type RecipientPost } from './recipient-rules.ts';

/**
 * What the rules ask about the posts named as recipients of what `from` gives; those that do not exist, or are closed, are left
 * out. A mandate rests while its post is vacant, so whoever holds it is all that counts.
 */
export async function readRecipientPosts(
  sql: Sql,
  { from, now, timeZone }: Pick<Acting, 'from' | 'now' | 'timeZone'>,
  positionIds: readonly number[],
): Promise<Map<number, RecipientPost>> {
  const today = calendarDate(now, timeZone);
  const above = new Set((await listPostsAbove(sql, from.positionId, today)).map(({ id }) => id));
  const named = [...new Set(positionIds)].slice(0, MOST_RECIPIENTS + 1);
  const posts = new Map<number, RecipientPost>();
  for (const { id, name, holderName } of await listPostsById(sql, named, today)) {
    const held = holderName !== null;
    posts.set(id, {
      name,
      held,
      above: above.has(id),
      instead: held ? undefined : await nearestHeld(sql, id, from, today),
    });
  }
  return posts;
}

/** Whom to ask in place of a vacant post. */
async function nearestHeld(
  sql: Sql,
  positionId: number,
  from: Acting['from'],
  today: string,
): Promise<string | undefined> {
  const superiors = await listPostsAbove(sql, positionId, today);
  return superiors.find(({ id, holderName }) => id !== from.positionId && holderName !== null)?.name;
}
