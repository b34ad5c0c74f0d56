import { describe, expect, it } from '@jest/globals';
import { isRefusal } from '../../src/errors.ts';
import { ANSWER_STATES } from '../../src/incoming/answers/answer-state.ts';
import { accept, cancel, dispose, fallBack, finish, forward, reopen, report } from '../../src/incoming/tree/tree.ts';
import { isInHand, type Tree } from '../../src/incoming/tree/tree-states.ts';
import fc from '../support/draws.ts';
import { type Act, act, attempt, carriedOut, type Office, office, postsFor, rooted } from './tree-model.ts';
import { demandFairStep, demandSound } from './tree-sound.ts';

/** What ends a letter is done less often: little can be tried after it. */
const ofLetter = act.filter(
  ({ verb, at }) => (verb !== 'strike' || at % 20 === 0) && (verb !== 'finish' || at % 4 === 0),
);

const struckSeldom = act.filter(({ verb, at }) => verb !== 'strike' || at % 20 === 0);
/** Most of what would be finished is so by somebody who only has to know, where there is one: by chance alone hardly any would be. */
function aimed({ holdings }: Tree, each: Act): Act {
  if (each.verb !== 'finish' || each.at % 4 === 0) return each;
  const toKnow = holdings.findIndex((held) => held.forInformation && isInHand(held));
  return toKnow < 0 ? { ...each, verb: 'read' } : { ...each, at: toKnow };
}

/** Somebody who only had to know said so. */
function wasTold({ holdings }: Tree, { verb, at }: Act): boolean {
  return verb === 'finish' && holdings[at % holdings.length]?.forInformation === true;
}

