import type { Actor } from '../../people/actor.ts';
import type { Sql } from '../../postgres/database.ts';
import { type IncomingLine, listLines } from '../lists/lines-store.ts';
import { incomingSightOf } from '../sight-store.ts';
import { listSame, listSameWaiting, type SameAs, type SameRow } from './duplicates-store.ts';

export interface Duplicates {
  /** Lines of agendas with the same letter of ours, sender and number, or file. Of a secret letter the line alone, as in every list. */
  lines: (IncomingLine & Omit<SameRow, 'id'>)[];
  /** Items with the same file that wait at a desk of the actor. */
  intakeIds: number[];
}

/** What the actor may see of it: another unit's copy of a circular is neither a duplicate nor theirs to know of. */
export async function findDuplicates(db: Sql, actor: Actor, same: SameAs): Promise<Duplicates> {
  const sight = incomingSightOf(actor);
  const found = await listSame(db, sight, same);
  const lines = await listLines(
    db,
    sight,
    found.map(({ id }) => id),
  );
  const alike = new Map(found.map((each) => [each.id, each]));
  const waiting = same.sha256.length === 0 ? [] : await listSameWaiting(db, sight.registryUnitIds, same);
  return {
    lines: lines.map((line) => ({ ...line, why: 'number', sameNumber: true, ...alike.get(line.id) })),
    intakeIds: waiting.map(({ id }) => id),
  };
}
