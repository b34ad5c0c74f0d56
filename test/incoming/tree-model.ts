import { type AnswerDelivery, type AnswerState, answerState } from '../../src/incoming/answers/answer-state.ts';
import type { Posts, Recipient } from '../../src/incoming/tree/recipient-rules.ts';
import {
  accept,
  cancel,
  change,
  dispose,
  endAll,
  fallBack,
  finish,
  forward,
  giveBack,
  type Plan,
  read,
  reopen,
  report,
  strikeAll,
} from '../../src/incoming/tree/tree.ts';
import { after, childrenOf, isInHand, isOpen, type Tree } from '../../src/incoming/tree/tree-states.ts';
import fc from '../support/draws.ts';

/* Random offices and random acts on the tree of a letter, what the rules make of them, and what must hold afterwards. */

/** A random office: each post below an earlier one; some vacant, some closed. */
export const office = fc.array(
  fc.record({ superior: fc.nat(), vacant: fc.nat(9).map((n) => n === 0), closed: fc.nat(14).map((n) => n === 0) }),
  { minLength: 2, maxLength: 9 },
);
export type Office = { superior: number; vacant: boolean; closed: boolean }[];

export const act = fc.record({
  verb: fc.constantFrom(
    ...([
      'read',
      'forward',
      'dispose',
      'dispose',
      'further',
      'cancel',
      'change',
      'report',
      'accept',
      'giveBack',
    ] as const),
    ...(['fallBack', 'finish', 'reopen', 'strike', 'issueAnswer', 'moveAnswer', 'withdrawAnswer'] as const),
  ),
  /** Which holding or sheet, of those there are. */
  at: fc.nat(),
  // Mostly what the rules allow, or there would hardly be a disposition to report, accept or give back.
  to: fc.oneof(
    fc.array(fc.nat(), { minLength: 1, maxLength: 1 }),
    fc.uniqueArray(fc.nat(8), { minLength: 2, maxLength: 3 }),
    fc.array(fc.nat(), { minLength: 0, maxLength: 4 }),
  ),
  /** Of a new sheet: its holders only have to know. */
  forInformation: fc.nat(3).map((n) => n === 0),
  responsible: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(4) }),
  evenOpen: fc.boolean(),
});
export type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

function above(posts: Office, positionId: number): number[] {
  const found: number[] = [];
  for (let at = positionId; at > 0; ) {
    at = (posts[at]?.superior ?? 0) % at;
    found.push(at);
  }
  return found;
}

export function postsFor(posts: Office, from: number): Posts {
  const superiors = new Set(above(posts, from));
  const open = posts.flatMap(({ vacant, closed }, id) => (closed ? [] : [{ id, vacant }]));
  return new Map(
    open.map(({ id, vacant }) => [
      id,
      { name: `Jabatan ${id}`, held: !vacant, above: superiors.has(id), instead: undefined },
    ]),
  );
}

export interface World {
  tree: Tree;
  sheets: number;
  nextId: number;
  /** The letter that answers it, once it was issued. */
  answer: Answer | undefined;
}

export interface Answer {
  deliveries: AnswerDelivery[];
  inForce: boolean;
  state: AnswerState;
}

/** What the database does with a plan. */
export function carriedOut(
  world: World,
  plan: Plan,
  via: 'forward' | 'disposition',
  becomes: Tree['state'] = world.tree.state,
  forInformation = false,
): World {
  let tree = after(world.tree, plan.changes);
  let { sheets, nextId } = world;
  if (plan.added !== undefined) {
    const { parentId, recipients } = plan.added;
    const sheetId = ++sheets;
    const added = recipients.map((recipient) => ({
      ...{ id: nextId++, parentId, sheetId, via, forInformation, state: 'unread' as const },
      ...recipient,
    }));
    tree = { ...tree, holdings: [...tree.holdings, ...added] };
  }
  tree = after(tree, plan.flowed);
  return { ...world, tree: { ...tree, state: plan.closes ? 'closed' : becomes }, sheets, nextId };
}