describe('The tree of an incoming letter', () => {
  it('is never lost, never in a circle, and closed only when all is done, whatever is done in whatever order', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(office, fc.nat(), fc.array(struckSeldom, { minLength: 5, maxLength: 40 }), (posts, first, acts) => {
        let world = rooted(first % posts.length);
        for (const drawn of acts) {
          const old = world.tree;
          const each = aimed(old, drawn);
          const before = JSON.stringify(old);
          try {
            world = attempt(world, posts, each);
            demandFairStep(old, world, each);
            if (JSON.stringify(world.tree) !== before) {
              const verb = wasTold(old, each) ? 'known' : each.verb;
              seen.set(verb, (seen.get(verb) ?? 0) + 1);
            }
            const now = `answer ${world.answer?.state}`;
            seen.set(now, (seen.get(now) ?? 0) + 1);
          } catch (error) {
            if (!isRefusal(error)) throw error;
            seen.set(error.code, (seen.get(error.code) ?? 0) + 1);
            expect(JSON.stringify(world.tree)).toBe(before);
          }
          demandSound(world, posts);
        }
      }),
      { numRuns: 2_500 },
    );
    // The sequences are worth nothing if they never come to what they are to try.
    const verbs = [
      'read',
      'forward',
      'dispose',
      'further',
      'cancel',
      'change',
      'report',
      'accept',
      'giveBack',
      'move',
      'fallBack',
      'finish',
      'known',
    ];
    const refusals = [
      'to-oneself',
      'has-it-already',
      'post-vacant',
      'post-closed',
      'disposition-upward',
      'one-responsible',
    ];
    const others = [
      'already-read',
      'already-passed-on',
      'responsible-stays',
      'no-recipients',
      'incoming-closed',
      'reopen',
      'strike',
      'incoming-void',
      'moveAnswer',
      ...ANSWER_STATES.map((state) => `answer ${state}`),
    ];
    for (const each of [...verbs, ...refusals, ...others]) expect([each, seen.get(each) ?? 0]).not.toEqual([each, 0]);
  });

  it('ends whatever happened: whoever has it finishes, reports and accepts until the letter is closed', () => {
    fc.assert(
      fc.property(office, fc.nat(), fc.array(ofLetter, { maxLength: 25 }), (posts, first, acts) => {
        let world = rooted(first % posts.length);
        for (const each of acts) {
          try {
            world = attempt(world, posts, each);
          } catch (error) {
            if (!isRefusal(error)) throw error;
          }
        }
        for (let steps = 0; world.tree.state === 'open'; steps++) {
          expect(steps).toBeLessThan(400);
          const held = world.tree.holdings.find(isInHand);
          if (held === undefined) throw new Error('lost');
          const plan =
            held.state === 'reported'
              ? accept(world.tree, held.id)
              : held.via === 'disposition' && !held.forInformation
                ? report(world.tree, held.id)
                : finish(world.tree, held.id);
          world = carriedOut(world, plan, 'forward');
        }
      }),
      { numRuns: 300 },
    );
  });

  it('comes back down to the post that passed it upward, which may not send it up again', () => {
    const posts: Office = [0, 0, 1].map((superior) => ({ superior, vacant: false, closed: false }));
    let world = rooted(1);
    world = carriedOut(world, forward(world.tree, 1, 0, postsFor(posts, 1)), 'forward');
    const toSecretary = [{ positionId: 1, responsible: true }];
    world = carriedOut(world, dispose(world.tree, 2, toSecretary, postsFor(posts, 0)), 'disposition');
    expect(world.tree.holdings.map(({ state }) => state)).toEqual(['forwarded', 'passed_on', 'unread']);
    expect(() => forward(world.tree, 3, 0, postsFor(posts, 1))).toThrow(
      expect.objectContaining({ code: 'forward-not-possible' }),
    );
    world = carriedOut(world, report(world.tree, 3), 'forward');
    const plan = accept(world.tree, 3);
    expect(plan).toMatchObject({
      flowed: [
        { holdingId: 2, state: 'done' },
        { holdingId: 1, state: 'done' },
      ],
      closes: true,
    });
  });

  it('keeps what a post disposed of before it fell vacant, and ends nothing when it goes back to whoever gave it', () => {
    const posts: Office = [0, 0, 1].map((superior) => ({ superior, vacant: false, closed: false }));
    let world = rooted(1);
    const sendUp = () => {
      world = carriedOut(world, forward(world.tree, 1, 0, postsFor(posts, 1)), 'forward');
    };
    const states = ({ tree }: typeof world) => [tree.state, ...tree.holdings.map(({ state }) => state)];
    sendUp();
    const below = [{ positionId: 2, responsible: true }];
    world = carriedOut(world, dispose(world.tree, 2, below, postsFor(posts, 0)), 'disposition', undefined, true);
    world = carriedOut(world, finish(world.tree, 3), 'forward');
    world = carriedOut(world, reopen(world.tree, 2), 'forward', 'open');
    world = carriedOut(world, fallBack(world.tree, 2), 'forward');
    expect(states(world)).toEqual(['open', 'read', 'done', 'done']);
    // What others did before it was taken up again ends it no more than nobody having it does.
    const goneAgain = ['open', 'read', 'done', 'done', 'cancelled'];
    sendUp();
    for (const takesBack of [cancel, fallBack])
      expect(states(carriedOut(world, takesBack(world.tree, 4), 'forward'))).toEqual(goneAgain);
  });

  it('asks nothing of a disposer whose recipients only had to know: the last who says so finishes the letter', () => {
    const posts: Office = [0, 0, 1, 1].map((superior) => ({ superior, vacant: false, closed: false }));
    let world = rooted(0);
    const passOn = (holdingId: number, to: number[], from: number) => {
      const recipients = to.map((positionId, at) => ({ positionId, responsible: at === 0 }));
      const plan = dispose(world.tree, holdingId, recipients, postsFor(posts, from));
      world = carriedOut(world, plan, 'disposition', undefined, true);
    };
    passOn(1, [1], 0);
    passOn(2, [2, 3], 1);
    expect(() => report(world.tree, 3)).toThrow(expect.objectContaining({ code: 'not-in-hand' }));
    world = carriedOut(world, finish(world.tree, 3), 'forward');
    expect(world.tree.state).toBe('open');
    const last = finish(world.tree, 4);
    expect(last).toMatchObject({ closes: true, flowed: [2, 1].map((holdingId) => ({ holdingId, state: 'done' })) });
  });

  it('ends no letter by what is taken from a vacant post that only had to know, whatever others know and what it was told', () => {
    const posts: Office = [0, 0, 0, 1].map((superior) => ({ superior, vacant: false, closed: false }));
    let world = rooted(0);
    const passOn = (holdingId: number, to: number[], from: number, toKnow: boolean) => {
      const recipients = to.map((positionId, at) => ({ positionId, responsible: at === 0 }));
      const plan = dispose(world.tree, holdingId, recipients, postsFor(posts, from));
      world = carriedOut(world, plan, 'disposition', undefined, toKnow);
    };
    const states = ({ tree }: typeof world) => [tree.state, ...tree.holdings.map(({ state }) => state)];
    passOn(1, [1, 2], 0, true);
    world = carriedOut(world, finish(world.tree, 3), 'forward');
    expect(states(carriedOut(world, fallBack(world.tree, 2), 'forward'))).toEqual(['open', 'read', 'done', 'done']);
    // It had asked another post for a report, which nobody has looked at.
    passOn(2, [3], 1, false);
    world = carriedOut(world, report(world.tree, 4), 'forward');
    const back = carriedOut(world, fallBack(world.tree, 2), 'forward');
    expect(states(back)).toEqual(['open', 'read', 'done', 'done', 'done']);
  });

  it('lets a disposer end what those below have not finished, only when they say so', () => {
    const posts: Office = [0, 0, 1].map((superior) => ({ superior, vacant: false, closed: false }));
    let world = rooted(0);
    const both = [
      { positionId: 1, responsible: true },
      { positionId: 2, responsible: false },
    ];
    world = carriedOut(world, dispose(world.tree, 1, both, postsFor(posts, 0)), 'disposition');
    expect(() => finish(world.tree, 1)).toThrow(expect.objectContaining({ code: 'already-passed-on' }));
    world = carriedOut(world, finish(world.tree, 1, { evenOpen: true }), 'forward');
    expect(world.tree).toMatchObject({ state: 'closed' });
    expect(world.tree.holdings.every(({ state }) => state === 'done')).toBe(true);
  });
});
