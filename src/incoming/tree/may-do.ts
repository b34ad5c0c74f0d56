import { type Actor, disposingFor, type HeldAppointment } from '../../people/actor.ts';
import { may as isAllowed } from '../../people/permissions.ts';
import type { Incoming } from '../incoming-store.ts';
import type { HoldingMay } from '../reading/read-types.ts';
import type { Sheet } from '../sheet/sheets-store.ts';
import type { Holding } from './holdings-store.ts';
import { childrenOf, isOpen, type Tree } from './tree-states.ts';

/** What a page offers for each holding, by the rules of the tree; the acts ask once more. */
export function mayWith(actor: Actor, incoming: Incoming, tree: Tree<Holding>, held: Holding) {
  const open = incoming.state === 'open';
  const own = postOf(actor, incoming, held) !== undefined && open;
  const parent = tree.holdings.find(({ id }) => id === held.parentId);
  const gave = parent !== undefined && postOf(actor, incoming, parent) !== undefined && open;
  const free = own && (held.state === 'unread' || held.state === 'read');
  const disposed = own && held.state === 'passed_on';
  const stillOpen = disposed && childrenOf(tree, held.id).some(isOpen);
  const byDisposition = held.via === 'disposition';
  const reports = byDisposition && !held.forInformation;
  const may: HoldingMay = {
    forward: free && !byDisposition,
    dispose: free,
    disposeFurther: disposed,
    report: reports && (free || (own && held.state === 'reported')),
    reportEvenOpen: reports && stillOpen,
    finish: free && !reports,
    finishEvenOpen: !reports && stillOpen,
    cancel: gave && held.state === 'unread' && !isHeldByResponsibility(tree, held),
    accept: gave && held.state === 'reported',
    giveBack: gave && held.state === 'reported',
    move: open && waitsThere(tree, held) && isAllowed(actor, 'holding.move', { ...held, security: incoming.security }),
  };
  return may;
}

/** Something waits for the post to be done, the reports of those below included. */
function waitsThere(tree: Tree, { id, state }: Holding): boolean {
  if (state === 'passed_on') return childrenOf(tree, id).some((child) => child.state === 'reported');
  return state === 'unread' || state === 'read';
}

/** The one responsible goes last of a sheet. */
function isHeldByResponsibility(tree: Tree, { id, sheetId, responsible }: Holding): boolean {
  return (
    responsible &&
    tree.holdings.some((each) => each.sheetId === sheetId && each.id !== id && each.state !== 'cancelled')
  );
}

export function mayChangeSheet(
  actor: Actor,
  incoming: Incoming,
  holdings: readonly Holding[],
  { id, fromHoldingId, replacedById }: Sheet,
): boolean {
  const from = holdings.find((each) => each.id === fromHoldingId);
  const standing = holdings.filter(({ sheetId, state }) => sheetId === id && state !== 'cancelled');
  return (
    incoming.state === 'open' &&
    replacedById === null &&
    from !== undefined &&
    postOf(actor, incoming, from) !== undefined &&
    standing.length > 0 &&
    standing.every(({ state }) => state === 'unread')
  );
}

/** Where a closed letter may be taken up again: at the post addressed, else where it came first. */
export function placesToReopen(
  { addresseePositionId }: Pick<Incoming, 'addresseePositionId'>,
  holdings: readonly Holding[],
): Holding[] {
  const reached = holdings.filter(({ via, state }) => via !== 'disposition' && state !== 'cancelled');
  const addressed = reached.filter(({ positionId }) => positionId === addresseePositionId);
  return [...addressed, ...reached.filter((each) => each.parentId === null && !addressed.includes(each))];
}

/** By which appointment or mandate the actor deals with what this post has. */
export function postOf(
  actor: Actor,
  { security }: Pick<Incoming, 'security'>,
  { positionId }: Pick<Holding, 'positionId'>,
): HeldAppointment | undefined {
  return disposingFor(actor, positionId, security);
}
