import type { Actor } from '../../people/actor.ts';
import type { Sql } from '../../postgres/database.ts';
import { type IncomingLine, listLines } from '../lists/lines-store.ts';
import { incomingSightOf } from '../sight-store.ts';
import { listOnTheirWay, listStuckAnswers } from './answer-way-store.ts';

/** How far the answer of a letter is that was issued and is not there yet. */
export type AnswerOnItsWay = 'waiting' | 'moving' | 'failed';

/** By the id of its line; of what the reader may not open nothing. */
export async function readAnswersOf(
  db: Sql,
  lines: readonly Pick<IncomingLine, 'id' | 'readable' | 'state'>[],
): Promise<Record<number, AnswerOnItsWay>> {
  const asked = lines.filter(({ readable, state }) => readable && state !== 'void').map(({ id }) => id);
  if (asked.length === 0) return {};
  const found = await listOnTheirWay(db, asked);
  return Object.fromEntries(found.map(({ incomingId, state }) => [incomingId, state]));
}

/**
 * Lines of the actor's agendas whose answer did not get through or lies too long: somebody has to see to it. Of a secret one those who have it
 * and its drafter, who alone may send it.
 */
export async function readStuckAnswers(db: Sql, actor: Actor): Promise<(IncomingLine & { answer: AnswerOnItsWay })[]> {
  const sight = incomingSightOf(actor);
  if (sight.registryUnitIds.length === 0) return [];
  const stuck = await listStuckAnswers(db, sight);
  if (stuck.length === 0) return [];
  const states = new Map(stuck.map(({ incomingId, state }) => [incomingId, state]));
  const lines = await listLines(db, sight, [...states.keys()]);
  return lines.map((line) => ({ ...line, answer: states.get(line.id) ?? 'waiting' }));
}
