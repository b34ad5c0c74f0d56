import { demandRecipients, type Posts, type Recipient } from './recipient-rules.ts';
import {
  afterReading,
  forwardNotPossible,
  incomingOver,
  notCancellable,
  notInHand,
  notReported,
  othersHaveIt,
  responsibleStays,
  sheetReplaced,
} from './tree-refusals.ts';
import {
  after,
  belowIt,
  childrenOf,
  type HoldingNode,
  type HoldingState,
  isInHand,
  isOpen,
  type Tree,
} from './tree-states.ts';

/** What an act does to the tree, in this order: first who leaves it, then who comes, then what follows by itself. */
export interface Plan {
  changes: { holdingId: number; state: HoldingState }[];
  /** New holders below `parentId`, all unread. */
  added: { parentId: number; recipients: readonly Recipient[] } | undefined;
  /** What nobody did and follows from it, from below upward: the timeline says so. */
  flowed: { holdingId: number; state: 'reported' | 'done' }[];
  /** The whole letter is done. */
  closes: boolean;
}

/** Somebody acting for the post looks at it. Nothing when it was read before, or the letter is over. */
export function read(tree: Tree, holdingId: number): Plan {
  const held = holdingOf(tree, holdingId);
  return tree.state === 'open' && held.state === 'unread' ? plan(tree, [{ holdingId, state: 'read' }]) : plan(tree, []);
}

/** Upward, to one post: by whoever has it first of all or from below. */
export function forward(tree: Tree, holdingId: number, positionId: number, posts: Posts): Plan {
  const held = demandFree(tree, holdingId);
  if (held.via === 'disposition') throw forwardNotPossible();
  const recipients = [{ positionId, responsible: true }];
  demandRecipients(tree, held, recipients, posts, 'forward');
  return plan(tree, [{ holdingId, state: 'forwarded' }], { parentId: holdingId, recipients });
}

/** Downward, to several, one of whom is responsible. `further`: besides those who have it from this post already. */
export function dispose(
  tree: Tree,
  holdingId: number,
  recipients: readonly Recipient[],
  posts: Posts,
  { further = false }: { further?: boolean | undefined } = {},
): Plan {
  const held = holdingOf(tree, holdingId);
  demandOpen(tree);
  if (!(further && held.state === 'passed_on')) demandFree(tree, holdingId);
  demandRecipients(tree, held, recipients, posts, 'disposition');
  return plan(tree, [{ holdingId, state: 'passed_on' }], { parentId: holdingId, recipients });
}

/** Takes an unread one back. It ends nothing: with nobody else at work, whoever gave it has it, whatever others did earlier. */
export function cancel(tree: Tree, holdingId: number): Plan {
  demandOpen(tree);
  const held = holdingOf(tree, holdingId);
  if (held.parentId === null || held.state === 'cancelled') throw notCancellable(held.state);
  if (held.state !== 'unread') throw afterReading();
  const siblings = standingBeside(tree, held);
  if (held.responsible && siblings.some(({ sheetId }) => sheetId === held.sheetId)) throw responsibleStays();
  return withdraw(tree, held);
}

/**
 * Out of the hands of a post where nobody is, into those of whoever gave it, who looks at it as at a report: what nobody did is not
 * over before they say so, and no letter ends by this. What came from below, or for nobody else to know, is as if never given.
 */
export function fallBack(tree: Tree, holdingId: number): Plan {
  const held = holdingOf(tree, holdingId);
  if (held.parentId === null) throw notCancellable(held.state);
  const reports = held.via === 'disposition' && !held.forInformation;
  if (held.state === 'passed_on' && tree.state === 'open') {
    const waiting = toDone(childrenOf(tree, holdingId).filter(({ state }) => state === 'reported'));
    const isOver = childrenOf(after(tree, waiting), holdingId).every((each) => !isOpen(each));
    return isOver && !reports ? withdraw(tree, held, true, waiting) : plan(tree, waiting);
  }
  demandFree(tree, holdingId);
  if (reports) return plan(tree, [{ holdingId, state: 'reported' }]);
  return withdraw(tree, held, held.via === 'disposition' && standingBeside(tree, held).length > 0);
}

/** A sheet that nobody has read yet, written anew: those of the old one no longer have it. */
export function change(tree: Tree, sheetId: number, recipients: readonly Recipient[], posts: Posts): Plan {
  demandOpen(tree);
  const given = tree.holdings.filter((each) => each.sheetId === sheetId);
  const standing = given.filter(({ state }) => state !== 'cancelled');
  const [first] = standing;
  if (first?.parentId === undefined || first.parentId === null) throw sheetReplaced();
  if (standing.some(({ state }) => state !== 'unread')) throw afterReading();
  const parent = holdingOf(tree, first.parentId);
  const changes = standing.map(({ id }): Plan['changes'][number] => ({ holdingId: id, state: 'cancelled' }));
  const without = after(tree, changes);
  demandRecipients(without, parent, recipients, posts, first.via === 'forward' ? 'forward' : 'disposition');
  return plan(tree, changes, { parentId: parent.id, recipients });
}

/** The work is done and told to the disposer. `evenOpen`: whoever below still has it is relieved of it. */
export function report(
  tree: Tree,
  holdingId: number,
  { evenOpen = false }: { evenOpen?: boolean | undefined } = {},
): Plan {
  const held = holdingOf(tree, holdingId);
  demandOpen(tree);
  if (held.via !== 'disposition') throw notInHand('root');
  if (held.forInformation) throw notInHand('information');
  // Told once more before the disposer has looked: what came of itself gets words this way.
  if (held.state === 'reported') return plan(tree, []);
  return conclude(tree, held, 'reported', evenOpen);
}

