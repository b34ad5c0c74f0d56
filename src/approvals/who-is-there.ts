import { superiorsOf } from '../people/position-tree.ts';
import type { Position } from '../people/positions-store.ts';
import type { ActingAsk, ActingFor } from '../people/standing-in.ts';
import { listActingFor } from '../people/standing-in.ts';
import type { Sql } from '../postgres/database.ts';

type Ask = Omit<ActingAsk, 'now' | 'timeZone'>;

/** Who acts for posts now; each post is asked once for a whole round. */
export function whoIsThere(db: Sql, positions: readonly Position[], when: { now: Date; timeZone: string }) {
  const asked = new Map<string, Promise<ActingFor[]>>();
  const actingFor = (positionId: number, ask: Ask) => {
    const key = `${positionId} ${ask.task} ${ask.kind ?? ''} ${ask.security ?? ''}`;
    const found = asked.get(key) ?? listActingFor(db, positionId, { ...ask, ...when });
    asked.set(key, found);
    return found;
  };
  /** The nearest superior post where anybody is, and who; undefined where nobody is above. */
  async function postAbove(positionId: number): Promise<{ post: Position; personIds: number[] } | undefined> {
    for (const post of superiorsOf(positions, positionId)) {
      const there = (await actingFor(post.id, { task: 'sign' })).filter(({ awayUntil }) => awayUntil === null);
      if (there.length > 0) return { post, personIds: there.map(({ personId }) => personId) };
    }
    return undefined;
  }

  return {
    for: actingFor,
    postAbove,
    /** At the nearest superior post where anybody is. */
    above: async (positionId: number): Promise<number[]> => (await postAbove(positionId))?.personIds ?? [],
  };
}
