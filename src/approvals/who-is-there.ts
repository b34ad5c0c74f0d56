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
  return {
    for: actingFor,
    /** At the nearest superior post where anybody is. */
    async above(positionId: number): Promise<number[]> {
      for (const { id } of superiorsOf(positions, positionId)) {
        const there = (await actingFor(id, { task: 'sign' })).filter(({ awayUntil }) => awayUntil === null);
        if (there.length > 0) return there.map(({ personId }) => personId);
      }
      return [];
    },
  };
}