export function attempt(
  world: World,
  posts: Office,
  { verb, at, to, responsible, evenOpen, forInformation }: Act,
): World {
  const { tree } = world;
  const held = tree.holdings[at % tree.holdings.length];
  if (held === undefined) throw new Error('a tree without a root');
  const recipients: Recipient[] = to.map((n, i) => ({ positionId: n % posts.length, responsible: i === responsible }));
  const facts = postsFor(posts, held.positionId);
  switch (verb) {
    case 'read':
      return carriedOut(world, read(tree, held.id), 'forward');
    case 'forward':
      return carriedOut(world, forward(tree, held.id, recipients[0]?.positionId ?? 0, facts), 'forward');
    case 'dispose':
    case 'further':
      return carriedOut(
        world,
        dispose(tree, held.id, recipients, facts, { further: verb === 'further' }),
        'disposition',
        undefined,
        forInformation,
      );
    case 'cancel':
      return carriedOut(world, cancel(tree, held.id), 'forward');
    case 'fallBack':
      return carriedOut(world, fallBack(tree, held.id), 'forward');
    case 'change': {
      const parent = tree.holdings.find(({ id }) => id === held.parentId) ?? held;
      const plan = change(tree, held.sheetId ?? 0, recipients, postsFor(posts, parent.positionId));
      if (held.via === 'forward') return carriedOut(world, plan, 'forward');
      return carriedOut(world, plan, 'disposition', undefined, forInformation);
    }
    case 'report':
      return carriedOut(world, report(tree, held.id, { evenOpen }), 'forward');
    case 'accept':
      return carriedOut(world, accept(tree, held.id), 'forward');
    case 'giveBack':
      return carriedOut(world, giveBack(tree, held.id), 'forward');
    case 'finish':
      return carriedOut(world, finish(tree, held.id, { evenOpen }), 'forward');
    case 'reopen':
      return carriedOut(world, reopen(tree, held.id), 'forward', 'open');
    case 'issueAnswer':
    case 'moveAnswer':
    case 'withdrawAnswer':
      return answered(world, { verb, at, to });
    case 'strike':
      return carriedOut(world, strikeAll(tree), 'forward', 'void');
  }
}

const SENDER = { name: 'SMP Negeri 1', positionIds: [] };
const LEAVES: readonly Pick<AnswerDelivery, 'channel' | 'state'>[] = [
  { channel: 'email', state: 'sent' },
  { channel: 'exchange', state: 'received' },
  { channel: 'expedition', state: 'handed_over' },
];

/** An answer is issued, gets further or fails on one of its ways, or is withdrawn and restored; once it is there it stays so. */
function answered(world: World, { verb, at, to }: Pick<Act, 'verb' | 'at' | 'to'>): World {
  const { answer, tree } = world;
  if (answer === undefined || verb === 'issueAnswer') {
    if (answer !== undefined || verb !== 'issueAnswer') return world;
    const deliveries = ['Kepala SMP Negeri 1', 'Camat'].map(
      (name, i): AnswerDelivery => ({
        part: i === 0 ? 'to' : 'cc',
        name,
        positionId: null,
        channel: 'print',
        state: 'queued',
      }),
    );
    return { ...world, answer: { deliveries, inForce: true, state: 'waiting' } };
  }
  const inForce = verb === 'withdrawAnswer' ? !answer.inForce : answer.inForce;
  const way = LEAVES[at % LEAVES.length] ?? { channel: 'print', state: 'queued' };
  const states = ['queued', 'sent', 'failed', way.state] as const;
  const moved = { channel: way.channel, state: states[(to[0] ?? 0) % states.length] ?? 'queued' };
  const deliveries = answer.deliveries.map((one, i) =>
    verb === 'moveAnswer' && answer.inForce && i === (to[1] ?? 0) % 2 ? { ...one, ...moved } : one,
  );
  const state = answer.state === 'sent' ? 'sent' : answerState(deliveries, SENDER, { inForce });
  const now = { ...world, answer: { deliveries, inForce, state } };
  const arrives = state === 'sent' && answer.state !== 'sent' && tree.state === 'open';
  return arrives ? carriedOut(now, endAll(tree), 'forward') : now;
}