/** Done without anything further: by whoever has it first of all or from below, or got it to know of it. */
export function finish(
  tree: Tree,
  holdingId: number,
  { evenOpen = false }: { evenOpen?: boolean | undefined } = {},
): Plan {
  const held = holdingOf(tree, holdingId);
  demandOpen(tree);
  if (held.via === 'disposition' && !held.forInformation) throw notInHand('disposition');
  return conclude(tree, held, 'done', evenOpen);
}

/** The disposer takes the report. */
export function accept(tree: Tree, holdingId: number): Plan {
  demandReported(tree, holdingId);
  return plan(tree, [{ holdingId, state: 'done' }]);
}

/** The disposer wants more: it is in the reporter's hands again. */
export function giveBack(tree: Tree, holdingId: number): Plan {
  demandReported(tree, holdingId);
  return plan(tree, [{ holdingId, state: 'read' }]);
}

/**
 * A closed letter is taken up again by a post that it was addressed to or came to first; those through whose hands it came
 * have it as forwarded again.
 */
export function reopen(tree: Tree, holdingId: number): Plan {
  if (tree.state !== 'closed') throw incomingOver(tree.state);
  const held = holdingOf(tree, holdingId);
  if (held.via === 'disposition' || held.state === 'cancelled') throw notInHand('disposition');
  const changes: Plan['changes'] = [{ holdingId, state: 'read' }];
  for (let at = held; at.parentId !== null; ) {
    at = holdingOf(tree, at.parentId);
    changes.push({ holdingId: at.id, state: 'forwarded' });
  }
  return { changes, added: undefined, flowed: [], closes: false };
}

/** The line was a mistake: whoever had opened the letter keeps it as done, the others never had it. */
export function strikeAll(tree: Tree): Plan {
  demandOpen(tree);
  const changes = tree.holdings.filter(isOpen).map(({ id, state }): Plan['changes'][number] => ({
    holdingId: id,
    state: state === 'unread' ? 'cancelled' : 'done',
  }));
  return { changes, added: undefined, flowed: [], closes: false };
}

/** The letter is over for everybody: an answer was sent. */
export function endAll(tree: Tree): Plan {
  return { changes: toDone(tree.holdings.filter(isOpen)), added: undefined, flowed: [], closes: true };
}

function conclude(tree: Tree, held: HoldingNode, state: 'reported' | 'done', evenOpen: boolean): Plan {
  // Only those below are relieved of it: what was passed upward is in a superior's hands.
  const relieves = evenOpen && held.state === 'passed_on';
  if (!relieves) demandFree(tree, held.id);
  const relieved = relieves ? belowIt(tree, held.id).filter(isOpen) : [];
  return plan(tree, [...toDone(relieved), { holdingId: held.id, state }]);
}

/**
 * Adds what follows: when everybody below a holder is done, so is the holder, who reports that to the disposer by itself,
 * if a report was asked for; a first holder that is done closes the letter.
 */
function plan(tree: Tree, changes: Plan['changes'], added?: Plan['added']): Plan {
  const flowed: Plan['flowed'] = [];
  let now = after(tree, changes);
  // Without new holders only: with them somebody below has just got it.
  for (let moved = added === undefined; moved; ) {
    moved = false;
    for (const each of now.holdings) {
      if (each.state !== 'passed_on' && each.state !== 'forwarded') continue;
      const below = childrenOf(now, each.id).filter(({ state }) => state !== 'cancelled');
      if (below.length === 0 || below.some(({ state }) => state !== 'done')) continue;
      const reports = each.via === 'disposition' && !each.forInformation;
      const step = { holdingId: each.id, state: reports ? 'reported' : 'done' } as const;
      flowed.push(step);
      now = after(now, [step]);
      moved = true;
    }
  }
  const closes = tree.state === 'open' && now.holdings.every((each) => !isOpen(each)) && added === undefined;
  return { changes, added, flowed, closes };
}

/** The last one at work gone, whoever gave it has it again. What it disposed of, or others `know` of, stays on record. */
function withdraw(tree: Tree, held: HoldingNode, known = false, accepted: Plan['changes'] = []): Plan {
  const stays = known || childrenOf(tree, held.id).some(({ state }) => state !== 'cancelled');
  const changes: Plan['changes'] = [...accepted, { holdingId: held.id, state: stays ? 'done' : 'cancelled' }];
  if (held.parentId !== null && !standingBeside(tree, held).some(isOpen))
    changes.push({ holdingId: held.parentId, state: 'read' });
  return plan(tree, changes);
}

function standingBeside(tree: Tree, { id, parentId }: HoldingNode): HoldingNode[] {
  return tree.holdings.filter((each) => each.parentId === parentId && each.id !== id && each.state !== 'cancelled');
}

const toDone = (held: readonly HoldingNode[]) => held.map(({ id }) => ({ holdingId: id, state: 'done' as const }));

function holdingOf({ holdings }: Tree, holdingId: number): HoldingNode {
  const held = holdings.find(({ id }) => id === holdingId);
  if (held === undefined) throw notInHand('gone');
  return held;
}

function demandOpen({ state }: Tree): void {
  if (state !== 'open') throw incomingOver(state);
}

/** In the hands of the post itself, which has not reported it. */
function demandFree(tree: Tree, holdingId: number): HoldingNode {
  demandOpen(tree);
  const held = holdingOf(tree, holdingId);
  if (held.state === 'forwarded' || held.state === 'passed_on') throw othersHaveIt();
  if (!isInHand(held) || held.state === 'reported') throw notInHand(held.state);
  return held;
}

function demandReported(tree: Tree, holdingId: number): void {
  demandOpen(tree);
  const { state } = holdingOf(tree, holdingId);
  if (state !== 'reported') throw notReported(state);
}
