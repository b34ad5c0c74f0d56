import { calendarDate, startOfDay } from '../../clock.ts';
import { Refusal } from '../../errors.ts';
import type { Actor } from '../../people/actor.ts';
import { officeTimeZone } from '../../people/office-store.ts';
import { demand, may } from '../../people/permissions.ts';
import { isSecret } from '../../people/security-class.ts';
import { findUnit, listUnits } from '../../people/units-store.ts';
import type { Sql } from '../../postgres/database.ts';
import { getIncoming, type Incoming, refuseUnknownIncoming } from '../incoming-store.ts';
import { incomingSubject } from '../incoming-subject.ts';
import { countRegisteredSince, type IncomingLine, listAgenda, listLines } from '../lists/lines-store.ts';
import { readableOwn } from '../reading/reading-incoming.ts';
import { incomingSightOf } from '../sight-store.ts';
import { isMovable, movesAsSuperior } from '../tree/move-letter.ts';
import { choosesPost } from '../tree/out-of-vacant.ts';
import { type InHand, listInHand, listStill, listYears, readCounter, type Still } from './desk-store.ts';
import { findOwnLetter } from './own-letter.ts';
import type { RegisterDeps } from './register-letter.ts';

type DeskDeps = Pick<RegisterDeps, 'db' | 'clock'>;

/** The units whose agenda the actor keeps, in the order of the office. */
export async function desksOf(db: Sql, actor: Actor): Promise<{ id: number; name: string }[]> {
  const units = await listUnits(db);
  return units
    .filter(({ id }) => may(actor, 'incoming.register', { unitId: id }))
    .map(({ id, name }) => ({ id, name }));
}

/** How many letters were registered today in the agendas that the actor keeps. */
export async function countToday({ db, clock }: DeskDeps, actor: Actor): Promise<number> {
  const { registryUnitIds } = incomingSightOf(actor);
  if (registryUnitIds.length === 0) return 0;
  const timeZone = await officeTimeZone(db);
  const since = startOfDay(calendarDate(clock(), timeZone), timeZone);
  return countRegisteredSince(db, registryUnitIds, since);
}

/** Open letters of the actor's agendas of which something waits for a post that is vacant or closed. */
export async function readAlarms({ db, clock }: DeskDeps, actor: Actor): Promise<(IncomingLine & Still)[]> {
  const sight = incomingSightOf(actor);
  if (sight.registryUnitIds.length === 0) return [];
  const today = calendarDate(clock(), await officeTimeZone(db));
  const still = await listStill(db, sight.registryUnitIds, today);
  if (still.length === 0) return [];
  const byId = new Map(still.map((each) => [each.id, each]));
  const lines = await listLines(db, sight, [...byId.keys()]);
  return lines.map((line) => ({ ...line, posts: [], reports: false, ...byId.get(line.id) }));
}

export interface LineRead {
  line: IncomingLine;
  /** Of a secret letter without subject: no clerk is shown one. */
  letter: Incoming;
  /** Of a secret letter, for whoever may not read it, those alone that they may give to another post. `chosen`: they say to which. */
  inHand: (InHand & { movable: boolean; chosen: boolean })[];
  may: { correct: boolean; strike: boolean; move: boolean; link: boolean; unlink: boolean; addScan: boolean };
  /** The letter of ours that it is, where the reader may open that one. */
  ownLetterId: number | undefined;
}

/** One line of an agenda with what its clerk may do about it. Refuses as for a letter that is not there. */
export async function readLine({ db, clock }: DeskDeps, actor: Actor, incomingId: number): Promise<LineRead> {
  const letter = await getIncoming(db, incomingId);
  const [line] = await listLines(db, incomingSightOf(actor), [incomingId]);
  if (line === undefined) refuseUnknownIncoming();
  const subject = await incomingSubject(db, letter);
  const today = calendarDate(clock(), await officeTimeZone(db));
  const [mayMove, mends] = [may(actor, 'incoming.move', subject), may(actor, 'incoming.correct', subject)];
  const inHand = (await listInHand(db, incomingId, today)).map((each) => ({
    ...each,
    movable: (mayMove && isMovable(each)) || movesAsSuperior(actor, subject, each),
    chosen: choosesPost(each, letter, line.readable),
  }));
  const named = line.readable || !isSecret(line.security);
  return {
    line,
    letter: { ...letter, subject: line.subject },
    inHand: named ? inHand : inHand.filter(({ movable }) => movable),
    may: {
      correct: mends,
      strike: may(actor, 'incoming.void', subject),
      move: inHand.some(({ movable }) => movable),
      link: mends && letter.letterId === null && (await findOwnLetter(db, letter.findings)) !== undefined,
      addScan: may(actor, 'incoming.add-scan', subject),
      unlink: mends && letter.letterId !== null && letter.deliveryId === null,
    },
    ownLetterId: await readableOwn(db, actor, letter),
  };
}

export interface AgendaRead {
  unit: { id: number; name: string };
  year: number;
  years: number[];
  lines: IncomingLine[];
  /** How far it has counted; and numbers among these lines that none bears, of which there ought to be none. */
  last: number;
  missing: number[];
  /** Where the next page begins. */
  below: number | undefined;
}

const A_PAGE = 50;

/** The agenda of a unit, every number of a year in its place, highest first; struck lines with their reason. */
export async function readAgenda(
  { db, clock }: DeskDeps,
  actor: Actor,
  { unitId, ...ask }: { unitId: number; year?: number | undefined; below?: number | undefined },
): Promise<AgendaRead> {
  const unit = await findUnit(db, unitId);
  if (unit === undefined) {
    throw new Refusal('not-found', 'unit-unknown', { id: 'Unit itu tidak ada.', en: 'There is no such unit.' });
  }
  demand(actor, 'incoming.register', { unitId });
  const year = ask.year ?? Number(calendarDate(clock(), await officeTimeZone(db)).slice(0, 4));
  const below = ask.below ?? Number.MAX_SAFE_INTEGER;
  const lines = await listAgenda(db, incomingSightOf(actor), { unitId, year, below, most: A_PAGE + 1 });
  const years = await listYears(db, unitId);
  const shown = lines.slice(0, A_PAGE);
  const last = await readCounter(db, unitId, year);
  const lowest = lines.length > A_PAGE ? (shown.at(-1)?.agenda ?? 1) : 1;
  return {
    unit: { id: unit.id, name: unit.name },
    year,
    years: years.includes(year) ? years : [year, ...years].toSorted((a, b) => b - a),
    lines: shown,
    last,
    missing: missingAmong(shown, lowest, Math.min(last, below - 1)),
    below: lines.length > A_PAGE ? lowest : undefined,
  };
}

const MOST_MISSING = 100;

/** To look at the whole year for every page would cost more with every letter: each page answers for its own numbers. */
function missingAmong(lines: readonly IncomingLine[], lowest: number, highest: number): number[] {
  const borne = new Set(lines.map(({ agenda }) => agenda));
  const missing: number[] = [];
  for (let number = lowest; number <= highest && missing.length < MOST_MISSING; number++) {
    if (!borne.has(number)) missing.push(number);
  }
  return missing;
}
