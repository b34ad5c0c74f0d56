import {
  circle,
  manyRecipients,
  nobodyNamed,
  notOneResponsible,
  postClosed,
  postVacant,
  toOneself,
  twiceTheSame,
  upward,
} from './tree-refusals.ts';
import { type HoldingNode, isOpen, type Tree } from './tree-states.ts';

export interface Recipient {
  positionId: number;
  responsible: boolean;
}

/** What the rules ask about a post that is named as a recipient; one that does not exist any more is not there. */
export interface RecipientPost {
  name: string;
  /** Somebody may act for it now. */
  held: boolean;
  /** It stands above the post that passes the letter on. */
  above: boolean;
  /** Of a vacant post: the nearest post above it that is held. */
  instead: string | undefined;
}
export type Posts = ReadonlyMap<number, RecipientPost>;

export const MOST_RECIPIENTS = 50;

/** Who may be given the letter by `from`. @throws Refusal, each on `recipients` */
export function demandRecipients(
  tree: Tree,
  from: HoldingNode,
  recipients: readonly Recipient[],
  posts: Posts,
  kind: 'forward' | 'disposition',
): void {
  if (recipients.length === 0) throw nobodyNamed();
  if (recipients.length > (kind === 'forward' ? 1 : MOST_RECIPIENTS)) throw manyRecipients(kind, MOST_RECIPIENTS);
  if (new Set(recipients.map(({ positionId }) => positionId)).size < recipients.length) throw twiceTheSame();
  if (recipients.filter(({ responsible }) => responsible).length !== 1) throw notOneResponsible();
  for (const { positionId } of recipients) {
    const post = posts.get(positionId);
    if (positionId === from.positionId) throw toOneself();
    if (post === undefined) throw postClosed();
    const has = tree.holdings.find(
      (each) =>
        each.positionId === positionId &&
        isOpen(each) &&
        // What a post passed upward may come back down to it; upward again it may not.
        !(kind === 'disposition' && each.state === 'forwarded'),
    );
    if (has !== undefined) throw circle(post.name);
    if (kind === 'disposition' && post.above) throw upward(post.name);
    if (!post.held) throw postVacant(post.name, post.instead);
  }
}