/** What holds after every act, whatever was done by whomever. */
export function demandSound({ tree }: World, posts: Office): void {
  const { holdings } = tree;
  const said = JSON.stringify(tree);
  const fail = (what: string) => new Error(`${what}: ${said}`);
  const root = holdings.filter(({ parentId }) => parentId === null);
  if (root.length !== 1) throw fail('not one root');
  const hands = holdings.filter(isInHand);
  if (tree.state === 'open' && hands.length === 0) throw fail('lost: nobody has it in hand');
  if (tree.state !== 'open' && holdings.some(isOpen)) throw fail('closed although somebody has it');
  for (const each of holdings) {
    const below = childrenOf(tree, each.id).filter(({ state }) => state !== 'cancelled');
    const passed = each.state === 'passed_on' || each.state === 'forwarded';
    if (passed && !below.some(isOpen)) throw fail(`${each.id} passed it on and nobody has it`);
    if (isOpen(each) && !passed && below.some(isOpen)) throw fail(`${each.id} and somebody below have it at once`);
    if (!isOpen(each) && below.some(isOpen)) throw fail(`${each.id} is done and somebody below is not`);
    if (each.state === 'cancelled' && below.length > 0) throw fail(`${each.id} was cancelled after it was passed on`);
    if (each.via !== 'disposition' && each.state === 'reported') throw fail(`${each.id} reports to nobody`);
    // No post is asked twice on one way down, and none above itself.
    if (each.via === 'disposition') {
      for (let up = holdings.find(({ id }) => id === each.parentId); up; ) {
        const current = up;
        const counts = isOpen(each) && isOpen(current) && current.state !== 'forwarded';
        if (counts && current.positionId === each.positionId) throw fail(`a circle at ${each.id}`);
        up = holdings.find(({ id }) => id === current.parentId);
      }
      const parent = holdings.find(({ id }) => id === each.parentId);
      if (above(posts, parent?.positionId ?? 0).includes(each.positionId)) throw fail(`${each.id} disposed upward`);
    }
  }
  const open = holdings
    .filter((each) => isOpen(each) && each.state !== 'forwarded')
    .map(({ positionId }) => positionId);
  if (new Set(open).size < open.length) throw fail('a post has it twice');
  for (let sheetId = 1; sheetId <= Math.max(0, ...holdings.map((each) => each.sheetId ?? 0)); sheetId++) {
    const standing = holdings.filter((each) => each.sheetId === sheetId && each.state !== 'cancelled');
    const responsible = standing.filter((each) => each.responsible).length;
    // A line that was struck may end with the responsible one unread: nothing is left to be responsible for.
    if (tree.state !== 'void' && standing.length > 0 && responsible !== 1)
      throw fail(`sheet ${sheetId} has ${responsible} responsible`);
  }
}

/** What no act may do to what others have, whatever the tree looks like afterwards. */
export function demandFairStep(before: Tree, { tree, answer }: World, { verb, at }: Act): void {
  const byAnswer = verb === 'issueAnswer' || verb === 'moveAnswer' || verb === 'withdrawAnswer';
  if (byAnswer && answer?.state !== 'sent' && JSON.stringify(before) !== JSON.stringify(tree)) {
    throw new Error(`ended by an answer that is ${answer?.state}: ${JSON.stringify(tree)}`);
  }
  const acted = before.holdings[at % before.holdings.length];
  const falls = verb === 'fallBack' && acted?.via === 'forward' && acted.state !== 'passed_on';
  const takesBack = verb === 'cancel' || falls;
  if (takesBack && tree.state === 'closed')
    throw new Error(`${verb} at ${acted?.id} ended it: ${JSON.stringify(tree)}`);
  for (const [index, was] of before.holdings.entries()) {
    const is = tree.holdings[index];
    if (is === undefined || is.state === was.state) continue;
    const said = `${verb} at ${acted?.id}: ${was.id} from ${was.state} to ${is.state}`;
    // From a post where nobody is, a clerk takes what was read there too.
    if (is.state === 'cancelled' && was.state !== 'unread' && verb !== 'fallBack')
      throw new Error(`taken back after it was read: ${said}`);
    const own = was.id === acted?.id || byAnswer || verb === 'strike' || verb === 'reopen';
    if (is.state === 'done' && isInHand(was) && was.via === 'forward' && !own) {
      throw new Error(`ended over the head of a superior: ${said}`);
    }
  }
}

export const rooted = (positionId: number): World => ({
  tree: {
    state: 'open',
    holdings: [
      {
        id: 1,
        parentId: null,
        sheetId: null,
        via: 'root',
        positionId,
        responsible: true,
        forInformation: false,
        state: 'unread',
      },
    ],
  },
  sheets: 0,
  nextId: 2,
  answer: undefined,
});
