import { beforeAll, expect, it } from '@jest/globals';
import { isRefusal } from '../../src/errors.ts';
import { listHoldings } from '../../src/incoming/tree/holdings-store.ts';
import type { Key } from '../letters/office.ts';
import fc, { isExploring } from '../support/draws.ts';
import { demandNothingLost, demandOwnInbox, demandSameStory, demandTold, storyOf } from './nothing-lost.ts';
import { clerkOffers, notOffered, type Offer, offersOf, watch } from './office-acts.ts';
import { CHANGES, changeOf } from './office-changes.ts';
import { type Facts, type LetterFact, mayOpen, readFacts, waitingAt } from './office-facts.ts';
import { type Life, openLife } from './office-life.ts';
import { demandNotices, demandSight, noticesSince } from './strangers.ts';
import { outcomeOf } from './tree-office.ts';

let life: Life;
beforeAll(async () => {
  life = await openLife();
});

const step = fc.record({
  verb: fc.constantFrom(
    ...(Array.from({ length: 20 }, () => 'page') as 'page'[]),
    ...([
      'clerk',
      'clerk',
      'clerk',
      'both',
      'not offered',
      'not offered',
      'many',
      'time',
      'answer',
      'register',
    ] as const),
    ...CHANGES,
  ),
  letter: fc.nat(1),
  who: fc.nat(20),
  at: fc.nat(50),
  to: fc.array(fc.nat(20), { minLength: 1, maxLength: 3 }),
  yes: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
const CLASSES = ['B', 'B', 'T', 'R', 'SR'] as const;
const ADDRESSED: Key[] = ['kadis', 'kadis', 'sekda', 'kabid', 'camat'];
const begun = fc.record({
  letters: fc.tuple(fc.nat(4), fc.nat(4)),
  addressed: fc.tuple(fc.nat(4), fc.nat(4)),
  first: fc.constantFrom<Key | undefined>('sekretaris', 'kabid', undefined, undefined),
});

const seen = new Map<string, number>();
const count = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1);

/** Only refusals; and of what a page offers none but for what was chosen on it. */
async function done({ verb, act, mayRefuse }: Offer): Promise<void> {
  const outcome = await outcomeOf(act());
  if (outcome !== 'done' && !mayRefuse.includes(outcome))
    throw new Error(`${verb} was offered, and refused: ${outcome}`);
  count(outcome === 'done' ? verb : outcome);
}

/** Whom a letter waits for, and who may still take back what they gave: of all others most can do nothing. */
function concerned(facts: Facts, letter: LetterFact): number[] {
  const posts = new Set(waitingAt(facts, letter).map(({ positionId }) => positionId));
  for (const { parentId, state, incomingId } of facts.holdings)
    if (incomingId === letter.id && state === 'unread')
      posts.add(facts.holdings.find(({ id }) => id === parentId)?.positionId ?? 0);
  return facts.appointments.filter(({ positionId }) => posts.has(positionId)).map(({ personId }) => personId);
}

const turned = <T>(list: readonly T[], by: number) => list.map((_, n) => list[(by + n) % list.length] as T);

/** The first, of those picked on, to whom the page of the letter offers something; with it, who it is. */
async function pageOf(incomingId: number, facts: Facts, { who, to, yes }: Step) {
  const letter = facts.letters.find(({ id }) => id === incomingId);
  if (letter === undefined) return undefined;
  const all = turned(life.everybody, who);
  for (const personId of (to[0] ?? 0) % 5 === 0 ? all : [...turned(concerned(facts, letter), who), ...all]) {
    if (!mayOpen(facts, personId, letter)) continue;
    const actor = await life.office.actor(personId);
    const page = await life.office.dispositions.read(actor, incomingId);
    const offers = await offersOf(life, actor, page, { to, yes });
    // What ends a letter is done less often: little can be tried after it.
    const others = offers.filter(({ verb }) => verb !== 'finish');
    if (offers.length > 0) return { actor, page, offers: others.length > 0 && who % 4 !== 0 ? others : offers };
  }
  return undefined;
}

async function carryOut(letters: number[], facts: Facts, drawn: Step): Promise<void> {
  const { verb, at, who, to, yes } = drawn;
  const incomingId = letters[drawn.letter] ?? 0;
  const personId = life.everybody[who % life.everybody.length] ?? 0;
  const picked = (offers: readonly Offer[]) => offers[at % Math.max(1, offers.length)];
  switch (verb) {
    case 'page': {
      const offer = picked((await pageOf(incomingId, facts, drawn))?.offers ?? []);
      return offer && done(offer);
    }
    case 'clerk': {
      const offer = picked(await clerkOffers(life, await life.office.actor(life.clerk), incomingId, { to, yes }));
      return offer && done(offer);
    }
    case 'both': {
      // At the same moment, on the same letter: one of them comes second and finds it changed. Which one, no seed decides: when
      // the suite is to be the same for everybody, they come in turn.
      const offers = [
        ...((await pageOf(incomingId, facts, drawn))?.offers ?? []),
        ...((await pageOf(incomingId, facts, { ...drawn, who: who + 3 }))?.offers ?? []),
        ...(await clerkOffers(life, await life.office.actor(life.clerk), incomingId, { to, yes })),
      ];
      const outcomes: Promise<string>[] = [];
      for (const offer of [at, at + 1, at + 2].flatMap((n) => offers[n % offers.length] ?? [])) {
        outcomes.push(outcomeOf(offer.act()));
        if (!isExploring) await outcomes.at(-1);
      }
      return count(`both ${(await Promise.all(outcomes)).filter((each) => each === 'done').length}`);
    }
    case 'not offered': {
      const actor = await life.people.loadActor(personId);
      if (actor === undefined) return;
      const holdings = await listHoldings(life.office.db, incomingId);
      const held = holdings[at % holdings.length];
      const page = await life.office.dispositions.read(actor, incomingId).catch((error) => {
        if (!isRefusal(error)) throw error;
      });
      const shown = page?.holdings.find(({ id }) => id === held?.id) ?? (held && { id: held.id });
      const offer = shown && picked(notOffered(life, actor, incomingId, shown, { to, yes }));
      if (offer === undefined) return;
      const outcome = await outcomeOf(offer.act());
      if (outcome === 'done') throw new Error(`${offer.verb} was not offered to ${personId}, and accepted`);
      return count(`refused ${offer.verb}`);
    }
    case 'many': {
      const one = await pageOf(incomingId, facts, drawn);
      if (one === undefined) return;
      const pages = await Promise.all(letters.map((id) => outcomeOrPage(one.actor.personId, id)));
      const free = pages.flatMap((page) => page?.holdings.filter(({ may }) => may.dispose) ?? []);
      const recipients = [{ positionId: life.posts[(to[0] ?? 0) % life.posts.length] ?? 0, responsible: true }];
      const holdingIds = free.map(({ id }) => id);
      const sheet = { recipients, instructions: ['PROSES'], remark: '', holdingIds };
      const { done: given } = await life.office.dispositions.disposeMany(one.actor, sheet);
      return count(`many ${given.length}`);
    }
    case 'time':
      life.later(yes ? 2 : 30);
      return count(`watched ${(await watch(life)) > 0}`);
    case 'answer':
      return at % 3 === 0 ? life.answerArrives(incomingId) : undefined;
    case 'register':
      // A line that was struck is registered anew, as another one.
      if (facts.letters.find(({ id }) => id === incomingId)?.state === 'void')
        letters[drawn.letter] = await life.letter(
          CLASSES[at % CLASSES.length] ?? 'B',
          ADDRESSED[who % ADDRESSED.length] ?? 'kadis',
        );
      return;
    default: {
      // Mostly those who have something in hand: what becomes of them is what letters may be lost by.
      const holders = facts.letters.flatMap((letter) => concerned(facts, letter));
      const personId = turned(at % 4 === 0 || holders.length === 0 ? life.everybody : holders, who)[0] ?? 0;
      const outcome = await outcomeOf((await changeOf(life, verb, personId, { to, yes }))());
      return count(outcome === 'done' ? verb : outcome);
    }
  }
}

async function outcomeOrPage(personId: number, incomingId: number) {
  return life.office.dispositions.read(await life.office.actor(personId), incomingId).catch((error) => {
    if (!isRefusal(error)) throw error;
  });
}

it('no letter is lost, shown to a stranger or left without a holder, whatever an office does with letters, people and posts', async () => {
  let heard = { mail: 0, day: 0 };
  await fc.assert(
    fc.asyncProperty(
      begun,
      fc.array(step, { minLength: 15, maxLength: 40 }),
      async ({ letters: classes, addressed, first }, steps) => {
        await life.begin(first);
        const letters: number[] = [];
        for (const n of [0, 1])
          letters.push(await life.letter(CLASSES[classes[n] ?? 0] ?? 'B', ADDRESSED[addressed[n] ?? 0] ?? 'kadis'));
        const now = () => readFacts(life.office.db, letters, life.office.time.now);
        let facts = await now();
        let story: string[][] = [];
        heard = (await noticesSince(life, heard)).last;
        for (const [n, each] of steps.entries()) {
          const before = facts;
          try {
            await carryOut(letters, facts, each);
            facts = await now();
            demandTold(before, facts);
            const told = await storyOf(life.office, letters);
            if (each.verb !== 'register') demandSameStory(story, told);
            story = told;
            await demandNothingLost(life.office, facts, life.clerk);
            const { last, notices } = await noticesSince(life, heard);
            heard = last;
            demandNotices(before, facts, notices);
            const somebody = life.everybody[(each.who + each.at) % life.everybody.length] ?? 0;
            if (n % 8 === 7 && (await life.people.loadActor(somebody))) {
              await demandOwnInbox(life.office, facts, somebody);
              await demandSight(life, facts, somebody);
            }
          } catch (error) {
            throw new Error(`after step ${n} ${JSON.stringify(each)}`, { cause: error });
          }
        }
        // A third of them, others each time: to ask everything for everybody takes longer than all that was done.
        for (const personId of life.everybody.filter((_, n) => n % 3 === steps.length % 3)) {
          if ((await life.people.loadActor(personId)) === undefined) continue;
          await demandOwnInbox(life.office, facts, personId);
          await demandSight(life, facts, personId);
        }
      },
    ),
    { numRuns: 5, endOnFailure: true },
  );
  // It is worth nothing if hardly anything was done.
  expect([...seen.keys()]).toEqual(expect.arrayContaining(['dispose', 'forward']));
  expect(seen.size).toBeGreaterThan(15);
});
