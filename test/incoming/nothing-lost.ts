import { expect } from '@jest/globals';
import { readWaitingIncoming } from '../../src/incoming/deadlines/waiting-incoming.ts';
import { listEvents } from '../../src/incoming/reading/course-store.ts';
import { readAlarms } from '../../src/incoming/registering/desk.ts';
import { listSheets } from '../../src/incoming/sheet/sheets-store.ts';
import { listHoldings } from '../../src/incoming/tree/holdings-store.ts';
import { delegatedTo, type Facts, type HeldFact, isHeld, type LetterFact, postsOf, waitingAt } from './office-facts.ts';
import type { TreeOffice } from './tree-office.ts';

const OVER = new Set(['done', 'cancelled']);
const PASSED = new Set(['passed_on', 'forwarded']);

/** What must hold of every letter whatever was done: somebody has it in their inbox, or the clerk's page says that nobody can. */
export async function demandNothingLost(office: TreeOffice, facts: Facts, clerkId: number): Promise<void> {
  const alarms = new Map((await readAlarms(office.deps, await office.actor(clerkId))).map((each) => [each.id, each]));
  for (const letter of facts.letters) {
    const holdings = facts.holdings.filter(({ incomingId }) => incomingId === letter.id);
    demandTree(letter, holdings);
    const waiting = letter.state === 'open' ? waitingAt(facts, letter) : [];
    const empty = waiting.filter(({ positionId }) => !isHeld(facts, positionId));
    const named = empty.map(({ positionId }) => facts.posts.find(({ id }) => id === positionId)?.name ?? '');
    expect([letter.id, 'alarm', alarms.get(letter.id)?.posts.toSorted() ?? []]).toEqual([
      ...[letter.id, 'alarm'],
      [...new Set(named)].toSorted(),
    ]);
    for (const { holdingId, positionId } of waiting) {
      if (!isHeld(facts, positionId)) continue;
      const holder = facts.appointments.find((each) => each.positionId === positionId)?.personId ?? 0;
      const inbox = await readWaitingIncoming(office.db, await office.actor(holder));
      const where = [letter.id, holdingId, 'in the inbox of', positionId];
      expect([...where, inbox.some((each) => each.holdingId === holdingId)]).toEqual([...where, true]);
    }
  }
}

/** Nobody's inbox has a letter that is none of theirs. */
export async function demandOwnInbox(office: TreeOffice, facts: Facts, personId: number): Promise<void> {
  const shown = await readWaitingIncoming(office.db, await office.actor(personId));
  for (const letter of facts.letters) {
    const posts = new Set([...postsOf(facts, personId), ...delegatedTo(facts, personId, letter)]);
    const due =
      letter.state === 'open' ? waitingAt(facts, letter).filter(({ positionId }) => posts.has(positionId)) : [];
    const said = shown.filter(({ incomingId }) => incomingId === letter.id).map(({ holdingId }) => holdingId);
    expect([personId, letter.id, said.toSorted()]).toEqual([
      ...[personId, letter.id],
      due.map(({ holdingId }) => holdingId).toSorted(),
    ]);
  }
}

/** What the tree comes to, moved posts or not: closed when all is done, open while one has it, and one way down has it once. */
function demandTree(letter: LetterFact, holdings: readonly HeldFact[]): void {
  const fail = (what: string) => new Error(`${what}: ${JSON.stringify([letter, holdings])}`);
  const open = holdings.filter(({ state }) => !OVER.has(state));
  const inHand = open.filter(({ state }) => !PASSED.has(state));
  if (letter.state === 'open' && inHand.length === 0) throw fail('lost: nobody has it');
  if (letter.state !== 'open' && open.length > 0) throw fail('over although somebody has it');
  for (const held of holdings) {
    const below = holdings.filter(({ parentId, state }) => parentId === held.id && state !== 'cancelled');
    const working = below.filter(({ state }) => !OVER.has(state));
    if (PASSED.has(held.state) && working.length === 0) throw fail(`${held.id} passed it on, and nobody has it`);
    if (!PASSED.has(held.state) && working.length > 0)
      throw fail(`${held.id} is ${held.state} while others work below`);
    if (held.state === 'cancelled' && below.length > 0) throw fail(`${held.id} was cancelled after it was passed on`);
    if (held.state === 'reported' && held.kind !== 'disposition') throw fail(`${held.id} reports to nobody`);
    const sheet = holdings.filter(({ sheetId, state }) => sheetId === held.sheetId && state !== 'cancelled');
    if (held.sheetId === null || sheet.length === 0 || letter.state === 'void') continue;
    if (sheet.filter(({ responsible }) => responsible).length !== 1)
      throw fail(`sheet ${held.sheetId} without one responsible`);
  }
  const once = open.filter(({ state }) => state !== 'forwarded').map(({ positionId }) => positionId);
  if (new Set(once).size < once.length) throw fail('a post has it twice');
}

const OF_ALL = new Set(['registered', 'voided', 'answered', 'closed', 'reopened', 'changed', 'moved']);

/** Every change of a holding is told by the timeline: of itself, of the post above it or of one below, or of the whole letter. */
export function demandTold(before: Facts, after: Facts): void {
  for (const letter of after.letters) {
    const ofLetter = <T extends { incomingId: number }>(rows: readonly T[]) =>
      rows.filter((row) => row.incomingId === letter.id);
    const known = new Set(ofLetter(before.events).map(({ id }) => id));
    const told = ofLetter(after.events).filter(({ id }) => !known.has(id));
    const holdings = ofLetter(after.holdings);
    for (const is of holdings) {
      const was = ofLetter(before.holdings).find(({ id }) => id === is.id);
      if (was?.state === is.state && was.positionId === is.positionId) continue;
      const near = new Set<number | null>([is.id]);
      for (let up = is.parentId; up !== null; up = holdings.find(({ id }) => id === up)?.parentId ?? null) near.add(up);
      for (const { id, parentId } of holdings) if (parentId === is.id) near.add(id);
      if (told.some(({ kind, holdingId }) => OF_ALL.has(kind) || near.has(holdingId))) continue;
      throw new Error(`no event for ${JSON.stringify([was, is])}, only ${JSON.stringify(told)}`);
    }
    const state = before.letters.find(({ id }) => id === letter.id)?.state;
    const says = { open: 'reopened', closed: 'closed', void: 'voided' }[letter.state];
    if (state === undefined || state === letter.state || told.some(({ kind }) => kind === says)) continue;
    throw new Error(`letter ${letter.id} became ${letter.state} without an event`);
  }
}

/** What timeline and sheets say of these letters, in the order in which it was written. */
export async function storyOf({ db }: TreeOffice, letterIds: readonly number[]): Promise<string[][]> {
  const stories = letterIds.map(async (id) => {
    const given = await listHoldings(db, id);
    const to = (sheetId: number | null) =>
      given.filter((held) => held.sheetId === sheetId && sheetId !== null).map(({ givenName }) => givenName);
    const from = new Map((await listSheets(db, id)).map((sheet) => [sheet.id, sheet.fromName]));
    const events = await listEvents(db, id);
    return events.map(({ kind, positionName, sheetId, capacity }) =>
      [kind, positionName, capacity, from.get(sheetId ?? 0), ...to(sheetId)].join(' | '),
    );
  });
  return Promise.all(stories);
}

/** What was written once is never told otherwise. */
export function demandSameStory(before: readonly string[][], after: readonly string[][]): void {
  for (const [n, story] of before.entries()) expect(after[n]?.slice(0, story.length)).toEqual(story);
}
