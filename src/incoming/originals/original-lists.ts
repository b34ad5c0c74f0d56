import type { Clock } from '../../clock.ts';
import type { Actor } from '../../people/actor.ts';
import { demand } from '../../people/permissions.ts';
import { findUnit, listUnits, type Unit } from '../../people/units-store.ts';
import type { Database, Sql } from '../../postgres/database.ts';
import { refuseUnknownIncoming } from '../incoming-store.ts';
import { type IncomingLine, listLines } from '../lists/lines-store.ts';
import { desksOf } from '../registering/desk.ts';
import { incomingSightOf } from '../sight-store.ts';
import { MOST_AT_ONCE } from './hand-over-originals.ts';
import { courseOf } from './original-course.ts';
import { countLongOut, type LongOut, listUnitsOf, type OutKey, storeReminded } from './original-lists-store.ts';
import { type HandoverLine, listHandoversOf } from './originals-store.ts';
import {
  type DeskAsk,
  LONG_OUT_DAYS,
  type OutAsk,
  outSinceBefore,
  searchAtDesk,
  searchOut,
} from './search-originals.ts';

type ListDeps = { db: Database; clock: Clock };

export interface AtDesk {
  unit: Unit;
  /** Newest first. */
  lines: IncomingLine[];
  /** For which units these papers are, in the order of the office; of the whole office where these are not all. */
  units: { id: number; name: string }[];
  /** Where the next page begins; undefined: there is nothing older. */
  older: number | undefined;
}

/** Papers that nobody has fetched yet, for whoever keeps the desk: as many as are handed over at once. */
export async function readAtDesk({ db }: ListDeps, actor: Actor, ask: DeskAsk): Promise<AtDesk> {
  const unit = await demandDesk(db, actor, ask.unitId);
  const { ids, older } = await searchAtDesk(db, actor, ask, MOST_AT_ONCE);
  const lines = await listLines(db, incomingSightOf(actor), ids);
  const isAll = ask.before === undefined && older === undefined && (ask.text ?? '') === '';
  const named = isAll ? await listUnitsOf(db, ids) : undefined;
  const units = (await listUnits(db))
    .filter(({ id }) => named === undefined || named.has(id) || id === ask.forUnitId)
    .map(({ id, name }) => ({ id, name }));
  return { unit, lines, units, older };
}

/** An original in somebody's hands: since when it is out, and its line that holds. */
export type OutLine = IncomingLine & { outSince: Date; last: HandoverLine | undefined };

export interface Out {
  unit: Unit;
  /** The longest out first. */
  lines: OutLine[];
  /** Behind which the next page begins; undefined: nothing is out for less. */
  next: OutKey | undefined;
  /** More fit the words than were looked at. */
  cut: boolean;
}

const A_PAGE = 50;

/** Papers that somebody took and that did not come back, for whoever keeps the desk. */
export async function readOut(deps: ListDeps, actor: Actor, ask: OutAsk): Promise<Out> {
  const { db } = deps;
  const unit = await demandDesk(db, actor, ask.unitId);
  const { found, next, cut } = await searchOut(deps, actor, ask, A_PAGE);
  const ids = found.map(({ id }) => id);
  const known = new Map((await listLines(db, incomingSightOf(actor), ids)).map((line) => [line.id, line]));
  const handovers = await listHandoversOf(db, ids);
  const lines = found.flatMap(({ id, since }) => {
    const line = known.get(id);
    const last = courseOf(handovers.filter(({ incomingId }) => incomingId === id)).at(-1);
    return line === undefined ? [] : [{ ...line, outSince: since, last }];
  });
  return { unit, lines, next, cut };
}

/** Counted no further: who sees so many opens the list. */
export const MOST_COUNTED = 99;

/** Of which originals of the actor's desks, out for more than `LONG_OUT_DAYS`, nobody was reminded yet. */
export async function readLongOut({ db, clock }: ListDeps, actor: Actor): Promise<LongOut[]> {
  const desks = (await desksOf(db, actor)).map(({ id }) => id);
  if (desks.length === 0) return [];
  const before = await outSinceBefore(db, clock(), LONG_OUT_DAYS);
  return countLongOut(db, desks, { before, most: MOST_COUNTED });
}

/**
 * The clerk knows of everything that is out for long today: of these nobody is reminded again. What reached that age after the
 * page was shown is told of on another day.
 * @param shownAt when the page was shown
 */
export async function endReminder(
  { db, clock }: ListDeps,
  actor: Actor,
  { unitId, shownAt }: { unitId: number; shownAt: Date },
): Promise<void> {
  const now = clock();
  const until = await outSinceBefore(db, shownAt < now ? shownAt : now, LONG_OUT_DAYS);
  await demandDesk(db, actor, unitId);
  await db.transaction((tx) => storeReminded(tx, { unitId, until, personId: actor.personId, at: now }));
}

/** The unit whose desk it is. Refuses whoever does not keep it. */
export async function demandDesk(db: Sql, actor: Actor, unitId: number): Promise<Unit> {
  const unit = await findUnit(db, unitId);
  if (unit === undefined) refuseUnknownIncoming();
  demand(actor, 'incoming.register', { unitId });
  return unit;
}
