/**
 * How a post stands with a letter. Unread, then read; `forwarded` upward or `passed_on` by disposition to others, who hold it
 * now; `reported`: the disposer looks at it; done. Cancelled only while unread.
 */
export const HOLDING_STATES = ['unread', 'read', 'forwarded', 'passed_on', 'reported', 'done', 'cancelled'] as const;
export type HoldingState = (typeof HOLDING_STATES)[number];

/** How it came to the post: first of all, from below, or from above. */
export type Via = 'root' | 'forward' | 'disposition';

export interface HoldingNode {
  id: number;
  /** Null for the first holder. */
  parentId: number | null;
  sheetId: number | null;
  via: Via;
  positionId: number;
  responsible: boolean;
  /** It came to be known, nothing more: its holder says so, and the disposer is asked nothing. */
  forInformation: boolean;
  state: HoldingState;
}

/** An incoming letter with everybody who has or had it, by ascending id. */
export interface Tree<H extends HoldingNode = HoldingNode> {
  state: 'open' | 'closed' | 'void';
  holdings: readonly H[];
}

/** The post has to do something with it now. */
export function isInHand({ state }: Pick<HoldingNode, 'state'>): boolean {
  return state === 'unread' || state === 'read' || state === 'reported';
}

/** Its work is not over, whether the post itself or somebody below has it. */
export function isOpen({ state }: Pick<HoldingNode, 'state'>): boolean {
  return state !== 'done' && state !== 'cancelled';
}

export function childrenOf({ holdings }: Tree, holdingId: number): HoldingNode[] {
  return holdings.filter(({ parentId }) => parentId === holdingId);
}

/** Everything below it, however deep. Parents have smaller ids than their children. */
export function belowIt({ holdings }: Tree, holdingId: number): HoldingNode[] {
  const within = new Set([holdingId]);
  return holdings.filter(({ id, parentId }) => {
    if (parentId === null || !within.has(parentId)) return false;
    within.add(id);
    return true;
  });
}

/** The tree as it stands after these changes. */
export function after(tree: Tree, changes: readonly { holdingId: number; state: HoldingState }[]): Tree {
  const states = new Map(changes.map(({ holdingId, state }) => [holdingId, state]));
  return { ...tree, holdings: tree.holdings.map((each) => ({ ...each, state: states.get(each.id) ?? each.state })) };
}
