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
import { after, childrenOf, type HoldingNode, isOpen, type Tree } from '../../src/incoming/tree/tree-states.ts';
import fc from '../support/draws.ts';

/* Random offices and random acts on the tree of a letter, and what the rules make of them. */

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
    ...(['move', 'fallBack', 'finish', 'reopen', 'strike', 'issueAnswer', 'moveAnswer', 'withdrawAnswer'] as const),
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

export function above(posts: Office, positionId: number): number[] {
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
  /** What was given to another post than the one that its giver named. */
  moved: ReadonlySet<number>;
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
    case 'move':
      return moved(world, held, recipients[0]?.positionId ?? 0);
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

/** What waits at a post is given to another one: by a clerk, by the superior of a vacant one, or by itself while its holder is away. */
function moved(world: World, held: HoldingNode, positionId: number): World {
  const { tree } = world;
  const waits = held.state === 'unread' || held.state === 'read';
  const reported = held.state === 'passed_on' && childrenOf(tree, held.id).some(({ state }) => state === 'reported');
  const has = tree.holdings.some(
    (each) => each.positionId === positionId && isOpen(each) && each.state !== 'forwarded',
  );
  if (tree.state !== 'open' || has || !(waits || reported)) return world;
  const given = { ...held, positionId, state: waits ? ('unread' as const) : held.state };
  const holdings = tree.holdings.map((each) => (each.id === held.id ? given : each));
  return { ...world, tree: { ...tree, holdings }, moved: new Set([...world.moved, held.id]) };
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
  moved: new Set(),
});
