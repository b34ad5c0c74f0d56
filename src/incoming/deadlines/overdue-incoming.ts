import { ledUnits } from '../../approvals/led-units.ts';
import { oversees } from '../../approvals/overseeing.ts';
import { readWaitingRules } from '../../approvals/waiting-rules.ts';
import type { Actor } from '../../people/actor.ts';
import { may } from '../../people/permissions.ts';
import { listPositions } from '../../people/positions-store.ts';
import { isSecret } from '../../people/security-class.ts';
import { listUnits } from '../../people/units-store.ts';
import type { Database } from '../../postgres/database.ts';
import { listLines } from '../lists/lines-store.ts';
import { incomingSightOf } from '../sight-store.ts';
import { dueOf } from './due-of.ts';
import {
  type HoldingNotice,
  listHoldingNoticesTo,
  listHoldingsWaiting,
  listWaitingSinceIn,
  type StandingHolding,
} from './waiting-holdings-store.ts';
import type { WatchingDeps } from './watch-holdings.ts';

/** What is told of a letter by those who may see its line. */
type Line = 'agenda' | 'year' | 'agendaUnitName' | 'senderStanding';

/** Late at a post; a subject only where everybody who sees such a list may read it. */
export interface LateIncoming extends Omit<StandingHolding, 'subject' | Line> {
  subject: string | undefined;
  /** Which line of which agenda, and how it stands with its sender; of R and SR only for whoever may see that line: others learn that there is one, and not which. */
  line: Pick<StandingHolding, Line> | undefined;
  /** Whether the reader may open the letter. */
  readable: boolean;
  /** As the superior of the vacant post that it waits for, the reader may give it to another one. */
  moves: boolean;
  due: Date;
}

/** What somebody was told of a letter that others have in hand. */
export type HoldingNews = LateIncoming & Pick<HoldingNotice, 'kind' | 'role'>;

export interface LatePost {
  positionId: number;
  name: string;
  late: LateIncoming[];
}

export interface LateUnit {
  id: number;
  name: string;
  posts: LatePost[];
}

/**
 * Of the units that the actor leads or whose registry they keep, of all for an administrator: what is late, by post, the longest
 * first. That a secret one is late at a post is told to those above that post alone, and to them not which one: a clerk, who knows
 * the line, would learn who has it.
 */
export async function listLateIncoming(deps: Pick<WatchingDeps, 'db' | 'clock'>, actor: Actor): Promise<LateUnit[]> {
  const { db } = deps;
  const now = deps.clock();
  const [units, positions] = [await listUnits(db), await listPositions(db)];
  const led = ledUnits(actor, units, positions);
  if (led.length === 0) return [];
  const rules = await readWaitingRules(db);
  const waiting = await listWaitingSinceIn(
    db,
    led.map(({ id }) => id),
  );
  const lateIds = waiting.filter((each) => dueOf(rules, each) < now).map(({ holdingId }) => holdingId);
  const holdings = await listHoldingsWaiting(db, lateIds);
  const sight = await sightAmong(db, actor, holdings);
  const late = holdings
    .map((each) => shown(each, dueOf(rules, each), sight, actor))
    .sort((a, b) => a.due.getTime() - b.due.getTime() || a.holdingId - b.holdingId);
  const above = new Set(ledUnits({ ...actor, duties: [] }, units, positions).map(({ id }) => id));
  return led.flatMap(({ id, name }) => {
    const posts = new Map<number, LatePost>();
    for (const each of late) {
      if (each.unitId !== id && each.agendaUnitId !== id) continue;
      const hidden = isSecret(each.security) && !each.readable;
      if (hidden && !(above.has(id) && each.unitId === id)) continue;
      const post = posts.get(each.positionId) ?? { positionId: each.positionId, name: each.positionName, late: [] };
      post.late.push(hidden ? { ...each, line: undefined } : each);
      posts.set(each.positionId, post);
    }
    return posts.size === 0 ? [] : [{ id, name, posts: [...posts.values()] }];
  });
}

/**
 * What the actor was told of letters that others have in hand and that still wait, each with its newest notice. Nothing of a letter
 * that is none of theirs any more: given from a post that they have left, or waiting below one.
 */
export async function readHoldingNews({ db }: { db: Database }, actor: Actor): Promise<HoldingNews[]> {
  const notices = await listHoldingNoticesTo(db, actor.personId);
  if (notices.length === 0) return [];
  const rules = await readWaitingRules(db);
  const newest = new Map(notices.map((notice) => [notice.holdingId, notice]));
  const holdings = await listHoldingsWaiting(db, [...newest.keys()]);
  const sight = await sightAmong(db, actor, holdings);
  const positions = await listPositions(db);
  return holdings.flatMap((each) => {
    const notice = newest.get(each.holdingId);
    // What was told of the work says nothing of the report that now waits.
    if (notice === undefined || notice.task !== each.task || notice.since.getTime() !== each.since.getTime()) return [];
    const isAbove = notice.role !== 'giver' && oversees(actor, positions, each.positionId);
    if (!isAbove && !sight.has(each.incomingId)) return [];
    return [{ ...shown(each, dueOf(rules, each), sight, actor), kind: notice.kind, role: notice.role }];
  });
}

/** Of these letters, those of which the actor may see the line, and whether they may be opened. */
type Sight = ReadonlyMap<number, { readable: boolean }>;
async function sightAmong(db: Database, actor: Actor, holdings: readonly StandingHolding[]): Promise<Sight> {
  const lines = await listLines(
    db,
    incomingSightOf(actor),
    holdings.map(({ incomingId }) => incomingId),
  );
  return new Map(lines.map(({ id, readable }) => [id, { readable }]));
}

function shown(
  { agenda, year, agendaUnitName, senderStanding, ...holding }: StandingHolding,
  due: Date,
  sight: Sight,
  actor: Actor,
): LateIncoming {
  const { security } = holding;
  const seen = sight.get(holding.incomingId);
  const readable = seen?.readable ?? false;
  const isNamed = security === 'B' || (readable && security === 'T');
  return {
    ...holding,
    subject: isNamed ? holding.subject : undefined,
    senderName: isNamed ? holding.senderName : '',
    line:
      isSecret(holding.security) && seen === undefined ? undefined : { agenda, year, agendaUnitName, senderStanding },
    readable,
    moves: readable && may(actor, 'holding.move', holding),
    due,
  };
}
